"""How worn a text is: the share of its words that are no Vietnamese syllables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import regex

from obligations.reading.words import Word
from obligations.text import bare_text

ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
RHYME = "(?:[aeiouy]{1,3})(?:ch|ng|nh|[cmnpt])?"
SYLLABLE = regex.compile(ONSET + RHYME)
LONGEST = 7


@lru_cache(maxsize=65536)
def worn(word: str) -> bool:
    """Tell whether a word of letters, or of letters and digits, is no Vietnamese syllable; numbers are not worn."""
    letters = sum(c.isalpha() for c in word)
    if not letters:
        return False
    if letters < len(word):
        return True
    plain = bare_text(word)
    return len(plain) > LONGEST or SYLLABLE.fullmatch(plain) is None


def wear(words: Iterable[Word]) -> tuple[int, float]:
    """Count the worn words and give their share."""
    judged = [worn(word.text) for word in words]
    return sum(judged), sum(judged) / max(len(judged), 1)


def worn_share(counts: Mapping[str, int]) -> float:
    """Give the share of worn words in a whole text, by how often each word stands in it."""
    return sum(n for word, n in counts.items() if worn(word)) / max(sum(counts.values()), 1)
