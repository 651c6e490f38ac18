"""Scanned pages read by recognition, side by side: lines, ruled tables by their cells, and how sure it is."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
from statistics import fmean
from typing import TypeVar

import cv2
import numpy as np

from intake.deskew import Upright, upright
from intake.grid import Grid, GridCell, Piece, Pieces
from intake.lattice import Image, Lattice, lattices
from intake.leaves import Leaf
from intake.limits import Budget
from intake.opened import Box
from intake.render import POINTS, Picture
from intake.scancells import pictures_of_cells
from intake.tesseract import Read, read_many, read_page, tesseract

# Below this, the page may lie on its side or upside down.
TURN_BELOW, QUARTERS = 60.0, (1, 3, 2)
CLEARLY = 10.0
T = TypeVar("T")


def recognised(pages: Sequence[T], picture: Callable[[T], Picture], budget: Budget) -> list[Leaf]:
    """Recognise pages in order. Raise MissingProgram where Tesseract or its model is missing, TooSlow, Damaged.

    Pictures are made one by one in this thread (pdfium allows no other), only a few ahead of what is being read.
    """
    tesseract()
    workers = max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    leaves: list[Leaf] = []
    running: deque[Future[Leaf]] = deque()
    budget.progress(0, len(pages))
    pool = ThreadPoolExecutor(workers)
    try:
        for page in pages:
            running.append(pool.submit(_leaf, picture(page), budget))
            if len(running) > workers:
                _collect(running, leaves, len(pages), budget)
        while running:
            _collect(running, leaves, len(pages), budget)
    finally:
        pool.shutdown(cancel_futures=True)
    return leaves


def _collect(running: deque[Future[Leaf]], leaves: list[Leaf], total: int, budget: Budget) -> None:
    leaves.append(running.popleft().result())
    budget.progress(len(leaves), total)


def _leaf(picture: Picture, budget: Budget) -> Leaf:
    leaf = _read(picture, budget)
    if leaf.confidence is None or leaf.confidence >= TURN_BELOW:
        return leaf
    quarter = _quarter(picture, budget)
    if not quarter:
        return leaf
    image = np.ascontiguousarray(np.rot90(picture.image, quarter))
    turned = _read(Picture(picture.number, image, picture.dpi), budget)
    return turned if (turned.confidence or 0.0) > leaf.confidence + CLEARLY else leaf


def _quarter(picture: Picture, budget: Budget) -> int:
    """Find by how many quarter turns a page is read best, on a small picture of it."""
    small = cv2.resize(picture.image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.uint8)
    sure = {}
    for quarter in (0, *QUARTERS):
        read = read_page(np.ascontiguousarray(np.rot90(small, quarter)), picture.dpi / 2, budget)
        sure[quarter] = sum(w.confidence - TURN_BELOW for w in read if len(w.text) > 1)
    return max(sure, key=lambda q: sure[q])


def _read(picture: Picture, budget: Budget) -> Leaf:
    level = upright(picture.image, picture.dpi)
    tables = lattices(level.image, picture.dpi)
    paper = _without(level.image, tables) if tables else level.image
    place = _Placer(picture, level)
    words = read_page(paper, picture.dpi, budget)
    items: list[Pieces | Grid] = list(_lines(words, place))
    sure = [w.confidence for w in words]
    for table in tables:
        grid, more = _grid(table, level.image, place, budget)
        top = table.box[1] * POINTS / picture.dpi
        items.insert(_before(items, top), grid)
        sure += more
    wide, high = picture.size
    return Leaf(picture.number, wide, high, items, round(fmean(sure), 1) if sure else None)


class _Placer:
    """Turns pixels of the upright picture into points on the page."""

    def __init__(self, picture: Picture, level: Upright) -> None:
        self.number, self.scale, self.level = picture.number, POINTS / picture.dpi, level

    def piece(self, word: Read, left: float = 0.0, top: float = 0.0) -> Piece:
        """Give a word read at an offset as a piece of the page."""
        box = (word.box[0] + left, word.box[1] + top, word.box[2] + left, word.box[3] + top)
        there = self.level.back(box)
        points: Box = tuple(round(v * self.scale, 1) for v in there)  # type: ignore[assignment]  # four stay four
        return Piece(word.text, self.number, points)


def _lines(words: Iterable[Read], place: _Placer) -> Iterable[Pieces]:
    for _, line in groupby(words, key=lambda w: w.line):
        yield tuple(place.piece(word) for word in line)


def _before(items: Sequence[Pieces | Grid], top: float) -> int:
    """Find where a table goes: before the first line that stands below its upper edge."""
    for at, item in enumerate(items):
        first = item[0].box if not isinstance(item, Grid) and item else None
        if first is not None and first[1] > top:
            return at
    return len(items)


def _without(image: Image, tables: Sequence[Lattice]) -> Image:
    paper = image.copy()
    for table in tables:
        left, top, right, bottom = table.box
        paper[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = 255
    return paper


def _grid(table: Lattice, image: Image, place: _Placer, budget: Budget) -> tuple[Grid, list[float]]:
    dpi = POINTS / place.scale
    cells = pictures_of_cells(table, image, dpi)
    found: dict[int, list[Piece]] = {}
    sure: list[float] = []
    for mode in {cell.mode for cell in cells}:
        same = [cell for cell in cells if cell.mode == mode]
        for word in read_many([cell.image for cell in same], dpi, budget, mode):
            cell = same[word.picture]
            found.setdefault(cell.at, []).append(place.piece(word, *cell.corner))
            sure.append(word.confidence)
    made = tuple(
        GridCell(f.row, f.column, f.rows, f.columns, _swept(found.get(at, ()))) for at, f in enumerate(table.fields)
    )
    return Grid(made, table.height, table.width), sure


def _swept(pieces: Sequence[Piece]) -> Pieces:
    """Leave out the bars and dots that recognition makes of a cell's border."""
    kept = list(pieces)
    while kept and not any(c.isalnum() for c in kept[0].text) and kept[0].text[0] in "|_—.,'‘`~=[]":
        kept.pop(0)
    while kept and not any(c.isalnum() for c in kept[-1].text) and kept[-1].text[0] in "|_—'‘`~=[]":
        kept.pop()
    return tuple(kept)
