"""The rows of a plan's tables as obligations: ruled with bars or tabs, or flattened into lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from obligations.model import Cadence, Finding, Kind, Obligation, Span
from obligations.reading.cadences import chains_in
from obligations.reading.dates import dues_in
from obligations.reading.drafts import UNIT_FLAG, damage_flags
from obligations.reading.duties import kind_near
from obligations.reading.flat import flat_tables
from obligations.reading.names import Names
from obligations.reading.naming import NamedUnit
from obligations.reading.parties import receivers
from obligations.reading.portals import portals_in
from obligations.reading.quotas import quotas_in
from obligations.reading.rows import Column, Row, Table
from obligations.reading.ruled import ruled_tables
from obligations.reading.sentences import trim
from obligations.reading.sheet import Sheet
from obligations.reading.triggers import Trigger


def find_tables(names: Names) -> list[Table]:
    """Find the tables of a plan, those ruled with bars first."""
    ruled = list(ruled_tables(names))
    flattened = [
        t for t in flat_tables(names) if not any(r.span[0] < t.span[1] and t.span[0] < r.span[1] for r in ruled)
    ]
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
    festive = any(True for _ in sheet.within(content, "digital_day"))
    kind = Kind.EVENT if festive else kind_near(sheet, content, replace(trigger, place=content[0], end=content[0]))
    quotas = quotas_in(sheet, content)
    quote = trim(sheet.text, row.span)
    flags = [UNIT_FLAG] if any(not u.known for u in lead) else []
    flags += damage_flags(trigger)
    sure = 0.55 + 0.4 * row.sure - 0.14 * trigger.cost - 0.3 * trigger.unread - 0.2 * (1 - min(u.score for u in lead))
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
    whole_year = next(sheet.within(timed, "all_year"), None)
    if whole_year is not None and whole_year.start - timed[0] <= 2 and len(sheet.text[whole_year.end : timed[1]]) < 3:
        return [Trigger(Cadence.CONTINUOUS, whole_year.start, whole_year.cost, end=whole_year.end)]
    dues = tuple(dues_in(sheet, timed, year, bare=True))
    periods = [
        p for chain in chains_in(sheet, timed, [(d.start, d.end) for d in dues], column=True) for p in chain.periods
    ]
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
