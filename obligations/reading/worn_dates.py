"""Dates with one wrong character: `28/02/20626`, `1é0/10/2026`, `31/32026`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import regex
from rapidfuzz.distance import Levenshtein

from obligations.model import Span

TOKEN = regex.compile(r"(?<![\w/.-])(?=[^\s,;()]*\d[^\s,;()]*\d)[^\s,;()]{2,11}\w(?![\w/-])")
UNMARKED = regex.compile(r"\d{1,2}\p{L}\d{1,2}")
WITH_YEAR = regex.compile(r".*20\d\d|.*\d/\w{3,6}|.{7,}")
DIGITS = 0.6
YEARS_ON = 2


@dataclass(frozen=True, slots=True)
class Worn:
    """A damaged date at a place; `day` is None where more than one date is one character away; `dated`: with a year."""

    span: Span
    day: date | None
    dated: bool


def worn_dates(lower: str, span: Span, year: int) -> Iterator[Worn]:
    """Find what was a date before one character went wrong; `year` is the plan's, `lower` its text in small letters."""
    for match in TOKEN.finditer(lower, *span):
        word = match.group()
        marks = sum(not c.isalnum() for c in word)
        if (
            not year
            or (marks == 0 and not UNMARKED.fullmatch(word))
            or sum(c.isdigit() for c in word) < DIGITS * (len(word) - marks)
        ):
            continue
        dated = WITH_YEAR.fullmatch(word) is not None
        near = _near(word, year, dated)
        if near:
            yield Worn(match.span(), next(iter(near)) if len(near) == 1 else None, dated)


@lru_cache(maxsize=1024)
def _near(word: str, year: int, dated: bool) -> frozenset[date]:
    """List the dates of which a word is one character away."""
    return frozenset(
        day for written, day in _written(year, dated) if Levenshtein.distance(word, written, score_cutoff=1) == 1
    )


@lru_cache(maxsize=16)
def _written(year: int, dated: bool) -> tuple[tuple[str, date], ...]:
    """Write every day of the plan's year, and where years are written of the next one, in all the usual ways."""
    first = date(year, 1, 1)
    last = date(year + (YEARS_ON if dated else 1), 1, 1)
    days = (first + timedelta(days=n) for n in range((last - first).days))
    return tuple(
        (f"{d}/{m}/{day.year}" if dated else f"{d}/{m}", day)
        for day in days
        for d in {str(day.day), f"{day.day:02}"}
        for m in {str(day.month), f"{day.month:02}"}
    )
