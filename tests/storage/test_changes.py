"""The log keeps every line; the database itself refuses to change one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from obligations.records import Change
from storage import SqlDatabase
from storage.columns import NaiveInstant
from tests.storage.samples import NOW


def _change(subject: str, minutes: int = 0) -> Change:
    at = NOW + timedelta(minutes=minutes)
    return Change(at, "Người duyệt", "approve", subject, "đúng văn bản", "draft", "approved")


def test_lines_come_back_oldest_first(database: SqlDatabase) -> None:
    lines = [_change("plan/b", 5), _change("plan/a", 1)]
    with database.begin() as store:
        for line in lines:
            store.record(line)
    with database.begin() as store:
        assert store.changes() == lines


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("plan/a", ["plan/a", "plan/a/III.2", "plan/a/III.2/van-phong"]),
        ("plan/a/III.2", ["plan/a/III.2", "plan/a/III.2/van-phong"]),
        ("plan", ["plan/a", "plan/a/III.2", "plan/a/III.2/van-phong", "plan/ab", "plan/A", "plan/a_"]),
        ("plan/a_", ["plan/a_"]),
        ("plan/%", []),
    ],
)
def test_a_subject_matches_itself_and_what_is_below_it(database: SqlDatabase, asked: str, found: list[str]) -> None:
    with database.begin() as store:
        for subject in ("plan/a", "plan/a/III.2", "plan/a/III.2/van-phong", "plan/ab", "plan/A", "plan/a_", "x"):
            store.record(_change(subject))
        assert [line.subject for line in store.changes(asked)] == found


@pytest.mark.parametrize("statement", ["UPDATE change_log SET why = 'khác'", "DELETE FROM change_log"])
def test_a_line_is_never_changed_nor_removed(database: SqlDatabase, url: str, statement: str) -> None:
    with database.begin() as store:
        store.record(_change("plan/a"))
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    with database.begin() as store:
        assert store.changes() == [_change("plan/a")]


def test_an_instant_without_its_zone_is_refused(database: SqlDatabase) -> None:
    naive = Change(NOW.replace(tzinfo=None), "Người duyệt", "approve", "plan/a")
    with pytest.raises(NaiveInstant), database.begin() as store:
        store.record(naive)
