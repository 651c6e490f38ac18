"""Working days: weekends are off unless worked, weekdays on unless off."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.timing.workdays import Calendar

# Around 30/4 and 1/5/2024: Monday 29/4 was swapped for Saturday 4/5.
CALENDAR = Calendar(
    days_off=frozenset({date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1)}),
    worked=frozenset({date(2024, 5, 4)}),
)
days = st.dates(date(2024, 4, 1), date(2024, 6, 1))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2024-04-26", True),
        ("2024-04-27", False),
        ("2024-04-28", False),
        ("2024-04-29", False),
        ("2024-05-01", False),
        ("2024-05-02", True),
        ("2024-05-04", True),
        ("2024-05-05", False),
    ],
)
def test_a_swapped_day_is_off_and_its_saturday_worked(day: str, working: bool) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day)) is working


def test_the_nearest_working_days_lie_beyond_the_whole_holiday() -> None:
    assert CALENDAR.previous_working(date(2024, 5, 1)) == date(2024, 4, 26)
    assert CALENDAR.next_working(date(2024, 4, 27)) == date(2024, 5, 2)


@given(days)
def test_no_working_day_lies_between_a_day_and_its_nearest_working_days(day: date) -> None:
    before, after = CALENDAR.previous_working(day), CALENDAR.next_working(day)
    assert before <= day <= after
    assert CALENDAR.is_working(before)
    assert CALENDAR.is_working(after)
    assert (before == after) is CALENDAR.is_working(day)
    between = [date.fromordinal(n) for n in range(before.toordinal() + 1, after.toordinal())]
    assert not any(map(CALENDAR.is_working, between))
