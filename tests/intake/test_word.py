"""Word files as their reader sees them: numbered, with tables, without what was deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake import Opened, open_plan
from intake.numbering import letters, roman
from intake.opened import AsideKind
from tests.intake.makers import W, paragraph, table, word_xml


def opened(tmp_path: Path, data: bytes) -> Opened:
    """Open bytes as a file of no telling name."""
    file = tmp_path / "tep"
    file.write_bytes(data)
    return open_plan(file)


def text_of(tmp_path: Path, body: str, numbering: str = "", styles: str = "") -> str:
    """Give the text of a Word file made by hand."""
    return opened(tmp_path, word_xml(body, numbering=numbering, styles=styles)).text


def level(at: int, way: str, text: str, more: str = "") -> str:
    """Make a level of a numbering."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:suff w:val="tab"/></w:lvl>'
    )


def numbered(at: int, number: int = 1) -> str:
    """Give paragraph properties that number it."""
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'


OUTLINE = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "%3)")
    + level(3, "bullet", "\uf0b7")
    + level(4, "bullet", "+")
    + level(5, "decimal", "%1.%2.%6", "<w:isLgl/>")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def test_numbering_is_written_as_seen(tmp_path: Path) -> None:
    body = "".join(paragraph(f"mục {at}", numbered(at)) for at in (0, 1, 2, 2, 3, 4, 1, 2, 0, 1, 5))
    assert text_of(tmp_path, body, numbering=OUTLINE).split("\n")[:-1] == [
        "I. mục 0",
        "1. mục 1",
        "a) mục 2",
        "b) mục 2",
        "- mục 3",
        "+ mục 4",
        "2. mục 1",
        "a) mục 2",
        "II. mục 0",
        "1. mục 1",
        "2.1.1 mục 5",
    ]


def test_a_list_may_start_anew_and_a_number_of_zero_means_none(tmp_path: Path) -> None:
    body = paragraph("một", numbered(1)) + paragraph("năm", numbered(1, 2)) + paragraph("sáu", numbered(1, 2))
    body += paragraph("không", numbered(0, 0)) + paragraph("lạc", numbered(0, 99))
    assert text_of(tmp_path, body, numbering=OUTLINE) == "1. một\n5. năm\n6. sáu\nkhông\nlạc\n"


