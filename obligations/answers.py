"""What people answer to a reminder, and what of it decides who is told from then on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from obligations.model import Cadence, Role
from obligations.units import Person

Holders = Callable[[Role, str], Iterable[Person]]

UNIT_ROLES = frozenset({Role.FOCAL, Role.HEAD})


class Verb(StrEnum):
    """How a reminder can be answered.

    ACK: we are on it, until a date. SNOOZE: remind me, and only me, later. HAND_OVER: somebody else sees to it. DONE:
    here is the evidence. CONTINUES: a continuous duty goes on, with the quarter's result.
    """

    ACK = "ack"
    SNOOZE = "snooze"
    HAND_OVER = "hand_over"
    DONE = "done"
    CONTINUES = "continues"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one occurrence: `until` of ACK and SNOOZE, `to` of HAND_OVER, `note` in the person's words."""

    occurrence: int
    verb: Verb
    person: str
    at: datetime
    until: date | None = None
    to: str | None = None
    note: str | None = None


# What may be answered to a duty that falls due, and to a continuous one.
DATED_VERBS = (Verb.ACK, Verb.SNOOZE, Verb.HAND_OVER, Verb.DONE)
CONTINUOUS_VERBS = (Verb.CONTINUES, Verb.HAND_OVER)


@dataclass(frozen=True, slots=True)
class Grant:
    """What an answer code allows: this person, told on this day, may answer this occurrence with these verbs."""

    occurrence: int
    person: str
    on: date
    verbs: tuple[Verb, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered about one occurrence, as far as it decides who is told.

    `promised` quiets the unit's rungs up to that day, `later` those of one person; `handed` names who stands in for
    whom. Escalation is never quieted (rule 20).
    """

    promised: date | None = None
    later: tuple[tuple[str, date], ...] = ()
    handed: tuple[tuple[str, Person], ...] = ()
    continues: Answer | None = None

    def quiets(self, role: Role, person: str, today: date) -> bool:
        """Tell whether a person in a role is to be left in peace on a day."""
        if role not in UNIT_ROLES:
            return False
        until = dict(self.later).get(person)
        return bool(self.promised and today <= self.promised) or bool(until and today <= until)


UNANSWERED = Answered()


def verbs_for(cadence: Cadence) -> tuple[Verb, ...]:
    """List what may be answered to a duty of that cadence."""
    return CONTINUOUS_VERBS if cadence is Cadence.CONTINUOUS else DATED_VERBS


def answered(answers: Iterable[Answer], people: Mapping[str, Person]) -> Answered:
    """Sum up the answers to one occurrence, oldest first; a later one replaces an earlier one of its kind.

    Whoever is no longer among `people` stands in for nobody.
    """
    promised: date | None = None
    continues: Answer | None = None
    later: dict[str, date] = {}
    handed: dict[str, str] = {}
    for answer in answers:
        if answer.verb is Verb.ACK:
            promised = answer.until
        elif answer.verb is Verb.SNOOZE and answer.until:
            later[answer.person] = answer.until
        elif answer.verb is Verb.HAND_OVER and answer.to:
            handed = _handed(handed, answer.person, answer.to)
        elif answer.verb is Verb.CONTINUES:
            continues = answer
    stand_ins = tuple((key, people[to]) for key, to in handed.items() if to in people and to != key)
    return Answered(promised, tuple(later.items()), stand_ins, continues)


def _handed(handed: Mapping[str, str], giver: str, taker: str) -> dict[str, str]:
    """Hand over once more: whoever the giver stands in for goes along."""
    return {**{key: taker if to == giver else to for key, to in handed.items()}, giver: taker}


def stand_ins(holders: Holders, answer: Answered) -> Holders:
    """Give `holders` with those who handed over replaced, in the unit's own roles only."""
    if not answer.handed:
        return holders
    takers = dict(answer.handed)

    def told(role: Role, unit: str) -> Iterable[Person]:
        found = holders(role, unit)
        if role not in UNIT_ROLES:
            return found
        return tuple({taker.key: taker for person in found for taker in (takers.get(person.key, person),)}.values())

    return told
