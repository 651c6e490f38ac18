"""Decides who is to be told what, and when: the ladder, the rung reached, and one digest a person and day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from obligations.answers import UNANSWERED, UNIT_ROLES, Answered, stand_ins
from obligations.answers import Holders as Holders
from obligations.ladders import EVIDENCE, LEAD, height
from obligations.model import Cadence, Occurrence, Role, Status
from obligations.policy import Policy, Step
from obligations.rungs import PACE, QUESTION, Reach, Rung, own_ladder, pace_reaches
from obligations.rungs import days_of_interest as days_of_interest
from obligations.rungs import ladder as ladder
from obligations.rungs import reaches as reaches
from obligations.summary import Summary
from obligations.timing.occurrences import pace
from obligations.timing.workdays import WEEKENDS, Calendar
from obligations.units import Person, Register, holders


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an occurrence stands on a day: status, accepted pieces that count, those in review, returned reasons.

    `expected` is how many pieces the pace of a yearly quota asks for by that day; None where there is no pace.
    """

    occurrence: Occurrence
    status: Status
    accepted: int
    in_review: int = 0
    met_on: date | None = None
    returned: tuple[str, ...] = ()
    expected: int | None = None

    @property
    def missing(self) -> int:
        """Count the pieces still to come."""
        return max(self.occurrence.needed - self.accepted, 0)


@dataclass(frozen=True, slots=True)
class Reminder:
    """That one person is to be told of one occurrence at one rung. Unique over (occurrence, rung, role, person).

    `why` says why nobody is told; one whose role nobody holds has an empty `person`.
    """

    occurrence: Occurrence
    rung: str
    role: Role
    person: str
    why: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One line of a digest: where the occurrence stands, the rung it is told at, and the words of the plan.

    `token` lets its reader answer; `promised` is the day until which the unit said it is on it.
    """

    standing: Standing
    rung: str
    role: Role
    unit_name: str
    plan_number: str | None
    plan_title: str | None
    quote: str
    recipient: str | None = None
    token: str | None = None
    promised: date | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """The one message a person gets that day, its items most urgent first. `role` is the most senior among them.

    `summary` is the morning's, for the plan's office.
    """

    on: date
    person: Person
    role: Role
    items: tuple[DigestItem, ...]
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be told now, what is past being told, and the roles of the rung reached that nobody holds."""

    send: tuple[Reminder, ...] = ()
    skip: tuple[Reminder, ...] = ()
    nobody: tuple[tuple[str, Role], ...] = ()


Told = Collection[tuple[str, Role, str]]

# Why a reminder was not told.
PASSED = "đã sang bậc nhắc sau"
VACANT = "không có ai giữ vai trò này"
QUIET = "đơn vị đã báo đang thực hiện"
TOO_OLD = "đã quá lâu, không nhắc nữa"

# Stands between a rung's code and what it was told about, where the due date has been put off since.
LAPSED = "@"

_SENIORITY = {role: rank for rank, role in enumerate(Role)}
# Stands before the number and version of a piece that was returned: its unit is told in its next digest.
RETURNED = "trả-lại-"


def behind(standing: Standing, today: date, policy: Policy, calendar: Calendar) -> list[Reach]:
    """List the pace rungs reached by `today` at which the quota was behind what was to be expected (rule 12)."""
    occurrence = standing.occurrence
    if occurrence.needed < policy.pace_from or occurrence.cadence is not Cadence.YEARLY:
        return []
    done = standing.accepted + standing.in_review
    return [
        reach
        for end, reach in pace_reaches(occurrence.due, policy, calendar)
        if reach.day <= today and done < (pace(occurrence, end) or 0)
    ]


def _reminders(occurrence: Occurrence, rung: Rung, roles: Iterable[Role], holders: Holders) -> list[Reminder]:
    """Make the reminders of a rung; who holds several of its roles is told once, in the most senior."""
    told = {
        person.key: Reminder(occurrence, rung.code, role, person.key)
        for role in sorted(roles, key=_SENIORITY.__getitem__)
        for person in holders(role, occurrence.unit)
    }
    return [told[key] for key in sorted(told)]


def decide(
    standing: Standing,
    told: Told,
    register: Register,
    today: date,
    policy: Policy,
    calendar: Calendar = WEEKENDS,
) -> Decision:
    """Decide from the state who is told of an occurrence now (rule 19): the highest rung reached, and only that.

    `told` holds (rung, role, person) of every reminder told or skipped before; those are never told again. While
    evidence waits for a verdict the unit is left in peace, and only those above it are told once it is late.
    """
    return decide_by(standing, told, lambda role, unit: holders(register, role, unit), today, policy, calendar)


