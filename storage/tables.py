"""The tables: one class per noun, and the unique keys that make running twice equal running once."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Annotated, ClassVar

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, MetaData, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from obligations.channels import ChannelKind
from obligations.judging import Page
from obligations.model import Attachment, Cadence, Draft, EvidenceKind, Finding, Form, Kind, Role, Status, Verdict
from obligations.records import MessageState, ReminderState
from storage.columns import DAYS, FILES, FINDINGS, KEY, NUMBERS, PAGE, STRINGS, Instant

Id = Annotated[int, mapped_column(primary_key=True)]
Key = Annotated[str, mapped_column(KEY)]

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# The log names messages and evidence by number: a number that was given is never given again.
NEVER_AGAIN = {"sqlite_autoincrement": True}


def _values(cls: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in cls]


class Base(DeclarativeBase):
    """What every table shares: names of constraints, and how the core's types are stored."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        str: Text(),
        datetime: Instant(),
        tuple[str, ...]: STRINGS,
        tuple[date, ...]: DAYS,
        tuple[Finding, ...]: FINDINGS,
        tuple[Attachment, ...]: FILES,
        tuple[int, ...]: NUMBERS,
        Page: PAGE,
        enum.Enum: Enum(enum.Enum, native_enum=False, create_constraint=True, length=32, values_callable=_values),
    }


class SealRow(Base):
    """Which key the addresses are sealed with, as a digest: a wrong key is told before anything is written with it."""

    __tablename__ = "seal"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)
    id: Mapped[Id]
    digest: Mapped[str]


class PlanRow(Base):
    __tablename__ = "plan"
    id: Mapped[Id]
    name: Mapped[Key] = mapped_column(unique=True)
    sha256: Mapped[Key] = mapped_column(unique=True)
    number: Mapped[str | None]
    issuer: Mapped[str | None]
    issued_on: Mapped[date | None]
    year: Mapped[int | None]
    title: Mapped[str | None]
    text: Mapped[str]
    findings: Mapped[tuple[Finding, ...]]
    source: Mapped[str]
    sample: Mapped[bool]
    imported_at: Mapped[datetime]
    completes_on: Mapped[date | None]


class ObligationRow(Base):
    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("plan_id", "code"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence"),
        CheckConstraint("span_start >= 0 AND span_start <= span_end", name="span"),
    )
    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    code: Mapped[Key]
    position: Mapped[int]
    state: Mapped[Draft]
    clause: Mapped[str]
    kind: Mapped[Kind]
    cadence: Mapped[Cadence]
    count: Mapped[int | None]
    responsible: Mapped[tuple[str, ...]]
    coordinating: Mapped[tuple[str, ...]]
    recipient: Mapped[str | None]
    due: Mapped[tuple[date, ...]]
    mandatory: Mapped[bool]
    aggregate: Mapped[bool]
    quote: Mapped[str]
    span_start: Mapped[int]
    span_end: Mapped[int]
    confidence: Mapped[float]
    flags: Mapped[tuple[str, ...]]
    ladder: Mapped[str | None]


class UnitRow(Base):
    """`gone`: the register no longer has it, but occurrences still name it."""

    __tablename__ = "unit"
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[str]
    aliases: Mapped[tuple[str, ...]]
    position: Mapped[int]
    gone: Mapped[bool]


class MembershipRow(Base):
    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("group_key", "member_key"),)
    id: Mapped[Id]
    group_key: Mapped[Key] = mapped_column(ForeignKey("unit.key", ondelete="CASCADE"))
    member_key: Mapped[Key] = mapped_column(ForeignKey("unit.key", ondelete="CASCADE"))


class PersonRow(Base):
    """`addresses` is a sealed JSON list."""

    __tablename__ = "person"
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[str]
    addresses: Mapped[str]


class PostRow(Base):
    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("person_key", "role", "unit_key"),
        Index(
            "uq_post_agency",
            "person_key",
            "role",
            unique=True,
            sqlite_where=text("unit_key IS NULL"),
            postgresql_where=text("unit_key IS NULL"),
        ),
    )
    id: Mapped[Id]
    person_key: Mapped[Key] = mapped_column(ForeignKey("person.key", ondelete="CASCADE"))
    role: Mapped[Role]
    unit_key: Mapped[Key | None] = mapped_column(ForeignKey("unit.key", ondelete="CASCADE"))


class SuccessionRow(Base):
    __tablename__ = "succession"
    __table_args__ = (UniqueConstraint("old_key", "new_key"),)
    id: Mapped[Id]
    old_key: Mapped[Key] = mapped_column(ForeignKey("unit.key", ondelete="CASCADE"))
    new_key: Mapped[Key] = mapped_column(ForeignKey("unit.key", ondelete="CASCADE"))
    on_day: Mapped[date]
    document: Mapped[str | None]


class ChannelRow(Base):
    """`units` holds keys; `feeds`, `sitemaps` and `lists` addresses."""

    __tablename__ = "channel"
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[ChannelKind]
    domains: Mapped[tuple[str, ...]]
    aliases: Mapped[tuple[str, ...]]
    feeds: Mapped[tuple[str, ...]]
    sitemaps: Mapped[tuple[str, ...]]
    lists: Mapped[tuple[str, ...]]
    units: Mapped[tuple[str, ...]]


