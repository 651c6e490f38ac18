"""The database opens, keeps whole transactions, serves many at once, and says in words what is wrong."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar
from urllib.parse import quote

import pytest
from sqlalchemy import text

from obligations.errors import BadSettings, StorageUnreachable
from obligations.ports import Database, Store
from storage import SqlDatabase, open_database
from storage.database import SqlStore
from storage.secrets import new_key
from tests.postgres import PASSWORD, Server
from tests.storage.samples import KEY, LEASE, NOW, PAYLOAD, TODAY, TOKEN, add_plan, claim, enqueue, occurrence

T = TypeVar("T")


def test_it_fulfils_the_ports(database: SqlDatabase) -> None:
    port: Database = database
    with database.begin() as store:
        part: Store = store
        assert part.plans() == []
    with port.begin() as opened:
        assert opened.register().units == ()


def test_an_exception_leaves_nothing_behind(database: SqlDatabase) -> None:
    def fail() -> None:
        with database.begin() as store:
            store.add_occurrences(add_plan(store).id, [occurrence()])
            enqueue(store, "k")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.begin() as store:
        assert store.plans() == []
        assert store.messages() == []
        assert store.register().units == ()


def test_what_was_committed_is_there_when_it_is_opened_again(database: SqlDatabase, url: str) -> None:
    with database.begin() as store:
        add_plan(store)
        before = store.plans(), store.register()
    again = open_database(url, key=KEY)
    with again.begin() as store:
        assert (store.plans(), store.register()) == before
    again.close()


def _at_once(*verbs: Callable[[], T]) -> list[T]:
    """Run each in a thread of its own, all starting together."""
    start = Barrier(len(verbs))

    def run(verb: Callable[[], T]) -> T:
        start.wait(30)
        return verb()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return [f.result(60) for f in [pool.submit(run, verb) for verb in verbs]]


def test_senders_at_once_never_lease_the_same_message(database: SqlDatabase) -> None:
    with database.begin() as store:
        numbers = [enqueue(store, str(i)) for i in range(60)]

    def drain() -> list[int]:
        leased: list[int] = []
        while batch := claim(database, NOW, LEASE, 3):
            leased.extend(m.id for m in batch)
        return leased

    shares = _at_once(*[drain] * 4)
    assert sorted(number for share in shares for number in share) == numbers


def test_planners_at_once_put_each_key_in_once(database: SqlDatabase) -> None:
    keys = [str(i) for i in range(40)]

    def plan() -> int:
        with database.begin() as store:
            return sum(_put(store, key) for key in keys)

    assert sum(_at_once(*[plan] * 4)) == len(keys)
    with database.begin() as store:
        assert sorted(m.key for m in store.messages()) == sorted(keys)


def _put(store: SqlStore, key: str) -> bool:
    number = store.enqueue(
        key=key, on=TODAY, person="a", person_name="A", role="head", address="mailbox:", payload=PAYLOAD, not_before=NOW
    )
    return number is not None


def test_openers_at_once_open_each_occurrence_once(database: SqlDatabase) -> None:
    wanted = [occurrence(month=month) for month in range(1, 13)]
    with database.begin() as store:
        number = add_plan(store).id

    def open_all() -> int:
        with database.begin() as store:
            return store.add_occurrences(number, wanted)

    assert sum(_at_once(*[open_all] * 4)) == len(wanted)


def test_an_empty_database_may_be_opened_by_many_at_once(url: str) -> None:
    def opened() -> SqlDatabase:
        return open_database(url, key=KEY)

    for database in _at_once(*[opened] * 4):
        with database.begin() as store:
            assert store.plans() == []
        database.close()


def test_processes_that_start_together_share_one_key_and_schema(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'moi' / 'dunghan.db'}"
    code = f"from storage import open_database\nwith open_database({url!r}).begin() as s: s.register()"
    started = [subprocess.Popen([sys.executable, "-W", "error", "-c", code]) for _ in range(4)]
    assert [process.wait(60) for process in started] == [0] * 4
    assert sorted(p.name for p in (tmp_path / "moi").iterdir() if "-" not in p.name) == ["dunghan.db", "secret.key"]


def test_addresses_are_never_at_rest_in_clear(tmp_path: Path) -> None:
    path = tmp_path / "dunghan.db"
    database = open_database(f"sqlite:///{path}", key=KEY)
    with database.begin() as store:
        add_plan(store)
        enqueue(store, "k")
    with database.begin() as store:
        assert TOKEN in store.messages()[0].address
    claim(database, NOW, LEASE, 1)
    raw = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert "Cán bộ đầu mối".encode() in raw
    assert TOKEN.encode() not in raw
    assert b"mat-khau-rieng" not in raw
    database.close()


def test_another_key_is_refused_before_anything_is_written_with_it(database: SqlDatabase, url: str) -> None:
    with pytest.raises(StorageUnreachable, match=r"secret\.key"):
        open_database(url, key=new_key())
    with database.begin() as store:
        assert store.plans() == []


def test_without_a_key_one_is_made_beside_the_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sau' / 'dunghan.db'}"
    for expected in (0, 1):
        database = open_database(url)
        with database.begin() as store:
            assert len(store.plans()) == expected
            add_plan(store)
        database.close()
    assert (tmp_path / "sau" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_server_needs_a_key_to_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUNGHAN_SECRET_KEY", raising=False)
    with pytest.raises(BadSettings, match="DUNGHAN_SECRET_KEY"):
        open_database("postgresql://127.0.0.1/dunghan")


def _a_folder(path: Path) -> str:
    path.mkdir()
    return str(path)


def _below_a_file(path: Path) -> str:
    path.write_text("x", "utf-8")
    return str(path / "dunghan.db")


def _no_database(path: Path) -> str:
    path.write_bytes(b"khong phai co so du lieu" * 99)
    return str(path)


def _of_another_shape(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE dunghan_version (version_num TEXT)")
        connection.execute("INSERT INTO dunghan_version VALUES ('9999')")
    connection.close()
    return str(path)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_a_folder, "quyền ghi"),
        (_below_a_file, "quyền ghi"),
        (_no_database, "quyền ghi"),
        (_of_another_shape, "9999.*nâng cấp dunghan"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_with_what_to_do(
    tmp_path: Path, make: Callable[[Path], str], words: str
) -> None:
    url = f"sqlite:///{make(tmp_path / 'dunghan.db')}"
    with pytest.raises(StorageUnreachable, match=words):
        open_database(url, key=KEY)


@pytest.mark.parametrize("url", ["dunghan.db", "mysql://localhost/a", "oracle+x://a", ""])
def test_a_url_of_another_kind_is_told_what_it_should_be(url: str) -> None:
    with pytest.raises(StorageUnreachable, match="sqlite"):
        open_database(url, key=KEY)


def test_a_server_that_does_not_answer_is_told_without_its_password() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(StorageUnreachable, match="PostgreSQL có đang chạy") as told:
            open_database(f"postgresql://dunghan:mat-khau-rieng@127.0.0.1:{port}/a?connect_timeout=5", key=KEY)
    assert "mat-khau-rieng" not in str(told.value)
    assert f"dunghan:***@127.0.0.1:{port}" in str(told.value)


@pytest.mark.postgres
def test_a_wrong_password_is_told_without_it(postgres_server: Server) -> None:
    with pytest.raises(StorageUnreachable, match="tài khoản và mật khẩu") as told:
        open_database(postgres_server.url.replace(quote(PASSWORD), "sai-mat-khau"), key=KEY)
    assert "sai-mat-khau" not in str(told.value)


def test_sqlite_is_opened_for_safety(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'dunghan.db'}", key=KEY)
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with database.begin() as store:
        asked = {name: store._session.scalar(text(f"PRAGMA {name}")) for name in names}
    database.close()
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


def test_a_writer_that_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "dunghan.db"
    open_database(f"sqlite:///{path}", key=KEY).close()
    monkeypatch.setattr("storage.database.PRAGMAS", ("busy_timeout = 1",))
    database = open_database(f"sqlite:///{path}", key=KEY)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnreachable, match="đang chạy dở"), database.begin() as store:
        store.plans()
    holder.close()
    database.close()


def test_an_open_database_needs_no_migration_machinery(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'dunghan.db'}"
    open_database(url, key=KEY).close()
    code = f"import sys, storage; storage.open_database({url!r}, key={KEY!r}); print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"
