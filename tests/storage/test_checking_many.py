"""The check of a plan asks the database as often for two hundred pieces as for twenty."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from benchmarks.evidence_check import TODAY, UNITS, by_duty, filled, gathered, whole
from tests.office import open_test_office


def test_statements_do_not_grow_with_the_pieces(tmp_path: Path) -> None:
    counts = {pieces: _statements(tmp_path / str(pieces), pieces) for pieces in (20, 200)}
    assert counts[20] == counts[200]
    assert sum(counts[200]) < 150


def _statements(folder: Path, pieces: int) -> tuple[int, int, int]:
    folder.mkdir()
    office = open_test_office(folder, TODAY)
    plan = filled(office, pieces, 4, UNITS[:4])
    found = []
    for work in (whole, by_duty, gathered):
        said: list[str] = []
        listen = lambda *given, said=said: said.append(given[2])  # noqa: E731 # bound to this round's list
        event.listen(Engine, "before_cursor_execute", listen)
        work(office, plan)
        event.remove(Engine, "before_cursor_execute", listen)
        found.append(len(said))
    return found[0], found[1], found[2]


def test_every_piece_is_counted_where_it_belongs(tmp_path: Path) -> None:
    office = open_test_office(tmp_path, TODAY)
    plan = filled(office, 200, 4, UNITS[:4])
    assert whole(office, plan) == by_duty(office, plan) == 200
