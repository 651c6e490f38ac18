"""The words and marks of a stretch in which names are looked for, specks and run-together words put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

import regex

from obligations.model import Span
from obligations.reading.naming_grammar import WORD
from obligations.reading.naming_letters import Lexicon, candidates

LONGEST_WORD, MOST_TOKENS = 24, 200
TOKEN = regex.compile(rf"(?P<word>{WORD})|(?P<mark>\S)")
MARK_KINDS = {";": ",", "–": "-", "—": "-", "−": "-", "~": "-", "=": "-", **{mark: mark for mark in ",-/.():|"}}
SPECKS = ".,;:)('/-"
INSIDE_WORDS = "(':;"  # marks that never stand between two words without a blank
ONE_WRONG = 2.3  # a word dearer than with one letter wrong may be two run together


class Token(NamedTuple):
    """A word or a mark of the text; `kind` is `word` or the mark it counts as."""

    kind: str
    text: str
    start: int
    end: int
    new_line: bool


new_token: Callable[[tuple[str, str, int, int, bool]], Token] = partial(tuple.__new__, Token)  # made by the thousand


def tokens_of(text: str, span: Span, most: int = MOST_TOKENS) -> tuple[Token, ...]:
    """Split a stretch of text into words and marks; what lies beyond some two hundred of them is left out."""
    found, last = [], span[0]
    for m in TOKEN.finditer(text, *span):
        begin, end = m.span()
        whole = m.group()
        kind = "word" if m.lastgroup == "word" else MARK_KINDS.get(whole, "?")
        word = whole.strip("'’‘`^") if kind == "word" else whole
        if kind == "word" and not word:
            continue
        start = begin if word == whole else begin + whole.find(word)
        new_line = begin > last and text.find("\n", last, begin) >= 0
        found.append(new_token((kind, word, start, start + len(word), new_line)))
        last = end
        if len(found) == most:
            break
    return tuple(found)


def part(tokens: tuple[Token, ...], words: Lexicon, trusted: bool) -> tuple[Token, ...]:
    """Part words that a scan has run together, where neither half costs much."""
    tokens = tuple(_joined(tokens, words, trusted))
    if trusted:
        return tokens
    return tuple(piece for token in tokens for piece in _parted(token, words))


def _joined(tokens: tuple[Token, ...], words: Lexicon, trusted: bool) -> Iterator[Token]:
    """Join the halves of a word that a speck parts, where the whole is known and one half is not."""
    specks = {at for at in range(1, len(tokens) - 1) if tokens[at].text in SPECKS and _stuck(tokens, at)}
    at = 0
    while at < len(tokens):
        if at + 1 in specks and _specked(tokens[at : at + 3], words, trusted):
            left, right = tokens[at], tokens[at + 2]
            yield Token("word", left.text + right.text, left.start, right.end, left.new_line)
            at += 3
        else:
            yield tokens[at]
            at += 1


def _stuck(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a mark sticks to a word on both sides."""
    left, mark, right = tokens[at - 1 : at + 2]
    tight = left.end == mark.start and mark.end == right.start
    return tight and left.kind == "word" and right.kind == "word"


def _specked(three: tuple[Token, ...], words: Lexicon, trusted: bool) -> bool:
    left, mark, right = three
    if not (left.text + right.text).isalpha():
        return False
    costs = [min(candidates(words, t.lower(), trusted).values(), default=9.0) for t in (left.text, right.text)]
    whole = candidates(words, (left.text + right.text).lower(), trusted)
    if not whole:
        return False
    lone = not trusted and mark.text in INSIDE_WORDS and min(len(left.text), len(right.text)) == 1
    return max(costs) > min(whole.values()) or (lone and min(whole.values()) < ONE_WRONG)


def _parted(token: Token, words: Lexicon) -> tuple[Token, ...]:
    at = _seam(words, token.text) if token.kind == "word" and 5 < len(token.text) <= LONGEST_WORD else 0
    if not at:
        return (token,)
    left = Token("word", token.text[:at], token.start, token.start + at, token.new_line)
    return left, Token("word", token.text[at:], token.start + at, token.end, False)


@lru_cache(maxsize=8192)
def _seam(words: Lexicon, text: str) -> int:
    lower = text.lower()
    whole = min(candidates(words, lower, False).values(), default=9.0)
    if whole < ONE_WRONG:
        return 0
    costs = {}
    for at in range(2, len(text) - 1):
        left = min(candidates(words, lower[:at], False).values(), default=9.0)
        costs[at] = left + min(candidates(words, lower[at:], False).values(), default=9.0)
    at = min(costs, key=costs.__getitem__)
    return at if costs[at] < min(whole, 1.6) else 0
