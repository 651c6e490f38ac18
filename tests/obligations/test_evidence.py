"""Evidence: what counts, from which day, and what an occurrence is by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.evidence import acceptable, aggregate_standing, standing
from obligations.model import Cadence, Evidence, Kind, Occurrence, Status, Verdict
from obligations.policy import DayOff, Policy
from obligations.reminders import Standing
from obligations.timing.occurrences import occurrences
from obligations.timing.workdays import Calendar
from tests.timing.values import POLICY, D, by_hand, dues_of, duty, header, occurrence, piece

Q2 = occurrence()
EVENT = occurrence(duty(Kind.EVENT, Cadence.ONCE, due=["2024-10-10"]))
REPORT = occurrence(duty(Kind.REPORT, Cadence.HALF_YEARLY))


def status(value: Occurrence, pieces: list[Evidence], today: str) -> Status:
    return standing(value, pieces, D(today), POLICY).status


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2024-04-01", Status.PENDING),
        ("2024-06-13", Status.PENDING),
        ("2024-06-14", Status.DUE_SOON),
        ("2024-06-30", Status.DUE_SOON),
        ("2024-07-01", Status.OVERDUE),
        ("2026-11-22", Status.OVERDUE),
    ],
)
def test_without_evidence_it_is_soon_due_ten_working_days_before_and_overdue_the_day_after(
    today: str, expected: Status
) -> None:
    assert status(Q2, [], today) is expected


def test_the_days_of_soon_are_a_setting() -> None:
    assert standing(Q2, [], D("2024-06-18"), Policy(due_soon_days=3)).status is Status.PENDING


def test_days_off_make_soon_begin_earlier() -> None:
    """A week off before the due date is no time to work in."""
    off = Calendar(days_off=frozenset(D(f"2024-06-{day}") for day in range(17, 22)))
    assert standing(Q2, [], D("2024-06-07"), POLICY, calendar=off).status is Status.DUE_SOON
    assert standing(Q2, [], D("2024-06-06"), POLICY, calendar=off).status is Status.PENDING


@pytest.mark.parametrize(
    ("done", "verdict", "today", "expected"),
    [
        ("2024-05-02", Verdict.ACCEPTED, "2024-06-01", Status.MET),
        ("2024-05-02", Verdict.ACCEPTED, "2024-05-01", Status.PENDING),
        ("2024-04-02", Verdict.ACCEPTED, "2024-06-01", Status.MET),
        ("2024-06-30", Verdict.ACCEPTED, "2024-07-15", Status.MET),
        ("2024-03-31", Verdict.ACCEPTED, "2024-06-20", Status.DUE_SOON),
        ("2024-07-01", Verdict.ACCEPTED, "2024-07-15", Status.OVERDUE),
        ("2024-05-02", Verdict.PENDING, "2024-06-01", Status.IN_REVIEW),
        ("2024-05-02", Verdict.PENDING, "2024-07-15", Status.IN_REVIEW),
        ("2024-05-02", Verdict.RETURNED, "2024-06-20", Status.DUE_SOON),
    ],
)
def test_a_post_counts_by_its_own_day_and_verdict(done: str, verdict: Verdict, today: str, expected: Status) -> None:
    assert status(Q2, [piece(done, verdict)], today) is expected


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("2024-06-09", Status.MET),
        ("2024-06-10", Status.MET),
        ("2024-06-11", Status.MET_LATE),
        ("2024-09-01", Status.MET_LATE),
        ("2023-12-15", Status.MET),
        ("2023-12-14", Status.OVERDUE),
    ],
)
def test_a_report_may_come_after_its_data_window_and_is_late_after_the_due_date(done: str, expected: Status) -> None:
    assert status(REPORT, [piece(done)], "2024-09-02") is expected


@pytest.mark.parametrize(
    ("done", "today", "expected"),
    [
        ("2024-08-10", "2024-10-11", Status.DUE_SOON),
        ("2024-09-15", "2024-10-11", Status.MET),
        ("2024-10-21", "2024-10-21", Status.MET),
        ("2024-10-25", "2024-10-26", Status.MET),
        ("2024-10-26", "2024-10-25", Status.DUE_SOON),
        ("2024-10-26", "2024-10-26", Status.OVERDUE),
    ],
)
def test_evidence_of_an_event_may_follow_for_fifteen_days(done: str, today: str, expected: Status) -> None:
    assert status(EVENT, [piece(done)], today) is expected


def test_it_is_met_on_the_day_of_the_last_piece_needed() -> None:
    value = by_hand("2024-12-14", needed=2)
    pieces = [piece("2024-11-03", number=3), piece("2024-02-01", number=1), piece("2024-05-01", number=2)]
    found = standing(value, pieces, D("2024-12-31"), POLICY)
    assert (found.status, found.met_on, found.accepted, found.missing) == (Status.MET, D("2024-05-01"), 3, 0)


def test_a_quota_due_before_its_year_ends_can_be_met_late() -> None:
    quota = occurrence(duty(Kind.POST, Cadence.YEARLY, 2, due=["2024-12-14"]), header("2024-01-01"))
    pieces = [piece("2024-05-01", number=1), piece("2024-12-20", number=2)]
    assert status(quota, pieces, "2024-12-19") is Status.OVERDUE
    assert status(quota, pieces, "2024-12-20") is Status.MET_LATE


def test_one_piece_offered_twice_counts_once() -> None:
    value = by_hand("2024-06-28", needed=2)
    twice = [piece("2024-05-01", number=1), piece("2024-05-02", number=2, same_as=1)]
    found = standing(value, twice, D("2024-06-01"), POLICY)
    assert (found.status, found.accepted) == (Status.PENDING, 1)


def test_of_a_piece_offered_twice_the_earlier_day_counts() -> None:
    late = by_hand("2024-06-28", Kind.REPORT)
    twice = [piece("2024-07-02", number=2, same_as=1), piece("2024-06-20", number=1)]
    assert standing(late, twice, D("2024-08-01"), POLICY).met_on == D("2024-06-20")


def test_where_dates_move_on_past_a_day_off_the_moved_day_is_still_on_time() -> None:
    moved = Policy(day_off=DayOff.AFTER)
    (value, *_) = occurrences("p", "III.3", duty(), ["van-phong"], dues_of(duty(), policy=moved))
    assert [standing(value, [], D(f"2024-07-0{n}"), moved).status for n in (1, 2)] == [Status.DUE_SOON, Status.OVERDUE]


def test_a_piece_accepted_and_offered_again_is_not_in_review() -> None:
    value = by_hand("2024-06-28", needed=2)
    again = [piece("2024-05-01", number=1), piece("2024-05-02", Verdict.PENDING, number=2, same_as=1)]
    found = standing(value, again, D("2024-06-01"), POLICY)
    assert (found.status, found.in_review) == (Status.PENDING, 0)


def test_review_must_be_able_to_complete_it() -> None:
    value = by_hand("2024-06-28", needed=3)
    pieces = [piece("2024-05-01", number=1), piece("2024-05-02", Verdict.PENDING, number=2)]
    assert status(value, pieces, "2024-06-01") is Status.PENDING
    third = piece("2024-05-03", Verdict.PENDING, number=3)
    found = standing(value, [*pieces, third], D("2024-06-01"), POLICY)
    assert (found.status, found.accepted, found.in_review) == (Status.IN_REVIEW, 1, 2)


def test_why_pieces_were_returned_is_kept() -> None:
    returned = piece("2024-05-02", Verdict.RETURNED, reason="Bài không nói về CCHC")
    assert standing(Q2, [returned], D("2024-06-01"), POLICY).returned == ("Bài không nói về CCHC",)


def test_a_waived_occurrence_stays_waived() -> None:
    assert standing(Q2, [piece("2024-05-02")], D("2024-08-01"), POLICY, waived=True).status is Status.WAIVED


def test_a_yearly_quota_says_how_far_it_should_be() -> None:
    quota = occurrence(duty(Kind.POST, Cadence.YEARLY, 12), header("2024-01-01"))
    assert standing(quota, [], D("2024-06-30"), POLICY).expected == 6


@pytest.mark.parametrize(
    ("value", "done", "words"),
    [
        (Q2, "2024-07-05", "05/07/2024 nằm ngoài kỳ Quý II/2024 (01/04/2024 - 30/06/2024)"),
        (Q2, "2024-03-31", "31/03/2024 nằm ngoài kỳ Quý II/2024"),
        (EVENT, "2024-10-26", "26/10/2024 nằm ngoài kỳ ngày 10/10/2024"),
        (REPORT, "2023-12-14", "14/12/2023 trước khi kỳ 6 tháng đầu năm 2024 bắt đầu (15/12/2023)"),
    ],
)
def test_a_piece_of_another_period_is_refused_with_the_days_of_this_one(
    value: Occurrence, done: str, words: str
) -> None:
    assert words in (acceptable(value, piece(done)) or "")


@pytest.mark.parametrize(("value", "done"), [(Q2, "2024-04-01"), (Q2, "2024-06-30"), (REPORT, "2024-12-01")])
def test_a_piece_of_the_period_has_nothing_against_it(value: Occurrence, done: str) -> None:
    assert acceptable(value, piece(done)) is None


PIECES = st.lists(
    st.builds(
        lambda after, verdict, number: replace(
            piece("2024-04-19", verdict, number), effective_on=date(2024, 3, 1) + timedelta(days=after)
        ),
        st.integers(0, 160),
        st.sampled_from(Verdict),
        st.integers(1, 6),
    ),
    max_size=8,
    unique_by=lambda p: p.id,
)
DAYS = st.dates(date(2024, 3, 1), date(2024, 8, 31))


@given(PIECES, DAYS, st.integers(1, 3))
def test_the_order_in_which_pieces_arrive_does_not_matter(pieces: list[Evidence], today: date, needed: int) -> None:
    value = replace(Q2, needed=needed)
    one, other = (standing(value, order, today, POLICY) for order in (pieces, pieces[::-1]))
    assert replace(one, returned=()) == replace(other, returned=())


@given(PIECES, DAYS, DAYS, st.integers(1, 3))
def test_once_met_it_stays_met_on_the_same_day(pieces: list[Evidence], one: date, other: date, needed: int) -> None:
    value = replace(Q2, needed=needed)
    before, after = (standing(value, pieces, day, POLICY) for day in sorted((one, other)))
    if before.status.closed:
        assert (after.status, after.met_on) == (before.status, before.met_on)


@given(PIECES, DAYS)
def test_another_accepted_piece_never_reopens(pieces: list[Evidence], today: date) -> None:
    before = standing(Q2, pieces, today, POLICY)
    after = standing(Q2, [*pieces, piece("2024-06-01", number=9)], today, POLICY)
    assert after.status.closed or not before.status.closed
    assert after.accepted >= before.accepted


def part(accepted: int, needed: int = 4, waived: bool = False, in_review: int = 0, met: str | None = None) -> Standing:
    value = by_hand("2024-12-31", Kind.POST, needed)
    found = Status.WAIVED if waived else Status.MET if met else Status.PENDING
    return Standing(value, found, accepted, in_review, D(met) if met else None)


TOTAL = by_hand("2024-12-31", Kind.POST, 8, aggregate=True)


@pytest.mark.parametrize(
    ("parts", "today", "expected"),
    [
        ([part(4, met="2024-05-01"), part(4, met="2024-11-01")], "2024-11-02", (Status.MET, 8, "2024-11-01")),
        ([part(6, met="2024-05-01"), part(2)], "2024-11-02", (Status.MET, 8, "2024-05-01")),
        ([part(4, met="2024-05-01"), part(4, met="2025-01-02")], "2025-01-03", (Status.MET_LATE, 8, "2025-01-02")),
        ([part(4, met="2024-05-01"), part(3)], "2024-11-02", (Status.PENDING, 7, None)),
        ([part(4, met="2024-05-01"), part(3)], "2024-12-25", (Status.DUE_SOON, 7, None)),
        ([part(4, met="2024-05-01"), part(3)], "2025-01-01", (Status.OVERDUE, 7, None)),
        ([part(4, met="2024-05-01"), part(3, in_review=1)], "2025-01-01", (Status.IN_REVIEW, 7, None)),
        ([part(4, met="2024-05-01"), part(1, waived=True)], "2024-11-02", (Status.MET, 5, "2024-05-01")),
        ([part(0, waived=True), part(0, waived=True)], "2024-11-02", (Status.WAIVED, 0, None)),
        ([], "2024-11-02", (Status.PENDING, 0, None)),
    ],
)
def test_a_total_stands_where_its_parts_stand(
    parts: list[Standing], today: str, expected: tuple[Status, int, str | None]
) -> None:
    for order in permutations(parts):
        found = aggregate_standing(TOTAL, order, D(today), POLICY)
        assert (found.status, found.accepted, found.met_on.isoformat() if found.met_on else None) == expected
