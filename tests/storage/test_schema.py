"""The migrations make exactly the tables the code declares, and the database keeps its own rules."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from obligations.model import Cadence, Draft, EvidenceKind, Form, Kind, Role, Status, Verdict
from obligations.records import MessageState, ReminderState
from storage import SqlDatabase
from storage.database import _engine, _parse
from storage.schema import HEAD, REVISIONS, VERSION_TABLE, migrate, stored_revision
from storage.tables import Base
from tests.storage.samples import add_evidence, add_occurrence, add_reminder, enqueue


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Connect as the store does, to a database that is still empty."""
    made = _engine(_parse(url))
    yield made
    made.dispose()


def test_the_code_knows_every_migration_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert tuple(script.revision for script in reversed(scripts)) == REVISIONS


def test_alembic_finds_no_difference(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate(connection)
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_migrated_tables_equal_declared_ones_to_the_last_constraint(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate(connection)
    migrated = _shape(engine)
    with engine.begin() as connection:
        for name in reversed(Base.metadata.sorted_tables):
            connection.execute(text(f"DROP TABLE {name.name}"))
        Base.metadata.create_all(connection)
    assert migrated == _shape(engine)
    assert len(migrated) == len(Base.metadata.tables)


def _shape(engine: Engine) -> dict[str, Any]:
    """Describe every table as the database itself sees it."""
    seen = inspect(engine)
    return {
        name: {
            "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)],
            "key": seen.get_pk_constraint(name),
            "unique": sorted(map(str, seen.get_unique_constraints(name))),
            "foreign": sorted(map(str, seen.get_foreign_keys(name))),
            "checks": sorted(map(str, seen.get_check_constraints(name))),
            "indexes": sorted(str({**i, "dialect_options": _words(i)}) for i in seen.get_indexes(name)),
        }
        for name in seen.get_table_names()
        if name != VERSION_TABLE
    }


def _words(index: Any) -> dict[str, str]:
    return {name: str(value) for name, value in index["dialect_options"].items()}


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    for _ in range(2):
        with engine.begin() as connection:
            migrate(connection)
            assert stored_revision(connection) == HEAD


def test_a_migration_that_is_broken_off_leaves_nothing(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        migrate(connection)
        transaction.rollback()
    assert inspect(engine).get_table_names() == []


def test_nine_months_come_without_losing_what_hangs_on_an_obligation(engine: Engine) -> None:
    """Occurrences would go with their obligations if the table were made anew."""
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for statement in OLD_ROWS:
            connection.execute(text(statement))
    with engine.begin() as connection:
        migrate(connection)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM occurrence")) == 1
        connection.execute(text("UPDATE obligation SET cadence = 'nine_months'"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("UPDATE obligation SET cadence = 'ten_months'"))


OLD_ROWS = (
    "INSERT INTO plan (id, name, sha256, text, findings, source, sample, imported_at)"
    " VALUES (1, 'p', 'x', '', '[]', '', false, '2026-01-01')",
    "INSERT INTO obligation (id, plan_id, code, position, state, clause, kind, cadence, responsible, coordinating, due,"
    " mandatory, aggregate, quote, span_start, span_end, confidence, flags) VALUES (1, 1, 'III.1', 0, 'approved',"
    " 'III.1', 'report', 'yearly', '[]', '[]', '[]', false, false, '', 0, 0, 1, '[]')",
    "INSERT INTO unit (id, key, name, aliases, position, gone) VALUES (1, 'vp', 'VP', '[]', 0, false)",
    "INSERT INTO occurrence (id, obligation_id, unit_key, period, window_first, window_last, opens, legal, internal,"
    " assumed, needed, status) VALUES (1, 1, 'vp', '2026', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-31',"
    " '2026-12-31', '[]', 1, 'pending')",
)


def test_another_program_may_keep_its_own_version_table_beside_ours(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('cua-prefect')"))
    with engine.begin() as connection:
        migrate(connection)
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "cua-prefect"


ENUMS: dict[str, dict[str, type[StrEnum]]] = {
    "obligation": {"state": Draft, "kind": Kind, "cadence": Cadence},
    "occurrence": {"status": Status},
    "evidence": {"kind": EvidenceKind, "verdict": Verdict, "form": Form},
    "reminder": {"role": Role, "state": ReminderState},
    "message": {"state": MessageState},
    "post": {"role": Role},
}
COLUMNS = [(table, column) for table, columns in ENUMS.items() for column in columns]


def _fill(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        store.offer(add_evidence(store), number)
        store.join([add_reminder(store, number)], enqueue(store, "k"))


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_word_outside_the_enum_is_refused(database: SqlDatabase, engine: Engine, table: str, column: str) -> None:
    _fill(database)
    change = text(f"UPDATE {table} SET {column} = :word")  # noqa: S608 # names of our own tables
    with engine.begin() as connection:
        for word in ENUMS[table][column]:
            connection.execute(change, {"word": word.value})
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(change, {"word": "khac"})


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO evidence_use (evidence_id, occurrence_id) VALUES (99, 1)",
        "INSERT INTO evidence_use (evidence_id, occurrence_id) VALUES (1, 99)",
        "UPDATE occurrence SET unit_key = 'khong-co'",
        "UPDATE reminder SET message_id = 99",
        "DELETE FROM unit WHERE key = 'van-phong'",
        "UPDATE obligation SET confidence = 2",
        "UPDATE obligation SET span_start = -1",
        "INSERT INTO seal (id, digest) VALUES (2, 'khac')",
    ],
)
def test_rows_that_point_nowhere_or_make_no_sense_are_refused(
    database: SqlDatabase, engine: Engine, statement: str
) -> None:
    _fill(database)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(statement))


def test_unique_keys_carry_idempotence(database: SqlDatabase, engine: Engine) -> None:
    _fill(database)
    keys = {
        "plan": ("name", "sha256"),
        "obligation": ("plan_id, code",),
        "unit": ("key",),
        "membership": ("group_key, member_key",),
        "occurrence": ("obligation_id, unit_key, period",),
        "evidence": ("fingerprint",),
        "evidence_use": ("evidence_id, occurrence_id",),
        "reminder": ("occurrence_id, rung, role, person",),
        "message": ("key",),
    }
    unique = {
        table: {", ".join(c["column_names"]) for c in inspect(engine).get_unique_constraints(table)}
        | {", ".join(map(str, i["column_names"])) for i in inspect(engine).get_indexes(table) if i["unique"]}
        for table in keys
    }
    assert {table: set(wanted) - unique[table] for table, wanted in keys.items()} == {table: set() for table in keys}
