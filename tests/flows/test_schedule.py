"""Days become a rule that Prefect reads as the same days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prefect.server.schemas.schedules import RRuleSchedule

from flows.schedule import ZONE, coming, days_of, rule

DAYS = st.sets(st.dates(date(2024, 1, 1), date(2035, 12, 31)), min_size=1, max_size=60).map(sorted)


@given(DAYS)
def test_days_come_back_from_the_rule(days: list[date]) -> None:
    assert days_of(rule(days)) == tuple(days)


@given(DAYS)
def test_prefect_reads_each_day_at_half_past_six_in_vietnam(days: list[date]) -> None:
    read = list(RRuleSchedule(rrule=rule(days), timezone=ZONE).to_rrule())
    assert [d.replace(tzinfo=None) for d in read] == [datetime(d.year, d.month, d.day, 6, 30) for d in days]  # noqa: DTZ001  # local times compared
    assert all(d.utcoffset() == datetime(2026, 1, 1, tzinfo=ZoneInfo(ZONE)).utcoffset() for d in read)


def test_a_rule_too_long_for_prefect_keeps_the_earliest_days() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(1000)]
    kept = days_of(rule(days))
    assert len(rule(days)) < 6500
    assert 300 < len(kept) < 1000
    assert kept == tuple(days[: len(kept)])


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY",
        "DTSTART:20260101T063000\nRDATE:20260101T063000",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20260101T063000\nRDATE:20260101T063000\nRRULE:FREQ=DAILY",
        "",
    ],
)
def test_a_rule_of_somebody_else_is_not_taken_for_days(text: str) -> None:
    assert days_of(text) == ()


def test_only_days_from_today_on_are_kept_once_and_in_order() -> None:
    today = date(2026, 5, 5)
    assert coming([date(2026, 6, 1), today, date(2026, 5, 4), today], today) == (today, date(2026, 6, 1))
