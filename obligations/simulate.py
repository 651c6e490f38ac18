"""Plays a plan through: every digest that would go out on the working days of a stretch of time, with no server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from obligations.evidence import standing
from obligations.model import Evidence, Obligation, Occurrence, PlanHeader, Role
from obligations.policy import Policy
from obligations.reminders import (
    Digest,
    DigestItem,
    Holders,
    Reminder,
    Standing,
    days_of_interest,
    decide_by,
    digests,
)
from obligations.rungs import own_ladder
from obligations.timing.occurrences import occurrences
from obligations.timing.questions import dues_and_questions
from obligations.timing.workdays import Calendar
from obligations.units import Person, Register, holders, units_on

Pieces = Callable[[Occurrence], Sequence[Evidence]]


def no_evidence(_: Occurrence) -> Sequence[Evidence]:
    """Hand in nothing, for any occurrence."""
    return ()


@dataclass(slots=True)
class _Case:
    """One occurrence on its way through the simulated time."""

    occurrence: Occurrence
    obligation: Obligation
    told: set[tuple[str, Role, str]] = field(default_factory=set)


def simulate(
    obligations: Sequence[tuple[str, Obligation]],
    header: PlanHeader,
    register: Register,
    start: date,
    end: date,
    policy: Policy,
    calendar: Calendar,
    evidence: Pieces = no_evidence,
) -> Iterator[Digest]:
    """Yield the digests of the working days from `start` to `end`, both included, in order of day and person.

    `obligations` are (code, obligation) pairs; `evidence` hands in the pieces of an occurrence, which count from the
    day they were done. Looks only at days on which something can happen. Raises UnknownPeriod where the plan names no
    year.
    """
    agenda = _agenda(obligations, header, register, start, end, policy, calendar)
    people = {person.key: person for person in register.people}
    names = {unit.key: unit.name for unit in register.units}
    who = partial(holders, register)
    for day in sorted(agenda):
        items: list[tuple[Person, DigestItem]] = []
        for case in agenda[day]:
            judged = standing(case.occurrence, evidence(case.occurrence), day, policy, calendar=calendar)
            for reminder in _decided(case, judged, who, day, policy, calendar):
                items.append((people[reminder.person], _item(case, judged, reminder, header, names)))
        yield from digests(items, day)


def _agenda(
    obligations: Sequence[tuple[str, Obligation]],
    header: PlanHeader,
    register: Register,
    start: date,
    end: date,
    policy: Policy,
    calendar: Calendar,
) -> dict[date, list[_Case]]:
    """Give each working day the cases to look at; the first day takes all that was open before."""
    agenda: dict[date, list[_Case]] = defaultdict(list)
    first = calendar.next_working(start)
    for code, obligation in obligations:
        siblings = [other for _, other in obligations if other is not obligation]
        for due in dues_and_questions(obligation, header, siblings, policy, calendar):
            units = units_on(register, obligation.responsible, due.legal)
            cases = [_Case(o, obligation) for o in occurrences("", code, obligation, units, [due])]
            own = own_ladder(cases[0].occurrence) if cases else None
            days = days_of_interest(due, obligation.kind, policy, calendar, obligation.count or 1, own)
            for day in _looked_at(days, first, end, calendar):
                agenda[day].extend(cases)
    return agenda


def _looked_at(days: Iterable[date], first: date, end: date, calendar: Calendar) -> set[date]:
    return {max(day, first) for day in days if max(day, first) <= end and calendar.is_working(max(day, first))}


def _decided(
    case: _Case, judged: Standing, who: Holders, day: date, policy: Policy, calendar: Calendar
) -> tuple[Reminder, ...]:
    decision = decide_by(judged, case.told, who, day, policy, calendar)
    case.told.update((r.rung, r.role, r.person) for r in (*decision.send, *decision.skip))
    return decision.send


def _item(case: _Case, judged: Standing, reminder: Reminder, header: PlanHeader, names: dict[str, str]) -> DigestItem:
    return DigestItem(
        standing=judged,
        rung=reminder.rung,
        role=reminder.role,
        unit_name=names[case.occurrence.unit],
        plan_number=header.number,
        plan_title=header.title,
        quote=case.obligation.quote,
        recipient=case.obligation.recipient,
    )