class SourceRow(Base):
    """When an address that is followed was last asked, and what it answered with."""

    __tablename__ = "source"
    id: Mapped[Id]
    address: Mapped[Key] = mapped_column(unique=True)
    checked_at: Mapped[datetime]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    failure: Mapped[str | None]
    entries: Mapped[int]


class EntryRow(Base):
    """A page a source told of. `looked_at`: when it was taken up to be looked at; `outcome`: what came of it."""

    __tablename__ = "entry"
    id: Mapped[Id]
    canonical: Mapped[Key] = mapped_column(unique=True)
    address: Mapped[str]
    channel: Mapped[Key]
    title: Mapped[str]
    on_day: Mapped[date | None]
    summary: Mapped[str]
    told_at: Mapped[datetime] = mapped_column(index=True)
    looked_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    failed: Mapped[bool]


class OccurrenceRow(Base):
    """`extended_by` is the document that extended it to `extended_to`; `passed_to` the unit whose occurrence took it
    over: a row that passed over is history.
    """

    __tablename__ = "occurrence"
    __table_args__ = (UniqueConstraint("obligation_id", "unit_key", "period"),)
    id: Mapped[Id]
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id", ondelete="CASCADE"))
    unit_key: Mapped[Key] = mapped_column(ForeignKey("unit.key"), index=True)
    period: Mapped[Key]
    window_first: Mapped[date]
    window_last: Mapped[date]
    opens: Mapped[date]
    legal: Mapped[date]
    internal: Mapped[date]
    assumed: Mapped[tuple[str, ...]]
    needed: Mapped[int]
    status: Mapped[Status]
    waived: Mapped[str | None]
    extended_to: Mapped[date | None]
    extended_by: Mapped[str | None]
    passed_to: Mapped[Key | None]


class EvidenceRow(Base):
    __tablename__ = "evidence"
    __table_args__ = (
        Index(
            "uq_evidence_fingerprint",
            "fingerprint",
            unique=True,
            sqlite_where=text("verdict <> 'returned'"),
            postgresql_where=text("verdict <> 'returned'"),
        ),
        NEVER_AGAIN,
    )
    id: Mapped[Id]
    kind: Mapped[EvidenceKind]
    reference: Mapped[str]
    fingerprint: Mapped[Key]
    effective_on: Mapped[date]
    received_at: Mapped[datetime]
    submitted_by: Mapped[str]
    verdict: Mapped[Verdict]
    reason: Mapped[str | None]
    title: Mapped[str | None]
    sha256: Mapped[str | None]
    form: Mapped[Form | None]
    signer: Mapped[str | None]
    files: Mapped[tuple[Attachment, ...]]
    notes: Mapped[tuple[str, ...]]
    version: Mapped[int]


class EvidenceUseRow(Base):
    """`done_as`: the name of the unit that handed it in, where its occurrence has passed to another unit since.

    `shared`: why an officer lets the piece serve this occurrence besides the one it was handed in for.
    """

    __tablename__ = "evidence_use"
    __table_args__ = (UniqueConstraint("evidence_id", "occurrence_id"),)
    id: Mapped[Id]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"))
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), index=True)
    done_as: Mapped[str | None]
    shared: Mapped[str | None]


class SnapshotRow(Base):
    """A page as it was seen; `page` holds all of it but its text and sketch."""

    __tablename__ = "snapshot"
    id: Mapped[Id]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"), index=True)
    canonical: Mapped[Key] = mapped_column(index=True)
    seen_at: Mapped[datetime]
    sketch: Mapped[tuple[int, ...]]
    text: Mapped[str]
    page: Mapped[Page]


class MessageRow(Base):
    """`doubts` counts the sendings of which nobody knows whether they arrived; `lease_seconds` renews at sending.

    `refused` is a sealed JSON list of addresses that will never take it, `reported` the message that told of its death.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_state_not_before", "state", "not_before"), NEVER_AGAIN)
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    on_day: Mapped[date]
    person: Mapped[str]
    person_name: Mapped[str]
    role: Mapped[str]
    address: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    short: Mapped[str]
    state: Mapped[MessageState]
    attempts: Mapped[int]
    doubts: Mapped[int]
    fence: Mapped[int]
    not_before: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    lease_seconds: Mapped[float | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]
    priority: Mapped[int] = mapped_column(server_default="1")
    planned_at: Mapped[datetime | None]
    channel: Mapped[str | None]
    refused: Mapped[str | None]
    answer: Mapped[str | None]
    reported: Mapped[int | None]


class ReminderRow(Base):
    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("occurrence_id", "rung", "role", "person"),)
    id: Mapped[Id]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"))
    rung: Mapped[Key]
    role: Mapped[Role]
    person: Mapped[Key]
    state: Mapped[ReminderState]
    planned_on: Mapped[date]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"), index=True)
    why: Mapped[str | None]


class ChangeRow(Base):
    """Append-only: triggers of the migration refuse UPDATE and DELETE."""

    __tablename__ = "change_log"
    id: Mapped[Id]
    at: Mapped[datetime]
    made_by: Mapped[str]
    action: Mapped[str]
    subject: Mapped[Key] = mapped_column(index=True)
    why: Mapped[str | None]
    before: Mapped[str | None]
    after: Mapped[str | None]
