"""Regimes are data with a source: windows, due days by tier, four reports a year; chosen for all or for one."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.errors import BadEdit
from obligations.model import Cadence, Kind, Obligation, Window
from obligations.policy import DayOff, Level, Policy, Regime
from obligations.service.edits import corrected
from obligations.timing.occurrences import data_window, dues
from obligations.timing.periods import periods_within
from obligations.timing.regimes import REGIMES, rules_for, with_regime
from obligations.timing.workdays import DAY
from storage.calendars import public_calendar
from tests.timing.values import POLICY, dues_of, duty, header

CALENDAR = public_calendar()
OWN = Regime("so-toi", "QĐ 1/QĐ-SNV", 31, ((Level.DEPARTMENT, 5),), four_a_year=False)
SERIES = (Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY)


def reports(recipient: str = "Sở Nội vụ") -> list[Obligation]:
    return [duty(Kind.REPORT, cadence, recipient=recipient) for cadence in SERIES]


def year_of(policy: Policy, year: int = 2026, recipient: str = "Sở Nội vụ") -> list[tuple[str, date, date, date]]:
    every = reports(recipient)
    found = [
        d for r in every for d in dues(r, header(f"{year}-01-02"), [o for o in every if o is not r], policy, CALENDAR)
    ]
    return sorted((d.period, d.window.first, d.window.last, d.legal) for d in found)


def test_every_regime_cites_its_source() -> None:
    assert set(REGIMES) >= {"nd09-2019", "bnv-581"}
    assert all(regime.source for regime in REGIMES.values())


def test_four_reports_a_year_with_the_windows_of_the_decree() -> None:
    policy = with_regime(POLICY, REGIMES["bnv-581"])
    assert year_of(policy, recipient="Bộ Nội vụ") == [
        ("2026", date(2025, 12, 15), date(2026, 12, 14), date(2026, 12, 20)),
        ("2026-H1", date(2025, 12, 15), date(2026, 6, 14), date(2026, 6, 20)),
        ("2026-Q1", date(2025, 12, 15), date(2026, 3, 14), date(2026, 3, 20)),
        ("2026-Q3", date(2026, 6, 15), date(2026, 9, 14), date(2026, 9, 20)),
    ]


def test_a_regime_of_ones_own_closes_at_the_month_s_end_and_keeps_all_reports() -> None:
    found = year_of(with_regime(POLICY, OWN))
    assert ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 5)) in found
    assert len([period for period, *_ in found]) == 7


def test_one_obligation_goes_by_what_was_chosen_for_it_alone() -> None:
    policy = replace(POLICY, regimes=(OWN,))
    report = duty(Kind.REPORT, recipient="Sở Nội vụ")
    chosen = corrected(report, {"regime": "so-toi", "day_off": "keep"}, ["so-toi"])
    assert rules_for(chosen, policy).day_off is DayOff.KEEP
    assert dues_of(chosen, policy=policy)[0].legal.day == 5
    assert corrected(chosen, {"regime": "-", "day_off": "-"}) == report


@pytest.mark.parametrize("change", [{"regime": "khong-co"}, {"day_off": "mai"}])
def test_a_rule_that_does_not_exist_is_refused_with_those_that_do(change: dict[str, str]) -> None:
    with pytest.raises(BadEdit, match=r"nd09-2019|keep"):
        corrected(duty(), change)


@pytest.mark.parametrize(
    ("rule", "internal"), [("keep", "2026-05-01"), ("before", "2026-04-29"), ("after", "2026-05-04")]
)
def test_the_day_off_rule_of_one_obligation_moves_only_its_internal_date(rule: str, internal: str) -> None:
    first_of_may = duty(Kind.DELIVERABLE, Cadence.ONCE, due=("2026-05-01",))
    (due,) = dues_of(corrected(first_of_may, {"day_off": rule}), header("2026-01-02"), calendar=CALENDAR)
    assert (due.legal, due.internal) == (date(2026, 5, 1), date.fromisoformat(internal))


def test_the_lead_of_one_event_is_its_own() -> None:
    event = duty(Kind.EVENT, Cadence.ONCE, due=("2026-10-10",))
    (due,) = dues_of(corrected(event, {"lead": "30"}), header("2026-01-02"))
    assert (due.opens, due.window) == (date(2026, 9, 10), Window(date(2026, 9, 10), date(2026, 10, 25)))
    assert corrected(corrected(event, {"lead": "30"}), {"lead": "-"}) == event


@pytest.mark.parametrize("lead", ["366", "-1", "ba mươi", "1.5", "²"])
def test_a_lead_is_a_number_of_days_up_to_a_year(lead: str) -> None:
    with pytest.raises(BadEdit, match="từ 0 đến 365"):
        corrected(duty(Kind.EVENT, Cadence.ONCE), {"lead": lead})


def test_only_an_event_has_a_lead() -> None:
    with pytest.raises(BadEdit, match="chỉ dùng cho sự kiện"):
        corrected(duty(), {"lead": "30"})
    assert corrected(duty(), {"kind": "event", "lead": "30"}).kind is Kind.EVENT


YEARS = st.integers(2020, 2035)


@given(YEARS, st.sampled_from([Cadence.MONTHLY, *SERIES]), st.integers(1, 31))
def test_periods_and_their_windows_tile_the_years(year: int, cadence: Cadence, cut_off: int) -> None:
    periods = list(periods_within(cadence, date(year, 1, 1), date(year + 1, 12, 31)))
    windows = [data_window(period, cut_off) for period in periods]
    assert all(one.end == other.start for one, other in itertools.pairwise(periods))
    assert all(one.last + DAY == other.first for one, other in itertools.pairwise(windows))
    assert (periods[0].start, periods[-1].last) == (date(year, 1, 1), date(year + 1, 12, 31))


@given(YEARS, st.sampled_from([*REGIMES.values(), OWN]), st.sampled_from(["Sở Nội vụ", "UBND tỉnh", "Bộ Nội vụ", None]))
def test_every_due_date_to_work_towards_is_a_working_day(year: int, regime: Regime, recipient: str | None) -> None:
    for report in reports(recipient or ""):
        for due in dues_of(report, header(f"{year}-01-02"), policy=with_regime(POLICY, regime), calendar=CALENDAR):
            assert CALENDAR.is_working(due.internal)
            assert due.internal <= due.legal
            assert ("calendar" in due.assumed) == (year not in range(2022, 2028))
