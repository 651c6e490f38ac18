"""The names that a plan itself uses, and which of them a damaged stretch of it most likely is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex
from rapidfuzz import fuzz

from obligations.model import Span
from obligations.reading.naming import NamedUnit
from obligations.text import fold

WORD = regex.compile(r"[^\s,;:.()]+")
AS_LETTER = str.maketrans("640189", "oaoiog")
DIGIT_INSIDE = regex.compile(r"(?=\w*\p{L})\w+")
LEAST_LETTERS = 9
LIKE, SURELY_LIKE = 84.0, 90.0  # likeness in percent: of a name that goes on, and of one read as another
SURE, FIRM = 0.8, 0.72
SLACK_WORDS = 2
BELIEVED = 0.9


@dataclass(frozen=True, slots=True)
class Seen:
    """Names a plan uses, by their folded form, with how often each was read surely."""

    names: Mapping[str, str]
    counts: Mapping[str, int]


def seen_in(units: Iterable[NamedUnit]) -> Seen:
    """Collect the names that were read surely."""
    sure = [u.name for u in units if u.known and u.score >= FIRM]
    counts = Counter(map(fold, sure))
    return Seen({fold(name): name for name in sure if len(fold(name)) >= LEAST_LETTERS}, counts)


def repaired(text: str, start: int, end: int, read: NamedUnit | None, seen: Seen) -> NamedUnit | None:
    """Name the unit at a place by what the plan uses elsewhere; None where what was read there had better stay.

    `read` is the unit read at `start`, if any.
    """
    words = [m.span() for m in WORD.finditer(text, start, min(end, start + 140))]
    best: tuple[float, str, Span] | None = None
    for folded in seen.names:
        if read is not None and not _may_be(read, folded):
            continue
        likeness, place = _likeness(text, words, folded)
        if likeness >= (LIKE if read is None or _longer(read, folded) else SURELY_LIKE) and (
            best is None or likeness > best[0]
        ):
            best = likeness, folded, place
    if best is None or (read is not None and read.known and best[2][1] < read.span[1]):
        return None
    return NamedUnit(seen.names[best[1]], best[2], round(BELIEVED * best[0] / 100, 3), True)


def shortened(text: str, read: NamedUnit, verbs: Collection[int], seen: Seen) -> NamedUnit | None:
    """Cut off a verb that was taken for the end of a name, where the plan names the rest: `Phòng Nội vụ | tổng hợp`.

    `verbs` are the places where phrases that open a duty begin.
    """
    words = [m.span() for m in WORD.finditer(text, *read.span)]
    for folded, shown in seen.names.items():
        size = len(folded.split())
        if size < len(words) and words[size][0] in verbs and fold(read.name).startswith(f"{folded} "):
            return NamedUnit(shown, (read.span[0], words[size - 1][1]), read.score, True)
    return None


def _longer(read: NamedUnit, folded: str) -> bool:
    return folded.startswith(f"{fold(read.name)} ")


def _may_be(read: NamedUnit, folded: str) -> bool:
    """Tell whether a name read may give way: one that another one continues, an unknown one, or one read with doubt."""
    return fold(read.name) != folded and (_longer(read, folded) or not read.known or read.score < SURE)


def _likeness(text: str, words: list[Span], folded: str) -> tuple[float, Span]:
    """Compare a name with the words at a place, a few more or less, and give the best likeness and its place."""
    if not words:
        return 0.0, (0, 0)
    size = len(folded.split())
    best = 0.0, words[0]
    for count in range(max(1, size - SLACK_WORDS), min(len(words), size + SLACK_WORDS) + 1):
        span = words[0][0], words[count - 1][1]
        likeness = fuzz.ratio(_plain(text[slice(*span)]), folded)
        if likeness > best[0]:
            best = likeness, span
    return best


@lru_cache(maxsize=8192)
def _plain(words: str) -> str:
    """Fold damaged words, digits among letters as the letters they look like."""
    return DIGIT_INSIDE.sub(lambda m: m.group().translate(AS_LETTER), fold(words))
