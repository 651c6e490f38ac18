"""Sending hours are those of Vietnam, whatever the machine believes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import pytest

from obligations.timing.hours import Hours, departure, elapsed
from obligations.timing.workdays import Calendar
from obligations.zone import VIETNAM

HOURS = Hours(time(7), time(18))
TET = Calendar(days_off=frozenset(date(2026, 2, 16) + timedelta(days=n) for n in range(5)))


def here(text: str) -> datetime:
    """Read an instant as a clock in Hà Nội shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-03-04T07:00", "2026-03-04T07:00"),
        ("2026-03-04T12:31", "2026-03-04T12:31"),
        ("2026-03-04T06:59", "2026-03-04T07:00"),
        ("2026-03-04T00:00", "2026-03-04T07:00"),
        ("2026-03-04T18:00", "2026-03-05T07:00"),
        ("2026-03-06T18:30", "2026-03-09T07:00"),  # Friday evening waits for Monday
        ("2026-03-07T10:00", "2026-03-09T07:00"),
        ("2026-02-13T19:00", "2026-02-23T07:00"),  # Tết
        ("2026-02-18T09:00", "2026-02-23T07:00"),
    ],
)
def test_a_message_leaves_in_working_hours_of_a_working_day(now: str, leaves: str) -> None:
    assert departure(here(now), HOURS, TET) == here(leaves)


def test_an_agency_may_send_on_days_off_too() -> None:
    always = Hours(time(7), time(18), days_off=True)
    assert departure(here("2026-03-07T10:00"), always, TET) == here("2026-03-07T10:00")
    assert departure(here("2026-03-07T20:00"), always, TET) == here("2026-03-08T07:00")


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-03-04T08:00", "2026-03-04T10:30", 2.5),
        ("2026-03-04T17:00", "2026-03-05T08:00", 2),
        ("2026-03-06T17:00", "2026-03-09T08:00", 2),
        ("2026-03-07T08:00", "2026-03-08T08:00", 0),
        ("2026-03-05T08:00", "2026-03-04T08:00", 0),
        ("2026-02-13T17:30", "2026-02-23T07:30", 1),
    ],
)
def test_only_sending_time_goes_by(since: str, until: str, hours: float) -> None:
    assert elapsed(here(since), here(until), HOURS, TET) == timedelta(hours=hours)


def test_a_wait_of_years_is_added_up_in_no_time() -> None:
    assert elapsed(here("1970-01-01T00:00"), here("2026-03-04T10:00"), HOURS, TET) > timedelta(days=10)


ASKS = """
from datetime import UTC, datetime
from obligations.timing.hours import Hours, departure
from obligations.timing.workdays import WEEKENDS
print(departure(datetime(2026, 3, 6, 11, 30, tzinfo=UTC), Hours(), WEEKENDS).isoformat())
"""


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "UTC"])
def test_the_zone_of_the_host_does_not_matter(zone: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASKS], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "2026-03-09T00:00:00+00:00"
