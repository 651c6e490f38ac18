"""The migration that widens the table of evidence keeps every piece, use and number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from storage.database import _engine, _parse

SEEDS = (
    "INSERT INTO plan (id, name, sha256, text, findings, source, sample, imported_at)"
    " VALUES (1, 'p', 'a', 't', '[]', 's', FALSE, '2026-01-01 00:00:00')",
    "INSERT INTO obligation (id, plan_id, code, position, state, clause, kind, cadence, responsible, coordinating, due,"
    " mandatory, aggregate, quote, span_start, span_end, confidence, flags) VALUES (1, 1, 'I', 1, 'approved', 'I',"
    " 'post', 'monthly', '[]', '[]', '[]', FALSE, FALSE, '', 0, 0, 1, '[]')",
    "INSERT INTO unit (id, key, name, aliases, position, gone) VALUES (1, 'u', 'U', '[]', 1, FALSE)",
    "INSERT INTO occurrence (id, obligation_id, unit_key, period, window_first, window_last, opens, legal, internal,"
    " assumed, needed, status) VALUES (1, 1, 'u', '2026-01', '2026-01-01', '2026-01-31', '2026-01-01', '2026-01-31',"
    " '2026-01-31', '[]', 1, 'pending')",
    "INSERT INTO evidence (id, kind, reference, fingerprint, effective_on, received_at, submitted_by, verdict)"
    " VALUES (7, 'link', 'https://a', 'link:a', '2026-01-02', '2026-01-03 00:00:00', 'x', 'accepted'),"
    " (9, 'file', 'b', 'file:b', '2026-01-02', '2026-01-03 00:00:00', 'x', 'pending')",
    "INSERT INTO evidence_use (id, evidence_id, occurrence_id, done_as) VALUES (3, 7, 1, 'Phòng cũ')",
    "DELETE FROM evidence WHERE id = 9",
)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Connect to a database that is still empty."""
    made = _engine(_parse(url))
    yield made
    made.dispose()


def _upgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def test_old_pieces_keep_their_uses_and_a_number_is_never_given_again(engine: Engine) -> None:
    with engine.begin() as connection:
        _upgrade(connection, "0002")
        for seed in SEEDS:
            connection.execute(text(seed))
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT setval('evidence_id_seq', 9)"))
        _upgrade(connection, "0003")
    with engine.begin() as connection:
        uses = connection.execute(
            text("SELECT id, evidence_id, occurrence_id, done_as, shared FROM evidence_use")
        ).all()
        pieces = connection.execute(text("SELECT id, reference, verdict, form, version FROM evidence")).all()
        assert [tuple(use) for use in uses] == [(3, 7, 1, "Phòng cũ", None)]
        assert [tuple(piece) for piece in pieces] == [(7, "https://a", "accepted", None, 1)]
        new = connection.scalar(
            text(
                "INSERT INTO evidence (kind, reference, fingerprint, effective_on, received_at, submitted_by, verdict,"
                " files, notes, version) VALUES ('event', 'c', 'event:c', '2026-01-02', '2026-01-03 00:00:00', 'x',"
                " 'pending', '[]', '[]', 1) RETURNING id"
            )
        )
        assert new == 10


def test_uses_still_go_with_their_piece(engine: Engine) -> None:
    with engine.begin() as connection:
        _upgrade(connection, "0002")
        for seed in SEEDS:
            connection.execute(text(seed))
        _upgrade(connection, "0003")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM evidence WHERE id = 7"))
        assert connection.scalar(text("SELECT count(*) FROM evidence_use")) == 0
