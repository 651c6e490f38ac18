"""What the verbs need from the outside: a store, and somebody who delivers. Storage and notifiers fulfil it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from obligations.answers import Answer, Grant
from obligations.evidence_port import EvidenceStore
from obligations.model import Draft, Due, Obligation, Occurrence, PlanHeader, Reading, Role, Status
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

    def obligations(
        self, plan: str | None = None, state: Draft | None = None, clause: str | None = None
    ) -> list[StoredObligation]:
        """List obligations in reading order, plan by plan; of one clause where given."""

    def obligations_of(self, occurrences: Sequence[int]) -> list[StoredObligation]:
        """List the obligations of which these are occurrences, in reading order."""

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

    def occurrences_in(self, status: Status) -> list[StoredOccurrence]:
        """List the occurrences whose status was last computed to be this one."""

    def set_status(self, occurrence: int, status: Status, why: str | None = None) -> None:
        """Keep the status computed for the present day; `why` is the reason of a waiver."""

    def set_statuses(self, statuses: Mapping[int, Status]) -> None:
        """Keep the statuses computed for the present day, by occurrence; the reasons of waivers stay."""

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

    def add_reminders(
        self, reminders: Sequence[tuple[int, Reminder]], state: ReminderState, planned_on: date
    ) -> list[tuple[int, Reminder]]:
        """Store reminders, each with its occurrence, as `add_reminder` does one: all in one go. Return the new ones."""

    def told(self, occurrences: Sequence[int]) -> dict[int, set[tuple[str, Role, str]]]:
        """Give each occurrence the (rung, role, person) told or skipped before, cancelled ones left out."""

    def reminders(
        self, occurrences: Sequence[int] | None = None, state: ReminderState | None = None, *, hold: bool = False
    ) -> list[StoredReminder]:
        """List reminders; with `hold` no other transaction can have them until this one ends."""

    def vacancies(self, on: date) -> list[tuple[str, Role, int]]:
        """Count the reminders skipped on a day because nobody held the role, by unit and role."""

    def cancel_reminder(self, reminder: int) -> bool: ...
    def join(self, reminders: Sequence[int], message: int) -> int:
        """Bind planned reminders to a message by conditional update; return how many were still planned."""

    def release_reminders(self, message: int) -> int:
        """Give the reminders joined to a message back as planned (it is to be worded anew); return how many."""

    def cancel_reminders(self, *occurrences: int) -> int:
        """Cancel the planned reminders of occurrences; return how many."""

    def lapse_reminders(self, occurrence: int, mark: str) -> int:
        """Cancel what is planned and put `mark` behind every rung told so far, so that the ladder begins anew."""

    # answers
    def add_answer(self, answer: Answer) -> None:
        """Keep an answer; answers are only ever added to."""

    def answers(self, occurrences: Sequence[int] | None = None) -> list[Answer]:
        """List the answers to these occurrences (to all where None), oldest first."""

    def revoke_answers(self, person: str, before: datetime) -> None:
        """Make every answer code given to a person before an instant void."""

    def answers_void_before(self, person: str) -> datetime | None:
        """Give the instant before which a person's answer codes are void; None where none was revoked."""

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
        priority: int = 1,
    ) -> int | None:
        """Put a message into the outbox; None where the key is there already. Of a day, priority 0 leaves first."""

    def messages(
        self,
        state: MessageState | None = None,
        on: date | None = None,
        *,
        only: Sequence[int] | None = None,
        doubtful: bool = False,
        last: int | None = None,
    ) -> list[Message]:
        """List messages, oldest first, `only` those with these ids where given.

        The `doubtful` may have arrived twice or not at all; `last` limits the list.
        """

    def message(self, message: int) -> Message | None: ...
    def withdraw(self, message: Message, why: str) -> bool:
        """Take back a message that is not leaving; False where another sender has it."""

    def requeue(self, message: int, address: str, refused: Sequence[str], now: datetime) -> bool:
        """Let a dead message wait again, at an address not among the `refused`; False where it is not dead."""

    def hasten(self, message: int, now: datetime) -> bool:
        """End the pause of a message that waits; False where it does not wait."""

    def report(self, messages: Sequence[int], notice: int) -> None:
        """Keep which message told of the death of these."""

    def unreported(self) -> list[Message]:
        """List the dead messages that carry reminders and of whose death nobody was told yet."""

    def claim(
        self, now: datetime, lease: timedelta, limit: int, only: Sequence[int] | None = None, *, quiet: bool = False
    ) -> list[Message]:
        """Lease what may leave (and what was leased by a sender that is gone), by urgency and age.

        A message found in `sending` after its lease ran out comes back as IN_DOUBT, once. With `quiet` only what goes
        into the mailbox folder, which wakes nobody.
        """

    def left_over(self, now: datetime, lease: timedelta, *, quiet: bool = False) -> list[int]:
        """List what nobody is about to send: its pause is over, or whoever had it is gone."""

    def mark_sending(self, message: Message, now: datetime, lease: timedelta) -> bool:
        """Say that sending begins (attempts + 1); False where another sender has it."""

    def direct(self, message: Message, address: str) -> bool:
        """Let a leased message go to another address; False where another sender has it."""

    def mark_done(self, message: Message, outcome: Outcome, now: datetime, onward: str | None = None) -> MessageState:
        """Keep what became of a sending, by fence; return the state the row has now.

        Sent -> SENT. Later -> WAITING after a growing pause with jitter, or after `outcome.retry_after`, which counts
        as no attempt. In doubt -> IN_DOUBT, resent one time. Never, twice in doubt, 300 attempts (about a week): on
        to the address `onward`, DEAD where there is none.
        """

    def put_back(self, message: Message) -> bool:
        """Give a leased message back as it was, to leave another time."""

    def log_mark(self) -> int:
        """Give a number that changes with every line of the log but those on messages."""

    def readdress(self, person: str, old: str, new: str) -> bool:
        """Replace one of a person's addresses by the one it moved to; False where they do not have it."""

    def reminders_of(self, message: int) -> list[StoredReminder]: ...
    def carried(self, messages: Sequence[int]) -> list[StoredReminder]:
        """List the reminders that these messages carry."""

    # the log
    def last_change(self, actions: Sequence[str]) -> int:
        """Give the number of the latest line of these actions; 0 where there is none."""

    def record(self, *changes: Change) -> None:
        """Append lines to the log."""

    def changes(self, subject: str | None = None) -> list[Change]:
        """List the log, oldest first; `plan/X` finds what stands below it too (`plan/X/III.2`)."""


