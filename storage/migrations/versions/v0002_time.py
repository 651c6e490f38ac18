"""Extensions of occurrences, the day a plan is to be completed, and units that pass into others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"

TEXT, INTEGER, DAY = sa.Text(), sa.Integer(), sa.Date()
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

ADDED = (
    ("plan", "completes_on", DAY),
    ("occurrence", "extended_to", DAY),
    ("occurrence", "extended_by", TEXT),
    ("occurrence", "passed_to", KEY),
    ("evidence_use", "done_as", TEXT),
)


def upgrade() -> None:
    """Add the columns, all empty so far, and the table of successions."""
    for table, name, kind in ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    op.create_table(
        "succession",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("old_key", KEY, sa.ForeignKey("unit.key", ondelete="CASCADE"), nullable=False),
        sa.Column("new_key", KEY, sa.ForeignKey("unit.key", ondelete="CASCADE"), nullable=False),
        sa.Column("on_day", DAY, nullable=False),
        sa.Column("document", TEXT, nullable=True),
        sa.UniqueConstraint("old_key", "new_key"),
    )
