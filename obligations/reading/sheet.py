"""A plan opened for reading: its text, words, phrases found and clauses, with look-ups by place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from obligations.model import Span
from obligations.reading.datewords import mended_lower
from obligations.reading.lines import Line, lines_of
from obligations.reading.outline import Clause, Region, read_outline
from obligations.reading.phrases import Hit, Lexicon, default_lexicon
from obligations.reading.regions import regions_of, section_lines
from obligations.reading.words import Word, healthy, mended, words_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is looked up while a plan is read."""

    text: str
    lower: str
    trusted: bool
    words: list[Word]
    hits: list[Hit]
    starts: list[int]
    lines: list[Line]
    regions: tuple[Region, ...]
    clauses: tuple[Clause, ...]

    def within(self, span: Span, *groups: str) -> Iterator[Hit]:
        """Give the phrases of these groups that lie inside a span, in order."""
        at = bisect_left(self.starts, span[0])
        while at < len(self.hits) and self.hits[at].start < span[1]:
            hit = self.hits[at]
            if hit.end <= span[1] and hit.group in groups:
                yield hit
            at += 1

    def word_at(self, place: int) -> int:
        """Find the number of the first word that begins at or behind a place."""
        return bisect_left(self.words, place, key=lambda w: w.start)


def open_sheet(text: str, lexicon: Lexicon | None = None) -> Sheet:
    """Prepare a text (NFC) for reading."""
    trusted = healthy(text)
    lexicon = lexicon or default_lexicon()
    words = mended(text, words_of(text), lambda word: lexicon.knows(word, trusted))
    hits = lexicon.search(text, words, trusted)
    lines = lines_of(text)
    regions = regions_of(lines, hits)
    clauses = read_outline(lines, regions, section_lines(lines, hits))
    lower = mended_lower(text, words, lambda word: lexicon.syllables.near(word, trusted))
    return Sheet(text, lower, trusted, words, hits, [h.start for h in hits], lines, regions, clauses)
