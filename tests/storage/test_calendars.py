"""The working calendar is what the notices say, and says where it is a guess."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.model import Cadence, Kind
from obligations.timing.workdays import DAY
from storage.calendars import notices, public_calendar
from tests.timing.values import dues_of, duty, header

CALENDAR = public_calendar()
# What no release of the library knows: the swap of 2/1/2026.
BEYOND_THE_LIBRARY = {date(2026, 1, 2)}


def days(year: int, *months_and_days: str) -> set[date]:
    """Make days of a year out of `day/month`."""
    return {date(year, int(m), int(d)) for d, m in (text.split("/") for text in months_and_days)}


@pytest.mark.parametrize(
    ("year", "off", "worked"),
    [
        (2024, ["1/1", "8/2", "9/2", "12/2", "13/2", "14/2", "18/4", "29/4", "30/4", "1/5", "2/9", "3/9"], ["4/5"]),
        (2025, ["1/1", *(f"{d}/1" for d in range(27, 32)), "7/4", "30/4", "1/5", "2/5", "1/9", "2/9"], ["26/4"]),
        (
            2026,
            ["1/1", "2/1", *(f"{d}/2" for d in range(16, 21)), "27/4", "30/4", "1/5", "31/8", "1/9", "2/9", "24/11"],
            ["10/1", "22/8"],
        ),
        (
            2027,
            ["1/1", "4/2", "5/2", "8/2", "9/2", "10/2", "16/4", "30/4", "3/5", "2/9", "3/9", "24/11"],
            [],
        ),
    ],
)
def test_a_year_with_notices_is_exactly_what_they_say(year: int, off: list[str], worked: list[str]) -> None:
    assert {d for d in CALENDAR.days_off if d.year == year} == days(year, *off)
    assert {d for d in CALENDAR.worked if d.year == year} == days(year, *worked)


@pytest.mark.parametrize("year", sorted(notices()))
def test_the_table_agrees_with_the_library_where_that_knows(year: int) -> None:
    library = {d for d in holidays.country_holidays("VN", years=year) if d.weekday() < 5}
    table = {d for row in notices()[year] for d in row.off}
    assert table - BEYOND_THE_LIBRARY == library - BEYOND_THE_LIBRARY


def test_every_row_cites_its_notice_and_moves_only_what_it_can() -> None:
    for year, rows in notices().items():
        for row in rows:
            assert row.source
            assert row.what
            assert all(d.year == year and d.weekday() < 5 for d in row.off)
            assert all(d.year == year and d.weekday() >= 5 for d in row.worked)


def test_a_holiday_of_articles_111_and_112_that_falls_on_a_weekend_is_made_up_for_in_estimated_years() -> None:
    assert not CALENDAR.is_working(date(2028, 1, 3))
    assert not CALENDAR.is_working(date(2030, 2, 4))


def test_the_culture_day_is_off_from_2026_and_not_made_up_for() -> None:
    assert CALENDAR.is_working(date(2025, 11, 24))
    assert not CALENDAR.is_working(date(2028, 11, 24))
    assert CALENDAR.is_working(date(2029, 11, 26))


def test_an_agency_adds_its_own_days_over_the_notices() -> None:
    own = public_calendar((date(2026, 10, 15), date(2026, 1, 10)), (date(2026, 2, 16), date(2026, 3, 7)))
    working = [own.is_working(date(2026, m, d)) for m, d in ((10, 15), (1, 10), (2, 16), (3, 7))]
    assert working == [False, False, True, True]


@pytest.mark.parametrize(("year", "assumed"), [(2026, ()), (2027, ()), (2028, ("calendar",))])
def test_a_due_date_that_rests_on_an_estimate_says_so(year: int, assumed: tuple[str, ...]) -> None:
    plan = header(f"{year}-01-05")
    found = dues_of(duty(Kind.POST, Cadence.MONTHLY), plan, calendar=CALENDAR)
    assert len(found) == 12
    assert {due.assumed for due in found} == {assumed}


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-02-23", -1, "2026-02-13"),
        ("2026-02-18", 0, "2026-02-13"),
        ("2026-08-28", -5, "2026-08-22"),
        ("2026-11-23", 1, "2026-11-25"),
    ],
)
def test_counting_working_days_goes_around_holidays_and_through_swaps(day: str, count: int, expected: str) -> None:
    assert CALENDAR.shift(date.fromisoformat(day), count) == date.fromisoformat(expected)


@given(st.dates(date(2020, 1, 1), date(2035, 11, 1)), st.integers(-30, 30))
def test_shifting_counts_exactly_the_working_days_between(day: date, count: int) -> None:
    there = CALENDAR.shift(day, count)
    assert CALENDAR.is_working(there)
    first, last = (day + DAY, there) if count > 0 else (there, CALENDAR.previous_working(day) - DAY)
    between = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(map(CALENDAR.is_working, between)) == abs(count)
