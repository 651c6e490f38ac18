"""Channels of the register, the sources that are followed, and the pages they told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"

TEXT, INTEGER, DAY = sa.Text(), sa.Integer(), sa.Date()
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)
KINDS = ("portal", "site", "newspaper", "broadcast", "zalo", "facebook", "youtube", "other")
LISTS = ("domains", "aliases", "feeds", "sitemaps", "lists", "units")


def _kind() -> sa.Enum:
    return sa.Enum(*KINDS, name="channelkind", native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Make the tables; no agency has channels yet."""
    op.create_table(
        "channel",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("key", KEY, nullable=False, unique=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", _kind(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in LISTS),
    )
    op.create_table(
        "source",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("address", KEY, nullable=False, unique=True),
        sa.Column("checked_at", INSTANT, nullable=False),
        sa.Column("etag", TEXT, nullable=True),
        sa.Column("last_modified", TEXT, nullable=True),
        sa.Column("failure", TEXT, nullable=True),
        sa.Column("entries", INTEGER, nullable=False),
    )
    op.create_table(
        "entry",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("canonical", KEY, nullable=False, unique=True),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("channel", KEY, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("on_day", DAY, nullable=True),
        sa.Column("summary", TEXT, nullable=False),
        sa.Column("told_at", INSTANT, nullable=False, index=True),
        sa.Column("looked_at", INSTANT, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
    )
