"""Tables that were flattened into lines: rows found by their numbers, cells by what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from obligations.model import Span
from obligations.reading.dates import DATE
from obligations.reading.fronts import covers
from obligations.reading.names import Names
from obligations.reading.outline import Region
from obligations.reading.rows import ROW_NUMBER, Column, Row, Table
from obligations.reading.sentences import trim
from obligations.reading.sheet import Sheet

CAPITAL = regex.compile(r"\p{Lu}")
HEADER_REACH = 700
ROW_REACH = 1500
GOOD_ROW = 4.0
MAX_CUTS = 26
UNNUMBERED_WIDTH = 4  # a header whose number cannot be read must name so many columns, the number counted
TIME_GROUPS = ("continuous", "external", "cadence", "on_change", "cue", "list_head")


def flat_tables(names: Names) -> Iterator[Table]:
    """Find the flattened tables of the annexes; one that fell apart has no rows."""
    sheet = names.sheet
    for clause in sheet.clauses:
        if clause.region is not Region.ANNEX:
            continue
        headers = _flat_headers(sheet, (clause.start, clause.end))
        ends = [*(start for start, _, _ in headers[1:]), clause.end]
        for (start, order, body), end in zip(headers, ends, strict=False):
            yield _flat_table(names, (start, end), order, body)


def _flat_table(names: Names, whole: Span, order: Sequence[Column], body: int) -> Table:
    spans = _row_spans(names.sheet, (body, whole[1]))
    rows = [row for number, span in spans if (row := _cut_row(names, number, span, order)) is not None]
    if len(rows) < 0.6 * max(len(spans), 1) or len(rows) < 2:
        return Table(whole, "PL", (), max(len(spans), 1))
    return Table(whole, "PL", tuple(rows), len(spans) - len(rows))


def _flat_headers(sheet: Sheet, span: Span) -> list[tuple[int, list[Column], int]]:
    """Find the headers of flattened tables: where each begins, the order of its columns, where its rows begin."""
    hits = list(sheet.within(span, "column"))
    found: list[tuple[int, list[Column], int]] = []
    for at, hit in enumerate(hits):
        if hit.value not in ("number", "content") or (found and hit.start < found[-1][2]):
            continue
        order, end, last = list(dict.fromkeys((Column.NUMBER, Column(hit.value)))), hit.end, hit.last
        for other in hits[at + 1 : at + 12]:
            if Column(other.value) in order or other.first - last > 6 or other.start - hit.start > HEADER_REACH:
                break
            order.append(Column(other.value))
            last, end = other.last, other.end
        named = Column.LEAD in order or Column.TIME in order
        if Column.CONTENT in order and named and (hit.value == "number" or len(order) >= UNNUMBERED_WIDTH):
            found.append((hit.start, order, end))
    return found


def _row_spans(sheet: Sheet, span: Span) -> list[tuple[int, Span]]:
    """Split the body of a table at the lines that begin with the next number."""
    starts: list[tuple[int, int]] = []
    for line in sheet.lines:
        if not span[0] <= line.start < span[1]:
            continue
        match = ROW_NUMBER.match(line.words)
        if match is not None and int(match.group(1)) == len(starts) + 1:
            starts.append((line.start, line.head + match.end()))
    ends = [*(start for start, _ in starts[1:]), span[1]][: len(starts)]
    rows = enumerate(zip(starts, ends, strict=True), start=1)
    return [(number, (begin, min(max(begin, end), begin + ROW_REACH))) for number, ((_, begin), end) in rows]


def _cut_row(names: Names, number: int, span: Span, order: Sequence[Column]) -> Row | None:
    """Cut a row of running text into cells: the cut in which units and deadlines stand where the header says."""
    sheet = names.sheet
    span = _without_trail(sheet, trim(sheet.text, span))
    columns = [c for c in order if c in (Column.CONTENT, Column.LEAD, Column.SUPPORT, Column.TIME)]
    cuts = _cut_places(sheet, span)
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, (span[0],))}
    places = [span[0], *cuts, span[1]]
    for depth, column in enumerate(columns):
        final = depth == len(columns) - 1
        step: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}
        for (_, at), (score, path) in best.items():
            ends = [len(places) - 1] if final else range(at, len(places))
            for to in ends:
                total = score + _cell_score(names, column, (places[at], places[to]), span[1])
                if (depth + 1, to) not in step or total > step[(depth + 1, to)][0]:
                    step[(depth + 1, to)] = (total, (*path, places[to]))
        best = step
    score, path = max(best.values())
    if score < GOOD_ROW:
        return None
    cells: dict[Column, Span] = {
        column: trim(sheet.text, piece) for column, piece in zip(columns, pairwise(path), strict=True)
    }
    return Row(number, span, cells, min(1.0, score / 10))


def _without_trail(sheet: Sheet, span: Span) -> Span:
    """Leave out page numbers at the end of a row."""
    end = span[1]
    while (line := sheet.text.rfind("\n", span[0], end)) >= 0:
        rest = sheet.text[line:end].strip()
        if rest and not (rest.isdigit() and len(rest) <= 3):
            break
        end = line
    return span[0], end


def _cut_places(sheet: Sheet, span: Span) -> list[int]:
    """List where a cell may begin: at a capital letter that no comma joins to the words before."""
    found = []
    for word in sheet.words[sheet.word_at(span[0] + 1) : sheet.word_at(span[1])]:
        if CAPITAL.match(sheet.text, word.start) and sheet.text[: word.start].rstrip()[-1:] not in (",", "(", "-"):
            found.append(word.start)
    return found[:MAX_CUTS]


def _cell_score(names: Names, column: Column, cell: Span, row_end: int) -> float:
    sheet = names.sheet
    inner = trim(sheet.text, cell)
    if inner[0] >= inner[1]:
        return {Column.CONTENT: -9.0, Column.LEAD: -3.0, Column.SUPPORT: 0.0}.get(column, -2.0)
    at_line = 0.5 if "\n" in sheet.text[max(0, inner[0] - 3) : inner[0]] else 0.0
    if column is Column.CONTENT:
        return 1.0
    if column is Column.TIME:
        return at_line + (4.0 if is_time(sheet, inner) else -4.0)
    if not names.leading((inner[0], row_end)):
        return -4.0
    units = names.leading(inner)
    if not units or units[0].span[0] - inner[0] > 3:
        return -4.0
    whole = covers(sheet.text, inner, units)
    at_line += 0.5 * min(u.score for u in units) - (1.0 if not all(u.known for u in units) else 0.0)
    return at_line + 3.0 + (1.5 if whole else 0.0) - (0.7 if column is Column.LEAD and len(units) > 1 else 0.0)


def is_time(sheet: Sheet, cell: Span) -> bool:
    """Tell whether a cell begins with a date, a period or another word of a deadline."""
    at = sheet.word_at(cell[0])
    first = any(h.first == at for h in sheet.within(cell, *TIME_GROUPS))
    return first or DATE.match(sheet.lower, cell[0], cell[1]) is not None
