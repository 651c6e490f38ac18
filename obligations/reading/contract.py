"""A reading as the JSON value that DESIGN.md promises (section 5)."""

from __future__ import annotations

from typing import Any

from obligations.model import Cadence, Finding, Obligation, Reading
from obligations.reading.amending import amended_in

# The contract's list of frequencies has no nine months: they come once in a plan's year, and a flag says so.
FREQUENCY = {Cadence.NINE_MONTHS: Cadence.ONCE}


def frequency(cadence: Cadence) -> str:
    """Write a cadence as the contract names it."""
    return str(FREQUENCY.get(cadence, cadence))


def as_contract(reading: Reading) -> dict[str, Any]:
    """Write a reading as plain values: dates as ISO 8601, spans as offsets into the text (NFC characters)."""
    header = reading.header
    return {
        "plan": {
            "number": header.number,
            "issuer": header.issuer,
            "issued_on": header.issued_on.isoformat() if header.issued_on else None,
            "year": header.year,
            "title": header.title,
            "sha256": header.sha256,
            "replaces": [{"number": a.number, "relation": a.relation.value} for a in amended_in(reading.text)],
        },
        "obligations": [_obligation(value) for value in reading.obligations],
        "findings": [_finding(value) for value in reading.findings],
    }


def _obligation(value: Obligation) -> dict[str, Any]:
    return {
        "clause": value.clause,
        "kind": value.kind.value,
        "frequency": frequency(value.cadence),
        "count": value.count,
        "responsible": list(value.responsible),
        "coordinating": list(value.coordinating),
        "recipient": value.recipient,
        "due": [day.isoformat() for day in value.due],
        "mandatory": value.mandatory,
        "aggregate": value.aggregate,
        "quote": value.quote,
        "span": list(value.span),
        "confidence": value.confidence,
        "flags": list(value.flags),
    }


def _finding(value: Finding) -> dict[str, Any]:
    return {"place": value.place, "what": value.what, "span": list(value.span) if value.span else None}
