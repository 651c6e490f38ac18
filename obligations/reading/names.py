"""The units named in a plan: at any place, and in the headings of its clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import regex

from obligations.model import Span
from obligations.reading.fronts import JOINERS, covers, skip_front, stop_at
from obligations.reading.levels import Level
from obligations.reading.naming import NamedUnit, Vocabulary, may_begin, units_in
from obligations.reading.naming_seen import Seen, repaired, seen_in, shortened
from obligations.reading.outline import Clause, Region
from obligations.reading.sentences import trim
from obligations.reading.sheet import Sheet
from obligations.reading.wear import worn_share
from obligations.text import bare_text

HEADING_REACH = 420
COLON = regex.compile(r":(?!\p{L})")  # inside a word it is a speck
HEAD_BELOW = regex.compile(r"[\s*_]*(?:\p{Lu}|[-+•]\s|\p{Ll}\))")
GROUP_WORDS = regex.compile(r"(?:c.c|moi|toan the|ban|to|truong|hoi|doan|chi)\s+[^:;.]{2,60}")
VERB_REACH = 120
TOPIC_REACH = 110
BLANK_BELOW = regex.compile(r"[ \t]*\n(?:[ \t]*\n)+[ \t]*")
HEAD_REACH, NEAR, VERBATIM, ABBREVIATED = 160, 3, 0.97, 0.03


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a clause: its place, the units it names, and where the text below it begins."""

    span: Span
    units: tuple[NamedUnit, ...]
    body: int


@dataclass
class Names:
    """Finds units in one plan; remembers what it found, since headings are asked for again and again."""

    sheet: Sheet
    vocabulary: Vocabulary
    issuer: str | None = None
    headings: dict[int, Heading | None] = field(default_factory=dict)
    found: dict[Span, tuple[NamedUnit, ...]] = field(default_factory=dict)
    opening: dict[int, bool] = field(default_factory=dict)

    @cached_property
    def seen(self) -> Seen:
        """Give the names that the plan uses at the heads of its clauses."""
        return seen_in(u for place in self._places() for u in self._read(place))

    @cached_property
    def damaged(self) -> bool:
        """Tell whether the text lost its marks or has more worn words than abbreviations make."""
        return not self.sheet.trusted or worn_share(self.sheet.counts) > ABBREVIATED

    def _mended(self, span: Span, named: Sequence[NamedUnit]) -> Sequence[NamedUnit]:
        text = self.sheet.text
        if not named or named[0].span[0] - span[0] > NEAR:
            if not self.damaged or not text[span[0] : span[0] + 1].isupper():
                return named
            first = repaired(text, span[0], span[1], None, self.seen)
            return (first, *self._after(first, span)) if first is not None else named
        for at, unit in enumerate(named):
            if _clear(unit):
                continue
            verbs = {h.start for h in self.sheet.within(unit.span, "verb")}
            better = shortened(text, unit, verbs, self.seen) if verbs else None
            better = better or repaired(text, unit.span[0], span[1], unit, self.seen)
            if better is not None:
                return (*named[:at], better, *self._after(better, span))
        return named

    def _after(self, unit: NamedUnit, span: Span) -> Sequence[NamedUnit]:
        """Name the units that are listed behind one."""
        joined = JOINERS.match(self.sheet.text, unit.span[1], span[1])
        start = joined.end() if joined else unit.span[1]
        return self._units((start, span[1])) if unit.span[1] < start < span[1] else ()

    def _places(self) -> Iterator[Span]:
        """List where units are named most surely: at the head of clauses and sentences."""
        for clause in self.sheet.clauses:
            if clause.region in (Region.BODY, Region.FRONT) and clause.level is not None:
                start = skip_front(self.sheet, clause.span, "asked", "title")
                yield start, stop_at(self.sheet, start, clause.end, HEAD_REACH)

    def leading(self, span: Span) -> tuple[NamedUnit, ...]:
        """Name the units with which a span begins, up to the first word of none. Titles stand for units."""
        if span not in self.found:
            self.found[span] = self._leading(span)
        return self.found[span]

    def _units(self, span: Span) -> Sequence[NamedUnit]:
        """Name the units in a span, in order; names the plan uses elsewhere mend what is damaged here."""
        named = self._read(span)
        return named if named and all(map(_clear, named)) else self._mended(span, named)

    def _read(self, span: Span) -> Sequence[NamedUnit]:
        if span[1] <= span[0] or not self._may_begin(span[0]):
            return ()
        named = units_in(self.sheet.text, span, self.vocabulary, issuer=self.issuer, near=_beside)
        return sorted(named, key=lambda u: u.span)

    def _may_begin(self, start: int) -> bool:
        if start not in self.opening:
            self.opening[start] = may_begin(self.sheet.text, start, self.vocabulary, _beside)
        return self.opening[start]

    def _leading(self, span: Span) -> tuple[NamedUnit, ...]:
        kept: list[NamedUnit] = []
        start = skip_front(self.sheet, span, "title")
        while start < span[1]:
            reached = start
            for unit in self._units((start, span[1])):
                between = self.sheet.text[reached : unit.span[0]]
                if not _beside(between):
                    break
                kept.append(unit)
                reached = unit.span[1]
            more = skip_front(self.sheet, (reached, span[1]), "title")
            titled = any(True for _ in self.sheet.within((reached, more), "title"))
            if reached == start or not titled:
                break
            start = more
        if not kept and start > span[0]:  # `Giám đốc Sở` is a name of its own, not a title before one
            kept = [u for u in self._units(span)[:1] if u.span[0] - span[0] < 2 and u.known]
        return tuple(kept)

    def heading(self, number: int) -> Heading | None:
        """Read the heading of a clause where it names units and hardly anything else."""
        if number not in self.headings:
            self.headings[number] = self._heading(self.sheet.clauses[number])
        return self.headings[number]

    def _heading(self, clause: Clause) -> Heading | None:
        if clause.level is None:
            return None
        start = skip_front(self.sheet, clause.span, "asked", "title")
        for stop, body in _heading_ends(self.sheet.text, clause):
            if _speaks(self.sheet, (start, stop)):
                return None
            named = _before_verbs(self.sheet, (start, stop)) if self.sheet.text[stop : stop + 1] == ":" else stop
            units = self.leading((start, named)) if named > start else ()
            if units and covers(self.sheet.text, (start, named), units):
                return Heading((start, named), units, body)
            if (plain := _as_written(self.sheet.text, (start, stop), body)) is not None:
                return Heading((start, stop), (plain,), body)
        return self._behind_topic(start, clause)

    def _behind_topic(self, start: int, clause: Clause) -> Heading | None:
        """Read units that stand alone behind a topic: `Công tác tuyên truyền: Phòng Văn hóa`."""
        text = self.sheet.text
        line = text.find("\n", start, min(clause.end, start + HEADING_REACH))
        colon = COLON.search(text, start, max(line, start))
        if colon is None or (not HEAD_BELOW.match(text, line + 1, clause.end) and text[line : clause.end].strip()):
            return None
        begin = colon.end() + len(text[colon.end() : line]) - len(text[colon.end() : line].lstrip())
        units = self.leading((begin, line)) if begin < line else ()
        alone = units and units[0].span[0] == begin and not text[units[-1].span[1] : line].strip(" .;,*_")
        return Heading((begin, line), units, line + 1) if alone and all(u.known for u in units) else None


