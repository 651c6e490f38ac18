"""Periods tile time, and every way of writing one leads back to it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.errors import UnknownPeriod
from obligations.model import Cadence
from obligations.timing.periods import following, label, parse, period_of, periods_within

# Nine months leave the last quarter out, so they are tested on their own.
TILING = [cadence for cadence in Cadence if cadence.dated and cadence is not Cadence.NINE_MONTHS]
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
cadences = st.sampled_from(TILING)


@given(cadences, days)
def test_a_day_lies_in_its_period(cadence: Cadence, day: date) -> None:
    assert day in period_of(cadence, day)


@given(cadences, days)
def test_periods_tile_time(cadence: Cadence, day: date) -> None:
    period = period_of(cadence, day)
    after = following(period)
    assert after.start == period.end
    assert after.end > after.start
    assert period_of(cadence, period.last) == period
    assert period_of(cadence, period.end) == after


@given(cadences, days)
def test_keys_and_labels_parse_back(cadence: Cadence, day: date) -> None:
    period = period_of(cadence, day)
    assert parse(period.key) == period
    assert parse(label(period.key)) == period
    assert parse(label(period.key).upper()) == period


@given(cadences, days, days)
def test_keys_tell_periods_apart(cadence: Cadence, one: date, other: date) -> None:
    same = period_of(cadence, one) == period_of(cadence, other)
    assert (period_of(cadence, one).key == period_of(cadence, other).key) is same


@given(cadences, days, st.integers(0, 800))
def test_periods_within_cover_from_the_first_day_and_never_end_later(cadence: Cadence, day: date, length: int) -> None:
    last = day + timedelta(days=length)
    found = list(periods_within(cadence, day, last))
    assert all(a.end == b.start for a, b in pairwise(found))
    if found:
        assert day in found[0]
        assert found[-1].last <= last < following(found[-1]).last


@given(days)
def test_nine_months_come_once_a_year_and_the_last_quarter_is_given_the_next_ones(day: date) -> None:
    period = period_of(Cadence.NINE_MONTHS, day)
    assert (day in period) is (day.month <= 9)
    assert (period.start, period.last) == (date(period.start.year, 1, 1), date(period.start.year, 9, 30))
    assert period.last >= day
    assert following(period).start == period.start.replace(year=period.start.year + 1)
    assert parse(period.key) == parse(label(period.key)) == period


@pytest.mark.parametrize(
    ("key", "shown", "start", "end"),
    [
        ("2024-Q2", "Quý II/2024", "2024-04-01", "2024-07-01"),
        ("2026-Q4", "Quý IV/2026", "2026-10-01", "2027-01-01"),
        ("2026-11", "Tháng 11/2026", "2026-11-01", "2026-12-01"),
        ("2026-12", "Tháng 12/2026", "2026-12-01", "2027-01-01"),
        ("2026-H1", "6 tháng đầu năm 2026", "2026-01-01", "2026-07-01"),
        ("2026-H2", "6 tháng cuối năm 2026", "2026-07-01", "2027-01-01"),
        ("2026-9M", "9 tháng đầu năm 2026", "2026-01-01", "2026-10-01"),
        ("2026", "Năm 2026", "2026-01-01", "2027-01-01"),
        ("2026-W45", "Tuần 45/2026 (02/11-08/11)", "2026-11-02", "2026-11-09"),
        ("2026-W01", "Tuần 01/2026 (29/12-04/01)", "2025-12-29", "2026-01-05"),
        ("2024-04-20", "ngày 20/4/2024", "2024-04-20", "2024-04-21"),
    ],
)
def test_labels_are_what_officials_write(key: str, shown: str, start: str, end: str) -> None:
    period = parse(key)
    assert (period.key, label(key)) == (key, shown)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Q2/2024", "2024-Q2"),
        ("q.II/2024", "2024-Q2"),
        ("quý II/2024", "2024-Q2"),
        ("Quý 2 năm 2024", "2024-Q2"),
        ("quí IV năm 2024", "2024-Q4"),
        ("quý hai năm 2024", "2024-Q2"),
        ("6/2024", "2024-06"),
        ("06/2024", "2024-06"),
        ("2024-6", "2024-06"),
        ("tháng 6 năm 2024", "2024-06"),
        ("T6/2024", "2024-06"),
        ("H1/2024", "2024-H1"),
        ("6 tháng đầu năm 2024", "2024-H1"),
        ("sáu tháng cuối năm 2024", "2024-H2"),
        ("06 tháng năm 2024", "2024-H1"),
        ("9 tháng năm 2024", "2024-9M"),
        ("09 tháng đầu năm 2024", "2024-9M"),
        ("chín tháng 2024", "2024-9M"),
        ("9M/2024", "2024-9M"),
        ("9/2024", "2024-09"),
        ("tháng 9 năm 2024", "2024-09"),
        ("năm 2024", "2024"),
        (" 2024 ", "2024"),
        ("tuần 45 năm 2026", "2026-W45"),
        ("W45/2026", "2026-W45"),
        ("20/4/2024", "2024-04-20"),
        ("ngày 20 tháng 04 năm 2024", "2024-04-20"),
    ],
)
def test_what_a_person_types_is_understood(typed: str, key: str) -> None:
    assert parse(typed).key == key


@pytest.mark.parametrize(
    "typed",
    [
        *("", "quý", "Q5/2024", "quý V/2024", "13/2024", "0/2024", "00/2024", "2024-W54", "2025-W53", "2024-W00"),
        *("31/4/2024", "H3/2024", "24", "Q2", "năm nay", "2024-04-20-1", "1204", "0000-01", "99999", "²/2024"),
    ],
)
def test_what_is_no_period_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(UnknownPeriod, match=r"Hãy viết như: 2026-11"):
        parse(typed)


@pytest.mark.parametrize("cadence", [cadence for cadence in Cadence if not cadence.dated])
def test_what_has_no_due_dates_has_no_periods(cadence: Cadence) -> None:
    with pytest.raises(UnknownPeriod, match="không chia theo kỳ"):
        period_of(cadence, date(2024, 4, 19))


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        period = parse(text)
    except UnknownPeriod:
        return
    assert parse(period.key) == period