def test_styles_hand_numbering_down(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Cha"><w:name w:val="cha"/><w:pPr><w:numPr>'
        '<w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Cha"/></w:style>'
    )
    tied = level(1, "decimal", "Điều %2.").replace("<w:lvlText", '<w:pStyle w:val="Cha"/><w:lvlText')
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1")}{tied}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = paragraph("Phạm vi", '<w:pStyle w:val="Con"/>') + paragraph("Đối tượng", '<w:pStyle w:val="Cha"/>')
    body += paragraph("bỏ số", '<w:pStyle w:val="Cha"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    found = text_of(tmp_path, body, numbering=numbering, styles=styles)
    assert found == "Điều 1. Phạm vi\nĐiều 2. Đối tượng\nbỏ số\n"


@pytest.mark.parametrize(("number", "written"), [(1, "a"), (4, "d"), (5, "e"), (26, "z"), (27, "aa"), (53, "aaa")])
def test_letters_are_those_word_shows(number: int, written: str) -> None:
    assert letters(number) == written


@pytest.mark.parametrize(
    ("number", "written"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (1999, "mcmxcix")]
)
def test_roman_figures(number: int, written: str) -> None:
    assert roman(number) == written


def run(text: str, properties: str = "") -> str:
    """Make a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_insertions_stay_and_deletions_go(tmp_path: Path) -> None:
    body = (
        f'<w:p>{run("Chậm nhất ngày ")}<w:ins w:id="1">{run("20/04/2026")}</w:ins>'
        '<w:del w:id="2"><w:r><w:delText>30/04/2026</w:delText></w:r></w:del>'
        f'<w:moveFrom w:id="3">{run(" cũ")}</w:moveFrom><w:moveTo w:id="4">{run(" mới")}</w:moveTo></w:p>'
    )
    found = opened(tmp_path, word_xml(body))
    assert found.text == "Chậm nhất ngày 20/04/2026 mới\n"
    assert any("theo dõi thay đổi" in w for w in found.warnings)


def test_a_paragraph_whose_end_was_deleted_joins_the_next_and_does_not_count(tmp_path: Path) -> None:
    gone = f'<w:rPr><w:del w:id="9"/></w:rPr>{numbered(1)}'
    body = paragraph("một", numbered(1)) + paragraph("hai ", gone) + paragraph("ba", numbered(1))
    assert text_of(tmp_path, body, numbering=OUTLINE) == "1. một\n2. hai ba\n"


def test_a_deleted_row_goes(tmp_path: Path) -> None:
    rows = table([["STT", "Việc", "Hạn"], ["1", "cũ", "nay"], ["2", "mới", "mai"]])
    marked = rows.replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>', 2).replace(
        '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>', "<w:tr>", 1
    )
    assert text_of(tmp_path, marked) == "| STT | Việc | Hạn |\n| 2 | mới | mai |\n"


@pytest.mark.parametrize(
    ("inner", "seen"),
    [
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a\nb"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a b"),
        ("<w:r><w:t>KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t></w:r>", "KH-UBND"),
        ("<w:r><w:t>tuyên</w:t><w:softHyphen/><w:t>truyền</w:t></w:r>", "tuyêntruyền"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t> xong</w:t></w:r>', "✓ xong"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 90</w:t></w:r>', "≥ 90"),
        (run("ẩn", "<w:vanish/>") + run("hiện"), "hiện"),
        (run("K\u0065\u0302\u0301"), "Kế"),
        ("<w:hyperlink>" + run("liên kết") + "</w:hyperlink>", "liên kết"),
        ("<w:sdt><w:sdtContent>" + run("ô nhập") + "</w:sdtContent></w:sdt>", "ô nhập"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("4"), "4"),
        (run("KÕ ho¹ch", '<w:rFonts w:ascii=".VnTime"/>'), "Kế hoạch"),
        (run("kÕ ho¹ch", '<w:rFonts w:ascii=".VnTimeH"/>'), "KẾ HOẠCH"),
        (run("Keá hoaïch", '<w:rFonts w:ascii="VNI-Times"/>'), "Kế hoạch"),
        (run("Kế hoạch", '<w:rFonts w:ascii=".VnTime"/>'), "Kế hoạch"),
    ],
)
def test_signs_within_a_paragraph(tmp_path: Path, inner: str, seen: str) -> None:
    assert text_of(tmp_path, f"<w:p>{inner}</w:p>") == f"{seen}\n"


def test_boxes_of_text_are_read_once_behind_their_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('trong khung')}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(tmp_path, f"<w:p>{run('ngoài')}{both}</w:p>") == "ngoài\ntrong khung\n"


def test_a_table_is_rows_between_bars_with_its_spans(tmp_path: Path) -> None:
    found = opened(tmp_path, word_xml(paragraph("trước") + table([["STT", "Việc", "Hạn"], ["1", "a|b", ""]])))
    assert found.text == "trước\n| STT | Việc | Hạn |\n| 1 | a¦b |  |\n"
    assert all(found.text[slice(*c.span)] == c.text for row in found.tables[0].rows for c in row)
    assert found.text[slice(*found.tables[0].span)].startswith("| STT")


def cell(text: str, properties: str) -> str:
    """Make a cell with properties."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_a_merged_cell_speaks_in_every_row_it_covers(tmp_path: Path) -> None:
    top, rest = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        ["STT", "Việc", "Chủ trì"],
        ["1", "a", cell("Văn phòng", top)],
        ["2", "b", cell("", rest)],
        ["3", "c", "Thanh tra"],
    ]
    assert text_of(tmp_path, table(rows)).splitlines()[1:] == [
        "| 1 | a | Văn phòng |",
        "| 2 | b | Văn phòng |",
        "| 3 | c | Thanh tra |",
    ]


