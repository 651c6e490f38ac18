"""The pictures of a scanned table's cells that hold writing, trimmed and with white around them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from intake.lattice import Image, Lattice
from intake.tesseract import BLOCK, LINE

# In inches: what is cut off inside a border, white put around, the smallest sign, and the height of one line.
INSET, MARGIN, SIGN, ONE_LINE = 0.025, 0.08, 0.045, 0.22
WHITE = 255


@dataclass(frozen=True, slots=True)
class CellPicture:
    """The picture of cell `at`, where its upper left corner lies on the page, and how Tesseract is to read it."""

    at: int
    image: Image
    corner: tuple[float, float]
    mode: int


def pictures_of_cells(table: Lattice, page: Image, dpi: float) -> list[CellPicture]:
    """Cut out the cells that hold writing; recognition invents words in empty ones."""
    found = []
    inset, margin = max(1, round(INSET * dpi)), round(MARGIN * dpi)
    for at, field in enumerate(table.fields):
        left, top, right, bottom = field.box
        inner = page[top + inset : bottom - inset, left + inset : right - inset]
        written = _written(inner, dpi) if inner.size else None
        if written is None:
            continue
        x, y, wide, high = written
        cut = inner[y : y + high, x : x + wide]
        image = cv2.copyMakeBorder(cut, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(WHITE,))
        corner = (float(left + inset + x - margin), float(top + inset + y - margin))
        mode = LINE if high < ONE_LINE * dpi else BLOCK
        found.append(CellPicture(at, np.ascontiguousarray(image, dtype=np.uint8), corner, mode))
    return found


def _written(cell: Image, dpi: float) -> tuple[int, int, int, int] | None:
    """Find the rectangle of what is written: specks are too small and remnants of borders too thin for a sign.

    The share of ink would not tell: a lone digit has less of it than noise.
    """
    ink = cv2.threshold(cell, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]
    if float(cell.max()) - float(cell.min()) < 60:
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    high_enough = SIGN * dpi
    signs = [s for s in stats[1:count] if s[3] >= high_enough and s[2] >= 2 and s[3] < 0.5 * dpi and s[4] >= 8]
    if not signs:
        return None
    pad = round(0.06 * dpi)
    left = max(0, min(int(s[0]) for s in signs) - pad)
    top = max(0, min(int(s[1]) for s in signs) - pad)
    right = min(cell.shape[1], max(int(s[0] + s[2]) for s in signs) + pad)
    bottom = min(cell.shape[0], max(int(s[1] + s[3]) for s in signs) + pad)
    return left, top, right - left, bottom - top
