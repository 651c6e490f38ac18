"""A sweep over many links, in small: the pauses are kept and memory does not grow with the links."""

from __future__ import annotations

from pathlib import Path

from benchmarks.evidence_links import PAUSE, sweep


def test_many_links_are_looked_at_politely_and_nothing_piles_up(tmp_path: Path) -> None:
    swept = sweep(10, tmp_path)
    assert swept.requests >= 10
    assert swept.gap >= PAUSE
    assert swept.late - swept.early < 1_000_000
