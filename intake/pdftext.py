"""The text layer of a PDF page: its words with their boxes in lines, and how much of the page is a picture."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

from intake.grid import Pieces
from intake.opened import Box
from intake.pdflines import Letter, lines_of

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
        lines = lines_of(list(_letters(text.raw, count, Frame.of(page))), number)
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


def _letters(raw: object, count: int, frame: Frame) -> Iterator[Letter]:
    rectangle, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(rectangle), ctypes.byref(x), ctypes.byref(y)
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, at)
        pdfium.FPDFText_GetLooseCharBox(raw, at, box_at)
        pdfium.FPDFText_GetCharOrigin(raw, at, x_at, y_at)
        box = frame.shown(rectangle.left, rectangle.right, rectangle.bottom, rectangle.top)
        yield Letter(code, box, frame.shown(x.value, x.value, y.value, y.value)[1])


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
