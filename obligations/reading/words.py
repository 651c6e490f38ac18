"""The words of a text with their places, and how well each answers to the syllables of the lexicon."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import NamedTuple

import regex
from rapidfuzz.distance import Levenshtein

from obligations.reading.shapes import Shapes
from obligations.text import bare_text

# `re` is quicker here than `regex`, but takes four control characters more for blanks.
WORD = re.compile(r"(?:[^\s/\-–—−,;:.()\[\]\"“”*|…_#<>=~\\]|[\x1c-\x1f])+")
# Letters that only good Vietnamese has; a recogniser taught Latin letters never writes them.
OWN = "đơưăạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
OWN_LETTERS = frozenset(OWN + OWN.upper())
# A mark that stands inside a word, where only a speck on the paper can have put it.
SPECK = regex.compile(r"(?<=\p{L}{1,9})[.,;:)(\"/-](?=\p{L}{1,9}(?!\w))")
INSIDE = regex.compile(r"(?<=\p{L})[.,;:)(\"/-](?=\p{L})")
HEALTHY_SHARE = 0.06

LONGEST_WORD = 12
STUCK = regex.compile(r"(?<=\d)\p{L}$|^\p{L}(?=\d)")  # one letter of noise at a number
DOUBTED = 0.5  # a word that classes of letters explain is hardly another word with an error in it
EXACT, BARE, OTHER_MARKS, DAMAGED, CONTESTED, FUZZY = 0.0, 0.25, 0.8, 0.3, 1.3, 1.0


class Word(NamedTuple):
    """One word in lower case and where it stands."""

    text: str
    start: int
    end: int


new_word: Callable[[tuple[str, int, int]], Word] = partial(tuple.__new__, Word)  # plans hold tens of thousands


def words_of(text: str) -> list[Word]:
    """Split a text into words; punctuation and blanks stay outside."""
    found, end = [], 0
    for word in WORD.findall(text):  # finding each again is quicker than a match object for each
        start = text.find(word, end)
        end = start + len(word)
        found.append(new_word((word.lower(), start, end)))
    return found


def mended(text: str, words: list[Word], cost: Callable[[str], float]) -> list[Word]:
    """Join the halves of words that a speck parts (`qu;ý`), where the whole costs less to believe than a half."""
    behind = {match.end() for match in INSIDE.finditer(text)}
    if not behind:
        return words
    made: list[Word] = []
    for word in words:
        last = made[-1] if word.start in behind and made else None
        if last is not None and word.start - last.end == 1 and SPECK.match(text, last.end):
            whole = Word(text[last.start : word.end].lower(), last.start, word.end)
            if cost(whole.text) < max(cost(last.text), cost(word.text)):
                made[-1] = whole
                continue
        made.append(word)
    return made


def health(text: str) -> float:
    """Measure the share of letters that only Vietnamese has: about 0.17 in good text, 0 in text read as English."""
    own, letters = letters_of(text)
    return own / letters if letters else 0.0


def letters_of(text: str) -> tuple[int, int]:
    """Count the letters that only Vietnamese has, and all letters."""
    counts = Counter(text)
    own = sum(count for letter, count in counts.items() if letter in OWN_LETTERS)
    return own, sum(count for letter, count in counts.items() if letter.isalpha())


def healthy(text: str) -> bool:
    """Tell whether the marks of a text can be trusted."""
    return health(text) >= HEALTHY_SHARE


def same_marks(word: str, syllable: str) -> bool:
    """Tell whether two spellings differ only in where the tone is written: `hoà` and `hòa`."""
    return sorted(unicodedata.normalize("NFD", word)) == sorted(unicodedata.normalize("NFD", syllable))


class Syllables:
    """The syllables of a lexicon, and how close a word of the text comes to each."""

    def __init__(self, syllables: Iterable[str], common: Iterable[str]) -> None:
        self.all = tuple(sorted(set(syllables)))
        self.bare: dict[str, list[str]] = {}
        for syllable in self.all:
            self.bare.setdefault(bare_text(syllable), []).append(syllable)
        self.common = frozenset(common) | frozenset(self.bare)
        self.shapes = Shapes(s for s in self.all if not s.isdecimal())
        self.near = lru_cache(maxsize=65536)(self._near)

    def _near(self, word: str, trusted: bool) -> dict[str, float]:
        if word.isdecimal():
            return {key: EXACT for key in (word, word.lstrip("0")) if key in self.bare}
        found = self._same_letters(word, trusted)
        if (digits := STUCK.sub("", word)).isdecimal() and digits.lstrip("0") in self.bare:
            found.setdefault(digits.lstrip("0"), FUZZY)
        if not trusted:
            for syllable, cost in self._damaged(word).items():
                found.setdefault(syllable, cost)
        frequent = bare_text(word) in self.common
        explained = any(cost <= DAMAGED and len(word) >= len(s) for s, cost in found.items())
        guess = FUZZY + DOUBTED if frequent or explained else FUZZY
        if len(word) > 2 or guess == FUZZY:
            for syllable in self._one_off(word, trusted):
                found.setdefault(syllable, guess)
        return found

    def _same_letters(self, word: str, trusted: bool) -> dict[str, float]:
        plain = bare_text(word)
        costs: dict[str, float] = {}
        for syllable in self.bare.get(plain, ()):
            if not trusted or same_marks(word, syllable):
                costs[syllable] = EXACT
            else:
                costs[syllable] = BARE if word == plain else OTHER_MARKS
        return costs

    def _damaged(self, word: str) -> dict[str, float]:
        cost = CONTESTED if word.isascii() and word in self.common else DAMAGED
        return dict.fromkeys(self.shapes.damaged(word), cost)

    def _one_off(self, word: str, trusted: bool) -> list[str]:
        plain = bare_text(word)
        if len(plain) < 2 or len(word) > LONGEST_WORD or (plain in self.common and (trusted or len(plain) < 5)):
            return []
        if trusted:
            return [s for s in self.all if len(s) >= 3 and Levenshtein.distance(word, s, score_cutoff=1) <= 1]
        return [s for s in self.shapes.one_off(word) if len(s) >= min(3, len(plain) - 1)]
