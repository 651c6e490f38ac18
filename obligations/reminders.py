"""Decides who is to be told what, and when: the ladder, the rung reached, and one digest a person and day."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from obligations.model import Cadence, Due, Kind, Occurrence, Role, Status
from obligations.policy import Policy, Step
from obligations.timing.occurrences import on_time_until, pace, quarter_ends
from obligations.timing.periods import parse
from obligations.timing.workdays import DAY, WEEKENDS, Calendar
from obligations.units import Person, Register, holders


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: `offset` working days after the internal due date (negative: before), the roles told.

    `code` is what is stored and shown: `-10`, `0`, `+3`. A `lead` counts calendar days.
    """

    code: str
    offset: int
    roles: tuple[Role, ...]
    lead: bool = False


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
    """That one person is to be told of one occurrence at one rung. Unique over (occurrence, rung, role, person)."""

    occurrence: Occurrence
    rung: str
    role: Role
    person: str


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One line of a digest: where the occurrence stands, the rung it is told at, and the words of the plan."""

    standing: Standing
    rung: str
    role: Role
    unit_name: str
    plan_number: str | None
    plan_title: str | None
    quote: str
    recipient: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """The one message a person gets that day, its items most urgent first. `role` is the most senior among them."""

    on: date
    person: Person
    role: Role
    items: tuple[DigestItem, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be told now, what is past being told, and the roles of the rung reached that nobody holds."""

    send: tuple[Reminder, ...] = ()
    skip: tuple[Reminder, ...] = ()
    nobody: tuple[tuple[str, Role], ...] = ()


Told = Collection[tuple[str, Role, str]]
Holders = Callable[[Role, str], Iterable[Person]]

# Stands between a rung's code and what it was told about, where the due date has been put off since.
LAPSED = "@"

_SENIORITY = {role: rank for rank, role in enumerate(Role)}
_ABOVE_THE_UNIT = frozenset({Role.OFFICE, Role.LEADER})
_PACE = "nhịp-Q"
# Stands before the number and version of a piece that was returned: its unit is told in its next digest.
RETURNED = "trả-lại-"


def _code(offset: int) -> str:
    return f"{offset:+d}" if offset else "0"


@lru_cache(maxsize=64)
def ladder(kind: Kind, policy: Policy) -> tuple[Rung, ...]:
    """List the rungs for a kind, lowest first, the last step repeated weekly (rule 18)."""
    steps = sorted(dict(policy.own_steps).get(kind, policy.steps), key=lambda step: step.offset)
    if not steps:
        return ()
    last = steps[-1]
    repeats = [Step(last.offset + policy.repeat_days * n, last.roles) for n in range(1, policy.weekly_repeats + 1)]
    return tuple(Rung(_code(step.offset), step.offset, step.roles, step.lead) for step in (*steps, *repeats))


@dataclass(frozen=True, slots=True)
class Reach:
    """A rung of one due and the day on which it is reached."""

    day: date
    rung: Rung


def _rung_day(due: Due, kind: Kind, rung: Rung, calendar: Calendar) -> date:
    """Give the day a rung is reached, in working days (rule 18): none before the opening, none on a day off; an event's
    last rungs wait for its evidence.
    """
    late_event = kind is Kind.EVENT and rung.offset > 0
    from_day = on_time_until(kind, due) if late_event else due.internal
    reached = from_day + timedelta(days=rung.offset) if rung.lead else calendar.shift(from_day, rung.offset)
    return calendar.next_working(max(reached, due.opens))


@lru_cache(maxsize=4096)
def reaches(due: Due, kind: Kind, policy: Policy, calendar: Calendar) -> tuple[Reach, ...]:
    """List the rungs of a due with their days, lowest first, without those a short period has no room for."""
    return tuple(
        Reach(_rung_day(due, kind, rung, calendar), rung)
        for rung in ladder(kind, policy)
        if due.legal + timedelta(days=rung.offset) >= due.window.first
    )


