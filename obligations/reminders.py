"""Decides who is to be told what, and when: the ladder, the rung reached, and one digest a person and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from obligations.model import Occurrence, Role, Status
from obligations.units import Person


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: `offset` days after the internal due date (negative: before), and the roles told.

    `code` is what is stored and shown: `-10`, `0`, `+3`.
    """

    code: str
    offset: int
    roles: tuple[Role, ...]


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
