"""Scans: read in Vietnamese, tables by their cells, upright, with how sure it is and where every word lies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from intake import FileKind, Limits, Opened, open_plan
from intake.faults import MissingProgram, TooLarge, TooSlow
from tests.intake.makers import LINES, Picture, drawn, needs, pdf_of, pdf_page, plan_rows, saved, scanned


def wrong(found: str, meant: str) -> float:
    """Measure the share of letters read wrongly."""
    return Levenshtein.distance(found, meant) / max(1, len(meant))


def test_a_scan_is_read_with_its_marks(scan: Opened) -> None:
    head = scan.text.split("| ")[0]
    assert wrong(" ".join(head.split()), " ".join(LINES)) < 0.02
    assert scan.kind is FileKind.PDF
    assert scan.health.confidence is not None
    assert scan.health.confidence > 90
    assert scan.health.marked > 0.1
    assert not scan.warnings


def test_a_ruled_table_on_a_scan_is_read_by_its_cells(scan: Opened) -> None:
    meant = plan_rows(16)
    assert len(scan.tables) == 1
    found = [[c.text for c in row] for row in scan.tables[0].rows]
    assert [row[0] for row in found] == [row[0] for row in meant]
    whole = "\n".join(" | ".join(row) for row in meant)
    assert wrong("\n".join(" | ".join(row) for row in found), whole) < 0.03


def test_words_on_a_leaning_scan_have_their_places(scan: Opened, plan_pdf: Path) -> None:
    straight = open_plan(plan_pdf)
    for words in ("HOẠCH", "Trang"):
        one, two = (o.where((o.text.index(words), o.text.index(words) + 1))[0].box for o in (scan, straight))
        assert one is not None
        assert two is not None
        assert max(abs(a - b) for a, b in zip(one, two, strict=True)) < 12


def test_progress_is_told_page_by_page(scan_pdf: Path) -> None:
    told: list[tuple[int, int]] = []
    open_plan(scan_pdf, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


def first_page(pdf: Path) -> Picture:
    """Draw the upper half of the first page."""
    page = drawn(pdf)[0]
    return page[: page.shape[0] // 2]


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif"])
def test_pictures_are_read_too(plan_pdf: Path, tmp_path: Path, name: str) -> None:
    needs("tesseract", "tesseract-ocr tesseract-ocr-vie")
    opened = open_plan(saved([first_page(plan_pdf)], tmp_path / name))
    assert opened.kind is FileKind.IMAGE
    assert "Tuyên truyền cải cách hành chính năm 2026" in opened.text
    assert len(opened.pages) == 1


def test_a_tiff_of_many_pages_and_a_page_on_its_side(plan_pdf: Path, tmp_path: Path) -> None:
    needs("tesseract", "tesseract-ocr tesseract-ocr-vie")
    page = first_page(plan_pdf)
    side = np.ascontiguousarray(np.rot90(page))
    opened = open_plan(saved([page[:500], side], tmp_path / "a.tiff"))
    assert [p.number for p in opened.pages] == [1, 2]
    assert "Tuyên truyền cải cách hành chính năm 2026" in opened.text[slice(*opened.pages[1].span)]


def test_a_bad_scan_says_so(plan_pdf: Path, tmp_path: Path) -> None:
    needs("tesseract", "tesseract-ocr tesseract-ocr-vie")
    page = drawn(plan_pdf, 100)[0]
    coarse = scanned(page[: page.shape[0] // 3], 1.5, noise=35)
    opened = open_plan(saved([coarse], tmp_path / "xau.png", dpi=100))
    assert any("quét kém: nên quét lại từ 200 dpi" in w for w in opened.warnings)
    assert any("dpi: nên quét lại" in w for w in opened.warnings)


def garbled(picture: Picture, text: str) -> bytes:
    """Make a PDF of a page's picture with a wrong text layer on top."""
    high, wide = picture.shape
    image = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 " % (
        wide,
        high,
    )
    layer = b"".join(b"BT /F1 9 Tf 3 Tr 60 %d Td (%s) Tj ET\n" % (800 - 12 * at, text.encode()) for at in range(12))
    objects = pdf_page(b"q 595 0 0 421 0 421 cm /Im Do Q\n" + layer)
    objects[2] = objects[2].replace(b"/Resources <<", b"/Resources << /XObject << /Im 6 0 R >>")
    return pdf_of([*objects, image + b"/Length %d >>\nstream\n%s\nendstream" % (picture.size, picture.tobytes())])


def test_a_layer_read_in_the_wrong_language_is_read_again(plan_pdf: Path, tmp_path: Path) -> None:
    needs("tesseract", "tesseract-ocr tesseract-ocr-vie")
    file = tmp_path / "sai.pdf"
    file.write_bytes(garbled(first_page(plan_pdf), "Tuyen truyen cai cach hanh chinh cua So Noi vu nam nay"))
    opened = open_plan(file)
    assert "Tuyên truyền cải cách hành chính năm 2026" in opened.text
    assert opened.health.confidence is not None


def test_without_tesseract_a_scan_says_what_to_install(
    scan_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgram, match="apt install tesseract-ocr tesseract-ocr-vie"):
        open_plan(scan_pdf)


def test_without_the_vietnamese_model_a_scan_says_what_to_install(
    scan_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho eng\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgram, match="mô hình tiếng Việt"):
        open_plan(scan_pdf)


def test_time_and_size_end_recognition(scan_pdf: Path, plan_pdf: Path, tmp_path: Path) -> None:
    needs("tesseract", "tesseract-ocr tesseract-ocr-vie")
    with pytest.raises(TooSlow):
        open_plan(scan_pdf, limits=Limits(seconds=0.4))
    picture = saved([first_page(plan_pdf)], tmp_path / "to.png")
    with pytest.raises(TooLarge, match="quá lớn"):
        open_plan(picture, limits=Limits(pixels=1000))


def test_a_page_as_long_as_a_banner_is_drawn_small_enough(tmp_path: Path) -> None:
    needs("tesseract", "tesseract-ocr tesseract-ocr-vie")
    file = tmp_path / "dai.pdf"
    file.write_bytes(
        pdf_of(pdf_page(b"BT /F1 14 Tf 20 10 Td (Ke hoach) Tj ET\n" + b"9 9 5 5 re S\n" * 40, b"0 0 14400 30"))
    )
    assert open_plan(file).pages[0].width == pytest.approx(14400, rel=0.01)
