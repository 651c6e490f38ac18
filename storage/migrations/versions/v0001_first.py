"""The first schema: every table, and the triggers that keep the log append-only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

TEXT, INTEGER, DAY, FLAG, LIST = sa.Text(), sa.Integer(), sa.Date(), sa.Boolean(), sa.JSON()
INSTANT = sa.DateTime(timezone=True)
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

EVIDENCE_KIND = ("link", "document", "file")
VERDICT = ("pending", "accepted", "returned")
MESSAGE_STATE = ("waiting", "leased", "sending", "sent", "dead", "cancelled", "in_doubt")
DRAFT = ("draft", "approved", "rejected")
KIND = ("post", "portal_submission", "report", "event", "deliverable", "task")
CADENCE = ("weekly", "monthly", "quarterly", "half_yearly", "yearly", "once", "continuous", "on_change", "external")
ROLE = ("focal", "head", "office", "leader")
STATUS = ("pending", "due_soon", "in_review", "met", "met_late", "overdue", "waived")
REMINDER_STATE = ("planned", "joined", "skipped", "cancelled")


def _must(name: str, kind: sa.types.TypeEngine[Any], *more: sa.ForeignKey) -> sa.Column[Any]:
    return sa.Column(name, kind, *more, nullable=False)


def _maybe(name: str, kind: sa.types.TypeEngine[Any], *more: sa.ForeignKey) -> sa.Column[Any]:
    return sa.Column(name, kind, *more, nullable=True)


def _one_of(values: Sequence[str], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _table(name: str, *parts: Any, **options: Any) -> None:
    op.create_table(name, sa.Column("id", INTEGER, primary_key=True), *parts, **options)


def _unique_where(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    """Create everything."""
    _register()
    _plans()
    _evidence()
    _outbox()
    _log()


def _register() -> None:
    _table(
        "seal",
        _must("digest", TEXT),
        sa.CheckConstraint("id = 1", name="single"),
    )
    _table(
        "unit",
        _must("key", KEY),
        _must("name", TEXT),
        _must("aliases", LIST),
        _must("position", INTEGER),
        _must("gone", FLAG),
        sa.UniqueConstraint("key"),
    )
    _table(
        "membership",
        _must("group_key", KEY, sa.ForeignKey("unit.key", ondelete="CASCADE")),
        _must("member_key", KEY, sa.ForeignKey("unit.key", ondelete="CASCADE")),
        sa.UniqueConstraint("group_key", "member_key"),
    )
    _table(
        "person",
        _must("key", KEY),
        _must("name", TEXT),
        _must("addresses", TEXT),
        sa.UniqueConstraint("key"),
    )
    _table(
        "post",
        _must("person_key", KEY, sa.ForeignKey("person.key", ondelete="CASCADE")),
        _must("role", _one_of(ROLE, "role")),
        _maybe("unit_key", KEY, sa.ForeignKey("unit.key", ondelete="CASCADE")),
        sa.UniqueConstraint("person_key", "role", "unit_key"),
    )
    _unique_where("uq_post_agency", "post", ["person_key", "role"], "unit_key IS NULL")


def _plans() -> None:
    _table(
        "plan",
        _must("name", KEY),
        _must("sha256", KEY),
        _maybe("number", TEXT),
        _maybe("issuer", TEXT),
        _maybe("issued_on", DAY),
        _maybe("year", INTEGER),
        _maybe("title", TEXT),
        _must("text", TEXT),
        _must("findings", LIST),
        _must("source", TEXT),
        _must("sample", FLAG),
        _must("imported_at", INSTANT),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("sha256"),
    )
    _table(
        "obligation",
        _must("plan_id", INTEGER, sa.ForeignKey("plan.id", ondelete="CASCADE")),
        _must("code", KEY),
        _must("position", INTEGER),
        _must("state", _one_of(DRAFT, "draft")),
        _must("clause", TEXT),
        _must("kind", _one_of(KIND, "kind")),
        _must("cadence", _one_of(CADENCE, "cadence")),
        _maybe("count", INTEGER),
        _must("responsible", LIST),
        _must("coordinating", LIST),
        _maybe("recipient", TEXT),
        _must("due", LIST),
        _must("mandatory", FLAG),
        _must("aggregate", FLAG),
        _must("quote", TEXT),
        _must("span_start", INTEGER),
        _must("span_end", INTEGER),
        _must("confidence", sa.Float()),
        _must("flags", LIST),
        sa.CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence"),
        sa.CheckConstraint("span_start >= 0 AND span_start <= span_end", name="span"),
        sa.UniqueConstraint("plan_id", "code"),
    )
    _table(
        "occurrence",
        _must("obligation_id", INTEGER, sa.ForeignKey("obligation.id", ondelete="CASCADE")),
        _must("unit_key", KEY, sa.ForeignKey("unit.key")),
        _must("period", KEY),
        _must("window_first", DAY),
        _must("window_last", DAY),
        _must("opens", DAY),
        _must("legal", DAY),
        _must("internal", DAY),
        _must("assumed", LIST),
        _must("needed", INTEGER),
        _must("status", _one_of(STATUS, "status")),
        _maybe("waived", TEXT),
        sa.UniqueConstraint("obligation_id", "unit_key", "period"),
    )
    op.create_index("ix_occurrence_unit_key", "occurrence", ["unit_key"])


def _evidence() -> None:
    _table(
        "evidence",
        _must("kind", _one_of(EVIDENCE_KIND, "evidencekind")),
        _must("reference", TEXT),
        _must("fingerprint", KEY),
        _must("effective_on", DAY),
        _must("received_at", INSTANT),
        _must("submitted_by", TEXT),
        _must("verdict", _one_of(VERDICT, "verdict")),
        _maybe("reason", TEXT),
        _maybe("title", TEXT),
        _maybe("sha256", TEXT),
        sqlite_autoincrement=True,
    )
    _unique_where("uq_evidence_fingerprint", "evidence", ["fingerprint"], "verdict <> 'returned'")
    _table(
        "evidence_use",
        _must("evidence_id", INTEGER, sa.ForeignKey("evidence.id", ondelete="CASCADE")),
        _must("occurrence_id", INTEGER, sa.ForeignKey("occurrence.id", ondelete="CASCADE")),
        sa.UniqueConstraint("evidence_id", "occurrence_id"),
    )
    op.create_index("ix_evidence_use_occurrence_id", "evidence_use", ["occurrence_id"])


def _outbox() -> None:
    _table(
        "message",
        _must("key", KEY),
        _must("on_day", DAY),
        _must("person", TEXT),
        _must("person_name", TEXT),
        _must("role", TEXT),
        _must("address", TEXT),
        _must("subject", TEXT),
        _must("text", TEXT),
        _must("html", TEXT),
        _must("short", TEXT),
        _must("state", _one_of(MESSAGE_STATE, "messagestate")),
        _must("attempts", INTEGER),
        _must("doubts", INTEGER),
        _must("fence", INTEGER),
        _must("not_before", INSTANT),
        _maybe("leased_until", INSTANT),
        _maybe("lease_seconds", sa.Float()),
        _maybe("sent_at", INSTANT),
        _maybe("error", TEXT),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_message_state_not_before", "message", ["state", "not_before"])
    _table(
        "reminder",
        _must("occurrence_id", INTEGER, sa.ForeignKey("occurrence.id", ondelete="CASCADE")),
        _must("rung", KEY),
        _must("role", _one_of(ROLE, "role")),
        _must("person", KEY),
        _must("state", _one_of(REMINDER_STATE, "reminderstate")),
        _must("planned_on", DAY),
        _maybe("message_id", INTEGER, sa.ForeignKey("message.id", ondelete="SET NULL")),
        sa.UniqueConstraint("occurrence_id", "rung", "role", "person"),
    )
    op.create_index("ix_reminder_message_id", "reminder", ["message_id"])


def _log() -> None:
    _table(
        "change_log",
        _must("at", INSTANT),
        _must("made_by", TEXT),
        _must("action", TEXT),
        _must("subject", KEY),
        _maybe("why", TEXT),
        _maybe("before", TEXT),
        _maybe("after", TEXT),
    )
    op.create_index("ix_change_log_subject", "change_log", ["subject"])
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


APPEND_ONLY = {
    "sqlite": (
        """CREATE TRIGGER change_log_no_update BEFORE UPDATE ON change_log
        BEGIN SELECT RAISE(ABORT, 'change_log is append-only'); END""",
        """CREATE TRIGGER change_log_no_delete BEFORE DELETE ON change_log
        BEGIN SELECT RAISE(ABORT, 'change_log is append-only'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION change_log_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'change_log is append-only'; END $$""",
        """CREATE TRIGGER change_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change_log
        FOR EACH STATEMENT EXECUTE FUNCTION change_log_refuse()""",
    ),
}
