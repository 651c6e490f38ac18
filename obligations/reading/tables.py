"""The rows of a plan's tables as obligations: ruled with bars or tabs, or flattened into lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import regex

from obligations.model import Cadence, Finding, Kind, Obligation, Span
from obligations.reading.cadences import chains_in
from obligations.reading.dates import DATE, dues_in
from obligations.reading.duties import DAMAGE_FLAG, UNIT_FLAG, kind_near
from obligations.reading.lines import Line
from obligations.reading.naming import NamedUnit
from obligations.reading.outline import Region
from obligations.reading.parties import Names, covers, receivers, trim
from obligations.reading.portals import portals_in
from obligations.reading.quotas import quotas_in
from obligations.reading.sheet import Sheet
from obligations.reading.triggers import Trigger

ROW_NUMBER = regex.compile(r"(?:\*\*)?(\d{1,3})[.)]?(?:\*\*)?(?=\s|$)")
RULE_LINE = regex.compile(r"[\s|:+=-]+")
BAR = regex.compile(r"[|\t]")
CAPITAL = regex.compile(r"\p{Lu}")
HEADER_REACH = 700
ROW_REACH = 1500
GOOD_ROW = 4.0
MAX_CUTS = 26
TIME_GROUPS = ("continuous", "external", "cadence", "on_change", "cue", "list_head")


class Column(StrEnum):
    """What a column of a plan's table holds."""

    NUMBER = "number"
    CONTENT = "content"
    LEAD = "lead"
    SUPPORT = "support"
    TIME = "time"
    PRODUCT = "product"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number, whole place, and the place of each cell that was made out."""

    number: int
    span: Span
    cells: dict[Column, Span]
    sure: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table: where it stands, what its rows are called after (`PL`, `III.2`), its rows, and how many were lost."""

    span: Span
    prefix: str
    rows: tuple[Row, ...]
    lost: int = 0


def find_tables(names: Names) -> list[Table]:
    """Find the tables of a plan, those ruled with bars first."""
    ruled = list(_ruled(names.sheet))
    flattened = [] if ruled else list(_flattened(names))
    tables = [*ruled, *flattened]
    annexes = [t for t in tables if t.prefix == "PL"]
    return [replace(t, prefix=f"PL{annexes.index(t) + 1}") if t in annexes[1:] else t for t in tables]


def read_tables(names: Names, year: int, tables: Sequence[Table]) -> tuple[list[Obligation], list[Finding]]:
    """Read the rows of tables as obligations; a table that fell apart is a finding, never a guess."""
    found: list[Obligation] = []
    findings: list[Finding] = []
    for table in tables:
        if table.lost:
            what = f"bảng bị vỡ khi chuyển thành văn bản: {table.lost} dòng không đọc được, cần xem bản gốc"
            findings.append(Finding(table.prefix, what, table.span))
        for row in table.rows:
            values, unclear = _obligations(names, row, f"{table.prefix}.{row.number}", year)
            found.extend(values)
            if unclear:
                findings.append(Finding(f"{table.prefix}.{row.number}", unclear, row.span))
    return found, findings


# Ruled tables


def _ruled(sheet: Sheet) -> Iterator[Table]:
    block: list[Line] = []
    for line in [*sheet.lines, None]:
        barred = line is not None and len(BAR.findall(sheet.text[line.start : line.end].rstrip("\n"))) >= 2
        if line is not None and (barred or (block and line.blank)):
            block.append(line)
            continue
        while block and block[-1].blank:
            block.pop()
        if len(block) >= 2 and (table := _ruled_table(sheet, block)) is not None:
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


def _ruled_table(sheet: Sheet, block: Sequence[Line]) -> Table | None:
    rows = [(line, _cells(sheet, line)) for line in block if line.words and not RULE_LINE.fullmatch(line.words)]
    header = next((i for i, (_, cells) in enumerate(rows) if len(_columns(sheet, cells)) >= 3), None)
    if header is None:
        return None
    columns = _columns(sheet, rows[header][1])
    width = len(rows[header][1])
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


def _columns(sheet: Sheet, cells: Sequence[Span]) -> dict[int, Column]:
    found: dict[int, Column] = {}
    for at, cell in enumerate(cells):
        hits = list(sheet.within(cell, "column"))
        if hits and Column(hits[0].value) not in found.values():
            found[at] = Column(hits[0].value)
    kinds = set(found.values())
    return found if Column.CONTENT in kinds and kinds & {Column.LEAD, Column.TIME} else {}


def _prefix(sheet: Sheet, span: Span) -> str:
    inside = [c for c in sheet.clauses if c.start <= span[0] < c.end]
    return inside[0].label if inside and inside[0].region is Region.BODY and inside[0].label else "PL"


# Flattened tables


def _flattened(names: Names) -> Iterator[Table]:
    sheet = names.sheet
    for clause in sheet.clauses:
        if clause.region is not Region.ANNEX:
            continue
        header = _flat_header(sheet, clause.span)
        if header is None:
            continue
        order, body = header
        spans = _row_spans(sheet, (body, clause.end))
        rows = [row for number, span in spans if (row := _cut_row(names, number, span, order)) is not None]
        whole = (clause.start, clause.end)
        if len(rows) < 0.6 * max(len(spans), 1) or len(rows) < 2:
            yield Table(whole, "PL", (), max(len(spans), 1))
        else:
            yield Table(whole, "PL", tuple(rows), len(spans) - len(rows))


