"""A plan opened for reading: its text, words, phrases found and clauses, with look-ups by place."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from obligations.model import Span
from obligations.reading.datewords import mended_lower
from obligations.reading.lines import Line, lines_of
from obligations.reading.outline import Clause, Region, read_outline
from obligations.reading.phrases import Hit, Lexicon, default_lexicon
from obligations.reading.regions import regions_of, section_lines
from obligations.reading.words import Word, healthy, mended, words_of

PLACE = attrgetter("first", "last")
NOTHING: Iterator[Hit] = iter(())


@dataclass(frozen=True, slots=True)
class Group:
    """The phrases of one group, or of several together, in order, and where each begins."""

    starts: list[int]
    hits: list[Hit]

    @classmethod
    def of(cls, hits: list[Hit]) -> Group:
        """Make a group of phrases in order."""
        return cls([hit.start for hit in hits], hits)


def grouped(hits: list[Hit]) -> dict[tuple[str, ...], Group]:
    """Sort phrases found into their groups."""
    found: dict[tuple[str, ...], list[Hit]] = {}
    for hit in hits:
        found.setdefault((hit.group,), []).append(hit)
    return {names: Group.of(own) for names, own in found.items()}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is looked up while a plan is read."""

    text: str
    lower: str
    trusted: bool
    words: list[Word]
    counts: Counter[str]
    places: list[int]
    numbers: list[int]
    hits: list[Hit]
    groups: dict[tuple[str, ...], Group]
    lines: list[Line]
    regions: tuple[Region, ...]
    clauses: tuple[Clause, ...]

    def within(self, span: Span, *groups: str) -> Iterator[Hit]:
        """Give the phrases of these groups that lie inside a span, in order."""
        found = self.groups.get(groups)
        if found is None:
            hits = [hit for group in groups if (group,) in self.groups for hit in self.groups[(group,)].hits]
            found = self.groups[groups] = Group.of(sorted(hits, key=PLACE))
        start, end = span
        starts = found.starts
        if not starts or starts[-1] < start:
            return NOTHING
        first = bisect_left(starts, start)
        if starts[first] >= end:
            return NOTHING
        last = bisect_left(starts, end, first)
        return iter([hit for hit in found.hits[first:last] if hit.end <= end])

    def numbers_within(self, span: Span) -> list[int]:
        """Give the numbers of the words in a span that hold a digit."""
        first = bisect_left(self.numbers, self.word_at(span[0]))
        return self.numbers[first : bisect_left(self.numbers, self.word_at(span[1]), first)]

    def word_at(self, place: int) -> int:
        """Find the number of the first word that begins at or behind a place."""
        return bisect_left(self.places, place)


def numbers_of(words: list[Word], counts: Counter[str]) -> list[int]:
    """List the places, among the words, of those that hold a digit."""
    holding = {text for text in counts if any(map(str.isdecimal, text))}
    return [at for at, word in enumerate(words) if word.text in holding]


def open_sheet(text: str, lexicon: Lexicon | None = None) -> Sheet:
    """Prepare a text (NFC) for reading."""
    trusted = healthy(text)
    lexicon = lexicon or default_lexicon()
    words = mended(text, words_of(text), lambda word: lexicon.cost(word, trusted))
    hits = lexicon.search(text, words, trusted)
    lines = lines_of(text)
    regions = regions_of(lines, hits)
    clauses = read_outline(lines, regions, section_lines(lines, hits))
    lower = mended_lower(text, words, lambda word: lexicon.syllables.near(word, trusted))
    counts = Counter([w.text for w in words])
    places, numbers = [w.start for w in words], numbers_of(words, counts)
    return Sheet(text, lower, trusted, words, counts, places, numbers, hits, grouped(hits), lines, regions, clauses)
