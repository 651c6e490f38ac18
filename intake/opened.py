"""A plan's file opened: its text in NFC with the page and position of every span, its health and its tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from obligations.model import Span

Box = tuple[float, float, float, float]


class FileKind(StrEnum):
    """What a file is, told by its content."""

    TEXT = "text"
    DOCX = "docx"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"
    PDF = "pdf"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text on a page; `box` is left, top, right, bottom in points from its upper left corner."""

    start: int
    end: int
    page: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page (from 1), its stretch of the text, its size in points, and how sure recognition was of it (0 to 100)."""

    number: int
    span: Span
    width: float | None = None
    height: float | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: `text` is what stands at `span`. A merged cell stands in every row it covers."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table laid into the text as rows of cells between bars, header first; joined where pages broke it."""

    span: Span
    rows: tuple[tuple[Cell, ...], ...]


class AsideKind(StrEnum):
    """What stands beside the running text."""

    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Aside:
    """Words kept out of the text: a running header or footer, a note, a table of contents."""

    kind: AsideKind
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How far to trust a text: `marked`, the share of letters that only Vietnamese has (good text 0.16 to 0.19), and
    `confidence`, the mean word confidence of recognition (0 to 100), None where nothing was recognised from images."""

    marked: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A file opened: text (NFC, line breaks as `\\n`), SHA-256 of its bytes in hex, its name, and what to beware of.

    `places` are in order and do not overlap; `pages` is empty where the file knows none.
    """

    text: str
    sha256: str
    source: str
    warnings: tuple[str, ...] = ()
    kind: FileKind = FileKind.TEXT
    pages: tuple[Page, ...] = ()
    places: tuple[Place, ...] = ()
    health: Health = Health(0.0)
    tables: tuple[Table, ...] = ()
    asides: tuple[Aside, ...] = ()

    def where(self, span: Span) -> tuple[Place, ...]:
        """Give the places a span touches, in order; none where the file knows no pages."""
        return tuple(self._touched(span))

    def page_of(self, span: Span) -> int | None:
        """Give the page on which a span begins."""
        first = next(self._touched(span), None)
        if first is not None:
            return first.page
        at = bisect_right(self.pages, span[0], key=lambda p: p.span[0]) - 1
        return self.pages[at].number if at >= 0 else None

    def _touched(self, span: Span) -> Iterator[Place]:
        at = max(0, bisect_right(self.places, span[0], key=lambda p: p.start) - 1)
        while at < len(self.places) and self.places[at].start < span[1]:
            if self.places[at].end > span[0]:
                yield self.places[at]
            at += 1