def body_of(names: Names, number: int) -> int:
    """Find where the text of a clause begins below its heading, be that a list of units or a topic."""
    sheet, clause = names.sheet, names.sheet.clauses[number]
    heading = names.heading(number)
    if heading is not None:
        return heading.body
    start = trim(sheet.text, clause.span)[0]
    line = sheet.text.find("\n", start, min(clause.end, start + TOPIC_REACH))
    first = sheet.word_at(start)
    topic = line > 0 and any(h.first == first for h in sheet.within((start, line), "heading"))
    below = line > 0 and HEAD_BELOW.match(sheet.text, line + 1, clause.end)
    return line if below and (topic or stands_alone(sheet.text, start, line)) else clause.body


def stands_alone(text: str, start: int, line: int) -> bool:
    """Tell whether a clause's first line is a title: no stop at its end, a blank line below, and not a wrapped line.

    In some texts a blank line follows every wrapped line; there it tells nothing.
    """
    title = text[start:line].rstrip(" *_")
    return not title.endswith((".", ";", ",")) and BLANK_BELOW.match(text, line) is not None and not _torn(text)


@lru_cache(maxsize=8)
def _torn(text: str) -> bool:
    """Tell whether blank lines stand in the middle of sentences all over a text."""
    blanks = [m.end() for m in BLANK_BELOW.finditer(text)]
    return sum(text[end : end + 1].islower() for end in blanks) > len(blanks) // 5


def _before_verbs(sheet: Sheet, span: Span) -> int:
    """Find where the names in a heading end: `Văn phòng Sở có trách nhiệm:` ends before its verb.

    What follows the verb may say what sort of duty, but asks for no number: that would be the duty itself.
    """
    for hit in sheet.within(span, "verb"):
        if hit.start > span[0] and hit.cost < 0.6:
            rest = (hit.start, span[1])
            asks = any(c.isdigit() for c in sheet.text[slice(*rest)]) or any(True for _ in sheet.within(rest, "item"))
            return span[1] if asks or span[1] - hit.start > VERB_REACH else hit.start
    return span[1]


def _as_written(text: str, span: Span, body: int) -> NamedUnit | None:
    """Take `Các ấp:` as it stands where no known name fits."""
    words = text[slice(*span)]
    if text[span[1] : body] != ":" or not words[:1].isupper() or not GROUP_WORDS.fullmatch(bare_text(words)):
        return None
    return NamedUnit(" ".join(words.split()), span, 0.5, False)


def _speaks(sheet: Sheet, span: Span) -> bool:
    """Tell a heading that names a topic, or a sentence that asks something, from one that names units."""
    first = sheet.word_at(span[0])
    topic = any(h.first == first for h in sheet.within(span, "heading"))
    return topic or any(h.cost < 0.6 for h in sheet.within(span, "cadence", "mandatory"))


def _clear(unit: NamedUnit) -> bool:
    """Tell whether a name was read to the letter."""
    return unit.known and unit.score >= VERBATIM


def _beside(between: str) -> bool:
    """Tell whether words between two names, or before the first, only join them."""
    return small(between) or JOINERS.fullmatch(between) is not None


def small(between: str) -> bool:
    return len(between.strip(" \n,;*_")) <= 3


def _heading_ends(text: str, clause: Clause) -> list[Span]:
    """List where a heading may end and its body begin: at a colon, at the end of the first line, of the clause."""
    start, end = clause.span
    reach = min(end, start + HEADING_REACH)
    ends: list[Span] = []
    colon = m.start() if (m := COLON.search(text, start, reach)) else -1
    if colon >= 0 and not regex.search(r"\.\s+\p{Lu}", text[start:colon]):
        ends.append((colon, colon + 1))
    line = text.find("\n", start, reach)
    line = line if line >= 0 else reach
    if HEAD_BELOW.match(text, line + 1, end) or not text[line:end].strip():
        ends.append((line, line + 1))
    if not text[reach:end].strip() and clause.level is not None and clause.level < Level.DASH:
        ends.append((end, end))
    return ends
