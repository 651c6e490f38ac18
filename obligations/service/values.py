"""What the verbs work with and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from obligations.model import Status
from obligations.policy import Policy
from obligations.ports import Codes, Database, Sender
from obligations.records import Message, Payload, StoredObligation, StoredOccurrence, StoredPlan
from obligations.reminders import Digest, Reminder, Standing
from obligations.timing.hours import USUAL, Hours
from obligations.timing.workdays import Calendar
from obligations.zone import day_of

WITHDRAWN = "nhiệm vụ đã sửa, không còn yêu cầu"

BY_URGENCY = (
    Status.OVERDUE,
    Status.DUE_SOON,
    Status.IN_REVIEW,
    Status.PENDING,
    Status.MET_LATE,
    Status.MET,
    Status.WAIVED,
)


@dataclass(frozen=True, slots=True)
class Office:
    """What every verb of one agency works with: the database, the rules, the words, the way out and the clock.

    `clock` gives an aware instant; the day it falls on in Vietnam is "today". Messages leave within `hours`; the
    operator is told at `alarm_to` of what has not left within `patience` of sending time. Without `codes` messages
    cannot be answered by their reader. `warnings` tells what was wrong with the agency's own templates.
    """

    database: Database
    policy: Policy
    calendar: Calendar
    word: Callable[[Digest], Payload]
    send: Sender
    clock: Callable[[], datetime]
    hours: Hours = USUAL
    alarm_to: str | None = None
    patience: timedelta = timedelta(hours=2)
    codes: Codes | None = None
    warnings: Callable[[], Sequence[str]] = tuple

    def today(self) -> date:
        """Give the day it is in Vietnam (rule 8)."""
        return day_of(self.clock())


@dataclass(frozen=True, slots=True)
class Row:
    """One occurrence as a check found it; the reminders planned for it now (in a what-if: that would be planned)."""

    stored: StoredOccurrence
    standing: Standing
    unit_name: str
    period_label: str
    planned: tuple[Reminder, ...] = ()
    skipped: tuple[Reminder, ...] = ()
    nobody: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that would go out: to whom, in which role, by which address, and what it says."""

    to: str
    role: str
    address: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one run of one obligation did: rows by unit, messages that went out, drafts of those that would."""

    plan: StoredPlan
    obligation: StoredObligation
    on: date
    rows: tuple[Row, ...]
    messages: tuple[Message, ...] = ()
    drafts: tuple[Draft, ...] = ()
    stored: bool = True

    @property
    def worst(self) -> Status | None:
        """Give the status that decides the run's state; None where no occurrence is open."""
        found = {row.standing.status for row in self.rows}
        return next((status for status in BY_URGENCY if status in found), None)

    @property
    def reminded(self) -> bool:
        """Tell whether this run planned a reminder."""
        return any(row.planned for row in self.rows)


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What a sweep did: the runs it made, the messages by outcome, and what a person has to look at."""

    on: date
    runs: tuple[RunReport, ...]
    messages: tuple[Message, ...]
    problems: tuple[str, ...] = ()
