"""Writes a period's report as .docx in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I, ready to be edited."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from obligations.packs import Pack
from portal.archive import restamped
from portal.pack import write_file
from portal.report_words import Block, Heading, Para, Table, basis, blocks, subject
from storage.settings import Settings

FACE = "Times New Roman"
BODY, SMALL, TABLE, LIST = Pt(14), Pt(13), Pt(12), Pt(11)
# Phụ lục I, mục I.1: top and bottom 20-25 mm, left 30-35 mm, right 15-20 mm.
MARGINS = {"top_margin": Mm(20), "bottom_margin": Mm(20), "left_margin": Mm(30), "right_margin": Mm(15)}
WIDTH = Mm(210 - 30 - 15)
_WIDE = 0.18  # columns from this share of the width on hold words, the others numbers and dates
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
CENTRE, LEFT, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY


def write_report(pack: Pack, settings: Settings, target: Path) -> Path:
    """Write the report of a pack. Raises BadExport where it cannot be written."""
    return write_file(target, report(pack, settings))


def report(pack: Pack, settings: Settings) -> bytes:
    """Give the bytes of the report: the same pack, the same bytes."""
    made = Document()
    _page(made)
    author = pack.unit_name or settings.agency_name
    above = settings.agency_name if pack.unit_name else settings.agency_parent
    _head(made, above, author, "" if pack.unit_name else settings.agency_symbol, settings.agency_place, pack.on)
    _title(made, subject(pack))
    for para in basis(pack, author, settings.agency_name):
        _para(made, para, italic=para.text.startswith("Căn cứ"))
    for block in blocks(pack):
        _block(made, block)
    made.paragraphs[-1].paragraph_format.keep_with_next = True  # no page with the signature alone
    _foot(made, above, settings.signer_title)
    held = io.BytesIO()
    made.save(held)
    return restamped(held.getvalue())


def _page(made: Docx) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in MARGINS.items():
        setattr(section, side, width)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _number(section.header.paragraphs[0])
    style: Any = made.styles["Normal"]
    style.font.name, style.font.size = FACE, BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    style.paragraph_format.space_after, style.paragraph_format.space_before = Pt(0), Pt(0)
    made.core_properties.author = ""
    made.core_properties.comments = ""


def _number(paragraph: Paragraph) -> None:
    """Put the page's number where Phụ lục I wants it: centred above the text, not on the first page."""
    paragraph.alignment = CENTRE
    run = _run(paragraph, "", SMALL)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _head(made: Docx, above: str, agency: str, symbol: str, place: str, on: date) -> None:
    table = made.add_table(rows=2, cols=2)
    _widths(table, (0.4, 0.6))
    left, right = table.rows[0].cells
    if above:
        _line(left, above.upper(), TABLE, first=True)
    _line(left, agency.upper(), TABLE, bold=True, first=not above)
    _rule(left, 42)
    _line(right, NATION, TABLE, bold=True, first=True)
    _line(right, MOTTO, SMALL, bold=True)
    _rule(right, 60)
    left, right = table.rows[1].cells
    _line(left, f"Số:        /BC-{symbol or '…'}", SMALL, first=True)
    dated = f"{place or '…'}, ngày      tháng {on.month:02} năm {on.year}"
    _line(right, dated, SMALL, italic=True, first=True)


def _line(
    cell: _Cell, text: str, size: Pt, *, bold: bool = False, italic: bool = False, first: bool = False
) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = CENTRE
    run = _run(paragraph, text, size)
    run.bold, run.italic = bold, italic
    return paragraph


def _rule(cell: _Cell, percent: int) -> None:
    """Draw the line under a name: an empty paragraph of that share of the width, with a border on top."""
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(6)
    side = Mm(WIDTH.mm * 0.5 * (100 - percent) / 200)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    _border(paragraph)


def _border(paragraph: Paragraph) -> None:
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def _title(made: Docx, text: str) -> None:
    for words, before in (("BÁO CÁO", Pt(14)), (text, Pt(0))):
        paragraph = made.add_paragraph()
        paragraph.alignment, paragraph.paragraph_format.space_before = CENTRE, before
        _run(paragraph, words, BODY).bold = True
    rule = made.add_paragraph()
    rule.paragraph_format.line_spacing, rule.paragraph_format.space_after = Pt(6), Pt(8)
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Mm(WIDTH.mm * 0.33)
    _border(rule)


def _block(made: Docx, block: Block) -> None:
    if isinstance(block, Heading):
        _heading(made, block)
    elif isinstance(block, Para):
        _para(made, block)
    else:
        _table(made, block)


def _heading(made: Docx, heading: Heading) -> None:
    paragraph = made.add_paragraph()
    _spaced(paragraph)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, heading.text, BODY).bold = True


def _para(made: Docx, para: Para, *, italic: bool = False) -> None:
    paragraph = made.add_paragraph()
    _spaced(paragraph)
    run = _run(paragraph, para.text, BODY)
    run.italic = italic or para.fill_in
    if para.fill_in:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _spaced(paragraph: Paragraph) -> None:
    paragraph.alignment = JUSTIFIED
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_before, form.line_spacing = Mm(12.7), Pt(6), 1.1


def _table(made: Docx, table: Table) -> None:
    caption = made.add_paragraph()
    caption.alignment = CENTRE
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(6), Pt(3)
    caption.paragraph_format.keep_with_next = True
    _run(caption, table.caption, SMALL).italic = True
    grid = made.add_table(rows=1, cols=len(table.head))
    grid.style = "Table Grid"
    _row(grid.rows[0].cells, table.head, [CENTRE] * len(table.head), bold=True)
    _repeated(grid.rows[0])
    sides = [LEFT if share >= _WIDE else CENTRE for share in table.widths]
    for number, row in enumerate(table.rows, 1):
        _row(grid.add_row().cells, row, sides, bold=table.summed and number == len(table.rows))
    _widths(grid, table.widths)


def _row(cells: Sequence[_Cell], texts: Sequence[str], sides: Sequence[WD_ALIGN_PARAGRAPH], *, bold: bool) -> None:
    for cell, text, side in zip(cells, texts, sides, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = side
        _run(paragraph, text, TABLE).bold = bold


def _repeated(row: Any) -> None:
    """Let the head of a table stand on every page it runs over."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _widths(table: Any, shares: Sequence[float]) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(WIDTH.mm * share)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = Mm(WIDTH.mm * share)


def _foot(made: Docx, above: str, signer: str) -> None:
    gap = made.add_paragraph().paragraph_format
    gap.space_before, gap.keep_with_next = Pt(6), True
    table = made.add_table(rows=1, cols=2)
    _widths(table, (0.5, 0.5))
    left, right = table.rows[0].cells
    for number, (text, size, bold) in enumerate(_recipients(above)):
        paragraph = left.paragraphs[0] if number == 0 else left.add_paragraph()
        run = _run(paragraph, text, size)
        run.bold = run.italic = bold
    _line(right, signer.upper() or "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ", BODY, bold=True, first=True)
    for _ in range(4):
        _line(right, "", BODY)
    _line(right, "Họ và tên", BODY, bold=True)


def _recipients(above: str) -> Iterator[tuple[str, Pt, bool]]:
    yield "Nơi nhận:", TABLE, True
    yield f"- {above or '…'} (b/c);", LIST, False
    yield "- Lãnh đạo cơ quan (b/c);", LIST, False
    yield "- Các đơn vị được giao (t/h);", LIST, False
    yield "- Lưu: VT, ….", LIST, False


def _run(paragraph: Paragraph, text: str, size: Pt) -> Run:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = FACE, size
    return run
