"""Who a duty concerns: who has to do it, who supports them, and who receives it."""

from __future__ import annotations

from collections.abc import Sequence

from obligations.model import Kind
from obligations.reading.drafts import Reader, Sentence
from obligations.reading.naming import NamedUnit
from obligations.reading.parties import agents, heading_above, partners, receivers, subject
from obligations.reading.portals import Portal, portals_in
from obligations.reading.sentences import sentences
from obligations.reading.sheet import Sheet
from obligations.text import fold

# Words for "each of those just named"; the heading says who that is.
GENERIC = frozenset({"don vi", "cac don vi", "co quan", "cac co quan", "co quan don vi", "cac co quan don vi",
                     "moi don vi", "phong", "cac phong", "cac phong don vi", "dia phuong"})  # fmt: skip


def charged_with(reader: Reader, sentence: Sentence) -> tuple[tuple[NamedUnit, ...], bool]:
    """Name who has to do it, and tell whether the sentence itself says so; found once for all that asks for it."""
    if sentence not in reader.charged:
        reader.charged[sentence] = _charged_with(reader, sentence)
    return reader.charged[sentence]


def _charged_with(reader: Reader, sentence: Sentence) -> tuple[tuple[NamedUnit, ...], bool]:
    names = reader.names
    own = subject(names, sentence.span)
    heading = names.heading(sentence.clause) or heading_above(names, sentence.clause)
    if own and heading is not None and all(_meant(u, heading.units) for u in own):
        return heading.units, False
    if own:
        return own, True
    if sentence.opened < sentence.span[0]:
        for span in reversed(sentences(names.sheet, (sentence.opened, sentence.span[0]))):
            earlier = subject(names, span)
            if earlier:
                return earlier, True
    charged = agents(names, sentence.span)
    if charged:
        return charged, True
    return (heading.units, False) if heading else ((), False)


def _meant(unit: NamedUnit, above: Sequence[NamedUnit]) -> bool:
    """Tell whether a name stands for those of the heading: `mỗi đơn vị`, `mỗi xã` below `UBND các xã`."""
    name = fold(unit.name)
    return name in GENERIC or any(fold(u.name).endswith(f" {name}") for u in above)


def names_of(units: Sequence[NamedUnit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(u.name for u in units))


def each_of(sheet: Sheet, units: Sequence[NamedUnit]) -> tuple[str, ...]:
    """Name units as a group where `mỗi` stands in front: `mỗi phòng` is `Các phòng`."""
    names = list(names_of(units))
    start = units[0].span[0]
    front = [h for h in sheet.within((max(0, start - 12), start), "asked") if h.value == "each"]
    if front and not sheet.text[front[-1].end : start].strip() and not names[0].startswith("Các "):
        names[0] = f"Các {names[0][0].lower()}{names[0][1:]}"
    return tuple(names)


def supporting(reader: Reader, sentence: Sentence, units: Sequence[NamedUnit]) -> tuple[str, ...]:
    found = partners(reader.names, (sentence.opened, sentence.span[1]))
    lead = set(names_of(units))
    return tuple(name for name in names_of(found) if name not in lead)


def recipient_of(
    reader: Reader,
    sentence: Sentence,
    kind: Kind,
    handed_in: Portal | None,
    portals: Sequence[Portal],
    units: Sequence[NamedUnit],
) -> str | None:
    if handed_in is not None:
        return handed_in.name
    if kind is Kind.POST:
        return portals[0].name if portals else _portal_above(reader, sentence.clause)
    if kind not in (Kind.REPORT, Kind.DELIVERABLE):
        return None
    clause = reader.sheet.clauses[sentence.clause]
    found = receivers(reader.names, sentence.span)
    if not found and kind is Kind.REPORT:
        found = receivers(reader.names, clause.span)
        if not found and clause.parent is not None:
            found = receivers(reader.names, reader.sheet.clauses[clause.parent].span)
    lead = set(names_of(units))
    told = [name for name in names_of(found) if name not in lead]
    return "; ".join(told) or None


def _portal_above(reader: Reader, number: int) -> str | None:
    """Find the portal that the heading above is about."""
    sheet = reader.sheet
    parent = sheet.clauses[number].parent
    if parent is None:
        return None
    clause = sheet.clauses[parent]
    stop = sheet.text.find("\n", clause.body)
    found = portals_in(sheet, (clause.body, min(clause.end, stop if stop > 0 else clause.end)))
    return found[0].name if found else None


def collective(reader: Reader) -> str:
    """Name everybody the plan speaks to, in the words it uses most; the issuer where it uses none."""
    issuer = reader.header.issuer or ""
    counts: dict[str, int] = {}
    for hit in reader.sheet.hits:
        if hit.group == "collective" and ("phòng" in hit.value) is not issuer.startswith(("UBND tỉnh", "UBND thành")):
            counts[hit.value] = counts.get(hit.value, 0) + 1
    return max(counts, key=lambda name: counts[name]) if counts else issuer or "Các cơ quan, đơn vị"
