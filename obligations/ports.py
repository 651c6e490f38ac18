"""What the verbs need from the outside: a store, and somebody who delivers. Storage and notifiers fulfil it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from obligations.evidence_port import EvidenceStore
from obligations.model import Draft, Due, Obligation, Occurrence, PlanHeader, Reading, Status
from obligations.records import (
    Change,
    Extension,
    Message,
    MessageState,
    Payload,
    ReminderState,
    StoredObligation,
    StoredOccurrence,
    StoredPlan,
    StoredReminder,
)
from obligations.reminders import Reminder
from obligations.units import Register


class Store(EvidenceStore, Protocol):
    """One transaction over everything kept. All of it is committed, or none.

    Instants are aware datetimes in UTC. Every method that changes something leaves its line in the log only where it
    takes `by` and `why`; the verbs record the rest with `record`.
    """

    # plans and obligations
    def add_plan(
        self, reading: Reading, *, name: str, codes: Sequence[str], source: str, sample: bool, at: datetime
    ) -> StoredPlan:
        """Store a plan and its obligations as drafts; `codes` runs parallel to `reading.obligations`."""

    def set_plan_header(self, plan: int, header: PlanHeader) -> None:
        """Replace what a plan says of itself: a person knows what the document leaves out."""

    def plan_by_sha(self, sha256: str) -> StoredPlan | None: ...
    def plan(self, name: str) -> StoredPlan | None: ...
    def plans(self) -> list[StoredPlan]: ...
    def remove_plan(self, name: str) -> None:
        """Remove a plan with all that hangs on it (only samples are ever removed). The log stays."""

    def obligations(self, plan: str | None = None, state: Draft | None = None) -> list[StoredObligation]:
        """List obligations in reading order, plan by plan."""

    def obligation(self, plan: str, code: str) -> StoredObligation | None: ...
    def set_obligation_state(self, obligation: int, state: Draft) -> None: ...
    def set_obligation_value(self, obligation: int, value: Obligation) -> None: ...

    # the register
    def save_register(self, register: Register) -> None:
        """Make the stored register equal to this one. Units that occurrences name are kept, marked as gone."""

    def register(self) -> Register: ...

    # occurrences
    def add_occurrences(self, obligation: int, occurrences: Iterable[Occurrence]) -> int:
        """Store those not stored yet (unique over obligation, unit, period); return how many were new."""

    def remove_occurrences_beyond(self, obligation: int, keep: Iterable[tuple[str, str]]) -> int:
        """Remove open occurrences whose (unit, period) is not in `keep` and on which nothing hangs; return how many."""

    def update_due(self, occurrence: int, value: Occurrence) -> None:
        """Replace due dates and needed count of a stored occurrence."""

    def occurrences(
        self,
        plan: str | None = None,
        code: str | None = None,
        unit: str | None = None,
        period: str | None = None,
        only: Sequence[int] | None = None,
    ) -> list[StoredOccurrence]:
        """List occurrences by plan, code, period, unit, in that order; `only` those with these ids."""

    def set_status(self, occurrence: int, status: Status, why: str | None = None) -> None:
        """Keep the status computed for the present day; `why` is the reason of a waiver."""

    def extend(self, occurrence: int, extension: Extension) -> None:
        """Keep a later due date and the document that says so, in place of an earlier extension."""

    def pass_to(self, occurrence: int, unit: str, done_as: str) -> None:
        """Give an occurrence to another unit; pieces offered so far keep the name `done_as`."""

    def pass_into(self, occurrence: int, other: int, done_as: str) -> None:
        """End an occurrence in favour of another, which gets its pieces under the name `done_as`."""

    def stored_dues(self) -> dict[int, list[Due]]:
        """List the dues of every obligation (by id) that somebody is still held to: not those waived for all."""

    # reminders
    def add_reminder(self, occurrence: int, reminder: Reminder, state: ReminderState, planned_on: date) -> bool:
        """Store a reminder once (unique over occurrence, rung, role, person); tell whether it was new."""

    def reminders(
        self, occurrences: Sequence[int] | None = None, state: ReminderState | None = None, *, hold: bool = False
    ) -> list[StoredReminder]:
        """List reminders; with `hold` no other transaction can have them until this one ends."""

    def cancel_reminder(self, reminder: int) -> bool: ...
    def join(self, reminders: Sequence[int], message: int) -> int:
        """Bind planned reminders to a message by conditional update; return how many were still planned."""

    def release_reminders(self, message: int) -> int:
        """Give the reminders joined to a message back as planned (it is to be worded anew); return how many."""

    def cancel_reminders(self, occurrence: int) -> int:
        """Cancel the planned reminders of an occurrence; return how many."""

    def lapse_reminders(self, occurrence: int, mark: str) -> int:
        """Cancel what is planned and put `mark` behind every rung told so far, so that the ladder begins anew."""

    # the outbox
    def enqueue(
        self,
        *,
        key: str,
        on: date,
        person: str,
        person_name: str,
        role: str,
        address: str,
        payload: Payload,
        not_before: datetime,
    ) -> int | None:
        """Put a message into the outbox; None where the key is there already."""

    def messages(self, state: MessageState | None = None, on: date | None = None) -> list[Message]: ...
    def message(self, message: int) -> Message | None: ...
    def withdraw(self, message: Message, why: str) -> bool:
        """Take back a message that is not leaving; False where another sender has it."""

    def requeue(self, message: int, address: str, now: datetime) -> bool:
        """Let a dead message wait again, at another address; False where it is not dead."""

    def reminders_of(self, message: int) -> list[StoredReminder]: ...

    # the log
    def last_change(self, actions: Sequence[str]) -> int:
        """Give the number of the latest line of these actions; 0 where there is none."""

    def record(self, change: Change) -> None: ...
    def changes(self, subject: str | None = None) -> list[Change]:
        """List the log, oldest first; `plan/X` finds what stands below it too (`plan/X/III.2`)."""


class Database(Protocol):
    """Where transactions come from, and the outbox's own short ones."""

    def begin(self) -> AbstractContextManager[Store]:
        """Open a transaction for reading and writing; commit at the end, roll back on an exception."""

    def claim(self, now: datetime, lease: timedelta, limit: int, only: Sequence[int] | None = None) -> list[Message]:
        """Lease waiting messages (and those whose lease ran out before sending began) to this sender, oldest first.

        A message found in `sending` after its lease ran out comes back as IN_DOUBT, once.
        """

    def mark_sending(self, message: Message, now: datetime) -> bool:
        """Commit that sending begins (attempts + 1); False where the lease was lost to another sender."""

    def mark_done(self, message: Message, outcome: Outcome, now: datetime) -> MessageState:
        """Commit what became of a sending, by fence; return the state the row has now.

        Sent -> SENT. Later -> WAITING with `not_before` after a growing pause with jitter (or `outcome.retry_after`),
        DEAD after 300 attempts (about a week). Never -> DEAD. InDoubt -> IN_DOUBT at once, resent one time, then DEAD.
        """

    def mark_cancelled(self, message: Message, why: str) -> bool: ...


class Delivered(StrEnum):
    """What is known of a sending afterwards."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one sending; `why` carries no secret."""

    result: Delivered
    why: str | None = None
    retry_after: timedelta | None = None


class Sender(Protocol):
    """Delivers one message and says what became of it; never raises for what the other side did."""

    def __call__(self, message: Message) -> Outcome: ...
