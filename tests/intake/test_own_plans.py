"""Plans of our own writing, over many layouts, written as Word, PDF and scan and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.intake_mutants import word_of
from intake import open_plan
from obligations.reading.reader import read
from tests.intake.makers import converted, drawn, needs, saved, scanned
from tests.reading.samples import PLANS, text_of

WRITTEN = (
    "bang-2026.md", "bang-bo-2025.md", "bhxh-2025.txt", "dai-hoc-2025.txt", "phuong-dieu-2026.txt",
    "quyet-dinh-2025.txt", "so-tc-2025.txt", "thanh-pho-2026.md", "tinh-uy-2026.txt", "xa-2026.txt",
)  # fmt: skip
ON_PAPER = 0.7  # of a leaning scan with grain, some duty may lose a mark in a cell
PRINTED = ("bang-2026.md", "xa-2026.txt")


def duties(text: str) -> set[tuple[object, ...]]:
    """Read what a plan demands: clause, cadence, units, number and due days."""
    found = read(text, "").obligations
    return {(o.clause, o.cadence, o.responsible, o.count, o.due) for o in found}


def test_there_are_a_dozen_plans_and_more() -> None:
    assert len(list(PLANS.iterdir())) >= 12


@pytest.mark.parametrize("name", WRITTEN)
def test_a_plan_written_in_word_lays_the_same_duties(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word_of(text_of(name)))
    assert duties(open_plan(tmp_path / "a.docx").text) == duties(text_of(name))


@pytest.mark.parametrize("name", PRINTED)
def test_a_plan_printed_lays_the_same_duties_and_scanned_nearly_all(name: str, tmp_path: Path, shelf: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word_of(text_of(name)))
    pdf = converted(tmp_path / "a.docx", "pdf", shelf / "profile")
    assert duties(open_plan(pdf).text) == duties(text_of(name))
    needs("tesseract", "tesseract-ocr tesseract-ocr-vie")
    pages = [scanned(page, lean=0.6, noise=6, seed=at) for at, page in enumerate(drawn(pdf))]
    found, meant = duties(open_plan(saved(pages, tmp_path / "scan.pdf")).text), duties(text_of(name))
    assert len(found & meant) >= ON_PAPER * len(meant)
