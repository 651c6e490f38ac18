"""Yields sending hours: the next instant at which a message may leave, and how much sending time has gone by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from obligations.timing.workdays import DAY, Calendar
from obligations.zone import VIETNAM

LONGEST_LOOK = timedelta(days=60)
"""How far `elapsed` looks back: what waits longer has waited long enough for every question."""


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when messages may leave, in Vietnamese time; with `days_off` also when offices are closed."""

    first: time = time(7)
    last: time = time(18)
    days_off: bool = False


USUAL = Hours()


def departure(now: datetime, hours: Hours, calendar: Calendar) -> datetime:
    """Give the first instant from `now` on at which a message may leave: `now` itself within sending hours."""
    here = now.astimezone(VIETNAM)
    day = here.date()
    if not _is_open(day, hours, calendar) or here.time() >= hours.last:
        day = _next_open(day, hours, calendar)
    return max(now, datetime.combine(day, hours.first, VIETNAM).astimezone(UTC))


def elapsed(since: datetime, until: datetime, hours: Hours, calendar: Calendar) -> timedelta:
    """Add up the sending time between two instants; none where `until` lies before `since`."""
    since = max(since, until - LONGEST_LOOK)
    first, last = since.astimezone(VIETNAM).date(), until.astimezone(VIETNAM).date()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    spans = (_span(day, hours) for day in days if _is_open(day, hours, calendar))
    return sum((max(min(end, until) - max(begin, since), timedelta()) for begin, end in spans), timedelta())


def _span(day: date, hours: Hours) -> tuple[datetime, datetime]:
    return datetime.combine(day, hours.first, VIETNAM), datetime.combine(day, hours.last, VIETNAM)


def _is_open(day: date, hours: Hours, calendar: Calendar) -> bool:
    return hours.days_off or calendar.is_working(day)


def _next_open(day: date, hours: Hours, calendar: Calendar) -> date:
    return day + DAY if hours.days_off else calendar.next_working(day + DAY)
