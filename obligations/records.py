"""What the store gives back: values of the core with the identity they were stored under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from obligations.judging import Page
from obligations.model import Draft, Evidence, Finding, Obligation, Occurrence, PlanHeader, Status
from obligations.reminders import Reminder


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan in the store. `name` is its short, unique handle for commands, e.g. `24-kh-sgtvt-2024`."""

    id: int
    name: str
    header: PlanHeader
    text: str
    findings: tuple[Finding, ...]
    source: str
    sample: bool
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class StoredObligation:
    """An obligation in the store.

    `code` is unique in its plan: the clause, with `-2`, `-3` … behind it where one clause lays several duties.
    """

    id: int
    plan: str
    code: str
    state: Draft
    value: Obligation


@dataclass(frozen=True, slots=True)
class Extension:
    """That an occurrence has a later due date, and the document that says so."""

    until: date
    document: str


@dataclass(frozen=True, slots=True)
class StoredOccurrence:
    """An occurrence in the store, with the status last computed for the present day."""

    id: int
    value: Occurrence
    status: Status
    waived: str | None = None
    extended: Extension | None = None


@dataclass(frozen=True, slots=True)
class EvidenceUse:
    """That a piece of evidence is offered for an occurrence.

    `done_as` names the unit that handed it in, where the occurrence has passed to another unit since. `shared` is
    why an officer lets the piece serve this occurrence too; None where it was handed in for it.
    """

    occurrence: int
    evidence: Evidence
    done_as: str | None = None
    shared: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page as it was seen, kept so that it still counts when it disappears. `seen_at`: when it was last the same."""

    id: int
    evidence: int | None
    page: Page
    seen_at: datetime


class ReminderState(StrEnum):
    """What became of a reminder. SKIPPED: a higher rung was reached before it could leave."""

    PLANNED = "planned"
    JOINED = "joined"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class StoredReminder:
    """A reminder in the store. `message` is the id of the outbox message that carries it, once joined."""

    id: int
    occurrence: int
    value: Reminder
    state: ReminderState
    planned_on: date
    message: int | None = None


class MessageState(StrEnum):
    """Where a message stands on its way out."""

    WAITING = "waiting"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True)
class Payload:
    """What a message says, frozen in the outbox. `short` is for messengers: plain, under 3,500 characters."""

    subject: str
    text: str
    html: str
    short: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message on its way out. `key` is unique: enqueuing the same key twice stores one row.

    `address` is an Apprise URL, or `mailbox:` where the person has none; `fence` grows with every claim, so that a
    sender whose lease ran out cannot mark what another has taken over. `attempts` counts real sendings only, `doubts`
    those of which nobody knows whether they arrived. `refused` are addresses that will never take it, `answer` what
    the other side said when it took it, `planned_at` when it was put in.
    """

    id: int
    key: str
    on: date
    person: str
    person_name: str
    role: str
    address: str
    payload: Payload
    state: MessageState
    attempts: int
    fence: int
    not_before: datetime
    sent_at: datetime | None = None
    error: str | None = None
    doubts: int = 0
    refused: tuple[str, ...] = ()
    answer: str | None = None
    planned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the append-only log: who did what to which thing, when and why, and the values before and after."""

    at: datetime
    by: str
    action: str
    subject: str
    why: str | None = None
    before: str | None = None
    after: str | None = None
