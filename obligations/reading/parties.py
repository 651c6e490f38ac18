"""Who: the units that lead, support and receive, read from a sentence or from the heading above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from obligations.model import Span
from obligations.reading.labels import Level
from obligations.reading.naming import NamedUnit, Vocabulary, units_in
from obligations.reading.outline import Clause
from obligations.reading.sheet import Sheet

HEADING_REACH = 420
SUBJECT_REACH = 320
PARTNER_REACH = 260
JOINERS = regex.compile(r"[\s,;/&*_:–-]*(?:(?:v[àaă4d]|c[ùu]ng|v[ớoéd]+i|ho[ặa]c)\b[\s*_]*)?", regex.IGNORECASE)
SENTENCE_END = regex.compile(r"[.;](?=\s|$)(?!\s*\d)|\n(?=\s*[-+•]\s)")
CAPITAL = regex.compile(r"[\s\"“'’*_)]*[\p{Lu}\d(“\"]")
PRECISE = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a clause: its place, the units it names, and where the text below it begins."""

    span: Span
    units: tuple[NamedUnit, ...]
    body: int


@dataclass(slots=True)
class Names:
    """Finds units in one plan; remembers what it found, since headings are asked for again and again."""

    sheet: Sheet
    vocabulary: Vocabulary
    issuer: str | None = None
    headings: dict[int, Heading | None] = field(default_factory=dict)
    found: dict[Span, tuple[NamedUnit, ...]] = field(default_factory=dict)

    def units(self, span: Span) -> tuple[NamedUnit, ...]:
        """Name the units in a span, in order."""
        if span not in self.found:
            named = units_in(self.sheet.text, span, self.vocabulary, issuer=self.issuer) if span[1] > span[0] else ()
            self.found[span] = tuple(sorted(named, key=lambda u: u.span))
        return self.found[span]

    def leading(self, span: Span) -> tuple[NamedUnit, ...]:
        """Name the units with which a span begins, up to the first word that belongs to none."""
        kept: list[NamedUnit] = []
        reached = span[0]
        for unit in self.units(span):
            between = self.sheet.text[reached : unit.span[0]]
            if not (JOINERS.fullmatch(between) or _small(between)):
                break
            kept.append(unit)
            reached = unit.span[1]
        return tuple(kept)

    def heading(self, number: int) -> Heading | None:
        """Read the heading of a clause where it names units and hardly anything else."""
        if number not in self.headings:
            self.headings[number] = self._heading(self.sheet.clauses[number])
        return self.headings[number]

    def _heading(self, clause: Clause) -> Heading | None:
        if clause.level is None:
            return None
        start = skip_front(self.sheet, clause.span)
        for stop, body in _heading_ends(self.sheet.text, clause):
            units = self.units((start, stop)) if stop > start else ()
            if units and covers(self.sheet.text, (start, stop), units):
                return Heading((start, stop), units, body)
        return None

    def heading_above(self, number: int) -> Heading | None:
        """Find the nearest heading with units above a clause."""
        parent = self.sheet.clauses[number].parent
        while parent is not None:
            heading = self.heading(parent)
            if heading is not None:
                return heading
            parent = self.sheet.clauses[parent].parent
        return None


def _small(between: str) -> bool:
    return len(between.strip(" \n,;*_")) <= 3


def _heading_ends(text: str, clause: Clause) -> list[Span]:
    """List where a heading may end and its body begin: at a colon, at the end of the first line, of the whole clause."""
    start, end = clause.span
    reach = min(end, start + HEADING_REACH)
    ends: list[Span] = []
    colon = text.find(":", start, reach)
    if colon >= 0 and not SENTENCE_END.search(text[start:colon].replace(";", ",")):
        ends.append((colon, colon + 1))
    line = text.find("\n", start, reach)
    line = line if line >= 0 else reach
    if CAPITAL.match(text, line + 1, end) or not text[line:end].strip():
        ends.append((line, line + 1))
    if not text[reach:end].strip() and clause.level is not None and clause.level < Level.DASH:
        ends.append((end, end))
    return ends


def covers(text: str, span: Span, units: Sequence[NamedUnit]) -> bool:
    """Tell whether names of units make up most of the letters of a span."""
    letters = sum(c.isalnum() for c in text[span[0] : span[1]])
    named = sum(c.isalnum() for u in units for c in text[u.span[0] : u.span[1]])
    return letters > 0 and named >= 0.62 * letters and not JOINERS.fullmatch(text[span[0] : span[1]])


