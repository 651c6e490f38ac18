"""Totals and their parts: who is a part of what, what parts inherit, and whether the sums agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from obligations.model import Finding
from obligations.reading.drafts import ISSUER_FLAG, UNSAID_FLAG, Draft, Reader
from obligations.reading.outline import Clause


def total_above(reader: Reader, number: int) -> Draft | None:
    """Find the total under which a bullet with a unit is a part."""
    clauses = reader.sheet.clauses
    parent = clauses[number].parent
    for draft in reversed(reader.drafts):
        if parent not in (draft.sentence.clause, clauses[draft.sentence.clause].parent):
            return None
        if draft.sentence.clause == parent and draft.trigger.count is not None:
            return draft
    return None


def settle_totals(reader: Reader) -> None:
    """Mark totals that have parts, let the parts inherit, give an unnamed total to the issuer, and check the sums."""
    taken: set[int] = set()
    for at, total in enumerate(reader.drafts):
        if at in taken or total.trigger.count is None:
            continue
        parts = list(_parts(reader, at))
        if not parts:
            continue
        taken.update(parts)
        for i in parts:
            _inherit(reader, i, total)
        value = replace(total.value, aggregate=True)
        if not total.units and reader.header.issuer:
            flags = tuple(f for f in value.flags if f != UNSAID_FLAG)
            value = replace(value, responsible=(reader.header.issuer,), flags=(*flags, ISSUER_FLAG))
            value = replace(value, confidence=min(0.99, round(value.confidence + 0.15, 2)))
        reader.drafts[at] = replace(total, value=value)
        summed = sum(reader.drafts[i].value.count or 0 for i in parts)
        if summed != total.value.count:
            what = f"tổng nêu {total.value.count} nhưng các phần cộng lại là {summed}: cần kiểm tra lại số giao"
            reader.findings.append(Finding(total.value.clause, what, total.value.span))


def _parts(reader: Reader, at: int) -> Iterator[int]:
    """Give the numbers of the drafts below a total, as far as its clause and bullets reach."""
    clauses, total = reader.sheet.clauses, reader.drafts[at]
    for i in range(at + 1, len(reader.drafts)):
        number = reader.drafts[i].sentence.clause
        if total.sentence.clause not in (number, clauses[number].parent):
            return
        if _part_of(clauses, reader.drafts[i], total):
            yield i


def _part_of(clauses: Sequence[Clause], part: Draft, total: Draft) -> bool:
    if part.trigger.count is None or not part.units or part.trigger.cadence is not total.trigger.cadence:
        return False
    inside = part.sentence.clause == total.sentence.clause and part.sentence.span[0] > total.sentence.span[0]
    return inside or clauses[part.sentence.clause].parent == total.sentence.clause


def _inherit(reader: Reader, at: int, total: Draft) -> None:
    part = reader.drafts[at]
    value = replace(
        part.value,
        kind=total.value.kind,
        mandatory=part.value.mandatory or total.value.mandatory,
        recipient=part.value.recipient or total.value.recipient,
    )
    reader.drafts[at] = replace(part, value=value)
