"""A table as cells on a grid: merged cells in every row they cover, one header row, rows joined over page breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from intake.opened import Box
from obligations.text import fold

NUMBER_HEADS = ("stt", "tt", "so tt", "so thu tu", "thu tu")
NUMBER = re.compile(r"\d{1,3}[.)]?")
MOST_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or run with its page (0: none known) and box."""

    text: str
    page: int = 0
    box: Box | None = None


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """What stands in a cell, its upper left place on the grid, and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int
    pieces: Pieces = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of `height` rows and `width` columns, its first `headers` rows marked as header."""

    cells: tuple[GridCell, ...]
    height: int
    width: int
    headers: int = 1

    def filled(self) -> list[list[Pieces]]:
        """Give every row with what its cells say; a cell over several rows speaks in each, in its first column."""
        rows: list[list[Pieces]] = [[() for _ in range(self.width)] for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.rows, self.height)):
                rows[row][cell.column] = cell.pieces
        return rows

    def laid(self) -> list[list[Pieces]]:
        """Lay the table out as rows; the rows of a header of several become one, the lowest words first."""
        rows, head = self.filled(), self._header_rows()
        return rows if head < 2 else [[self._stacked(head, at) for at in range(self.width)], *rows[head:]]

    def _header_rows(self) -> int:
        """A header is deeper than one row where cells of its first row reach further down beside split ones."""
        first = [c for c in self.cells if c.row == 0]
        deepest = max((c.rows for c in first), default=1)
        split = any(c.columns > 1 and c.rows < deepest for c in first)
        return min(max(deepest if split else 1, self.headers), self.height, MOST_HEADER_ROWS)

    def _stacked(self, head: int, at: int) -> Pieces:
        above = [c for c in self.cells if c.row < head and c.column <= at < c.column + c.columns]
        return tuple(p for c in sorted(above, key=lambda c: -c.row) for p in c.pieces)


# A date or number that a narrow column cut: `20/11/202` over `4`, `15/KH-` over `UBND`.
CUT_YEAR, YEAR_REST, CUT_SIGN = (
    re.compile(r"[/.-](20\d|20|2)$"),
    re.compile(r"\d{1,3}(?!\d|[/.-]\d)"),
    re.compile(r"\w[/-]$"),
)


def gap(before: Piece, after: Piece) -> str:
    """Give what stands between two words of a cell: nothing where a narrow column cut one word in two."""
    if before.box is None or after.box is None or after.box[1] < (before.box[1] + before.box[3]) / 2:
        return " "
    year, rest = CUT_YEAR.search(before.text), YEAR_REST.match(after.text)
    whole = year is not None and rest is not None and len(year[1]) + len(rest[0]) == 4
    return "" if whole or (CUT_SIGN.search(before.text) and after.text[0].isalnum()) else " "


def words(pieces: Pieces) -> str:
    """Give what pieces say in one line."""
    return " ".join(p.text for p in pieces).strip()


def is_numbered(rows: Sequence[Sequence[Pieces]]) -> bool:
    """Tell whether the first column of a table numbers its rows, by its head or by what stands in it."""
    if not rows or not rows[0]:
        return False
    below = [text for row in rows[1:] if (text := words(row[0]))]
    figures = sum(NUMBER.fullmatch(text) is not None for text in below)
    return fold(words(rows[0][0])) in NUMBER_HEADS or (figures > 1 and figures >= len(below) / 2)


def joined(upper: Grid, lower: Grid, *, sure: bool = True) -> Grid:
    """Join the parts of a table that a page break cut: no second header, and a row cut in two made whole again.

    Where numbers are not `sure` to be read, a row without one goes on only if more of it is missing.
    """
    above, below = upper.filled(), lower.filled()
    skip = _repeated(above, below)
    if skip == lower.height:
        return upper
    goes_on = _goes_on(above, below[skip], sure)
    shift = upper.height - skip - goes_on
    cells = [replace(c, row=c.row + shift) for c in lower.cells if c.row >= skip]
    return replace(
        upper,
        cells=_together(upper, cells, upper.height - 1) if goes_on else (*upper.cells, *cells),
        height=shift + lower.height,
    )


def _repeated(above: list[list[Pieces]], below: list[list[Pieces]]) -> int:
    same = 0
    for one, two in zip(above[:MOST_HEADER_ROWS], below, strict=False):
        heads = [fold(words(cell)) for cell in two]
        if heads != [fold(words(cell)) for cell in one] or not any(heads):
            break
        same += 1
    return same


def _goes_on(above: list[list[Pieces]], row: Sequence[Pieces], sure: bool) -> bool:
    """Tell whether a row without a number, in a numbered table, goes on with the one before the page break."""
    if not is_numbered(above) or len(above) < 2 or words(row[0]) or not any(words(cell) for cell in row):
        return False
    usual = median(sum(bool(words(cell)) for cell in other[1:]) for other in above[1:])
    return sure or sum(bool(words(cell)) for cell in row[1:]) < usual


def _together(upper: Grid, cells: Sequence[GridCell], seam: int) -> tuple[GridCell, ...]:
    """Put the cells that begin at the seam into the cells above that end there."""
    more = {c.column: c for c in cells if c.row == seam}
    made = []
    for cell in upper.cells:
        rest = more.pop(cell.column, None) if cell.row + cell.rows > seam else None
        whole = (
            cell if rest is None else replace(cell, pieces=(*cell.pieces, *rest.pieces), rows=cell.rows + rest.rows - 1)
        )
        made.append(whole)
    return (*made, *more.values(), *(c for c in cells if c.row != seam))


# Words of tables that only place things side by side: the letterhead and the signature.
LAYOUT_WORDS = ("cong hoa xa hoi", "doc lap tu do", "noi nhan")
LAYOUT_ROWS = 3


def is_layout(grid: Grid) -> bool:
    """Tell whether a table only places words on the page and is to be read as running text."""
    if grid.width < 2 or grid.height < 2:
        return True
    top = fold(" ".join(words(cell) for row in grid.filled()[:LAYOUT_ROWS] for cell in row))
    return any(sign in top for sign in LAYOUT_WORDS)
