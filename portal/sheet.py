"""Spreadsheets that are safe to open and the same every time: nothing in a cell is ever taken for a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from portal.archive import restamped

LONGEST = 32_000  # a cell holds 32,767 characters
_LINK_LIMIT = 2_000  # longer addresses are not followed by spreadsheet programs
_THIN = Side(style="thin", color="BFBFBF")
_BORDER = Border(_THIN, _THIN, _THIN, _THIN)
_FONT, _HEAD_FONT, _TITLE_FONT = (
    Font("Times New Roman", 12),
    Font("Times New Roman", 12, bold=True),
    Font("Times New Roman", 14, bold=True),
)
_LINK_FONT = Font("Times New Roman", 12, underline="single", color="0563C1")
_HEAD_FILL = PatternFill("solid", fgColor="DDEBF7")
_TO_FILL_IN = PatternFill("solid", fgColor="FFF2CC")


@dataclass(frozen=True, slots=True)
class Linked:
    """Text that leads somewhere: a web address, or a file beside the sheet."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in letters, and whether a person fills it in."""

    head: str
    width: int
    fill_in: bool = False


Value = str | int | date | Decimal | Linked | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the lines above the table, columns and rows. Rows are as long as there are columns."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Sequence[Value], ...]
    lines: tuple[str, ...] = ()


def write_book(sheets: Iterable[Sheet]) -> bytes:
    """Give the bytes of a workbook: the same sheets, the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    held = io.BytesIO()
    book.save(held)
    return restamped(held.getvalue())


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for number, line in enumerate((sheet.title, *sheet.lines), 1):
        _put(page, number, 1, line).font = _TITLE_FONT if number == 1 else _FONT
    head = len(sheet.lines) + 3
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
        cell = _put(page, head, place, column.head)
        cell.font, cell.fill, cell.border = _HEAD_FONT, _HEAD_FILL, _BORDER
        cell.alignment = Alignment("center", "center", wrap_text=True)
    for number, row in enumerate(sheet.rows, head + 1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True), 1):
            _put_in_table(page, number, place, column, value)
    page.freeze_panes = f"A{head + 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr] # made with every sheet
    page.print_title_rows = f"{head}:{head}"


def _put_in_table(page: Worksheet, row: int, place: int, column: Column, value: Value) -> None:
    cell = _put(page, row, place, value)
    cell.font = _LINK_FONT if isinstance(value, Linked) else _FONT
    cell.border = _BORDER
    centred = isinstance(value, int | date | Decimal)
    cell.alignment = Alignment("center" if centred else "left", "top", wrap_text=True)
    if column.fill_in:
        cell.fill = _TO_FILL_IN


def _put(page: Worksheet, row: int, place: int, value: Value) -> Cell:
    cell = cast("Cell", page.cell(row, place))
    if isinstance(value, Linked):
        _write(cell, value.text)
        if len(value.target) <= _LINK_LIMIT:
            cell.hyperlink = value.target
    elif isinstance(value, str):
        _write(cell, value)
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
    return cell


def _write(cell: Cell, text: str) -> None:
    """Write text as text: `=`, `+`, `-`, `@` at its beginning stay what they are, also once somebody edits the cell."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)[:LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@", "\t", "\r")
