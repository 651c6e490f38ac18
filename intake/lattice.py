"""The ruled tables on the picture of a page: where their cells lie, and on which row and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
# Pages are worked on side by side; threads within one would only wait for each other.
cv2.setNumThreads(1)
# In inches: the shortest lines of a table across and down, and the smallest cell; tables narrower than this are none.
LINE_ACROSS, LINE_DOWN, CELL_ACROSS, CELL_DOWN, TABLE_ACROSS, TABLE_DOWN = 0.35, 0.22, 0.12, 0.09, 1.5, 0.3
SAME_EDGE = 0.06
FILLED = 0.5
MOST_CELLS = 4000


@dataclass(frozen=True, slots=True)
class Field:
    """A cell in pixels (left, top, right, bottom) and on the grid."""

    box: tuple[int, int, int, int]
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: its place in pixels, its cells, and how many rows and columns it has."""

    box: tuple[int, int, int, int]
    fields: tuple[Field, ...]
    height: int
    width: int


def lattices(page: Image, dpi: float) -> list[Lattice]:
    """Find the ruled tables of a page (grey, upright), top to bottom."""
    inked = cv2.adaptiveThreshold(page, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    ink = inked.astype(np.uint8, copy=False)
    # A scan leaves small gaps in a line; a line slightly askew breaks into steps.
    gap = max(3, round(0.08 * dpi))
    down = _lines(ink, (max(3, round(LINE_DOWN * dpi)), 1), (gap, 3))
    if not cv2.countNonZero(down):
        return []
    across = _lines(ink, (1, max(3, round(LINE_ACROSS * dpi))), (3, gap))
    mask = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for number in range(1, count):
        left, top, wide, high = (int(v) for v in stats[number][:4])
        if wide < TABLE_ACROSS * dpi or high < TABLE_DOWN * dpi:
            continue
        ruled = (labels[top : top + high, left : left + wide] == number).astype(np.uint8)
        cells = _cells(ruled, dpi)
        if 2 <= len(cells) <= MOST_CELLS:
            found.append(_lattice((left, top, left + wide, top + high), cells, dpi))
    return sorted((t for t in found if t.width > 1), key=lambda t: t.box[1])


def _lines(ink: Image, long: tuple[int, int], gap: tuple[int, int]) -> Image:
    """Keep what is as long as a line of a table, given in rows and columns of pixels, and close its gaps."""
    kept = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(long, np.uint8))
    return cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones(gap, np.uint8)).astype(np.uint8)


def _cells(ruled: Image, dpi: float) -> list[tuple[int, int, int, int]]:
    """Give the white rectangles between lines; the outline is drawn, for tables are often open at their sides."""
    high, wide = ruled.shape
    closed = ruled.copy()
    cv2.rectangle(closed, (0, 0), (wide - 1, high - 1), 1, 1)
    free = (closed == 0).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=4)
    cells = []
    for left, top, w, h, area in stats[1:count]:
        if w >= CELL_ACROSS * dpi and h >= CELL_DOWN * dpi and area >= FILLED * w * h:
            cells.append((int(left), int(top), int(left + w), int(top + h)))
    return cells


def _lattice(box: tuple[int, int, int, int], cells: Sequence[tuple[int, int, int, int]], dpi: float) -> Lattice:
    slack = SAME_EDGE * dpi
    lefts = _edges([c[0] for c in cells], slack)
    tops = _edges([c[1] for c in cells], slack)
    fields = []
    for left, top, right, bottom in sorted(cells, key=lambda c: (c[1], c[0])):
        column, row = _at(lefts, left), _at(tops, top)
        columns = sum(1 for edge in lefts[column:] if edge < right - slack)
        rows = sum(1 for edge in tops[row:] if edge < bottom - slack)
        place = (left + box[0], top + box[1], right + box[0], bottom + box[1])
        fields.append(Field(place, row, column, max(1, rows), max(1, columns)))
    return Lattice(box, tuple(fields), len(tops), len(lefts))


def _edges(values: Sequence[int], slack: float) -> list[float]:
    """Draw edges that lie close together into one."""
    groups: list[list[int]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= slack:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]


def _at(edges: Sequence[float], value: int) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))
