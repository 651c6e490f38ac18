"""Databases to test on: SQLite always, PostgreSQL where its programs are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from storage import SqlDatabase, open_database
from tests import postgres
from tests.storage.samples import KEY

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
_numbers = count()


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
    return server.create(f"thu_{next(_numbers)}")


def half() -> float:
    """Draw the middle, every time."""
    return 0.5


@pytest.fixture
def database(url: str) -> Iterator[SqlDatabase]:
    """Open an empty database whose pauses are always half of what they may be."""
    opened = open_database(url, key=KEY, chance=half)
    yield opened
    opened.close()
