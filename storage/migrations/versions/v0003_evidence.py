"""Evidence of more kinds, with form, signer, files, notes and version; shared pieces; snapshots of pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"

TEXT, INTEGER, DAY, LIST = sa.Text(), sa.Integer(), sa.Date(), sa.JSON()
INSTANT = sa.DateTime(timezone=True)
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

KINDS = ("link", "document", "file", "event", "statement")
VERDICTS = ("pending", "accepted", "returned")
FORMS = ("article", "video", "social", "broadcast", "screen", "meeting", "leaflet", "contest", "other")
OLD = "id, kind, reference, fingerprint, effective_on, received_at, submitted_by, verdict, reason, title, sha256"
UNIQUE, ALIVE = "uq_evidence_fingerprint", "verdict <> 'returned'"


def _listed(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def upgrade() -> None:
    """Widen the table of evidence, and say why a piece is shared."""
    if op.get_bind().dialect.name == "sqlite":
        _rebuild()
    else:
        _alter()
    op.add_column("evidence_use", sa.Column("shared", TEXT, nullable=True))
    op.create_table(
        "snapshot",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("evidence_id", INTEGER, sa.ForeignKey("evidence.id", ondelete="CASCADE"), nullable=True),
        sa.Column("canonical", KEY, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("sketch", LIST, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("page", LIST, nullable=False),
    )
    op.create_index("ix_snapshot_evidence_id", "snapshot", ["evidence_id"])
    op.create_index("ix_snapshot_canonical", "snapshot", ["canonical"])


def _alter() -> None:
    op.drop_constraint(op.f("ck_evidence_evidencekind"), "evidence", type_="check")
    op.create_check_constraint(op.f("ck_evidence_evidencekind"), "evidence", _listed("kind", KINDS))
    op.add_column("evidence", sa.Column("form", sa.String(32), nullable=True))
    op.create_check_constraint(op.f("ck_evidence_form"), "evidence", _listed("form", FORMS))
    op.add_column("evidence", sa.Column("signer", TEXT, nullable=True))
    for name, kind, old in (("files", LIST, "[]"), ("notes", LIST, "[]"), ("version", INTEGER, "1")):
        op.add_column("evidence", sa.Column(name, kind, nullable=False, server_default=old))
        op.alter_column("evidence", name, server_default=None)


def _rebuild() -> None:
    """Copy the table: SQLite cannot widen a check. Its uses are set aside, since dropping it would take them along."""
    last = op.get_bind().scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'evidence'"))
    op.execute("CREATE TABLE evidence_use_aside AS SELECT * FROM evidence_use")
    op.execute("DELETE FROM evidence_use")
    _create("evidence_wider")
    op.execute(
        f"INSERT INTO evidence_wider ({OLD}, files, notes, version) SELECT {OLD}, '[]', '[]', 1 FROM evidence"  # noqa: S608 # fixed names
    )
    op.drop_table("evidence")
    op.rename_table("evidence_wider", "evidence")
    op.create_index(UNIQUE, "evidence", ["fingerprint"], unique=True, sqlite_where=sa.text(ALIVE))
    op.execute("INSERT INTO evidence_use SELECT * FROM evidence_use_aside")
    op.drop_table("evidence_use_aside")
    if last is not None:
        _number_from(int(last))


def _create(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("fingerprint", KEY, nullable=False),
        sa.Column("effective_on", DAY, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("submitted_by", TEXT, nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("sha256", TEXT, nullable=True),
        sa.Column("form", sa.String(32), nullable=True),
        sa.Column("signer", TEXT, nullable=True),
        sa.Column("files", LIST, nullable=False),
        sa.Column("notes", LIST, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.CheckConstraint(_listed("kind", KINDS), name=op.f("ck_evidence_evidencekind")),
        sa.CheckConstraint(_listed("verdict", VERDICTS), name=op.f("ck_evidence_verdict")),
        sa.CheckConstraint(_listed("form", FORMS), name=op.f("ck_evidence_form")),
        sqlite_autoincrement=True,
    )


def _number_from(last: int) -> None:
    """Keep numbers that were given from being given again, also those of pieces that are gone."""
    op.execute("DELETE FROM sqlite_sequence WHERE name IN ('evidence', 'evidence_wider')")
    op.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('evidence', :last)").bindparams(last=last))
