"""The numbered column of a scanned table put right by the order of its rows: single digits are often misread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from intake.grid import NUMBER_HEADS, Grid, GridCell, Piece, is_numbered, words
from obligations.text import fold

DIGITS = re.compile(r"\D*(\d{1,3})\D*")
# The share of cells a row of the table has beside its number; headings of groups have fewer.
FULL = 0.5
HEAD, LONGEST_HEAD = "STT", 4


def renumbered(grid: Grid) -> Grid:
    """Number the rows of a numbered table in order where recognition lost or misread the number."""
    rows = grid.filled()
    if not is_numbered(rows) or len(rows) < 2:
        return grid
    wanted: dict[int, int] = {}
    last = 0
    for at in range(1, len(rows)):
        if _starts_row(grid, rows, at):
            last = _next(last, [_number(row[0]) for row in rows[at : at + 2]])
            wanted[at] = last
    return _headed(replace(grid, cells=_with(grid, rows, wanted)))


def _headed(grid: Grid) -> Grid:
    """Give back the head of the numbered column, three capitals that are often misread."""
    made = []
    for cell in grid.cells:
        said = words(cell.pieces)
        wrong = cell.row == 0 and cell.column == 0 and 0 < len(said) <= LONGEST_HEAD and fold(said) not in NUMBER_HEADS
        made.append(replace(cell, pieces=(replace(cell.pieces[0], text=HEAD),)) if wrong else cell)
    return replace(grid, cells=tuple(made))


def _starts_row(grid: Grid, rows: Sequence[Sequence[tuple[Piece, ...]]], at: int) -> bool:
    """A full row has a number of its own, unless its number covers several rows or a page break cut it above."""
    own = any(c.row == at and c.column == 0 for c in grid.cells)
    filled = sum(bool(words(cell)) for cell in rows[at][1:])
    return own and filled >= FULL * (grid.width - 1)


def _number(pieces: tuple[Piece, ...]) -> int | None:
    match = DIGITS.fullmatch(words(pieces))
    return int(match[1]) if match else None


def _next(last: int, read: Sequence[int | None]) -> int:
    """Believe a number that leaves the order only where the next row goes on from it."""
    number = read[0]
    if number is not None and len(read) > 1 and read[1] == number + 1:
        return number
    return last + 1


def _with(grid: Grid, rows: Sequence[Sequence[tuple[Piece, ...]]], wanted: dict[int, int]) -> tuple[GridCell, ...]:
    made = []
    for cell in grid.cells:
        number = wanted.get(cell.row) if cell.column == 0 else None
        if number is not None and _number(cell.pieces) != number:
            beside = next((p for row in rows[cell.row][1:] for p in row), None)
            first = cell.pieces[0] if cell.pieces else Piece("", beside.page if beside else 0)
            made.append(replace(cell, pieces=(replace(first, text=str(number)),)))
        else:
            made.append(cell)
    return tuple(made)
