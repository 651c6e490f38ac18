"""The whole year on one page of Prefect, which itself shows upcoming runs for a hundred days only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from flows.markdown import plain, table
from flows.names import KINDS
from notifiers.phrases import day
from obligations.model import Draft, Status
from obligations.policy import assumption_words
from obligations.records import StoredOccurrence
from obligations.service import Office
from obligations.timing.periods import label

KEY: Final = "lich-nam"
MOST: Final = 400


def year_page(office: Office, on: date) -> tuple[str, str]:
    """Give headline and markdown of every due date of this year and the next that is stored, month by month."""
    with office.database.begin() as store:
        approved = {(o.plan, o.code) for o in store.obligations(state=Draft.APPROVED)}
        every = [o for o in store.occurrences() if (o.value.plan, o.value.code) in approved]
    due = [o for o in every if o.status is not Status.WAIVED and on.year <= o.value.due.legal.year <= on.year + 1]
    ahead = sum(o.value.due.legal >= on and not o.status.closed for o in due)
    headline = f"Lịch năm {on.year}: {ahead} kỳ còn phía trước, cập nhật ngày {day(on)}"
    return headline, "\n".join((f"# {headline}", "", *_months(due)))


def _months(due: Sequence[StoredOccurrence]) -> Iterator[str]:
    rows = Counter((o.value.due, o.value.plan, o.value.code, o.value.kind) for o in due)
    done = Counter((o.value.due, o.value.plan, o.value.code, o.value.kind) for o in due if o.status.closed)
    if len(rows) > MOST:
        yield from _summed(due)
        return
    month = None
    for key in sorted(rows, key=lambda row: (row[0].legal, row[1], row[2])):
        one, plan, code, kind = key
        if month != (month := (one.legal.year, one.legal.month)):
            yield from ("", f"## Tháng {one.legal.month}/{one.legal.year}", "")
            yield from ("| Hạn | Nên xong | Nhiệm vụ | Loại | Kỳ | Đã xong |", "|---|---|---|---|---|---|")
        mark = " *" if one.assumed else ""
        cells = f"{day(one.legal)}{mark}", day(one.internal), plain(f"{plan} {code}"), KINDS[kind], label(one.period)
        yield f"| {' | '.join(cells)} | {done[key]}/{rows[key]} |"
    assumed = sorted({name for one, *_ in rows for name in one.assumed})
    yield from ("", *(f"\\* {assumption_words(name)}" for name in assumed))


def _summed(due: Sequence[StoredOccurrence]) -> Iterator[str]:
    """Sum up each month by kind: more lines than a page can show would tell nothing."""
    found = Counter((o.value.due.legal.year, o.value.due.legal.month, o.value.kind) for o in due)
    done = Counter((o.value.due.legal.year, o.value.due.legal.month, o.value.kind) for o in due if o.status.closed)
    yield f"{len(due)} kỳ không hiện từng dòng ở đây; xem đủ từng kế hoạch bằng lệnh `dunghan calendar PLAN --year`."
    yield ""
    rows = ((f"{key[1]}/{key[0]}", KINDS[key[2]], f"{done[key]}/{found[key]}") for key in sorted(found))
    yield from table(("Tháng", "Loại", "Đã xong"), rows)
