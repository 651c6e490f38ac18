"""The database: opened at this version's schema, one transaction at a time."""

from __future__ import annotations

import json
import secrets
import sqlite3
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from obligations.errors import StorageUnreachable
from storage import schema
from storage.answers import AnswerShelf
from storage.changes import ChangeShelf
from storage.entries import EntryShelf
from storage.evidence import EvidenceShelf
from storage.messages import MessageShelf
from storage.occurrences import OccurrenceShelf
from storage.outbox import OutboxShelf
from storage.plans import PlanShelf
from storage.register import RegisterShelf
from storage.reminders import ReminderShelf
from storage.secrets import WRONG_KEY, checked, key_digest, load_key, masked_url
from storage.snapshots import SnapshotShelf
from storage.tables import SealRow

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
WAIT_SECONDS = 30
CHANCE = secrets.SystemRandom().random
PRAGMAS = (f"busy_timeout = {WAIT_SECONDS * 1000}", "foreign_keys = ON", "synchronous = FULL")


class SqlStore(
    OutboxShelf,
    PlanShelf,
    RegisterShelf,
    OccurrenceShelf,
    EvidenceShelf,
    SnapshotShelf,
    EntryShelf,
    ReminderShelf,
    AnswerShelf,
    MessageShelf,
    ChangeShelf,
):
    """One transaction over everything kept (`obligations.ports.Store`)."""


class SqlDatabase:
    """Where transactions come from (`obligations.ports.Database`). `chance` draws the pauses between sendings."""

    def __init__(self, engine: Engine, key: bytes, chance: Callable[[], float]) -> None:
        self._engine = engine
        self._key = key
        self._chance = chance
        weakref.finalize(self, engine.dispose)  # who forgets the database leaves no connection open

    @contextmanager
    def begin(self) -> Iterator[SqlStore]:
        """Open a transaction for reading and writing; commit at the end, roll back on an exception.

        On SQLite there is one at a time; waiting longer than 30 s raises StorageUnreachable.
        """
        with _told(self._engine.url, OperationalError), Session(self._engine) as session, session.begin():
            yield SqlStore(session, self._key, self._chance)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def open_database(url: str, *, key: bytes | None = None, chance: Callable[[], float] = CHANCE) -> SqlDatabase:
    """Open a database, made or brought to this version's schema where needed.

    `url`: `sqlite:///path` or `postgresql://…`. `key` seals addresses; without it `load_key` is asked, which looks
    beside the SQLite file. Raises StorageUnreachable, and BadSettings where the key is missing or malformed.
    """
    parsed = _parse(url)
    folder = _folder(parsed)
    with _told(parsed, DBAPIError, OSError), ExitStack() as undo:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        key = load_key(folder) if key is None else checked(key, "tham số key")
        engine = _engine(parsed)
        undo.callback(engine.dispose)
        with engine.connect().execution_options(begin="BEGIN") as connection:
            ready = schema.is_current(connection) and _sealed_with(connection) == key_digest(key)
        if not ready:
            _prepare(engine, key)
        undo.pop_all()
    return SqlDatabase(engine, key, chance)


def _prepare(engine: Engine, key: bytes) -> None:
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(begin="") as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    with engine.begin() as connection:
        schema.migrate(connection)
        if (digest := _sealed_with(connection)) is None:
            connection.execute(insert(SealRow).values(id=1, digest=key_digest(key)))
        elif digest != key_digest(key):
            raise StorageUnreachable(WRONG_KEY)


def _sealed_with(connection: Connection) -> str | None:
    return connection.scalar(select(SealRow.digest))


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StorageUnreachable(
            "Địa chỉ cơ sở dữ liệu không đọc được; cần dạng sqlite:///duong/dan.db hoặc postgresql://máy/tên."
        ) from error
    if (name := parsed.get_backend_name()) not in DRIVERS:
        raise StorageUnreachable(f"Không hỗ trợ cơ sở dữ liệu “{name}”; hãy dùng sqlite hoặc postgresql.")
    return parsed.set(drivername=DRIVERS[name])


def _folder(url: URL) -> Path | None:
    """Give the folder of a SQLite file; a server has none."""
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).parent
    return None


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        words = {"json_serializer": _json, "json_deserializer": _from_json}
        return create_engine(url, **words, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    engine = create_engine(url, json_serializer=_json, json_deserializer=_from_json)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # pysqlite would begin late and let two readers both try to write
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if begin := connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"):
        connection.exec_driver_sql(begin)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _from_json(text: str) -> Any:
    """Read JSON; most lists are empty, and thousands of them are read at a time."""
    return [] if text == "[]" else json.loads(text)


@contextmanager
def _told(url: URL, *faults: type[Exception]) -> Iterator[None]:
    """Turn faults of the database into words, the password masked."""
    try:
        yield
    except faults as error:
        reason = str(error.orig if isinstance(error, DBAPIError) else error).strip()
        name = masked_url(url.render_as_string(hide_password=False))
        raise StorageUnreachable(f"Không dùng được cơ sở dữ liệu {name}: {reason}. {_advice(url)}") from error


def _advice(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return "Hãy kiểm tra đường dẫn, quyền ghi, chỗ trống trên đĩa, và xem có lệnh dunghan khác đang chạy dở không."
    return "Hãy kiểm tra máy chủ PostgreSQL có đang chạy không, tên cơ sở dữ liệu, tài khoản và mật khẩu."
