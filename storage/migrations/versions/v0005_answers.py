"""Ladders of single obligations, why a reminder was not told, answers and answer codes revoked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"

TEXT, INTEGER, DAY = sa.Text(), sa.Integer(), sa.Date()
INSTANT = sa.DateTime(timezone=True)
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
VERBS = ("ack", "snooze", "hand_over", "done", "continues")


def upgrade() -> None:
    """Add the columns, all empty so far, and the tables of answers and revocations."""
    op.add_column("obligation", sa.Column("ladder", TEXT, nullable=True))
    op.add_column("reminder", sa.Column("why", TEXT, nullable=True))
    op.create_table(
        "answer",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("occurrence_id", INTEGER, sa.ForeignKey("occurrence.id", ondelete="CASCADE"), nullable=False),
        sa.Column(
            "verb", sa.Enum(*VERBS, name="verb", native_enum=False, create_constraint=True, length=32), nullable=False
        ),
        sa.Column("person", KEY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("until_day", DAY, nullable=True),
        sa.Column("to_person", KEY, nullable=True),
        sa.Column("note", TEXT, nullable=True),
    )
    op.create_index("ix_answer_occurrence_id", "answer", ["occurrence_id"])
    op.create_table(
        "revocation",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("person", KEY, nullable=False),
        sa.Column("before", INSTANT, nullable=False),
        sa.UniqueConstraint("person"),
    )