@lru_cache(maxsize=4096)
def _pace_reaches(due: Due, policy: Policy, calendar: Calendar) -> tuple[tuple[date, Reach], ...]:
    """List the pace rungs of a yearly due, each with the quarter's end it looks at."""
    if parse(due.period).cadence is not Cadence.YEARLY:
        return ()
    return tuple((end, Reach(calendar.next_working(end), _pace_rung(end, due, policy))) for end in quarter_ends(due))


def _pace_rung(end: date, due: Due, policy: Policy) -> Rung:
    return Rung(f"{_PACE}{(end.month + 2) // 3}", (end - due.internal).days, policy.pace_roles)


def days_of_interest(due: Due, kind: Kind, policy: Policy, calendar: Calendar, needed: int = 1) -> tuple[date, ...]:
    """List the days on which something can happen to a due: its rungs, its due dates, and the day after.

    `needed` is how many pieces meet it: a yearly quota of several is also looked at when a quarter ends.
    """
    rungs = {reach.day for reach in reaches(due, kind, policy, calendar)}
    paces = _pace_reaches(due, policy, calendar) if needed >= policy.pace_from else ()
    paced = {reach.day for _, reach in paces}
    closes = on_time_until(kind, due)
    return tuple(sorted({*rungs, *paced, due.internal, due.legal, closes + DAY}))


def _behind(standing: Standing, today: date, policy: Policy, calendar: Calendar) -> list[Reach]:
    """List the pace rungs reached by `today` at which the quota was behind what was to be expected (rule 12)."""
    occurrence = standing.occurrence
    if occurrence.needed < policy.pace_from or occurrence.cadence is not Cadence.YEARLY:
        return []
    done = standing.accepted + standing.in_review
    return [
        reach
        for end, reach in _pace_reaches(occurrence.due, policy, calendar)
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
    standing: Standing, told: Told, holders: Holders, today: date, policy: Policy, calendar: Calendar
) -> Decision:
    """Decide as `decide` does, with `holders` telling who holds a role for a unit."""
    occurrence = standing.occurrence
    if standing.status.closed or occurrence.aggregate:
        return Decision()
    every = reaches(occurrence.due, occurrence.kind, policy, calendar)
    plain = [reach for reach in every if reach.day <= today]
    reached = sorted([*_behind(standing, today, policy, calendar), *plain], key=lambda reach: reach.rung.offset)
    if not reached or not (roles := _roles(standing, reached[-1].rung)):
        return Decision()
    top = reached[-1]
    now = _untold(_reminders(occurrence, top.rung, roles, holders), told)
    past = _passed(occurrence, reached[:-1], told, holders)
    if top is every[-1] and today > calendar.shift(top.day, policy.last_grace_days):
        return Decision(skip=(*past, *now))
    nobody = tuple((top.rung.code, role) for role in roles if not any(holders(role, occurrence.unit)))
    return Decision(send=now, skip=past, nobody=nobody)


def _untold(reminders: Iterable[Reminder], told: Told) -> tuple[Reminder, ...]:
    known = {(rung, person) for rung, _, person in told}
    return tuple(r for r in reminders if (r.rung, r.person) not in known)


def _passed(occurrence: Occurrence, lower: Iterable[Reach], told: Told, holders: Holders) -> tuple[Reminder, ...]:
    """Make the reminders of the rungs that were reached without anybody being told."""
    handled = {rung for rung, _, _ in told}
    rungs = [reach.rung for reach in lower if reach.rung.code not in handled]
    return tuple(r for rung in rungs for r in _reminders(occurrence, rung, rung.roles, holders))


def _roles(standing: Standing, rung: Rung) -> tuple[Role, ...]:
    if standing.status is not Status.IN_REVIEW:
        return rung.roles
    return tuple(role for role in rung.roles if rung.offset > 0 and role in _ABOVE_THE_UNIT)


def _rank(item: DigestItem) -> tuple[int, int]:
    """Order the rungs at which one occurrence is told: a returned piece, then the pace, lie below the ladder."""
    if item.rung.startswith(RETURNED):
        return -1, 0
    paced = item.rung.startswith(_PACE)
    return (0, int(item.rung.removeprefix(_PACE))) if paced else (1, int(item.rung))


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
