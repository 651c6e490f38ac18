"""A PDF as text: from its text layer where that is sound, from pictures of its pages where it is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

from intake.draft import Draft
from intake.encodings import turner_for
from intake.faults import Damaged, Locked, MissingProgram, TooLarge
from intake.grid import Grid, GridCell, Piece, Pieces
from intake.leaves import Leaf, bound
from intake.limits import Budget
from intake.opened import FileKind
from intake.pdflines import LOST
from intake.pdftext import Layer, layer_of
from obligations.reading.words import health

if TYPE_CHECKING:
    from intake.lattice import Lattice

UNMARKED = 0.08
# Letters from which marks can be judged, and up to which a layer over a picture is only a stamp.
JUDGED, STAMP, BARE = 200, 200, 10
LOST_SHARE, SCATTERED = 0.05, 0.25
PICTURE = 0.5
OUTLINED = 30
CLEARLY = 0.03
TABLE_DPI = 144
SCAN_DPI = 200
POINTS = 72
SAVE_AGAIN = "hãy mở bằng trình đọc PDF rồi in ra PDF mới, hoặc tải lại tệp"


@dataclass(slots=True)
class Source:
    """An open PDF and what opening it may cost."""

    document: pypdfium2.PdfDocument
    budget: Budget


def opened(data: bytes, _kind: FileKind, budget: Budget) -> Draft:
    """Open a PDF. Raise Damaged, Locked, TooLarge, TooSlow, or MissingProgram where only recognition could read it."""
    document = _document(data, budget.name)
    try:
        budget.pages(len(document))
        return _bound(Source(document, budget))
    except pypdfium2.PdfiumError as error:
        raise Damaged(f"{budget.name} là tệp PDF bị hỏng: {SAVE_AGAIN}.") from error
    finally:
        document.close()


def _document(data: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Locked(f"{name} có đặt mật khẩu: hãy lưu một bản PDF không đặt mật khẩu.") from error
        raise Damaged(f"{name} là tệp PDF bị hỏng: {SAVE_AGAIN}.") from error


def _bound(source: Source) -> Draft:
    layers = [_layer(source, at) for at in range(len(source.document))]
    turner = turner_for(" ".join(layer.text for layer in layers))
    if turner:
        layers = [_turned(layer, turner.line) for layer in layers]
    seen = [at for at, layer in enumerate(layers) if _unsound(layer)]
    leaves = {at: _leaf(source, at, layers[at]) for at in range(len(layers)) if at not in set(seen)}
    warnings: list[str] = [turner.warning] if turner else []
    if seen:
        warnings += _recognise(source, layers, seen, leaves)
    if any(layer.pictured > PICTURE and at not in seen for at, layer in enumerate(layers)):
        warnings.append("lớp chữ của PDF do máy quét nhận dạng sẵn: nên đối chiếu bản gốc")
    draft = bound([leaves[at] for at in sorted(leaves)])
    draft.warnings.extend(warnings)
    return draft


def _layer(source: Source, at: int) -> Layer:
    source.budget.left()
    page = source.document[at]
    try:
        layer = layer_of(page, at + 1, source.budget.limits.page_letters)
    finally:
        page.close()
    if layer is None:
        raise TooLarge(f"Trang {at + 1} của {source.budget.name} có quá nhiều chữ nên không mở: {SAVE_AGAIN}.")
    return layer


def _unsound(layer: Layer) -> bool:
    """Tell whether a page is better read from its picture: no text, only a stamp over a scan, or letters gone wrong."""
    text = layer.text
    letters = sum(c.isalpha() for c in text)
    if letters < BARE:
        return layer.pictured > PICTURE / 5 or layer.drawn > OUTLINED
    if layer.pictured > PICTURE and letters < STAMP:
        return True
    lost = text.count(LOST) + text.count("•")
    words = text.split()
    scattered = sum(len(w) == 1 and w.isalpha() for w in words) > SCATTERED * len(words)
    return scattered or lost > LOST_SHARE * len(text) or (letters >= JUDGED and health(text) < UNMARKED)


def _turned(layer: Layer, turn: Callable[[str], str]) -> Layer:
    lines = []
    for line in layer.lines:
        texts = turn(" ".join(p.text for p in line)).split(" ")
        fits = len(texts) == len(line)
        lines.append(tuple(Piece(t, p.page, p.box) for t, p in zip(texts, line, strict=True)) if fits else line)
    return Layer(tuple(lines), layer.pictured, layer.ruled, layer.drawn)


def _leaf(source: Source, at: int, layer: Layer) -> Leaf:
    page = source.document[at]
    try:
        leaf = Leaf(at + 1, page.get_width(), page.get_height(), list(layer.lines))
        if layer.ruled or layer.pictured > PICTURE:
            leaf.items = _with_tables(page, layer, source.budget)
    finally:
        page.close()
    return leaf


def _with_tables(page: pypdfium2.PdfPage, layer: Layer, budget: Budget) -> list[Pieces | Grid]:
    from intake.lattice import lattices
    from intake.render import rendered

    image, scale = rendered(page, TABLE_DPI, budget.limits.pixels)
    found = lattices(image, POINTS * scale)
    places = [[(f, tuple(v / scale for v in f.box)) for f in table.fields] for table in found]
    held: dict[tuple[int, int], list[Piece]] = {}
    items: list[Pieces | int] = []
    for line in layer.lines:
        spots = [(piece, _spot(places, piece)) for piece in line]
        for piece, spot in spots:
            if spot is not None:
                held.setdefault(spot, []).append(piece)
        items += [at for at in dict.fromkeys(spot[0] for _, spot in spots if spot) if at not in items]
        if rest := tuple(piece for piece, spot in spots if spot is None):
            items.append(rest)
    return [_grid(found[item], item, held) if isinstance(item, int) else item for item in items]


def _grid(table: Lattice, at: int, held: dict[tuple[int, int], list[Piece]]) -> Grid:
    cells = (
        GridCell(f.row, f.column, f.rows, f.columns, tuple(held.get((at, number), ())))
        for number, f in enumerate(table.fields)
    )
    return Grid(tuple(cells), table.height, table.width)


def _spot(places: Sequence[Sequence[tuple[object, tuple[float, ...]]]], piece: Piece) -> tuple[int, int] | None:
    """Find the table and cell in which the middle of a word lies."""
    if piece.box is None:
        return None
    x, y = (piece.box[0] + piece.box[2]) / 2, (piece.box[1] + piece.box[3]) / 2
    for at, fields in enumerate(places):
        for number, (_, box) in enumerate(fields):
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                return at, number
    return None


def _recognise(source: Source, layers: Sequence[Layer], seen: Sequence[int], leaves: dict[int, Leaf]) -> list[str]:
    """Read pages from their pictures; where that is not possible keep what the layer says, and say so."""
    from intake.recognise import recognised
    from intake.render import picture_of

    try:
        read = recognised(seen, lambda at: picture_of(source.document, at, SCAN_DPI, source.budget), source.budget)
    except MissingProgram as error:
        if len(seen) == len(layers):
            raise
        leaves.update((at, _leaf(source, at, layers[at])) for at in seen)
        return [f"trang {', '.join(str(at + 1) for at in seen[:20])} chưa đọc đúng: {error}"]
    for at, leaf in zip(seen, read, strict=True):
        better = health(leaf.said()) > health(layers[at].text) + CLEARLY
        leaves[at] = leaf if better or len(leaf.said()) > len(layers[at].text) else _leaf(source, at, layers[at])
    return []
