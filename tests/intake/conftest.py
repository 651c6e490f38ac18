"""Documents that several tests open, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake import Opened, open_plan
from tests.intake.makers import converted, drawn, needs, plan_docx, saved, scanned


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for files made once."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture(scope="session")
def plan_word(shelf: Path) -> Path:
    """Give a plan as .docx, two pages long with its appendix over the page break."""
    return plan_docx(shelf / "plan.docx", rows=16)


@pytest.fixture(scope="session")
def plan_pdf(plan_word: Path, shelf: Path) -> Path:
    """Give the same plan as PDF with a text layer."""
    return converted(plan_word, "pdf", shelf / "profile")


@pytest.fixture(scope="session")
def scan_pdf(plan_pdf: Path, shelf: Path) -> Path:
    """Give the same plan scanned: leaning and grainy, pictures only."""
    needs("tesseract", "tesseract-ocr tesseract-ocr-vie")
    pages = [
        scanned(page, lean, seed=at) for at, (page, lean) in enumerate(zip(drawn(plan_pdf), (0.9, -0.7), strict=False))
    ]
    return saved(pages, shelf / "scan.pdf")


@pytest.fixture(scope="session")
def scan(scan_pdf: Path) -> Opened:
    """Give the scan opened."""
    return open_plan(scan_pdf)
