"""Pages as lines and tables in reading order, written as one text: tables joined, page numbers and heads apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.draft import Draft
from intake.grid import Grid, Piece, Pieces, is_layout, joined
from intake.opened import AsideKind
from intake.rownumbers import renumbered
from obligations.text import fold

PAGE_NUMBER = re.compile(r"[\s\-–—|_.]*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?[\s\-–—|_.]*", re.IGNORECASE)
# The part of a page's height, above and below, where page numbers and running heads stand.
EDGE = 0.1
RUNNING = 3
ALIKE = 12.0  # in points


@dataclass(slots=True)
class Leaf:
    """A page (from 1) with its size in points, its lines and tables in reading order, and recognition's confidence."""

    number: int
    width: float
    height: float
    items: list[Pieces | Grid] = field(default_factory=list)
    confidence: float | None = None

    def said(self) -> str:
        """Give the words of the page in one line."""
        return " ".join(p.text for item in self.items for p in _pieces(item))


def _pieces(item: Pieces | Grid) -> Pieces:
    return tuple(p for cell in item.cells for p in cell.pieces) if isinstance(item, Grid) else item


def bound(leaves: Sequence[Leaf]) -> Draft:
    """Bind pages into one text."""
    draft = Draft()
    _take_apart(leaves, draft)
    _join_tables(leaves)
    for leaf in leaves:
        draft.page(leaf.number, leaf.width, leaf.height)
        draft.sure(leaf.confidence)
        for item in leaf.items:
            if isinstance(item, Grid):
                _write_table(draft, item if leaf.confidence is None else renumbered(item))
            else:
                draft.line(item)
    return draft


def _write_table(draft: Draft, grid: Grid) -> None:
    if not is_layout(grid):
        draft.table(grid)
        return
    for cell in sorted(grid.cells, key=lambda c: (c.row, c.column)):
        if cell.pieces:
            _write_lines(draft, cell.pieces)


def _write_lines(draft: Draft, pieces: Pieces) -> None:
    """Write the words of a cell in the lines they stand in."""
    line: list[Piece] = []
    for piece in pieces:
        if line and piece.box and line[-1].box and piece.box[1] > (line[-1].box[1] + line[-1].box[3]) / 2:
            draft.line(line)
            line = []
        line.append(piece)
    draft.line(line)


def _take_apart(leaves: Sequence[Leaf], draft: Draft) -> None:
    """Move page numbers, and lines that stand at the edge of page after page, out of the text."""
    edges = [(leaf, item) for leaf in leaves for item in leaf.items if _at_edge(leaf, item)]
    places: dict[str, list[tuple[int, float]]] = {}
    for leaf, item in edges:
        places.setdefault(fold(_line(item)), []).append((leaf.number, _middle(item)))
    for leaf in leaves:
        kept: list[Pieces | Grid] = []
        for item in leaf.items:
            words = "" if isinstance(item, Grid) else _line(item)
            edged = bool(words) and _at_edge(leaf, item)
            if edged and (PAGE_NUMBER.fullmatch(words) or _runs(places[fold(words)], leaf, _middle(item), len(leaves))):
                upper = _middle(item) < leaf.height / 2
                draft.aside(AsideKind.HEADER if upper else AsideKind.FOOTER, words, leaf.number)
            else:
                kept.append(item)
        leaf.items = kept


def _runs(places: Sequence[tuple[int, float]], leaf: Leaf, middle: float, pages: int) -> bool:
    """Tell whether a line at the edge of a page runs through the document; in a short one it must stand alike twice."""
    if pages > RUNNING:
        return len(places) >= RUNNING
    return any(number != leaf.number and abs(other - middle) < ALIKE for number, other in places)


def _line(item: Pieces | Grid) -> str:
    return " ".join(p.text for p in _pieces(item))


def _middle(item: Pieces | Grid) -> float:
    boxes = [p.box for p in _pieces(item) if p.box]
    return sum(b[1] + b[3] for b in boxes) / (2 * len(boxes)) if boxes else 0.0


def _at_edge(leaf: Leaf, item: Pieces | Grid) -> bool:
    if isinstance(item, Grid) or not any(p.box for p in item):
        return False
    middle = _middle(item)
    return middle < EDGE * leaf.height or middle > (1 - EDGE) * leaf.height


def _join_tables(leaves: Sequence[Leaf]) -> None:
    """Join a table at the foot of a page with one of as many columns at the head of the next, however many follow."""
    before: Leaf | None = None
    for leaf in leaves:
        above = before.items[-1] if before is not None and before.items else None
        below = leaf.items[0] if leaf.items else None
        if before is not None and isinstance(above, Grid) and isinstance(below, Grid) and above.width == below.width:
            before.items[-1] = joined(above, below, sure=leaf.confidence is None)
            leaf.items.pop(0)
            if not leaf.items:
                continue
        before = leaf
