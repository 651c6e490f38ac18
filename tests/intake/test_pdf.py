"""PDF with a text layer: words in order with their boxes, ruled tables joined over page breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake import FileKind, open_plan
from intake.opened import AsideKind
from intake.pdflines import Letter, lines_of
from tests.intake.makers import HEADS, LINES, pdf_of, pdf_page, plan_rows


def test_a_text_layer_is_read_line_by_line(plan_pdf: Path) -> None:
    opened = open_plan(plan_pdf)
    assert opened.kind is FileKind.PDF
    assert [line for line in opened.text.splitlines() if line in LINES][:7] == list(LINES[:7])
    assert opened.health.confidence is None
    assert opened.health.marked > 0.1
    assert not opened.warnings


def test_a_table_cut_by_a_page_break_is_one_table_with_one_header(plan_pdf: Path) -> None:
    opened = open_plan(plan_pdf)
    assert len(opened.pages) == 2
    assert len(opened.tables) == 1
    assert [tuple(c.text for c in row) for row in opened.tables[0].rows] == plan_rows(16)


def test_every_word_has_its_page_and_box(plan_pdf: Path) -> None:
    opened = open_plan(plan_pdf)
    for number, words in ((1, "KẾ HOẠCH"), (2, "Trên đây")):
        at = opened.text.index(words)
        places = opened.where((at, at + len(words)))
        assert [opened.text[p.start : p.end] for p in places] == words.split()
        assert {p.page for p in places} == {number}
        for place in places:
            assert place.box is not None
            left, top, right, bottom = place.box
            assert 0 < left < right < (opened.pages[0].width or 0)
            assert 0 < top < bottom < (opened.pages[0].height or 0)


def test_pages_tile_the_text(plan_pdf: Path) -> None:
    opened = open_plan(plan_pdf)
    assert opened.pages[0].span[0] == 0
    assert opened.pages[0].span[1] == opened.pages[1].span[0]
    assert opened.pages[1].span[1] == len(opened.text)


def letters(text: str, x: float, base: float) -> list[Letter]:
    """Set a text in letters six points wide and ten high."""
    return [Letter(ord(c), (x + 6 * at, base - 8, x + 6 * at + 6, base + 2), base) for at, c in enumerate(text)]


def test_letters_of_another_font_drawn_behind_their_line_go_back_to_their_places() -> None:
    line = letters("Sở Nội vụ, Sở Y tế, Sở Tư pháp", 50, 100)
    lent = [x for x in line if chr(x.code) in "ởộụếư"]
    torn = [x for x in line if x not in lent] + lent + letters("dòng sau", 50, 120)
    assert [" ".join(p.text for p in words) for words in lines_of(torn, 1)] == [
        "Sở Nội vụ, Sở Y tế, Sở Tư pháp",
        "dòng sau",
    ]


def test_lines_in_order_are_left_alone() -> None:
    columns = [*letters("cột trái", 50, 100), Letter(10, (0, 0, 0, 0), 0), *letters("cột phải", 300, 100)]
    assert [" ".join(p.text for p in words) for words in lines_of(columns, 1)] == ["cột trái", "cột phải"]


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    made = [*letters("Số 1/KH", 50, 100), Letter(2, (92, 92, 98, 102), 100), *letters("SXD", 50, 115)]
    assert [" ".join(p.text for p in words) for words in lines_of(made, 1)] == ["Số 1/KH-", "SXD"]


def lines(*texts: tuple[float, str]) -> bytes:
    """Write lines at heights."""
    return b"".join(b"BT /F1 11 Tf 72 %f Td (%s) Tj ET\n" % (y, text.encode("latin-1")) for y, text in texts)


def test_page_numbers_stand_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(
        pdf_of(pdf_page(lines((800, "- 3 -"), (700, "Dong dau cua trang nay"), (680, "4"), (20, "Trang 3/9"))))
    )
    opened = open_plan(file)
    assert opened.text == "Dong dau cua trang nay\n4\n"
    assert [(a.kind, a.text) for a in opened.asides] == [
        (AsideKind.HEADER, "- 3 -"),
        (AsideKind.FOOTER, "Trang 3/9"),
    ]


def test_a_layer_in_an_old_font_is_turned(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    said = ("KÕ ho¹ch c¶i c¸ch hµnh chÝnh", "Së Néi vô b¸o c¸o h»ng quý", "Gëi tr­íc ngµy 15")
    texts = ((700 - 20 * at, text) for at, text in enumerate(said))
    file.write_bytes(pdf_of(pdf_page(lines(*texts))))
    opened = open_plan(file)
    assert opened.text.startswith("Kế hoạch cải cách hành chính\nSở Nội vụ báo cáo hằng quý\n")
    assert "TCVN3" in opened.warnings[0]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_seen(tmp_path: Path, turn: int) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf_of(pdf_page(lines((800, "Goc tren ben trai")), more=b"/Rotate %d" % turn)))
    opened = open_plan(file)
    box = opened.places[0].box
    assert box is not None
    left, top = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    page = opened.pages[0]
    assert (left < (page.width or 0) / 2, top < (page.height or 0) / 2) == {
        0: (True, True),
        90: (False, True),
        180: (False, False),
        270: (True, False),
    }[turn]


def test_a_column_of_dates_cut_by_its_width_is_whole_again(plan_pdf: Path) -> None:
    opened = open_plan(plan_pdf)
    assert HEADS[4] == opened.tables[0].rows[0][4].text
    assert "Trước ngày 20/11/2026" in {row[4].text for row in opened.tables[0].rows}
