"""Nine months as a period of their own: one word more that an obligation's cadence may be."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"

BEFORE, AFTER = "'half_yearly', 'yearly'", "'half_yearly', 'nine_months', 'yearly'"
CHECK = "ck_obligation_cadence"


def upgrade() -> None:
    """Let the check of the column take the new word; the table, which others point to, stays where it is."""
    if op.get_bind().dialect.name == "postgresql":
        _postgres()
    else:
        _sqlite()


def _postgres() -> None:
    op.drop_constraint(op.f(CHECK), "obligation", type_="check")
    words = ("weekly", "monthly", "quarterly", "half_yearly", "nine_months", "yearly")
    more = ("once", "continuous", "on_change", "external")
    op.create_check_constraint(op.f(CHECK), "obligation", sa.column("cadence", sa.String()).in_((*words, *more)))


def _sqlite() -> None:
    """Rewrite the table's text as SQLite's own guide says (lang_altertable, section 7).

    Making the table anew would delete every occurrence that hangs on it, since foreign keys are on.
    """
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.get_bind().exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'obligation'",
        (BEFORE, AFTER),
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")