class Database(Protocol):
    """Where transactions come from."""

    def begin(self) -> AbstractContextManager[Store]:
        """Open a transaction for reading and writing; commit at the end, roll back on an exception."""


class Delivered(StrEnum):
    """What is known of a sending afterwards."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one sending; `why` and `answer` carry no secret.

    `retry_after` is how long the other side asks to be left in peace: waiting so counts as no attempt. `answer` is what
    it said on taking the message, `moved_to` the address it is to be reached at from now on.
    """

    result: Delivered
    why: str | None = None
    retry_after: timedelta | None = None
    answer: str | None = None
    moved_to: str | None = None


class Codes(Protocol):
    """Makes the answer codes that stand in messages, and reads them."""

    def give(self, grant: Grant) -> str:
        """Write a grant as a code that nobody else can make."""

    def read(self, code: str) -> tuple[Grant, datetime]:
        """Give what a code grants and when it was made. Raises BadCode, ExpiredCode."""


class Sender(Protocol):
    """Delivers one message and says what became of it; never raises for what the other side did."""

    def __call__(self, message: Message) -> Outcome: ...


@runtime_checkable
class Keeping(Protocol):
    """A sender that can keep its connections open from one message to the next."""

    def keeping(self) -> AbstractContextManager[Sender]:
        """Give a sender whose connections stay open until the end."""
