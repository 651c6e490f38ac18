"""What in a plan contradicts itself: two due days for one duty, days before the plan, tiers in the wrong order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

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
    """Compare every report with the one before it that the same unit owes to the same recipient as often."""
    latest: dict[tuple[Cadence, str | None, str], Obligation] = {}
    for value in obligations:
        if not value.due or value.kind is not Kind.REPORT or value.count or not _comes_again(value.cadence):
            continue
        keys = [(value.cadence, value.recipient, unit) for unit in _folded(value.responsible)]
        earlier = {latest[key].clause: latest[key] for key in keys if key in latest}
        for one in earlier.values():
            if set(one.due) != set(value.due):
                days = f"{_day(one.due[0])} và {_day(value.due[0])}"
                what = f"cùng một báo cáo có hai hạn khác nhau (xem thêm {value.clause}): {days}"
                yield Finding(one.clause, what, one.span)
        latest.update(dict.fromkeys(keys, value))


def _comes_again(cadence: Cadence) -> bool:
    return cadence.dated and cadence is not Cadence.ONCE


def _folded(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(fold(name) for name in names))


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
    ends: dict[tuple[Cadence, str, tuple[int, int]], tuple[date, str]] = {}
    for above in reports:
        for unit in _folded(above.responsible):
            for day in above.due:
                key = above.cadence, unit, _period(above.cadence, day)
                ends[key] = min(ends.get(key, (date.max, "")), (day, above.clause))
    for below in reports:
        takers = _folded((below.recipient or "").split("; "))
        keys = [(day, (below.cadence, unit, _period(below.cadence, day))) for unit in takers for day in below.due]
        late = next(((day, *ends[key]) for day, key in keys if key in ends and day > ends[key][0]), None)
        if late is not None:
            what = (
                f"đơn vị gửi {below.recipient} hạn {_day(late[0])}, muộn hơn hạn {_day(late[1])} "
                f"mà nơi nhận phải báo cáo tiếp ({late[2]})"
            )
            yield Finding(below.clause, what, below.span)
