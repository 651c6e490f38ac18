"""The text of a file as it is put together, every word keeping the page and box it came from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from intake.grid import Grid, Piece, gap
from intake.opened import Aside, AsideKind, Cell, FileKind, Health, Opened, Page, Place, Table

# What no text of a document needs: control characters, soft hyphens, invisible blanks, byte order marks.
DROPPED = dict.fromkeys(
    [*range(9), 11, *range(14, 32), 127, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF]
)
PLAIN = str.maketrans(
    {**DROPPED, "\x07": " ", "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2011": "-", "\u2028": " "}
)
IN_CELL = str.maketrans({"|": "¦", "\n": " ", "\t": " ", "\f": " "})


def clean(text: str) -> str:
    """Give a text in NFC without control characters, halves of letters and odd blanks."""
    plain = text.translate(PLAIN)
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain)
        plain = "".join(c for c in plain if not "\ud800" <= c <= "\udfff")
    return plain


@dataclass(slots=True)
class Draft:
    """A text being written from left to right."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    places: list[Place] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Add characters that have no place of their own."""
        self.parts.append(text)
        self.size += len(text)

    def piece(self, piece: Piece, *, cell: bool = False) -> None:
        """Add a piece with its place."""
        text = clean(piece.text)
        if cell:
            text = text.translate(IN_CELL)
        if not text:
            return
        if piece.page:
            if self.pages and piece.page > self.pages[-1].number:
                self.page(piece.page)
            self.places.append(Place(self.size, self.size + len(text), piece.page, piece.box))
        self.write(text)

    def line(self, pieces: Iterable[Piece], gap: str = " ") -> None:
        """Add a line of pieces with a gap between them."""
        for number, piece in enumerate(pieces):
            if number:
                self.write(gap)
            self.piece(piece)
        self.write("\n")

    def page(self, page: int, width: float | None = None, height: float | None = None) -> None:
        """Begin a page here, or give the size of the one that a table carried over has begun."""
        if self.pages and self.pages[-1].number == page:
            self.pages[-1] = Page(page, self.pages[-1].span, width, height)
            return
        self.pages.append(Page(page, (self.size, self.size), width, height))

    def sure(self, confidence: float | None) -> None:
        """Say how sure recognition was of the page begun last."""
        last = self.pages[-1]
        self.pages[-1] = Page(last.number, last.span, last.width, last.height, confidence)

    def table(self, grid: Grid) -> None:
        """Add a table as lines of cells between bars."""
        start = self.size
        rows = tuple(self._row(row) for row in grid.laid())
        self.tables.append(Table((start, self.size), rows))

    def _row(self, row: Sequence[Sequence[Piece]]) -> tuple[Cell, ...]:
        self.write("|")
        cells = tuple(self._cell(pieces) for pieces in row)
        self.write("\n")
        return cells

    def _cell(self, pieces: Sequence[Piece]) -> Cell:
        self.write(" ")
        start, at = self.size, len(self.parts)
        for number, piece in enumerate(pieces):
            if number:
                self.write(gap(pieces[number - 1], piece))
            self.piece(piece, cell=True)
        text = "".join(self.parts[at:])
        cell = Cell(text, (start, self.size))
        self.write(" |")
        return cell

    def aside(self, kind: AsideKind, text: str, page: int | None = None) -> None:
        """Keep words that stand beside the running text."""
        words = clean(text).strip()
        if words:
            self.asides.append(Aside(kind, words, page))

    def opened(self, sha256: str, source: str, kind: FileKind, health: Health) -> Opened:
        """Close the text."""
        ends = [*(p.span[0] for p in self.pages[1:]), self.size]
        pages = tuple(
            Page(p.number, (p.span[0], end), p.width, p.height, p.confidence)
            for p, end in zip(self.pages, ends, strict=False)
        )
        warnings = tuple(dict.fromkeys(self.warnings))
        text = "".join(self.parts)
        tables, asides = tuple(self.tables), tuple(self.asides)
        return Opened(text, sha256, source, warnings, kind, pages, tuple(self.places), health, tables, asides)
