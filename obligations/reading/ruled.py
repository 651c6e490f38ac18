"""Tables whose cells are divided by bars or tabs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import regex
from rapidfuzz import fuzz

from obligations.model import Span
from obligations.reading.flat import is_time
from obligations.reading.fronts import covers
from obligations.reading.lines import Line
from obligations.reading.names import Names
from obligations.reading.outline import Region
from obligations.reading.phrases import default_lexicon
from obligations.reading.rows import ROW_NUMBER, Column, Row, Table
from obligations.reading.sentences import trim
from obligations.reading.sheet import Sheet
from obligations.text import fold

LEAST_ROWS, LEAST_WIDTH = 3, 4
RULE_MARKS, RULED = frozenset(" \t|:+=-"), 0.85
LIKE_HEADER = 78.0
BAR = regex.compile(r"[|\t]")


def ruled_tables(names: Names) -> Iterator[Table]:
    """Find the tables of a plan whose header and rows are cut by bars or tabs."""
    sheet = names.sheet
    block: list[Line] = []
    for line in [*sheet.lines, None]:
        barred = line is not None and len(BAR.findall(sheet.text[line.start : line.end].rstrip("\n"))) >= 2
        if line is not None and (barred or (block and line.blank)):
            block.append(line)
            continue
        while block and block[-1].blank:
            block.pop()
        if len(block) >= 2 and (table := _ruled_table(names, block)) is not None:
            yield table
        block = []


def _cells(sheet: Sheet, line: Line) -> list[Span]:
    end = line.start + len(sheet.text[line.start : line.end].rstrip(" \r\n"))
    cuts = [m.start() for m in BAR.finditer(sheet.text, line.start, end)]
    if cuts and not sheet.text[line.start : cuts[0]].strip():
        cuts = cuts[1:] if len(cuts) > 1 else cuts
        first = next(m.start() for m in BAR.finditer(sheet.text, line.start, end)) + 1
    else:
        first = line.start
    edges = [first - 1, *cuts, end]
    spans = [(a + 1, b) for a, b in pairwise(edges) if a + 1 <= b]
    return spans[:-1] if spans and cuts and cuts[-1] == end - 1 else spans


def _rules(words: str) -> bool:
    """Tell whether a line only rules off: bars, dashes, and at most a speck among them."""
    return sum(c in RULE_MARKS for c in words) >= RULED * len(words)


def _completed(columns: dict[int, Column], guessed: dict[int, Column]) -> dict[int, Column]:
    """Add to the columns that a header names those that only their cells tell of."""
    free = {at: c for at, c in guessed.items() if at not in columns and c not in columns.values()}
    return columns | free


def _ruled_table(names: Names, block: Sequence[Line]) -> Table | None:
    sheet = names.sheet
    rows = [(line, _cells(sheet, line)) for line in block if line.words and not _rules(line.words)]
    header = next((i for i, (_, cells) in enumerate(rows) if len(_columns(sheet, cells)) >= 3), None)
    columns = _columns(sheet, rows[header][1]) if header is not None else inferred(names, [cells for _, cells in rows])
    if header is not None and Column.LEAD not in columns.values():
        columns = _completed(columns, inferred(names, [cells for _, cells in rows[header + 1 :]]))
    if not columns:
        return None
    header = -1 if header is None else header
    width = len(rows[max(header, 0)][1])
    needed = max(at for at, column in columns.items() if column in (Column.CONTENT, Column.LEAD, Column.TIME))
    span = (block[0].start, block[-1].end)
    made: list[Row] = []
    lost = 0
    for line, cells in rows[header + 1 :]:
        if not needed < len(cells) <= width:
            lost += 1
            continue
        named = {column: trim(sheet.text, cells[at]) for at, column in columns.items() if at < len(cells)}
        number = ROW_NUMBER.match(sheet.text[slice(*named[Column.NUMBER])]) if Column.NUMBER in named else None
        content = named.get(Column.CONTENT, (0, 0))
        if content[0] == content[1] or sum(a < b for a, b in named.values()) < 3:
            continue
        made.append(Row(int(number.group(1)) if number else len(made) + 1, (line.start, line.end), named, 1.0))
    if lost > len(made):
        return Table(span, _prefix(sheet, span), (), lost + len(made))
    return Table(span, _prefix(sheet, span), tuple(made), lost)


def inferred(names: Names, rows: Sequence[Sequence[Span]]) -> dict[int, Column]:
    """Tell the columns of a table whose header cannot be read by what most of its cells hold."""
    width = Counter(len(cells) for cells in rows).most_common(1)[0][0] if rows else 0
    body = [cells for cells in rows if len(cells) == width]
    if len(body) < LEAST_ROWS or width < LEAST_WIDTH:
        return {}
    named, timed = [0] * width, [0] * width
    for cells in body:
        for at, cell in enumerate(cells):
            inner = trim(names.sheet.text, cell)
            named[at] += bool(units := names.leading(inner)) and covers(names.sheet.text, inner, units)
            timed[at] += is_time(names.sheet, inner)
    leads = [at for at in range(width) if named[at] > len(body) / 2]
    times = [at for at in range(width) if timed[at] > len(body) / 2 and at not in leads]
    content = max(
        range(width), key=lambda at: 0 if at in (*leads, *times) else sum(b - a for a, b in (c[at] for c in body))
    )
    if not leads or not times or content in (*leads, *times):
        return {}
    found = {content: Column.CONTENT, leads[0]: Column.LEAD, times[0]: Column.TIME}
    return found | {leads[1]: Column.SUPPORT} if len(leads) > 1 else found


def _columns(sheet: Sheet, cells: Sequence[Span]) -> dict[int, Column]:
    found: dict[int, Column] = {}
    for at, cell in enumerate(cells):
        column = _column(sheet, cell)
        if column is not None and column not in found.values():
            found[at] = column
    kinds = set(found.values())
    return found if Column.CONTENT in kinds and kinds & {Column.LEAD, Column.TIME} else {}


def _column(sheet: Sheet, cell: Span) -> Column | None:
    """Tell the column that a header's cell names, by a phrase in it or by what the whole cell is like."""
    for hit in sheet.within(cell, "column"):
        return Column(hit.value)
    said = fold(sheet.text[slice(*cell)])
    score, name = max((fuzz.ratio(said, phrase), name) for phrase, name in _titles().items())
    return Column(name) if score >= LIKE_HEADER else None


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    columns = default_lexicon().groups["column"]
    return {fold(phrase): name for name, phrases in columns.items() for phrase in phrases if " " in phrase}


def _prefix(sheet: Sheet, span: Span) -> str:
    inside = [c for c in sheet.clauses if c.start <= span[0] < c.end]
    return inside[0].label if inside and inside[0].region is Region.BODY and inside[0].label else "PL"