def _flat_header(sheet: Sheet, span: Span) -> tuple[list[Column], int] | None:
    hits = list(sheet.within(span, "column"))
    for at, hit in enumerate(hits):
        if hit.value != "number":
            continue
        near = [h for h in hits[at:] if h.start - hit.start < HEADER_REACH]
        order, end, last = [Column.NUMBER], hit.end, hit.last
        for other in near[1:]:
            if Column(other.value) in order or other.first - last > 6:
                break
            order.append(Column(other.value))
            last, end = other.last, other.end
        if Column.CONTENT in order and (Column.LEAD in order or Column.TIME in order):
            return order, end
    return None


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
    match = regex.search(r"(?:\s*\n\s*\d{0,3}\s*)+$", sheet.text[slice(*span)])
    return (span[0], span[0] + match.start()) if match else span


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
        return at_line + (4.0 if _is_time(sheet, inner) else -4.0)
    if not names.leading((inner[0], row_end)):
        return -4.0
    units = names.leading(inner)
    if not units or units[0].span[0] - inner[0] > 3:
        return -4.0
    whole = covers(sheet.text, inner, units)
    at_line += 0.5 * min(u.score for u in units) - (1.0 if not all(u.known for u in units) else 0.0)
    return at_line + 3.0 + (1.5 if whole else 0.0) - (0.7 if column is Column.LEAD and len(units) > 1 else 0.0)


def _is_time(sheet: Sheet, cell: Span) -> bool:
    at = sheet.word_at(cell[0])
    first = any(h.first == at for h in sheet.within(cell, *TIME_GROUPS))
    return first or DATE.match(sheet.lower, cell[0], cell[1]) is not None


# Rows as obligations


def _obligations(names: Names, row: Row, clause: str, year: int) -> tuple[list[Obligation], str | None]:
    sheet = names.sheet
    lead = names.leading(row.cells[Column.LEAD]) if Column.LEAD in row.cells else ()
    if not lead:
        return [], "dòng của bảng không rõ đơn vị chủ trì"
    timed = row.cells.get(Column.TIME)
    triggers = _row_triggers(sheet, timed, year)
    if not triggers:
        return [], "dòng của bảng không rõ thời gian thực hiện"
    support = names.leading(row.cells[Column.SUPPORT]) if Column.SUPPORT in row.cells else ()
    return [_row_value(names, row, clause, trigger, (lead, support), year) for trigger in triggers], None


def _row_value(
    names: Names,
    row: Row,
    clause: str,
    trigger: Trigger,
    parties: tuple[Sequence[NamedUnit], Sequence[NamedUnit]],
    year: int,
) -> Obligation:
    sheet, content = names.sheet, row.cells.get(Column.CONTENT, row.span)
    lead, support = parties
    kind = kind_near(sheet, content, replace(trigger, place=content[0], end=content[0]))
    quotas = quotas_in(sheet, content)
    quote = trim(sheet.text, row.span)
    flags = [UNIT_FLAG] if any(not u.known for u in lead) else []
    flags += [DAMAGE_FLAG] if trigger.cost > 0.5 else []
    sure = 0.55 + 0.4 * row.sure - 0.14 * trigger.cost - 0.2 * (1 - min(u.score for u in lead))
    days = sorted({day for due in trigger.dues for day in due.dates(trigger.cadence, year)})
    return Obligation(
        clause=clause,
        kind=kind,
        cadence=trigger.cadence,
        count=next((q.count for q in quotas if q.firm), None),
        responsible=tuple(dict.fromkeys(u.name for u in lead)),
        quote=sheet.text[slice(*quote)],
        span=quote,
        coordinating=tuple(dict.fromkeys(u.name for u in support)),
        recipient=_row_recipient(names, content, kind, lead),
        due=tuple(days),
        confidence=round(min(0.97, max(0.05, sure)), 2),
        flags=tuple(flags),
    )


def _row_recipient(names: Names, content: Span, kind: Kind, lead: Sequence[NamedUnit]) -> str | None:
    if kind is Kind.POST:
        portals = portals_in(names.sheet, content)
        return portals[0].name if portals else None
    told = [u.name for u in receivers(names, content) if u.name not in {v.name for v in lead}]
    return "; ".join(told) or None if kind is Kind.REPORT else None


def _row_triggers(sheet: Sheet, timed: Span | None, year: int) -> list[Trigger]:
    if timed is None or timed[0] >= timed[1]:
        return []
    dues = tuple(dues_in(sheet, timed, year, bare=True))
    periods = [p for chain in chains_in(sheet, timed, [(d.start, d.end) for d in dues]) for p in chain.periods]
    if periods:
        return [Trigger(p.cadence, p.start, p.cost, dues=dues if p is periods[-1] else (), end=p.end) for p in periods]
    if dues:
        again = next((d.again for d in dues if d.again), None)
        return [Trigger(again or Cadence.ONCE, dues[0].start, 0.0, dues=dues, end=dues[-1].end)]
    for group, cadence in (
        ("external", Cadence.EXTERNAL),
        ("on_change", Cadence.ON_CHANGE),
        ("continuous", Cadence.CONTINUOUS),
        ("all_year", Cadence.CONTINUOUS),
    ):
        for hit in sheet.within(timed, group):
            return [Trigger(cadence, hit.start, hit.cost, end=hit.end)]
    return []