def skip_front(sheet: Sheet, span: Span) -> int:
    """Step over words that stand before a unit's name without belonging to it: `Đề nghị`, `Giao`, `Định kỳ hằng quý`."""
    start = span[0]
    moved = True
    while moved:
        blank = JOINERS.match(sheet.text, start, span[1])
        start = blank.end() if blank else start
        at = sheet.word_at(start)
        ends = [
            h.end
            for h in sheet.within((start, min(span[1], start + 60)), "asked", "cadence", "bare", "list_head", "cue")
            if h.first == at and h.value not in ("report", "within")
        ]
        moved = bool(ends)
        start = max(ends) if ends else start
    return start


def sentences(sheet: Sheet, span: Span) -> list[Span]:
    """Split a span into sentences and the parts that semicolons divide; a full stop counts before a capital."""
    found, start = [], span[0]
    for match in SENTENCE_END.finditer(sheet.text, span[0], span[1]):
        end = match.end()
        brackets = sheet.text.count("(", start, end) > sheet.text.count(")", start, end) and end - start < 400
        if brackets or (match.group() == "." and not CAPITAL.match(sheet.text, end, span[1]) and end < span[1]):
            continue
        found.append((start, end))
        start = end
    found.append((start, span[1]))
    return [trimmed for piece in found if (trimmed := trim(sheet.text, piece))[0] < trimmed[1]]


def trim(text: str, span: Span) -> Span:
    """Cut blanks and markdown marks off both ends of a span."""
    start, end = span
    while start < end and text[start] in " \n\t\r\f*_>":
        start += 1
    while end > start and text[end - 1] in " \n\t\r\f*_#":
        end -= 1
    return start, end


def stop_at(sheet: Sheet, start: int, end: int, reach: int) -> int:
    """Find where a list of units must have ended: the next verb of duty, semicolons aside."""
    end = min(end, start + reach)
    for hit in sheet.within((start, end), "verb", "role", "kind", "cadence", "cue"):
        short = hit.end - hit.start < PRECISE
        if hit.start > start + 1 and not (short and hit.cost > 0.3) and not hit.value == "within":
            return hit.start
    return end


def subject(names: Names, span: Span) -> tuple[NamedUnit, ...]:
    """Name the units with which a sentence begins: those who have to do it."""
    sheet = names.sheet
    start = skip_front(sheet, span)
    stop = stop_at(sheet, start - 2, span[1], SUBJECT_REACH)
    colon = sheet.text.find(":", start, stop)
    units = names.leading((start, colon if colon >= 0 else stop))
    return units if units and _small(sheet.text[start : units[0].span[0]]) else ()


def partners(names: Names, span: Span) -> tuple[NamedUnit, ...]:
    """Name the units behind `phối hợp với`."""
    sheet = names.sheet
    found: list[NamedUnit] = []
    for hit in sheet.within(span, "role"):
        if hit.value == "support":
            stop = stop_at(sheet, hit.end, span[1], PARTNER_REACH)
            found.extend(names.leading((hit.end, stop)))
    return tuple(found)


def receivers(names: Names, span: Span) -> tuple[NamedUnit, ...]:
    """Name those to whom a report goes: `gửi …` first, then `báo cáo …`, last `để gửi …`."""
    sheet = names.sheet
    choices: list[tuple[int, int, tuple[NamedUnit, ...]]] = []
    for hit in sheet.within(span, "role"):
        if hit.value != "recipient":
            continue
        stop = stop_at(sheet, hit.end, span[1], PARTNER_REACH)
        units = names.leading((hit.end, stop))
        if units:
            choices.append((_rank(sheet, hit.first, span), hit.start, units))
    return min(choices)[2] if choices else ()


def _rank(sheet: Sheet, first: int, span: Span) -> int:
    word = sheet.words[first].text
    before = sheet.words[first - 1].text if first and sheet.words[first - 1].start >= span[0] else ""
    purpose = before[:1] in "dđ" and len(before) == 2
    sent = word[:1] == "g"
    return 2 if purpose else 0 if sent else 1 if word[:1] == "b" else 3
