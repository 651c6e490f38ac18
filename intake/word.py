"""A Word document as text: numbered as its reader sees it, tables as tables, headers and notes apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from intake.draft import Draft
from intake.faults import Damaged, TooDeep
from intake.grid import Grid, GridCell, Piece, is_layout
from intake.limits import Budget
from intake.numbering import Numbering, W, numbering_of, whole
from intake.opened import AsideKind, FileKind
from intake.parts import SAVE_AGAIN, Parts, parts_of
from intake.runs import HINT, Turner
from intake.styles import Styles, is_on, number_in, styles_of, value_of

BODY = "word/document.xml"
ROOT_RELATIONS = "_rels/.rels"
WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
CHANGES = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
ASIDES = (("word/header", AsideKind.HEADER), ("word/footer", AsideKind.FOOTER))
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
WIDEST = 63
CHANGED = "văn bản còn theo dõi thay đổi (track changes): đã nhận phần thêm vào, bỏ phần đã xóa"
EMBEDDED = "văn bản nhúng tài liệu khác bên trong, phần đó chưa đọc được: hãy mở bằng Word và lưu lại"
PICTURED = "văn bản hầu như chỉ có ảnh: chữ trong ảnh chưa đọc được, hãy lưu thành PDF rồi đọc tệp PDF đó"
FEW_LETTERS = 300


def opened(data: bytes, _kind: FileKind, budget: Budget) -> Draft:
    """Open a .docx. Raise Damaged, Locked, Dangerous, TooDeep or TooLarge."""
    parts = parts_of(data, budget)
    main = parts.xml(_main_part(parts))
    body = main.find(f"{W}body")
    if body is None:
        raise Damaged(f"{budget.name} không có phần nội dung: {SAVE_AGAIN}.")
    styles = styles_of(_optional(parts, "word/styles.xml"))
    hinted = next(main.iter(HINT), None) is not None
    paged = hinted or any(b.get(f"{W}type") == "page" for b in main.iter(f"{W}br"))
    numbering = numbering_of(_optional(parts, "word/numbering.xml"))
    walk = Walk(Draft(), numbering, styles, Turner(styles, hinted, 1 if paged else 0), budget)
    if paged:
        walk.draft.page(1)
    walk.blocks(body, 0)
    walk.end()
    _asides(walk, parts)
    _warn(walk.draft, main, parts)
    return walk.draft


def _main_part(parts: Parts) -> str:
    if parts.has(BODY):
        return BODY
    relations = parts.xml(ROOT_RELATIONS) if parts.has(ROOT_RELATIONS) else ()
    named = [r.get("Target", "").lstrip("/") for r in relations if r.get("Type", "").endswith("/officeDocument")]
    main = next((n for n in named if parts.has(n)), None)
    if main is None:
        raise Damaged(f"{parts.budget.name} không có phần nội dung: {SAVE_AGAIN}.")
    return main


def _optional(parts: Parts, part: str) -> Element | None:
    return parts.xml(part) if parts.has(part) else None


@dataclass(slots=True)
class Walk:
    """A walk over the blocks of a document in the order they are read."""

    draft: Draft
    numbering: Numbering
    styles: Styles
    turner: Turner
    budget: Budget
    waiting: list[Piece] = field(default_factory=list)

    def blocks(self, parent: Element, depth: int) -> None:
        """Write the paragraphs and tables below an element."""
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                self._table(child, depth + 1)
            elif child.tag in WRAPPERS:
                self.blocks(child, depth)

    def end(self) -> None:
        """Write what still waits for the paragraph it was joined to."""
        if self.waiting:
            self.draft.line(self.waiting, gap="")
            self.waiting = []

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        self.budget.left()
        properties = paragraph.find(f"{W}pPr")
        pieces = self._pieces(paragraph)
        boxes, self.turner.boxes = self.turner.boxes, []
        if pieces is None:
            return
        if self.styles.is_contents(value_of(properties, "pStyle")):
            self.draft.aside(AsideKind.CONTENTS, "".join(p.text for p in pieces), self.turner.page or None)
        else:
            self.draft.line(pieces, gap="")
        for box in boxes:
            self._nested(depth + 1)
            self.blocks(box, depth + 1)

    def _pieces(self, paragraph: Element) -> tuple[Piece, ...] | None:
        """Give a paragraph's label and words, with those of paragraphs whose end was deleted in front of them.

        None where its own end was deleted: its words wait for the next.
        """
        properties = paragraph.find(f"{W}pPr")
        if is_on(properties, "pageBreakBefore") and self.turner.page and not self.turner.hinted:
            self.turner.page += 1
        merged = properties is not None and any(
            properties.find(f"{W}rPr/{W}{name}") is not None for name in ("del", "moveFrom")
        )
        label = "" if merged else self._label(properties)
        page = self.turner.page
        pieces = self.turner.pieces(paragraph)
        if merged:
            self.waiting.extend(pieces)
            return None
        before, self.waiting = self.waiting, []
        return (*([Piece(label, page)] if label else []), *before, *pieces)

    def _label(self, properties: Element | None) -> str:
        style = value_of(properties, "pStyle")
        number, level = number_in(properties)
        owner = None
        if number is None and (handed := self.styles.numbered(style)) is not None:
            number, handed_level, owner = handed
            level = handed_level if level is None else level
        if number in (None, "0") or number is None:
            return ""
        if level is None:
            series = self.numbering.series.get(number)
            level = series.level_of(owner or style) if series else 0
        return self.numbering.label(number, level)

    def _nested(self, depth: int) -> None:
        if depth > self.budget.limits.table_depth:
            most = self.budget.limits.table_depth
            raise TooDeep(f"{self.budget.name} có bảng hoặc khung chữ lồng nhau quá {most} tầng nên không mở.")

    def _table(self, table: Element, depth: int) -> None:
        self._nested(depth)
        rows = [row for row in _rows(table) if row.find(f"{W}trPr/{W}del") is None]
        shape = _shape(rows)
        plain = Grid(tuple(_first_words(shape)), shape.height, shape.width)
        if is_layout(plain) or (shape.width == 2 and not _ruled(table)):
            for _, element in shape.cells:
                self.blocks(element, depth)
            return
        cells = []
        for cell, element in shape.cells:
            cells.append(GridCell(cell.row, cell.column, cell.rows, cell.columns, tuple(self._cell(element, depth))))
        heads = sum(1 for row in rows[:3] if is_on(row, "trPr/tblHeader"))
        self.draft.table(Grid(tuple(cells), shape.height, shape.width, max(1, heads)))

    def _cell(self, cell: Element, depth: int) -> Iterator[Piece]:
        for child in cell:
            if child.tag == f"{W}p":
                pieces = self._pieces(child) or ()
                text = "".join(p.text for p in pieces).strip()
                if text:
                    yield Piece(text, pieces[0].page)
                for box in self._boxes():
                    self._nested(depth + 1)
                    yield from self._cell(box, depth + 1)
            elif child.tag == f"{W}tbl":
                self._nested(depth + 1)
                for row in _rows(child):
                    for inner in _cells(row):
                        yield from self._cell(inner, depth + 1)
            elif child.tag in WRAPPERS:
                yield from self._cell(child, depth)

    def _boxes(self) -> list[Element]:
        boxes, self.turner.boxes = self.turner.boxes, []
        return boxes


@dataclass(frozen=True, slots=True)
class Shape:
    """The cells of a Word table by their places on its grid; those that only continue one above are left out."""

    cells: tuple[tuple[GridCell, Element], ...]
    height: int
    width: int


def _shape(rows: Sequence[Element]) -> Shape:
    cells: list[tuple[GridCell, Element]] = []
    open_above: dict[int, int] = {}
    width = 0
    for number, row in enumerate(rows):
        column = min(whole(value_of(row, "trPr/gridBefore"), 0), WIDEST)
        for element in _cells(row):
            span = min(max(1, whole(value_of(element, "tcPr/gridSpan"), 1)), WIDEST)
            merge = element.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            if goes_on and column in open_above:
                cell, kept = cells[open_above[column]]
                cells[open_above[column]] = (GridCell(cell.row, column, number - cell.row + 1, cell.columns), kept)
            else:
                open_above[column] = len(cells)
                cells.append((GridCell(number, column, 1, span), element))
                if merge is None:
                    del open_above[column]
            column += span
        width = max(width, column)
    return Shape(tuple(cells), len(rows), width)


def _first_words(shape: Shape) -> Iterator[GridCell]:
    for cell, element in shape.cells:
        text = " ".join(t.text or "" for t in element.iter(f"{W}t")) if cell.row < 3 else ""
        yield GridCell(cell.row, cell.column, cell.rows, cell.columns, (Piece(text),))


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in WRAPPERS:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in WRAPPERS:
            yield from _cells(child)


def _ruled(table: Element) -> bool:
    """Tell whether lines stand between the columns of a table: its own, its cells' or those of a style."""
    own = table.find(f"{W}tblPr/{W}tblBorders")
    if own is None:
        own_style = value_of(table, "tblPr/tblStyle")
        return own_style not in (None, "TableNormal") or next(table.iter(f"{W}tcBorders"), None) is not None
    return value_of(own, "insideV") not in (None, "none", "nil")


def _asides(walk: Walk, parts: Parts) -> None:
    for start, kind in ASIDES:
        for part in parts.named(start):
            walk.draft.aside(kind, _plain(walk, parts.xml(part)))
    for part in NOTES:
        if parts.has(part):
            for note in parts.xml(part):
                if note.get(f"{W}type") in (None, "normal"):
                    walk.draft.aside(AsideKind.NOTE, _plain(walk, note))


def _plain(walk: Walk, root: Element) -> str:
    lines = ("".join(p.text for p in walk.turner.pieces(paragraph)) for paragraph in root.iter(f"{W}p"))
    return "\n".join(line for line in lines if line.strip())


def _warn(draft: Draft, main: Element, parts: Parts) -> None:
    tags = {element.tag for element in main.iter()}
    if tags.intersection(CHANGES):
        draft.warnings.append(CHANGED)
    if f"{W}altChunk" in tags:
        draft.warnings.append(EMBEDDED)
    pictured = any(name.startswith("word/media/") for name in parts.archive.namelist())
    if pictured and draft.size < FEW_LETTERS:
        draft.warnings.append(PICTURED)
