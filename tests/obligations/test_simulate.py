"""The simulation: the same digests as a server would send, without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.evidence import standing
from obligations.model import Cadence, Evidence, Kind, Occurrence, Role, Verdict
from obligations.reminders import decide, ladder
from obligations.simulate import simulate
from obligations.timing.occurrences import occurrences
from obligations.timing.questions import dues_and_questions
from obligations.timing.workdays import WEEKENDS, Calendar
from obligations.units import Register
from tests.timing.values import POLICY, D, duty, header, piece, register

ALL = ("Các phòng, đơn vị thuộc Sở",)
PLAN = header("2024-01-05")
DUTIES = [
    ("III.2", duty(Kind.POST, Cadence.YEARLY, 4, responsible=ALL)),
    ("III.3", duty(Kind.PORTAL_SUBMISSION, Cadence.QUARTERLY, 1, responsible=ALL)),
    ("V.4", duty(Kind.EVENT, Cadence.ONCE, due=["2024-10-10"])),
    ("V.4-2", duty(Kind.POST, Cadence.YEARLY, 4, due=["2024-06-15", "2024-11-25"])),
    ("V.5", duty(Kind.POST, Cadence.MONTHLY)),
    ("V.6", duty(Kind.POST, Cadence.WEEKLY)),
    ("V.7", duty(Kind.TASK, Cadence.CONTINUOUS)),
    ("V.8-1", duty(Kind.REPORT, Cadence.QUARTERLY, recipient="Sở Nội vụ")),
    ("V.8-2", duty(Kind.REPORT, Cadence.YEARLY, recipient="Sở Nội vụ")),
]
Line = tuple[date, str, str, str, str, str]


def handed_in(occurrence: Occurrence) -> Sequence[Evidence]:
    """Hand in on the last day of odd months, accepted for one unit and waiting for the other."""
    if occurrence.due.legal.month % 2 == 0:
        return ()
    verdict = Verdict.ACCEPTED if occurrence.unit == "van-phong" else Verdict.PENDING
    return [piece(occurrence.due.internal.isoformat(), verdict)]


def day_by_day(start: date, end: date, people: Register, calendar: Calendar) -> set[Line]:
    """Do every working day what check and decide do, for everything."""
    every = [
        o
        for code, duty_ in DUTIES
        for o in occurrences(
            "",
            code,
            duty_,
            ["van-phong", "phong-1"] if duty_.responsible == ALL else ["van-phong"],
            dues_and_questions(duty_, PLAN, [other for _, other in DUTIES if other is not duty_], POLICY, calendar),
        )
    ]
    told: dict[Occurrence, set[tuple[str, Role, str]]] = {o: set() for o in every}
    lines: set[Line] = set()
    for n in range((end - start).days + 1):
        day = start + timedelta(days=n)
        if not calendar.is_working(day):
            continue
        for o in every:
            found = decide(standing(o, handed_in(o), day, POLICY), told[o], people, day, POLICY, calendar)
            told[o] |= {(r.rung, r.role, r.person) for r in (*found.send, *found.skip)}
            lines |= {(day, r.person, o.code, o.unit, o.due.period, r.rung) for r in found.send}
    return lines


def simulated(start: date, end: date, people: Register, calendar: Calendar) -> list[Line]:
    return [
        (d.on, d.person.key, o.code, o.unit, o.due.period, i.rung)
        for d in simulate(DUTIES, PLAN, people, start, end, POLICY, calendar, handed_in)
        for i in d.items
        for o in [i.standing.occurrence]
    ]


@given(
    st.dates(date(2023, 12, 1), date(2025, 1, 31)),
    st.integers(0, 420),
    st.frozensets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=15),
)
@settings(max_examples=8, deadline=None)
def test_it_sends_exactly_what_a_check_every_working_day_would_send(
    start: date, length: int, off: frozenset[date]
) -> None:
    people, calendar, end = register(2), Calendar(days_off=off), start + timedelta(days=length)
    found = simulated(start, end, people, calendar)
    assert len(found) == len(set(found))
    assert set(found) == day_by_day(start, end, people, calendar)


def test_a_year_is_told_in_order_on_working_days_one_digest_a_person() -> None:
    made = list(simulate(DUTIES, PLAN, register(2), D("2024-01-01"), D("2024-12-31"), POLICY, WEEKENDS))
    marks = [(d.on, d.person.key) for d in made]
    assert marks == sorted(set(marks))
    assert all(WEEKENDS.is_working(on) and on >= D("2024-01-05") for on, _ in marks)
    assert {d.role for d in made} == set(Role)


def test_the_quarterly_submission_of_april_is_told_from_june_on() -> None:
    only = [("III.3", duty())]
    made = simulate(only, header(), register(), D("2024-04-19"), D("2024-07-01"), POLICY, WEEKENDS)
    assert [(d.on.isoformat(), d.person.key, d.items[0].rung, d.items[0].unit_name) for d in made] == [
        ("2024-06-14", "focal-van-phong", "-10", "Văn phòng Sở"),
        ("2024-06-21", "focal-van-phong", "-5", "Văn phòng Sở"),
        ("2024-06-21", "head-van-phong", "-5", "Văn phòng Sở"),
        ("2024-06-26", "head-van-phong", "-2", "Văn phòng Sở"),
        ("2024-06-28", "head-van-phong", "0", "Văn phòng Sở"),
        ("2024-07-01", "head-van-phong", "+1", "Văn phòng Sở"),
        ("2024-07-01", "office", "+1", "Văn phòng Sở"),
    ]


def test_a_total_reminds_nobody() -> None:
    total = [("III.2", duty(Kind.POST, Cadence.YEARLY, 20, aggregate=True))]
    assert list(simulate(total, PLAN, register(), D("2024-01-01"), D("2025-01-31"), POLICY, WEEKENDS)) == []


def test_it_begins_with_what_was_reached_before() -> None:
    made = list(simulate([("III.3", duty())], header(), register(), D("2024-06-27"), D("2024-06-27"), POLICY, WEEKENDS))
    assert [(d.person.key, d.items[0].rung) for d in made] == [("head-van-phong", "-2")]


@pytest.mark.parametrize("cadence", [Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.YEARLY])
def test_an_occurrence_is_looked_at_only_on_the_days_of_its_rungs_and_due_dates(cadence: Cadence) -> None:
    looked: Counter[Occurrence] = Counter()

    def nothing(occurrence: Occurrence) -> Sequence[Evidence]:
        looked[occurrence] += 1
        return ()

    duties = [("III.3", duty(Kind.POST, cadence, 4, responsible=ALL))]
    assert list(simulate(duties, PLAN, register(30), D("2024-01-01"), D("2024-12-31"), POLICY, WEEKENDS, nothing))
    assert max(looked.values()) <= len(ladder(Kind.POST, POLICY)) + len(("due", "internal", "after", "Q1", "Q2", "Q3"))
