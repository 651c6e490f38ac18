"""Reminders: the ladder, the rung reached, and one digest a person and day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.answers import Answer, Answered, Verb
from obligations.evidence import standing
from obligations.model import Cadence, Evidence, Kind, Obligation, Occurrence, Role, Status, Verdict
from obligations.policy import Policy, Step
from obligations.reminders import (
    PASSED,
    QUIET,
    VACANT,
    Decision,
    DigestItem,
    Reminder,
    Standing,
    days_of_interest,
    decide,
    decide_by,
    digests,
    ladder,
    reaches,
)
from obligations.rungs import QUESTION
from obligations.timing.occurrences import occurrences
from obligations.timing.questions import dues_and_questions
from obligations.timing.workdays import WEEKENDS, Calendar
from obligations.units import Person, Post, Register, holders
from tests.timing.values import POLICY, D, by_hand, dues_of, duty, header, occurrence, piece, register

REGISTER = register()
Q2 = occurrence()
EVENT = occurrence(duty(Kind.EVENT, Cadence.ONCE, due=["2024-10-10"]), header("2024-01-05"))
QUOTA = occurrence(duty(Kind.POST, Cadence.YEARLY, 12), header("2024-01-01"))
FOCAL, HEAD, OFFICE, LEADER = "focal-van-phong", "head-van-phong", "office", "leader"


def decision(
    value: Occurrence,
    today: str | date,
    told: Collection[tuple[str, Role, str]] = (),
    pieces: Collection[Evidence] = (),
    people: Register = REGISTER,
    policy: Policy = POLICY,
) -> Decision:
    day = D(today) if isinstance(today, str) else today
    return decide(standing(value, list(pieces), day, policy), told, people, day, policy)


def keys(reminders: tuple[Reminder, ...]) -> list[tuple[str, str]]:
    return [(r.rung, r.person) for r in reminders]


def record(found: Decision) -> set[tuple[str, Role, str]]:
    return {(r.rung, r.role, r.person) for r in (*found.send, *found.skip)}


def test_the_ladder_climbs_from_focal_officer_to_leader_and_repeats_weekly() -> None:
    rungs = ladder(Kind.POST, POLICY)
    assert [r.code for r in rungs[:7]] == ["-10", "-5", "-2", "0", "+1", "+3", "+8"]
    assert (rungs[-1].code, rungs[-1].offset, len(rungs)) == ("+43", 43, 14)
    assert [r.roles for r in rungs[:6]] == [
        (Role.FOCAL,),
        (Role.FOCAL, Role.HEAD),
        (Role.HEAD,),
        (Role.HEAD,),
        (Role.HEAD, Role.OFFICE),
        (Role.LEADER,),
    ]
    assert {r.roles for r in rungs[6:]} == {(Role.LEADER,)}


def test_an_event_is_told_two_months_and_one_month_before() -> None:
    rungs = ladder(Kind.EVENT, POLICY)
    unit = (Role.FOCAL, Role.HEAD)
    assert [(r.code, r.roles) for r in rungs[:2]] == [("-60d", unit), ("-30d", unit)]
    assert [r for r in rungs[2:] if not r.evidence] == list(ladder(Kind.POST, POLICY))


def test_once_an_event_is_over_its_unit_is_asked_for_evidence_before_it_is_late() -> None:
    found = {r.rung.code: r.day.isoformat() for r in reaches(EVENT.due, EVENT.kind, POLICY, WEEKENDS)}
    # The day is Thursday 10/10; evidence is on time until Friday the 25th.
    assert [found[code] for code in ("-60d", "0", "mc-5", "mc0", "+1")] == [
        "2024-08-12",
        "2024-10-10",
        "2024-10-18",
        "2024-10-25",
        "2024-10-28",
    ]
    assert keys(decision(EVENT, "2024-10-18").send) == [("mc-5", FOCAL), ("mc-5", HEAD)]


def test_the_ladder_is_a_setting_in_any_order() -> None:
    own = Policy(steps=(Step(2, (Role.LEADER,)), Step(-1, (Role.HEAD,))), weekly_repeats=1)
    assert [r.code for r in ladder(Kind.TASK, own)] == ["-1", "+2", "+7"]
    assert ladder(Kind.TASK, Policy(steps=())) == ()


@pytest.mark.parametrize(
    ("today", "rung", "people"),
    [
        ("2024-06-14", "-10", [FOCAL]),
        ("2024-06-20", "-10", [FOCAL]),
        ("2024-06-21", "-5", [FOCAL, HEAD]),
        ("2024-06-24", "-5", [FOCAL, HEAD]),
        ("2024-06-26", "-2", [HEAD]),
        ("2024-06-27", "-2", [HEAD]),
        ("2024-06-28", "0", [HEAD]),
        ("2024-07-01", "+1", [HEAD, OFFICE]),
        ("2024-07-03", "+3", [LEADER]),
        ("2024-07-10", "+8", [LEADER]),
    ],
)
def test_the_rung_reached_decides_who_is_told(today: str, rung: str, people: list[str]) -> None:
    assert keys(decision(Q2, today).send) == [(rung, person) for person in people]


def test_before_the_first_rung_and_before_the_opening_nobody_is_told() -> None:
    assert decision(Q2, "2024-06-13") == Decision()
    assert decision(Q2, "2024-04-18") == Decision()
    assert decision(occurrence(which=1), "2024-06-28") == Decision()


def test_after_a_gap_the_rungs_below_are_recorded_as_skipped() -> None:
    found = decision(Q2, "2024-06-27")
    assert keys(found.send) == [("-2", HEAD)]
    assert keys(found.skip) == [("-10", FOCAL), ("-5", FOCAL), ("-5", HEAD)]


def test_rungs_told_before_are_not_recorded_again() -> None:
    found = decision(Q2, "2024-06-27", told={("-10", Role.FOCAL, FOCAL)})
    assert keys(found.skip) == [("-5", FOCAL), ("-5", HEAD)]


def test_a_new_head_is_told_the_rung_the_old_one_was_told() -> None:
    found = decision(Q2, "2024-06-27", told={("-2", Role.HEAD, "somebody-else")})
    assert keys(found.send) == [("-2", HEAD)]


def test_who_is_told_as_focal_officer_is_not_told_the_same_rung_again_as_head() -> None:
    assert keys(decision(Q2, "2024-06-24", told={("-5", Role.FOCAL, HEAD)}).send) == [("-5", FOCAL)]


def test_one_person_with_two_roles_is_told_once_in_the_senior_one() -> None:
    both = Register(
        REGISTER.units,
        (Person("x", "x"),),
        tuple(Post("x", role, "van-phong") for role in (Role.HEAD, Role.FOCAL)),
    )
    found = decision(Q2, "2024-06-24", people=both)
    assert [(r.role, r.person) for r in found.send] == [(Role.HEAD, "x")]


def test_roles_that_nobody_holds_come_back() -> None:
    found = decision(Q2, "2024-06-24", people=Register())
    assert (found.send, found.nobody) == ((), (("-5", Role.FOCAL), ("-5", Role.HEAD)))
    # Said once of each rung, those below as well.
    vacant = [("-10", Role.FOCAL), ("-5", Role.FOCAL), ("-5", Role.HEAD)]
    assert [(r.rung, r.role, r.person, r.why) for r in found.skip] == [(*v, "", VACANT) for v in vacant]
    assert decision(Q2, "2024-06-24", told=record(found), people=Register()).skip == ()


def test_whoever_takes_a_vacant_post_is_told_the_rung_that_stands() -> None:
    vacant = decision(Q2, "2024-06-27", people=Register())
    assert keys(decision(Q2, "2024-06-27", told=record(vacant)).send) == [("-2", HEAD)]


@pytest.mark.parametrize(
    ("own", "today", "expected"),
    [
        ("-3 head; +2 leader", "2024-06-24", []),
        ("-3 head; +2 leader", "2024-06-25", [("-3", HEAD)]),
        ("-3 head; +2 leader", "2024-07-02", [("+2", LEADER)]),
        ("-3 head; +2 leader", "2024-07-09", [("+7", LEADER)]),
        ("-20d focal", "2024-06-10", [("-20d", FOCAL)]),
    ],
)
def test_an_obligation_may_have_a_ladder_of_its_own(own: str, today: str, expected: list[tuple[str, str]]) -> None:
    value = occurrence(replace(duty(), ladder=own))
    assert keys(decision(value, today).send) == expected


QUIET_UNTIL = Answered(promised=D("2024-06-27"))


@pytest.mark.parametrize(
    ("today", "answer", "told"),
    [
        ("2024-06-26", QUIET_UNTIL, []),
        ("2024-06-27", QUIET_UNTIL, []),
        ("2024-06-28", QUIET_UNTIL, [("0", HEAD)]),
        ("2024-07-01", Answered(promised=D("2024-07-10")), [("+1", OFFICE)]),
        ("2024-07-03", Answered(promised=D("2024-07-10")), [("+3", LEADER)]),
        ("2024-06-21", Answered(later=((HEAD, D("2024-06-24")),)), [("-5", FOCAL)]),
        ("2024-06-25", Answered(later=((HEAD, D("2024-06-24")),)), [("-5", FOCAL), ("-5", HEAD)]),
        ("2024-06-21", Answered(handed=((HEAD, Person("pho", "Phó")),)), [("-5", FOCAL), ("-5", "pho")]),
        ("2024-07-01", Answered(handed=((OFFICE, Person("pho", "Phó")),)), [("+1", HEAD), ("+1", OFFICE)]),
    ],
)
def test_an_answer_quiets_or_moves_the_unit_s_rungs_and_never_the_escalation(
    today: str, answer: Answered, told: list[tuple[str, str]]
) -> None:
    day = D(today)
    who = partial(holders, REGISTER)
    found = decide_by(standing(Q2, [], day, POLICY), (), who, day, POLICY, WEEKENDS, answer)
    assert keys(found.send) == told


def test_a_rung_passed_in_quiet_is_recorded_with_that_reason() -> None:
    day, who = D("2024-07-01"), partial(holders, REGISTER)
    answer = Answered(promised=D("2024-06-26"))
    found = decide_by(standing(Q2, [], day, POLICY), (), who, day, POLICY, WEEKENDS, answer)
    assert {(r.rung, r.why) for r in found.skip} == {("-10", QUIET), ("-5", QUIET), ("-2", QUIET), ("0", PASSED)}


QUESTION_Q2 = occurrences(
    "p",
    "III.4",
    ALWAYS := duty(Kind.TASK, Cadence.CONTINUOUS),
    ["van-phong"],
    dues_and_questions(ALWAYS, header(), (), POLICY, WEEKENDS),
)[0]


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2024-06-20", []),
        ("2024-06-21", [(QUESTION, FOCAL), (QUESTION, HEAD)]),
        ("2024-06-28", [(QUESTION, FOCAL), (QUESTION, HEAD)]),
        ("2024-07-01", []),
        ("2024-09-30", []),
    ],
)
def test_a_continuous_duty_is_asked_about_once_a_quarter_and_never_overdue(
    today: str, told: list[tuple[str, str]]
) -> None:
    assert keys(decision(QUESTION_Q2, today).send) == told
    assert standing(QUESTION_Q2, [], D(today), POLICY).status is Status.PENDING


def test_a_continuous_duty_that_was_answered_is_not_asked_about_again() -> None:
    day = D("2024-06-24")
    said = Answer(1, Verb.CONTINUES, HEAD, datetime(2024, 6, 21, tzinfo=UTC))
    found = decide_by(
        standing(QUESTION_Q2, [], day, POLICY),
        (),
        partial(holders, REGISTER),
        day,
        POLICY,
        WEEKENDS,
        Answered(continues=said),
    )
    assert found == Decision()


@pytest.mark.parametrize(
    "pieces", [[piece("2024-05-02")], [piece("2024-05-02"), piece("2024-05-03", Verdict.RETURNED, 2)]]
)
def test_a_met_occurrence_is_left_alone(pieces: list[Evidence]) -> None:
    assert decision(Q2, "2024-06-27", pieces=pieces) == Decision()
    assert decision(Q2, "2024-07-08", pieces=pieces) == Decision()


def test_a_total_is_left_alone() -> None:
    assert decision(by_hand("2024-06-28", aggregate=True), "2024-07-01") == Decision()


def test_a_unit_that_waits_for_a_verdict_is_left_in_peace_but_not_its_superiors() -> None:
    waiting = [piece("2024-05-02", Verdict.PENDING)]
    late = by_hand("2024-06-27")
    assert decision(Q2, "2024-06-27", pieces=waiting) == Decision()
    assert keys(decision(late, "2024-06-28", pieces=waiting).send) == [("+1", OFFICE)]
    assert keys(decision(late, "2024-07-02", pieces=waiting).send) == [("+3", LEADER)]


def test_before_the_due_date_a_verdict_is_awaited_in_silence() -> None:
    early = Policy(steps=(Step(-2, (Role.HEAD, Role.OFFICE)),))
    waiting = [piece("2024-05-02", Verdict.PENDING)]
    assert decision(Q2, "2024-06-27", pieces=waiting, policy=early) == Decision()
    assert keys(decision(Q2, "2024-06-27", policy=early).send) == [("-2", HEAD), ("-2", OFFICE)]


def test_a_unit_whose_evidence_was_returned_is_told_the_rung_it_was_spared() -> None:
    assert decision(Q2, "2024-06-27", pieces=[piece("2024-05-02", Verdict.PENDING)]) == Decision()
    found = decision(Q2, "2024-06-27", pieces=[piece("2024-05-02", Verdict.RETURNED)])
    assert keys(found.send) == [("-2", HEAD)]


def test_an_old_plan_does_not_flood_the_leader() -> None:
    last = WEEKENDS.shift(D("2024-06-28"), 43)
    assert keys(decision(Q2, last).send) == [("+43", LEADER)]
    assert keys(decision(Q2, last + timedelta(days=7)).send) == [("+43", LEADER)]
    expired = decision(Q2, last + timedelta(days=10))
    assert expired.send == ()
    assert ("+43", LEADER) in keys(expired.skip)
    assert decision(Q2, last + timedelta(days=11), told=record(expired)) == Decision()


def test_an_event_is_escalated_only_when_its_evidence_days_are_over() -> None:
    told = {("0", Role.HEAD, HEAD)}
    lower = {(code, Role.FOCAL, FOCAL) for code in ("-60d", "-30d", "-10", "-5", "-2")}
    assert keys(decision(EVENT, "2024-10-17", told=told | lower).send) == []
    assert {rung for rung, _ in keys(decision(EVENT, "2024-10-25", told=told | lower).send)} == {"mc0"}
    # The 26th is a Saturday; the office hears on Monday, the leader on Wednesday.
    assert keys(decision(EVENT, "2024-10-28").send) == [("+1", HEAD), ("+1", OFFICE)]
    assert keys(decision(EVENT, "2024-10-30").send) == [("+3", LEADER)]
    assert keys(decision(EVENT, "2024-08-12").send) == [("-60d", FOCAL), ("-60d", HEAD)]


def test_only_the_last_rung_expires() -> None:
    assert keys(decision(EVENT, "2024-09-05").send) == [("-60d", FOCAL), ("-60d", HEAD)]


def test_a_week_has_room_only_for_its_own_rungs() -> None:
    monday_to_sunday = dues_of(duty(cadence=Cadence.WEEKLY))[1]
    found = [(r.rung.code, r.day.isoformat()) for r in reaches(monday_to_sunday, Kind.POST, POLICY, WEEKENDS)]
    assert found[:4] == [("-5", "2024-04-22"), ("-2", "2024-04-24"), ("0", "2024-04-26"), ("+1", "2024-04-29")]


def test_rungs_before_a_late_plan_wait_for_it_and_only_the_highest_is_told() -> None:
    late = occurrence(plan=header("2024-06-25"))
    assert decision(late, "2024-06-24") == Decision()
    found = decision(late, "2024-06-25")
    assert keys(found.send) == [("-5", FOCAL), ("-5", HEAD)]


@pytest.mark.parametrize(
    ("today", "done", "told"),
    [
        ("2024-03-29", 0, []),
        ("2024-04-01", 0, [("nhịp-Q1", FOCAL), ("nhịp-Q1", HEAD)]),
        ("2024-04-01", 2, [("nhịp-Q1", FOCAL), ("nhịp-Q1", HEAD)]),
        ("2024-04-01", 3, []),
        ("2024-05-20", 3, []),
        ("2024-07-01", 3, [("nhịp-Q2", FOCAL), ("nhịp-Q2", HEAD)]),
        ("2024-09-30", 8, [("nhịp-Q3", FOCAL), ("nhịp-Q3", HEAD)]),
        ("2024-12-23", 8, [("-10", FOCAL)]),
    ],
)
def test_a_yearly_quota_is_reminded_when_a_quarter_ends_behind_its_pace(
    today: str, done: int, told: list[tuple[str, str]]
) -> None:
    pieces = [piece("2024-01-15", number=n) for n in range(1, done + 1)]
    assert keys(decision(QUOTA, today, pieces=pieces).send) == told


def test_pieces_in_review_keep_the_pace() -> None:
    pieces = [piece("2024-01-15", Verdict.PENDING, number=n) for n in (1, 2, 3)]
    assert decision(QUOTA, "2024-04-01", pieces=pieces) == Decision()


@pytest.mark.parametrize("quota", [duty(Kind.POST, Cadence.YEARLY, 3), duty(Kind.POST, Cadence.QUARTERLY, 12)])
def test_small_and_quarterly_quotas_have_no_pace_to_fall_behind(quota: Obligation) -> None:
    value = occurrence(quota, header("2024-01-01"))
    assert not [k for k in keys(decision(value, "2024-04-01").send) if k[0].startswith("nhịp")]


def test_the_days_of_interest_are_the_rungs_on_working_days_and_the_due_dates() -> None:
    (q2, *_) = dues_of(duty())
    found = days_of_interest(q2, Kind.PORTAL_SUBMISSION, POLICY, WEEKENDS)
    assert [d.isoformat() for d in found[:9]] == [
        "2024-06-14",
        "2024-06-21",
        "2024-06-26",
        "2024-06-28",
        "2024-06-30",
        "2024-07-01",
        "2024-07-03",
        "2024-07-10",
        "2024-07-17",
    ]
    assert found[-1] == D("2024-08-28")


def test_without_a_ladder_the_due_dates_and_the_day_after_remain() -> None:
    (q2, *_) = dues_of(duty())
    found = days_of_interest(q2, Kind.PORTAL_SUBMISSION, Policy(steps=()), WEEKENDS)
    assert found == (D("2024-06-28"), D("2024-06-30"), D("2024-07-01"))
    assert days_of_interest(EVENT.due, EVENT.kind, Policy(own_steps=(), steps=()), WEEKENDS)[-1] == D("2024-10-26")


def test_a_quota_is_of_interest_when_quarters_end() -> None:
    due = QUOTA.due
    paced = set(days_of_interest(due, Kind.POST, POLICY, WEEKENDS, 12))
    assert paced - set(days_of_interest(due, Kind.POST, POLICY, WEEKENDS)) == {
        D("2024-04-01"),
        D("2024-07-01"),
        D("2024-09-30"),
    }


VALUES = st.sampled_from(
    [
        Q2,
        EVENT,
        QUOTA,
        by_hand("2024-06-15"),
        occurrence(duty(Kind.REPORT, Cadence.MONTHLY), which=2),
        occurrence(plan=header("2024-06-25")),
        occurrence(duty(cadence=Cadence.WEEKLY), which=3),
    ]
)
DAYS = st.dates(date(2024, 3, 1), date(2025, 4, 30))
HOLIDAYS = st.frozensets(st.dates(date(2024, 4, 1), date(2024, 12, 31)), max_size=20)


@given(VALUES, DAYS)
def test_deciding_twice_tells_nobody_twice(value: Occurrence, today: date) -> None:
    first = decision(value, today)
    assert decision(value, today, told=record(first)) in (Decision(), Decision(nobody=first.nobody))


@given(VALUES, st.lists(DAYS, max_size=12))
def test_over_any_days_a_person_is_told_each_rung_at_most_once_and_only_climbs(
    value: Occurrence, days: list[date]
) -> None:
    told: set[tuple[str, Role, str]] = set()
    sent: list[tuple[str, str]] = []
    heights: list[int] = []
    order = [r.rung.code for r in reaches(value.due, value.kind, POLICY, WEEKENDS)]
    for day in sorted(days):
        found = decision(value, day, told=told)
        told |= record(found)
        sent += keys(found.send)
        heights += [order.index(r.rung) for r in found.send if r.rung in order]
        assert len({r.rung for r in found.send}) <= 1
    assert len(sent) == len(set(sent))
    assert heights == sorted(heights)


@given(VALUES, DAYS)
def test_after_a_gap_of_any_length_a_person_gets_one_digest_with_the_highest_rung(
    value: Occurrence, today: date
) -> None:
    found = decision(value, today)
    judged = standing(value, [], today, POLICY)
    people = {p.key: p for p in REGISTER.people}
    made = digests([(people[r.person], item(judged, r.rung, r.role)) for r in found.send], today)
    assert len({d.person.key for d in made}) == len(made)
    reached = [r.rung.code for r in reaches(value.due, value.kind, POLICY, WEEKENDS) if r.day <= today]
    for digest in made:
        (line,) = digest.items
        assert line.rung == (reached[-1] if reached else line.rung)
        assert reached or line.rung.startswith("nhịp")


@given(VALUES, HOLIDAYS, st.integers(1, 12))
def test_rungs_fall_on_working_days_never_before_the_opening_and_in_order(
    value: Occurrence, off: frozenset[date], needed: int
) -> None:
    calendar = Calendar(days_off=off)
    found = reaches(value.due, value.kind, POLICY, calendar)
    assert all(calendar.is_working(r.day) and r.day >= value.due.opens for r in found)
    assert [r.day for r in found] == sorted(r.day for r in found)
    days = days_of_interest(value.due, value.kind, POLICY, calendar, needed)
    assert {r.day for r in found} | {value.due.legal, value.due.internal} <= set(days)
    assert list(days) == sorted(set(days))


@given(VALUES, st.dates(date(2024, 1, 1), date(2025, 4, 30)))
def test_nothing_new_is_decided_between_days_of_interest(value: Occurrence, today: date) -> None:
    """A schedule of these days alone misses nothing."""
    days = days_of_interest(value.due, value.kind, POLICY, WEEKENDS, value.needed)
    before = [day for day in days if day <= today]
    if not before:
        assert decision(value, today) == Decision()
    else:
        last = decision(value, before[-1])
        again = decision(value, today, told=record(last))
        assert again.send == ()


def item(judged: Standing, rung: str, role: Role) -> DigestItem:
    return DigestItem(judged, rung, role, "Văn phòng Sở", None, None, "Hàng quý")


def stands(code: str, legal: str, status: Status) -> Standing:
    value = by_hand(legal)
    return Standing(Occurrence("p", code, code, value.kind, value.cadence, "u", value.due, 1), status, 0)


HEAD_PERSON, LEADER_PERSON = Person("h", "Thủ trưởng"), Person("l", "Lãnh đạo")
TODAY = D("2024-07-03")
URGENT = [
    stands("IV", "2024-05-31", Status.OVERDUE),
    stands("III.2", "2024-06-28", Status.OVERDUE),
    stands("III.10", "2024-06-28", Status.OVERDUE),
    stands("V.1", "2024-06-20", Status.IN_REVIEW),
    stands("I", "2024-07-05", Status.DUE_SOON),
    stands("V.1.b", "2024-07-06", Status.DUE_SOON),
]


@given(st.permutations(URGENT))
@settings(max_examples=30)
def test_a_digest_is_ordered_by_urgency_whatever_the_order_of_planning(order: list[Standing]) -> None:
    (found,) = digests([(HEAD_PERSON, item(s, "0", Role.HEAD)) for s in order], TODAY)
    assert [i.standing for i in found.items] == URGENT


def test_everybody_gets_one_digest_in_the_most_senior_role() -> None:
    items = [
        (LEADER_PERSON, item(URGENT[0], "+3", Role.LEADER)),
        (HEAD_PERSON, item(URGENT[4], "-5", Role.FOCAL)),
        (LEADER_PERSON, item(URGENT[4], "0", Role.HEAD)),
        (HEAD_PERSON, item(URGENT[5], "-2", Role.HEAD)),
    ]
    found = digests(items, TODAY)
    assert [(d.person.key, d.role, len(d.items), d.on) for d in found] == [
        ("h", Role.HEAD, 2, TODAY),
        ("l", Role.LEADER, 2, TODAY),
    ]
    assert found == digests(items[::-1], TODAY)


@pytest.mark.parametrize(
    ("rungs", "kept"),
    [(["-5", "-2"], "-2"), (["-2", "-10"], "-2"), (["nhịp-Q3", "-10"], "-10"), (["+10", "+3"], "+10")],
)
def test_an_occurrence_stands_once_in_a_digest_at_its_highest_rung(rungs: list[str], kept: str) -> None:
    (found,) = digests([(HEAD_PERSON, item(URGENT[0], rung, Role.HEAD)) for rung in rungs], TODAY)
    assert [i.rung for i in found.items] == [kept]


def test_nothing_to_tell_makes_no_digest() -> None:
    assert digests([], TODAY) == ()
