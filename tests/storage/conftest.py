"""Databases to test on: SQLite always, PostgreSQL where its programs are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import SqlDatabase, open_database
from tests import postgres
from tests.storage.samples import KEY

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """Start PostgreSQL once a session."""
    if why := postgres.missing():
        pytest.skip(why)
    with postgres.running() as server:
        yield server


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of an empty database, on each kind of server in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'dunghan.db'}"
    server: postgres.Server = request.getfixturevalue("postgres_server")
    server.empty()
    return server.url


def half() -> float:
    """Draw the middle, every time."""
    return 0.5


@pytest.fixture
def database(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> Iterator[SqlDatabase]:
    """Open a database without content, at `url`; its pauses are always half of what they may be."""
    if url.startswith("sqlite"):
        (tmp_path / "dunghan.db").write_bytes(request.getfixturevalue("fresh_sqlite"))
    else:
        request.getfixturevalue("postgres_server").run(request.getfixturevalue("fresh_postgres"))
    opened = open_database(url, key=KEY, chance=half)
    yield opened
    opened.close()


# Migrating takes a quarter of a second: it is done once for each server, and copied.
@pytest.fixture(scope="session")
def fresh_sqlite(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give the bytes of a migrated SQLite file."""
    path = tmp_path_factory.mktemp("fresh") / "dunghan.db"
    open_database(f"sqlite:///{path}", key=KEY).close()
    return path.read_bytes()


@pytest.fixture(scope="session")
def fresh_postgres(postgres_server: postgres.Server) -> str:
    """Give the statements that make a migrated PostgreSQL database."""
    postgres_server.empty()
    open_database(postgres_server.url, key=KEY).close()
    dump = postgres_server.dump()
    postgres_server.empty()
    return dump