def test_a_header_of_two_rows_becomes_one_with_the_lower_words_first(tmp_path: Path) -> None:
    top, rest = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        [cell("STT", top), cell("Nội dung", top), cell("Đơn vị", '<w:gridSpan w:val="2"/>'), cell("Hạn", top)],
        [cell("", rest), cell("", rest), "Chủ trì", "Phối hợp", cell("", rest)],
        ["1", "a", "b", "c", "d"],
    ]
    assert text_of(tmp_path, table(rows)).splitlines() == [
        "| STT | Nội dung | Chủ trì Đơn vị | Phối hợp Đơn vị | Hạn |",
        "| 1 | a | b | c | d |",
    ]


def test_a_numbered_column_keeps_its_automatic_numbers(tmp_path: Path) -> None:
    number = f"<w:tc>{paragraph('', numbered(1))}</w:tc>"
    rows = [["STT", "Việc", "Hạn"], [number, "a", "x"], [number, "b", "y"]]
    assert text_of(tmp_path, table(rows), numbering=OUTLINE).splitlines()[1:] == ["| 1. | a | x |", "| 2. | b | y |"]


@pytest.mark.parametrize(
    "rows",
    [
        [["SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 1/KH-SNV", "Hà Nội, ngày 1"]],
        [["Nơi nhận:", "", "GIÁM ĐỐC"], ["- Như trên", "", "(đã ký)"]],
        [["một ô"]],
    ],
)
def test_a_table_that_only_places_words_is_running_text(tmp_path: Path, rows: list[list[str]]) -> None:
    found = opened(tmp_path, word_xml(table(rows) + paragraph("sau")))
    assert not found.tables
    assert found.text.split() == [w for row in rows for c in row for w in c.split()] + ["sau"]


def test_heads_feet_notes_and_contents_stand_apart(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="ML1"><w:name w:val="toc 1"/></w:style>'
    part = "<w:{0} {1}>{2}</w:{0}>"
    parts = {
        "word/header1.xml": part.format("hdr", W, paragraph("đầu trang")),
        "word/footer1.xml": part.format("ftr", W, paragraph("chân trang")),
        "word/footnotes.xml": part.format(
            "footnotes",
            W,
            f'<w:footnote w:type="separator">{paragraph("vạch")}</w:footnote>'
            f"<w:footnote>{paragraph('chú thích')}</w:footnote>",
        ),
    }
    body = paragraph("Mục I 3", '<w:pStyle w:val="ML1"/>') + paragraph("thân bài")
    found = opened(tmp_path, word_xml(body, styles=styles, parts=parts))
    assert found.text == "thân bài\n"
    assert {(a.kind, a.text) for a in found.asides} == {
        (AsideKind.CONTENTS, "Mục I 3"),
        (AsideKind.HEADER, "đầu trang"),
        (AsideKind.FOOTER, "chân trang"),
        (AsideKind.NOTE, "chú thích"),
    }


def test_pages_are_counted_by_the_breaks_word_left(tmp_path: Path) -> None:
    body = paragraph("một") + f"<w:p>{run('hai')}<w:r><w:lastRenderedPageBreak/><w:t>ba</w:t></w:r></w:p>"
    found = opened(tmp_path, word_xml(body))
    assert found.text == "một\nhaiba\n"
    assert [found.page_of((at, at + 1)) for at in (0, 4, 7)] == [1, 1, 2]


def test_the_strict_format_and_other_names_of_the_main_part_are_read(tmp_path: Path) -> None:
    relation = (
        "<Relationships><Relationship Type='http://x/officeDocument' Target='/word/document2.xml'/></Relationships>"
    )
    data = word_xml(paragraph("tên khác"), main="word/document2.xml", parts={"_rels/.rels": relation})
    assert opened(tmp_path, data).text == "tên khác\n"
    strict = f'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>{paragraph("chặt")}'
    data = word_xml("", parts={}, main="word/x.xml")
    whole = word_xml("", main="word/y.xml", parts={"word/document.xml": f"{strict}</w:body></w:document>"})
    assert data != whole
    assert opened(tmp_path, whole).text == "chặt\n"
