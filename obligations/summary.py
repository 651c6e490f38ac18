"""What the plan's office is told every morning: what was sent to whom, what is overdue, in review, held by nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from obligations.model import Role


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the message of one person; `state` is that of the outbox. The address is masked where shown."""

    person_name: str
    address: str
    state: str


@dataclass(frozen=True, slots=True)
class Late:
    """How many matters of a unit are overdue, and since when the oldest is."""

    unit_name: str
    count: int
    since: date


@dataclass(frozen=True, slots=True)
class Vacancy:
    """That nobody holds a role for a unit (the whole agency where None), so that a rung was skipped."""

    unit_name: str
    role: Role
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The morning in figures. `faults` are what else a person has to mend, in words."""

    on: date
    sent: tuple[Sent, ...] = ()
    late: tuple[Late, ...] = ()
    in_review: int = 0
    vacant: tuple[Vacancy, ...] = ()
    faults: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.sent or self.late or self.in_review or self.vacant or self.faults)
