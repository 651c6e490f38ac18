"""The same plan as Word, PDF and scan lays the same duties on the same units."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake import Opened, open_plan
from obligations.reading.reader import read

Duty = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def duties(opened: Opened) -> set[Duty]:
    """Read what a plan demands: clause, cadence, units and due days."""
    found = read(opened.text, opened.sha256).obligations
    assert all(opened.text[slice(*o.span)] == o.quote for o in found)
    return {(o.clause, o.cadence.value, o.responsible, tuple(map(str, o.due))) for o in found}


@pytest.fixture(scope="module")
def meant(plan_word: Path) -> set[Duty]:
    """Give the duties read from the Word file."""
    return duties(open_plan(plan_word))


def test_a_word_file_gives_clauses_and_rows(meant: set[Duty]) -> None:
    clauses = {clause for clause, *_ in meant}
    assert "II.1" in clauses
    assert len([c for c in clauses if c.endswith(tuple(f".{row}" for row in range(1, 17)))]) >= 16


def test_a_pdf_gives_the_same(meant: set[Duty], plan_pdf: Path) -> None:
    assert duties(open_plan(plan_pdf)) == meant


def test_a_scan_gives_the_same(meant: set[Duty], scan: Opened) -> None:
    assert duties(scan) == meant
