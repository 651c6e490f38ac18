"""Brings a database to this version's schema, or says why it cannot."""

from __future__ import annotations

from sqlalchemy import Connection, column, inspect, select, table, text

from obligations.errors import StorageUnreachable

# Not `alembic_version`: Prefect's tables may share a PostgreSQL database with ours, and have that one.
VERSION_TABLE = "dunghan_version"
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
HEAD = REVISIONS[-1]
LOCK = 0x64756E67


def stored_revision(connection: Connection) -> str | None:
    """Read the revision the database stands at; None where it has no schema yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))


def is_current(connection: Connection) -> bool:
    """Tell whether nothing is to be migrated. Raises StorageUnreachable where the schema is newer than this version."""
    revision = stored_revision(connection)
    if revision is not None and revision not in REVISIONS:
        raise StorageUnreachable(
            f"Cơ sở dữ liệu đã được nâng lên lược đồ {revision} bởi một phiên bản Đúng Hạn mới hơn"
            f" (bản này chỉ biết đến {HEAD}). Hãy nâng cấp dunghan rồi chạy lại."
        )
    return revision == HEAD


def migrate(connection: Connection) -> None:
    """Apply what is missing, inside the caller's transaction; processes that start together wait for each other."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    if is_current(connection):
        return
    from alembic import command  # costs a fifth of a second: only where there is something to migrate
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
