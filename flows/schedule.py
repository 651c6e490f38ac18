"""The days of an obligation as a schedule that Prefect understands, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Final

ZONE: Final = "Asia/Ho_Chi_Minh"
MORNING = time(6, 30)
SLUG: Final = "ngay-co-viec"
# Prefect refuses longer rules; this holds about 400 days, eight years of a weekly duty.
LONGEST = 6499
STAMP = "%Y%m%dT%H%M%S"
OURS = re.compile(r"DTSTART;TZID=[\w/]+:\d{8}T\d{6}\nRDATE:((?:\d{8}T\d{6},?)+)")


def rule(days: Sequence[date]) -> str:
    """Write days as one RDATE set at 06:30 in Vietnam: the earliest ones that fit into what Prefect accepts.

    RDATE bears no zone of its own: Prefect lays the schedule's zone over it, and dateutil refuses `RDATE;TZID`.
    """
    stamps = [datetime.combine(day, MORNING).strftime(STAMP) for day in sorted(set(days))]
    head = f"DTSTART;TZID={ZONE}:{stamps[0]}\nRDATE:"
    room = (LONGEST - len(head)) // (len(stamps[0]) + 1)
    return head + ",".join(stamps[:room])


def days_of(text: str) -> tuple[date, ...]:
    """Read the days back from a rule of ours; none where somebody wrote another rule."""
    ours = OURS.fullmatch(text)
    stamps = ours[1].split(",") if ours else []
    return tuple(date(int(s[:4]), int(s[4:6]), int(s[6:8])) for s in stamps)


def coming(days: Iterable[date], today: date) -> tuple[date, ...]:
    """Keep the days from today on, in order."""
    return tuple(sorted({day for day in days if day >= today}))