def decide_by(
    standing: Standing,
    told: Told,
    holders: Holders,
    today: date,
    policy: Policy,
    calendar: Calendar,
    answer: Answered = UNANSWERED,
) -> Decision:
    """Decide as `decide` does, with `holders` telling who holds a role for a unit, and what the unit has answered."""
    occurrence = standing.occurrence
    if standing.status.closed or occurrence.aggregate or answer.continues:
        return Decision()
    who = stand_ins(holders, answer)
    every = reaches(occurrence.due, occurrence.kind, policy, calendar, own_ladder(occurrence))
    plain = [reach for reach in every if reach.day <= today]
    reached = sorted([*behind(standing, today, policy, calendar), *plain], key=lambda reach: reach.day)
    if not reached or not (roles := _roles(standing, reached[-1].rung)):
        return Decision()
    top = reached[-1]
    now = _untold(_reminders(occurrence, top.rung, roles, who), told)
    past = _passed(occurrence, reached[:-1], told, who, answer)
    if top is every[-1] and today > calendar.shift(top.day, policy.last_grace_days):
        return Decision(skip=(*past, *(replace(r, why=TOO_OLD) for r in now)))
    nobody = tuple(role for role in roles if not any(who(role, occurrence.unit)))
    send = tuple(r for r in now if not answer.quiets(r.role, r.person, today))
    vacant = _untold((Reminder(occurrence, top.rung.code, role, "", VACANT) for role in nobody), told, by_role=True)
    return Decision(send, (*past, *vacant), tuple((top.rung.code, role) for role in nobody))


def _untold(reminders: Iterable[Reminder], told: Told, *, by_role: bool = False) -> tuple[Reminder, ...]:
    known = {(rung, role if by_role else None, person) for rung, role, person in told}
    return tuple(r for r in reminders if (r.rung, r.role if by_role else None, r.person) not in known)


def _passed(
    occurrence: Occurrence, lower: Iterable[Reach], told: Told, holders: Holders, answer: Answered
) -> tuple[Reminder, ...]:
    """Make the reminders of the rungs that were reached without anybody being told, each with the reason."""
    handled = {rung for rung, _, _ in told}
    found: list[Reminder] = []
    for reach in lower:
        if reach.rung.code not in handled:
            made = _reminders(occurrence, reach.rung, reach.rung.roles, holders)
            found += [replace(r, why=_why(r, reach.day, answer)) for r in made]
            vacant = [role for role in reach.rung.roles if not any(holders(role, occurrence.unit))]
            found += [Reminder(occurrence, reach.rung.code, role, "", VACANT) for role in vacant]
    return tuple(found)


def _why(reminder: Reminder, reached: date, answer: Answered) -> str:
    return QUIET if answer.quiets(reminder.role, reminder.person, reached) else PASSED


def _roles(standing: Standing, rung: Rung) -> tuple[Role, ...]:
    if standing.status is not Status.IN_REVIEW:
        return rung.roles
    return tuple(role for role in rung.roles if rung.offset > 0 and role not in UNIT_ROLES)


def _rank(item: DigestItem) -> tuple[int, float]:
    """Order the rungs at which one occurrence is told: a returned piece, then the pace, lie below the ladder."""
    if item.rung.startswith(RETURNED):
        return (-2, 0)
    if item.rung.startswith(PACE):
        return (-1, int(item.rung.removeprefix(PACE)))
    if item.rung == QUESTION:
        return (0, 0)
    offset = int(item.rung.removeprefix(EVIDENCE).removesuffix(LEAD))
    return height(Step(offset, (), item.rung.endswith(LEAD), item.rung.startswith(EVIDENCE)))


def _urgency(item: DigestItem) -> tuple[object, ...]:
    """Order items: overdue longest first, then what is due next, then as the plan numbers its clauses."""
    occurrence = item.standing.occurrence
    clause = [(part.zfill(4) if part.isdigit() else part) for part in re.split(r"[.\s-]+", occurrence.code)]
    late = item.standing.status is Status.OVERDUE
    return (not late, occurrence.due.internal, occurrence.plan, clause, occurrence.unit, occurrence.due.period)


def digests(items: Iterable[tuple[Person, DigestItem]], on: date) -> tuple[Digest, ...]:
    """Join items into one digest a person (rule 20); an occurrence stands in it once, at its highest rung."""
    people: dict[str, Person] = {}
    lines: dict[str, dict[tuple[str, ...], DigestItem]] = {}
    for person, item in items:
        people[person.key] = person
        mine = lines.setdefault(person.key, {})
        there = mine.setdefault(_identity(item), item)
        if (_rank(item), _SENIORITY[item.role]) > (_rank(there), _SENIORITY[there.role]):
            mine[_identity(item)] = item
    return tuple(_digest(people[key], lines[key].values(), on) for key in sorted(lines))


def _identity(item: DigestItem) -> tuple[str, ...]:
    occurrence = item.standing.occurrence
    return occurrence.plan, occurrence.code, occurrence.unit, occurrence.due.period


def _digest(person: Person, items: Iterable[DigestItem], on: date) -> Digest:
    ordered = tuple(sorted(items, key=_urgency))
    return Digest(on, person, max((item.role for item in ordered), key=_SENIORITY.__getitem__), ordered)
