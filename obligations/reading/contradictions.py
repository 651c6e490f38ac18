"""What in a plan contradicts itself: two due days for one duty, days before the plan, tiers in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from obligations.model import Cadence, Finding, Kind, Obligation, PlanHeader
from obligations.text import fold

MONTHS_OF = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6}


def contradictions(header: PlanHeader, obligations: Sequence[Obligation]) -> list[Finding]:
    """List the contradictions that a person must settle; nothing is chosen in their place."""
    return [
        *_two_days_in_one(obligations),
        *_two_days_in_two(obligations),
        *_before_the_plan(header, obligations),
        *_tiers(obligations),
    ]


def _day(value: date) -> str:
    return f"{value.day:02}/{value.month:02}/{value.year}"


def _period(cadence: Cadence, day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // MONTHS_OF.get(cadence, 1)


def _two_days_in_one(obligations: Sequence[Obligation]) -> Iterator[Finding]:
    for value in obligations:
        if value.cadence not in MONTHS_OF:
            continue
        days: dict[tuple[int, int], date] = {}
        for day in value.due:
            other = days.setdefault(_period(value.cadence, day), day)
            if other != day:
                what = f"một kỳ có hai hạn khác nhau: {_day(other)} và {_day(day)}; cần xác định hạn đúng"
                yield Finding(value.clause, what, value.span)
                break


def _two_days_in_two(obligations: Sequence[Obligation]) -> Iterator[Finding]:
    for one, other in combinations([o for o in obligations if o.due and o.kind is Kind.REPORT], 2):
        same = (one.cadence, one.recipient) == (other.cadence, other.recipient) and one.cadence.dated
        if not same or one.cadence is Cadence.ONCE or one.count or other.count or not _shared(one, other):
            continue
        if set(one.due) != set(other.due):
            days = f"{_day(one.due[0])} và {_day(other.due[0])}"
            what = f"cùng một báo cáo có hai hạn khác nhau (xem thêm {other.clause}): {days}"
            yield Finding(one.clause, what, one.span)


def _shared(one: Obligation, other: Obligation) -> set[str]:
    return {fold(u) for u in one.responsible} & {fold(u) for u in other.responsible}


def _before_the_plan(header: PlanHeader, obligations: Sequence[Obligation]) -> Iterator[Finding]:
    if header.issued_on is None:
        return
    for value in obligations:
        past = [day for day in value.due if day < header.issued_on]
        if past and (value.cadence is Cadence.ONCE or len(past) == len(value.due)):
            what = f"hạn {_day(past[0])} trước ngày ban hành kế hoạch ({_day(header.issued_on)})"
            yield Finding(value.clause, what, value.span)


def _tiers(obligations: Sequence[Obligation]) -> Iterator[Finding]:
    """Find units that may report to somebody later than that somebody has to report further up."""
    reports = [o for o in obligations if o.kind is Kind.REPORT and o.due and o.recipient]
    for below in reports:
        takers = {fold(name) for name in (below.recipient or "").split("; ")}
        for above in reports:
            if above.cadence is not below.cadence or not takers & {fold(u) for u in above.responsible}:
                continue
            late = next((pair for pair in _paired(below, above) if pair[0] > pair[1]), None)
            if late is not None:
                what = (
                    f"đơn vị gửi {below.recipient} hạn {_day(late[0])}, muộn hơn hạn {_day(late[1])} "
                    f"mà nơi nhận phải báo cáo tiếp ({above.clause})"
                )
                yield Finding(below.clause, what, below.span)


def _paired(below: Obligation, above: Obligation) -> Iterator[tuple[date, date]]:
    ends = {_period(above.cadence, day): day for day in above.due}
    for day in below.due:
        if (end := ends.get(_period(below.cadence, day))) is not None:
            yield day, end
