"""Dues and occurrences: the rules of time, with plans of known dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.errors import UnknownPeriod
from obligations.model import Cadence, Due, Kind, Obligation
from obligations.policy import DayOff, Policy
from obligations.timing.occurrences import dues, occurrences, pace, quarter_ends
from obligations.timing.workdays import WEEKENDS, Calendar
from tests.timing.values import POLICY, D, dues_of, duty, header, occurrence

REPORTS = tuple(
    duty(Kind.REPORT, cadence, recipient="Sở Nội vụ", clause="III.1")
    for cadence in (Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY)
)
FEBRUARY = header("2023-02-16")


def told(found: Due) -> tuple[str, str, str]:
    return found.period, found.legal.isoformat(), found.internal.isoformat()


def series(plan: date | None, *reports: Obligation) -> list[Due]:
    head = header(plan.isoformat() if plan else None, 2023)
    found = [d for r in reports for d in dues(r, head, [o for o in reports if o is not r], POLICY, WEEKENDS)]
    return sorted(found, key=lambda d: d.legal)


def test_a_quarterly_submission_of_april_starts_with_the_second_quarter() -> None:
    assert [told(d) for d in dues_of(duty())] == [
        ("2024-Q2", "2024-06-30", "2024-06-28"),
        ("2024-Q3", "2024-09-30", "2024-09-30"),
        ("2024-Q4", "2024-12-31", "2024-12-31"),
    ]


def test_the_first_occurrence_opens_with_the_plan_and_takes_evidence_of_its_whole_period() -> None:
    first, second, _ = dues_of(duty())
    assert (first.opens, first.window.first, first.window.last) == (D("2024-04-19"), D("2024-04-01"), D("2024-06-30"))
    assert (second.opens, second.window.first) == (D("2024-07-01"), D("2024-07-01"))
    assert first.assumed == ()


def test_quarter_half_year_and_year_make_four_reports() -> None:
    found = series(FEBRUARY.issued_on, *REPORTS)
    assert [(d.period, d.legal.isoformat(), d.window.first.isoformat(), d.window.last.isoformat()) for d in found] == [
        ("2023-Q1", "2023-03-10", "2022-12-15", "2023-03-14"),
        ("2023-H1", "2023-06-10", "2022-12-15", "2023-06-14"),
        ("2023-Q3", "2023-09-10", "2023-06-15", "2023-09-14"),
        ("2023", "2023-12-10", "2022-12-15", "2023-12-14"),
    ]
    assert {d.assumed for d in found} == {("report_day",)}


@pytest.mark.parametrize("order", list(permutations(REPORTS)))
def test_the_four_reports_do_not_depend_on_the_order_of_reading(order: tuple[Obligation, ...]) -> None:
    assert series(FEBRUARY.issued_on, *order) == series(FEBRUARY.issued_on, *REPORTS)


def test_months_too_give_way_to_longer_periods() -> None:
    monthly = replace(REPORTS[0], cadence=Cadence.MONTHLY)
    keys = [d.period for d in series(date(2023, 1, 5), monthly, *REPORTS)]
    assert keys == [
        *("2023-01", "2023-02", "2023-Q1", "2023-04", "2023-05", "2023-H1"),
        *("2023-07", "2023-08", "2023-Q3", "2023-10", "2023-11", "2023"),
    ]


def test_nine_months_take_the_place_of_the_third_quarter_with_the_data_of_nine_months() -> None:
    nine = replace(REPORTS[0], cadence=Cadence.NINE_MONTHS)
    found = series(FEBRUARY.issued_on, nine, *REPORTS)
    assert [d.period for d in found] == ["2023-Q1", "2023-H1", "2023-9M", "2023"]
    assert [(d.window.first, d.window.last, d.legal) for d in found if d.period == "2023-9M"] == [
        (D("2022-12-15"), D("2023-09-14"), D("2023-09-10"))
    ]


def test_nine_months_with_a_day_of_their_own_are_due_on_it_and_none_is_left_after_september() -> None:
    nine = duty(Kind.REPORT, Cadence.NINE_MONTHS, due=["2024-10-05"])
    assert [told(d) for d in dues_of(nine)] == [("2024-9M", "2024-10-05", "2024-10-04")]
    assert dues_of(nine, header("2024-10-01")) == ()


@pytest.mark.parametrize(
    "other",
    [
        replace(REPORTS[2], recipient="UBND tỉnh"),
        replace(REPORTS[2], responsible=("Thanh tra Sở",)),
        replace(REPORTS[2], clause="III.5"),
        replace(REPORTS[2], kind=Kind.TASK),
        replace(REPORTS[2], cadence=Cadence.WEEKLY),
        replace(REPORTS[2], cadence=Cadence.ONCE),
        replace(REPORTS[2], cadence=Cadence.CONTINUOUS),
    ],
)
def test_only_the_same_report_replaces_a_report(other: Obligation) -> None:
    keys = [d.period for d in dues_of(REPORTS[0], FEBRUARY, [other])]
    assert keys == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]


def test_posts_of_a_quarter_are_not_replaced_by_those_of_a_year() -> None:
    quarterly, yearly = duty(Kind.POST), duty(Kind.POST, Cadence.YEARLY, 12)
    assert [d.period for d in dues_of(quarterly, siblings=[yearly])] == ["2024-Q2", "2024-Q3", "2024-Q4"]
    assert [told(d) for d in dues_of(yearly, siblings=[quarterly])] == [("2024", "2024-12-31", "2024-12-31")]


@given(st.dates(date(2023, 1, 1), date(2023, 12, 31)))
def test_of_four_reports_those_from_the_plan_on_are_due_and_never_before_it(plan: date) -> None:
    found = series(plan, *REPORTS)
    quarter = (plan.month + 2) // 3
    assert [d.period for d in found] == ["2023-Q1", "2023-H1", "2023-Q3", "2023"][quarter - 1 :]
    assert all(plan <= d.legal for d in found)


@pytest.mark.parametrize(
    ("cadence", "key", "window"),
    [
        (Cadence.MONTHLY, "2024-04", ("2024-03-15", "2024-04-14")),
        (Cadence.MONTHLY, "2024-12", ("2024-11-15", "2024-12-14")),
        (Cadence.QUARTERLY, "2024-Q2", ("2024-03-15", "2024-06-14")),
        (Cadence.QUARTERLY, "2024-Q4", ("2024-09-15", "2024-12-14")),
        (Cadence.HALF_YEARLY, "2024-H2", ("2024-06-15", "2024-12-14")),
        (Cadence.NINE_MONTHS, "2024-9M", ("2023-12-15", "2024-09-14")),
        (Cadence.YEARLY, "2024", ("2023-12-15", "2024-12-14")),
        (Cadence.WEEKLY, "2024-W16", ("2024-04-15", "2024-04-21")),
    ],
)
def test_a_report_covers_the_days_of_its_data_window(cadence: Cadence, key: str, window: tuple[str, str]) -> None:
    found = {d.period: d.window for d in dues_of(duty(Kind.REPORT, cadence))}
    assert (found[key].first.isoformat(), found[key].last.isoformat()) == window


@pytest.mark.parametrize(
    ("recipient", "day"),
    [("Sở Nội vụ", 10), ("UBND tỉnh", 17), ("Bộ Nội vụ", 20), (None, 10)],
)
def test_a_report_without_a_day_is_due_by_its_recipient(recipient: str | None, day: int) -> None:
    found = dues_of(duty(Kind.REPORT, Cadence.YEARLY, recipient=recipient))
    assert [(d.legal, d.assumed) for d in found] == [(date(2024, 12, day), ("report_day",))]


def test_an_assumed_day_that_had_passed_when_the_plan_came_is_the_end_of_the_period() -> None:
    found = dues_of(REPORTS[0], header("2024-03-27"))
    assert [d.legal.isoformat() for d in found][:2] == ["2024-03-31", "2024-06-10"]


def test_a_clause_that_names_the_days_of_its_reports_leaves_nothing_to_assume() -> None:
    quarterly = duty(Kind.REPORT, due=["2024-03-14", "2024-06-14", "2024-09-14", "2024-12-14"])
    assert [(d.period, d.legal.isoformat(), d.assumed) for d in dues_of(quarterly)] == [
        ("2024-Q2", "2024-06-14", ()),
        ("2024-Q3", "2024-09-14", ()),
        ("2024-Q4", "2024-12-14", ()),
    ]


def test_four_reports_that_share_the_dates_of_their_clause_take_one_each() -> None:
    days = tuple(map(D, ["2023-03-14", "2023-06-14", "2023-09-14", "2023-12-14"]))
    found = series(date(2023, 1, 5), *(replace(report, due=days) for report in REPORTS))
    assert [(d.period, d.legal) for d in found] == list(
        zip(["2023-Q1", "2023-H1", "2023-Q3", "2023"], days, strict=True)
    )


def test_a_day_at_the_start_of_a_quarter_belongs_to_the_report_of_the_one_before() -> None:
    quarterly = duty(Kind.REPORT, due=["2024-01-05", "2024-04-05", "2024-07-05", "2024-10-05"])
    assert [(d.period, d.legal.isoformat()) for d in dues_of(quarterly)] == [
        ("2024-Q2", "2024-07-05"),
        ("2024-Q3", "2024-10-05"),
        ("2024-Q4", "2025-01-05"),
    ]


def test_a_yearly_report_due_after_its_year_keeps_that_day() -> None:
    found = dues_of(duty(Kind.REPORT, Cadence.YEARLY, due=["2025-01-15"]))
    assert [(d.period, d.legal.isoformat()) for d in found] == [("2024", "2025-01-15")]


def test_two_days_in_one_period_are_two_dues_with_keys_of_their_own() -> None:
    found = dues_of(duty(Kind.REPORT, Cadence.YEARLY, due=["2024-06-15", "2024-11-25"]))
    assert [(d.period, d.legal.isoformat()) for d in found] == [
        ("2024-06-15", "2024-06-15"),
        ("2024-11-25", "2024-11-25"),
    ]


def test_a_yearly_quota_may_be_due_before_the_year_ends() -> None:
    found = dues_of(duty(Kind.POST, Cadence.YEARLY, 12, due=["2024-12-14"]))
    assert [(told(d), d.window.last.isoformat()) for d in found] == [
        (("2024", "2024-12-14", "2024-12-13"), "2024-12-31")
    ]


def test_a_deliverable_due_before_november_is_due_on_the_last_of_october() -> None:
    found = dues_of(duty(Kind.DELIVERABLE, Cadence.ONCE, due=["2024-10-31"]), header(None, 2024))
    assert [(told(d), d.opens.isoformat()) for d in found] == [
        (("2024-10-31", "2024-10-31", "2024-10-31"), "2024-01-01")
    ]


def test_each_date_of_a_one_off_duty_is_a_due_of_its_own() -> None:
    found = dues_of(duty(Kind.DELIVERABLE, Cadence.ONCE, due=["2024-10-31", "2024-04-20", "2024-10-31"]))
    assert [told(d) for d in found] == [
        ("2024-04-20", "2024-04-20", "2024-04-19"),
        ("2024-10-31", "2024-10-31", "2024-10-31"),
    ]


def test_a_date_before_the_plan_is_kept_as_it_stands() -> None:
    (found,) = dues_of(duty(Kind.DELIVERABLE, Cadence.ONCE, due=["2024-04-10"]))
    assert (found.opens, found.legal, found.assumed) == (D("2024-04-10"), D("2024-04-10"), ())


def test_a_one_off_duty_without_a_date_is_due_by_the_end_of_the_year_as_an_assumption() -> None:
    (found,) = dues_of(duty(Kind.TASK, Cadence.ONCE))
    assert (found.period, found.legal, found.assumed) == ("2024-12-31", D("2024-12-31"), ("year_end",))


def test_the_tenth_of_october_opens_sixty_days_before_and_takes_evidence_for_fifteen_days() -> None:
    (found,) = dues_of(duty(Kind.EVENT, Cadence.ONCE, due=["2024-10-10"]))
    assert (found.legal, found.internal) == (D("2024-10-10"), D("2024-10-10"))
    assert (found.opens, found.window.first, found.window.last) == (D("2024-08-11"), D("2024-08-11"), D("2024-10-25"))


def test_a_yearly_event_with_its_day_is_treated_like_one_held_once() -> None:
    once, yearly = (duty(Kind.EVENT, cadence, due=["2024-10-10"]) for cadence in (Cadence.ONCE, Cadence.YEARLY))
    assert dues_of(once) == dues_of(yearly)


def test_an_event_whose_lead_had_begun_opens_with_the_plan() -> None:
    (found,) = dues_of(duty(Kind.EVENT, Cadence.ONCE, due=["2024-10-10"]), header("2024-09-20"))
    assert found.opens == D("2024-09-20")


def test_a_plan_without_a_date_counts_from_the_start_of_its_year_as_an_assumption() -> None:
    found = dues_of(duty(), header(None, 2024))
    assert [d.period for d in found] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    assert {d.assumed for d in found} == {("plan_date",)}


def test_a_plan_issued_in_december_for_the_next_year_starts_with_that_year() -> None:
    found = dues_of(duty(), header("2023-12-28", 2024))
    assert [(d.period, d.assumed) for d in found] == [(f"2024-Q{n}", ()) for n in (1, 2, 3, 4)]


def test_a_plan_without_any_year_is_asked_for_it() -> None:
    with pytest.raises(UnknownPeriod, match="--issued-on"):
        dues_of(duty(), header(None))
    assert len(dues_of(duty(Kind.TASK, Cadence.ONCE, due=["2024-10-31"]), header(None))) == 1


@pytest.mark.parametrize("year", [224, 20240])
def test_a_misread_year_is_asked_for_too(year: int) -> None:
    with pytest.raises(UnknownPeriod, match="--issued-on"):
        dues_of(duty(), header(None, year))


@pytest.mark.parametrize("cadence", [cadence for cadence in Cadence if not cadence.dated])
def test_what_has_no_due_dates_never_falls_due(cadence: Cadence) -> None:
    assert dues_of(duty(Kind.TASK, cadence, due=["2024-10-31"]), header(None)) == ()


@pytest.mark.parametrize(
    ("setting", "internal"),
    [(DayOff.KEEP, "2024-06-30"), (DayOff.BEFORE, "2024-06-28"), (DayOff.AFTER, "2024-07-01")],
)
def test_a_due_date_on_a_day_off_stays_and_the_internal_one_moves(setting: DayOff, internal: str) -> None:
    found = dues_of(duty(), policy=Policy(day_off=setting))[0]
    assert told(found) == ("2024-Q2", "2024-06-30", internal)


def test_a_holiday_moves_the_internal_date_too() -> None:
    calendar = Calendar(days_off=frozenset({D("2024-06-28")}))
    assert dues_of(duty(), calendar=calendar)[0].internal == D("2024-06-27")


@given(
    st.sampled_from([kind for kind in Kind if kind is not Kind.EVENT]),
    st.sampled_from([cadence for cadence in Cadence if cadence.dated]),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
def test_dues_lie_between_the_plan_and_the_end_of_its_year_in_order(kind: Kind, cadence: Cadence, plan: date) -> None:
    found = dues_of(duty(kind, cadence), header(plan.isoformat()))
    assert all(plan <= d.legal <= date(plan.year, 12, 31) for d in found)
    assert all(plan <= d.opens <= d.legal for d in found)
    assert all(a.legal < b.legal for a, b in pairwise(found))
    assert len({d.period for d in found}) == len(found)
    # Only a week that crosses into the next year is left to that year's plan, and nine months that are over.
    assert found or cadence in (Cadence.WEEKLY, Cadence.NINE_MONTHS)


@given(st.sampled_from(list(Kind)), st.lists(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=5))
def test_every_date_of_a_one_off_duty_is_due_once_in_any_order(kind: Kind, days: list[date]) -> None:
    written = duty(kind, Cadence.ONCE, due=[d.isoformat() for d in days])
    backwards = replace(written, due=written.due[::-1])
    assert dues_of(written) == dues_of(backwards)
    if days:
        assert [d.legal for d in dues_of(written)] == sorted(set(days))


@given(
    st.sampled_from([Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY]),
    st.sampled_from(list(Kind)),
    st.lists(st.dates(date(2024, 1, 1), date(2025, 2, 28)), max_size=6),
)
def test_dates_of_a_clause_never_make_two_dues_of_one_key(cadence: Cadence, kind: Kind, days: list[date]) -> None:
    found = dues_of(duty(kind, cadence, due=[d.isoformat() for d in days]))
    assert len({d.period for d in found}) == len(found)
    assert all(d.internal <= d.legal for d in found)
    assert all(d.opens <= d.legal for d in found)


def test_an_occurrence_is_made_for_every_unit_and_due() -> None:
    obligation = duty(count=2)
    made = occurrences("24-kh", "III.3-2", obligation, ["a", "b"], dues_of(obligation))
    assert [(o.due.period, o.unit) for o in made] == [
        (period, unit) for period in ("2024-Q2", "2024-Q3", "2024-Q4") for unit in ("a", "b")
    ]
    assert {(o.plan, o.code, o.clause, o.needed, o.aggregate) for o in made} == {
        ("24-kh", "III.3-2", "III.3", 2, False)
    }


def test_where_no_count_is_stated_one_piece_is_needed() -> None:
    assert occurrence(duty(count=None)).needed == 1


@pytest.mark.parametrize(
    ("count", "plan", "today", "expected"),
    [
        (12, "2024-01-01", "2024-01-30", 0),
        (12, "2024-01-01", "2024-01-31", 1),
        (12, "2024-01-01", "2024-06-30", 6),
        (4, "2024-01-01", "2024-03-31", 1),
        (4, "2024-01-01", "2024-09-29", 2),
        (4, "2024-01-01", "2024-09-30", 3),
        (4, "2024-01-01", "2024-12-31", 4),
        (4, "2024-01-01", "2025-03-01", 4),
        (4, "2024-04-19", "2024-04-18", 0),
        (4, "2024-04-19", "2024-06-30", 1),
        (20, "2024-04-19", "2024-06-30", 5),
        (2, "2024-01-01", "2024-07-01", 1),
        (1, "2024-01-01", "2024-07-01", None),
    ],
)
def test_a_yearly_quota_grows_with_the_months_since_the_plan(
    count: int, plan: str, today: str, expected: int | None
) -> None:
    quota = occurrence(duty(Kind.POST, Cadence.YEARLY, count), header(plan))
    assert pace(quota, D(today)) == expected


def test_only_yearly_quotas_have_a_pace() -> None:
    assert pace(occurrence(duty(Kind.POST, Cadence.QUARTERLY, 12)), D("2024-06-01")) is None


@given(st.integers(2, 60), st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.integers(0, 400))
def test_the_pace_never_falls_and_ends_at_the_count(count: int, plan: date, after: int) -> None:
    quota = occurrence(duty(Kind.POST, Cadence.YEARLY, count), header(plan.isoformat()))
    day = date(2024, 1, 1) + timedelta(days=after)
    today, tomorrow = pace(quota, day), pace(quota, day + timedelta(days=1))
    assert today is not None
    assert tomorrow is not None
    assert 0 <= today <= tomorrow <= count
    assert pace(quota, date(2024, 12, 31)) == count


def test_quarters_end_before_the_due_date() -> None:
    (due,) = dues_of(duty(Kind.POST, Cadence.YEARLY, 12))
    assert quarter_ends(due) == (D("2024-06-30"), D("2024-09-30"))
