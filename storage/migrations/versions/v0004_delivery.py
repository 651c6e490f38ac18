"""What delivery keeps of a message: urgency, channel, when it was planned, what was refused, answered, reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"

ADDED = (
    ("planned_at", sa.DateTime(timezone=True)),
    ("channel", sa.Text()),
    ("refused", sa.Text()),
    ("answer", sa.Text()),
    ("reported", sa.Integer()),
)


def upgrade() -> None:
    """Add the columns; what is there already is of the usual urgency."""
    op.add_column("message", sa.Column("priority", sa.Integer(), nullable=False, server_default="1"))
    for name, kind in ADDED:
        op.add_column("message", sa.Column(name, kind, nullable=True))
