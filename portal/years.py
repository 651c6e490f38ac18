"""The year at a glance: month by month what is due on which day, and the weekdays off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.text import Text

from obligations.model import Occurrence
from obligations.policy import assumption_words
from obligations.timing.periods import label
from obligations.timing.workdays import Calendar
from portal.language import tr
from portal.output import console, kind, table


def show_year(calendar: Calendar, dated: Sequence[Occurrence]) -> None:
    """Print the months of the years in which something is due, each with its due dates and days off."""
    rows = table(
        (tr("Tháng", "Month"), {"no_wrap": True}),
        (tr("Hạn trong tháng", "Due in the month"), {"ratio": 4}),
        (tr("Ngày nghỉ", "Days off"), {"ratio": 1}),
    )
    years = sorted({o.due.legal.year for o in dated})
    for year, month in ((year, month) for year in years for month in range(1, 13)):
        due = [o for o in dated if (o.due.legal.year, o.due.legal.month) == (year, month)]
        rows.add_row(f"{month:02}/{year}", "\n".join(_lines(due)) or "—", _days_off(calendar, year, month))
    console().print(rows)
    for name in sorted({name for o in dated for name in o.due.assumed}):
        console().print(Text(f"* {assumption_words(name)}", style="dim"))


def _lines(due: Iterable[Occurrence]) -> Iterable[str]:
    for (one, code, what), count in Counter((o.due, o.code, o.kind) for o in due).items():
        aim = "" if one.internal == one.legal else tr(f" (xong {one.internal:%d/%m})", f" (aim {one.internal:%d/%m})")
        mark = "*" if one.assumed else ""
        who = tr(f"{count} đơn vị", f"{count} units")
        yield f"{one.legal:%d/%m}{mark}{aim}  {code} · {kind(what)} · {label(one.period)} · {who}"


def _days_off(calendar: Calendar, year: int, month: int) -> str:
    off = sorted(d for d in calendar.days_off - calendar.worked if (d.year, d.month) == (year, month))
    said = ", ".join(f"{d.day:02}" for d in off) or "—"
    return said + (tr(" (ước tính)", " (estimated)") if off and calendar.is_estimated(off[0]) else "")
