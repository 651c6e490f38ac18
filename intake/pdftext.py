"""The text layer of a PDF page: its words with their boxes in lines, and how much of the page is a picture."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from intake.draft import clean
from intake.grid import Piece, Pieces
from intake.opened import Box

# pdfium gives these for a hyphen at the end of a line.
HYPHENS = (0x02, 0xFFFE)
BREAKS = (0x0A, 0x0D)
BLANKS = (0x20, 0x09, 0xA0, 0x00)
LOST = "\ufffd"
MOST_OBJECTS = 3000
TALL = 12.0


@dataclass(frozen=True, slots=True)
class Layer:
    """The lines of a page's text layer, the share of it that pictures cover, and whether lines run down the page."""

    lines: tuple[Pieces, ...]
    pictured: float
    ruled: bool
    drawn: int

    @property
    def text(self) -> str:
        """Give the layer's words in one line."""
        return " ".join(p.text for line in self.lines for p in line)


def layer_of(page: pypdfium2.PdfPage, number: int, most: int) -> Layer | None:
    """Read the text layer of a page; None where it holds more than `most` letters."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > most:
            return None
        lines = tuple(_lines(text.raw, count, Frame.of(page), number))
    finally:
        text.close()
    return Layer(lines, *_objects(page))


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page is shown: its visible rectangle in its own points, and by how many quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> Frame:
        """Read the frame of a page."""
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation() // 90)

    def shown(self, left: float, right: float, bottom: float, top: float) -> Box:
        """Give a box as seen: left, top, right, bottom from the upper left corner."""
        wide, high = self.right - self.left, self.top - self.bottom
        box = (left - self.left, self.top - top, right - self.left, self.top - bottom)
        for _ in range(self.turns % 4):
            box = (high - box[3], box[0], high - box[1], box[2])
            wide, high = high, wide
        return box


def _lines(raw: object, count: int, frame: Frame, number: int) -> Iterator[Pieces]:
    line: list[Piece] = []
    letters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []

    def word() -> None:
        text = clean("".join(letters))
        if text:
            line.append(Piece(text, number, _around(boxes, frame)))
        letters.clear()
        boxes.clear()

    for code, box in _letters(raw, count):
        if code in BLANKS or code in BREAKS:
            word()
        else:
            letters.append(_sign(code, not line and not letters))
            boxes.append(box)
        if (code in BREAKS or code in HYPHENS) and (line or letters):
            word()
            yield tuple(line)
            line = []
    word()
    if line:
        yield tuple(line)


def _letters(raw: object, count: int) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    references = [ctypes.byref(v) for v in (left, right, bottom, top)]
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, at)
        pdfium.FPDFText_GetCharBox(raw, at, *references)
        yield code, (left.value, right.value, bottom.value, top.value)


def _sign(code: int, first: bool) -> str:
    if code in HYPHENS:
        return "-"
    if 0xE000 <= code <= 0xF8FF:
        return "-" if first else "•"
    return chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else LOST


def _around(boxes: Sequence[tuple[float, float, float, float]], frame: Frame) -> Box:
    left, right = min(b[0] for b in boxes), max(b[1] for b in boxes)
    return frame.shown(left, right, min(b[2] for b in boxes), max(b[3] for b in boxes))


def _objects(page: pypdfium2.PdfPage) -> tuple[float, bool, int]:
    """Measure the largest picture's share of a page, whether table lines run down it, and how much is drawn."""
    area = page.get_width() * page.get_height()
    largest, downs, drawn = 0.0, 0, 0
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH]
    for count, item in enumerate(page.get_objects(filter=kinds, max_depth=4)):
        if count > MOST_OBJECTS:
            break
        drawn += 1
        try:
            left, bottom, right, top = item.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            largest = max(largest, (right - left) * (top - bottom))
        elif top - bottom >= TALL:
            downs += 2 if right - left >= TALL else 1
    return (largest / area if area else 0.0), downs > 1, drawn
