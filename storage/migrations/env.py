"""Runs migrations on the connection that `storage.schema` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from storage.schema import VERSION_TABLE
from storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    compare_type=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
