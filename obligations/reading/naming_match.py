"""Where the rules of a grammar match in a damaged text, at what cost, and in which spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from obligations.reading.naming_grammar import Alternative, Grammar, Piece, Step
from obligations.reading.naming_letters import Lexicon, candidates
from obligations.reading.naming_tokens import SPECKS, Token
from obligations.text import bare_text

LOOSE_SPECKS = ".()'?"
WORTH = 1.8
LOWER_DEAREST = 1.9  # a small letter where a name has a capital is damage enough
JUNK = 1.2
DEAREST, WRECK, CLEAR = 3.7, 3.2, 0.5
SHORTEST_TAIL = 2
MISSING_MARK, OTHER_MARK, SEMICOLON, NOISE, LOWER_CASE = 0.35, 0.4, 0.9, 0.6, 0.8
OPEN_PLACE_WORDS = 3
OPEN_PLACE_COST = 0.35
STOP_COST = 0.9

Found = dict[int, "Match"]
Reached = list[tuple[int, Alternative, Found]]


class Match(NamedTuple):
    """A stretch of tokens read by a rule: cost, number of syllables, and the words and marks to show."""

    cost: float = 0.0
    size: int = 0
    shown: tuple[str, ...] = ()
    caught: tuple[tuple[str, tuple[str, ...]], ...] = ()
    forced: bool = False

    @property
    def value(self) -> float:
        """Weigh length against damage: a longer name is better unless its words are bought too dearly."""
        return self.size * WORTH - self.cost

    @property
    def score(self) -> float:
        """Give 1 for words read verbatim, less the more damage they need."""
        return max(0.0, min(1.0, 1 - self.cost / max(self.size, 1) / 2.5))


START, RANK = Match(), itemgetter(0)


class Near(dict[int, Mapping[str, float]]):
    """The syllables that each token may stand for, looked up when first asked for."""

    def __init__(self, words: Lexicon, tokens: Sequence[Token], trusted: bool) -> None:
        self._words, self._tokens, self._trusted = words, tokens, trusted

    def __missing__(self, at: int) -> Mapping[str, float]:
        token = self._tokens[at]
        near = candidates(self._words, token.text.lower(), self._trusted) if token.kind == "word" else {}
        self[at] = near
        return near


class Reader:
    """Reads rules at places of one stretch of text; what was read is kept while the reader lives."""

    def __init__(self, grammar: Grammar, words: Lexicon, tokens: tuple[Token, ...], trusted: bool) -> None:
        self.grammar, self.tokens, self.trusted = grammar, tokens, trusted
        self.near = Near(words, tokens, trusted)
        self._kept: dict[tuple[str, int], Found] = {}

    @cached_property
    def shouted(self) -> bool:
        """Tell whether the stretch is written in capitals."""
        letters = "".join(t.text for t in self.tokens if t.kind == "word")
        count = sum(map(str.isalpha, letters))
        return count > 3 and sum(map(str.isupper, letters)) > 0.7 * count

    def read(self, name: str, at: int) -> Found:
        """Find every end of the rule that starts at a token, with the best match for each."""
        key = (name, at)
        if key not in self._kept:
            self._kept[key] = {}  # a rule that leads to itself here finds nothing
            self._kept[key] = self._open_place(at) if name == "open_place" else self._rule(name, at)
        return self._kept[key]

    def may_open(self, name: str, at: int) -> bool:
        """Tell whether the word at a token is one that the rule may begin with."""
        opens = self.grammar.rules[name].opens
        return at < len(self.tokens) and (opens is None or not opens.isdisjoint(self.near[at]))

    def _rule(self, name: str, at: int) -> Found:
        found: Found = {}
        if not self.may_open(name, at):
            return found
        rule = self.grammar.rules[name]
        branches = [rule.by_word[syllable] for syllable in self.near[at] if syllable in rule.by_word]
        for branch in (*branches, *rule.by_rule.values()):
            reached: Reached = []
            for piece, step in branch.tree:
                self._follow(piece, step, {at: START}, reached)
            for _, line, ends in sorted(reached, key=RANK):
                _keep(found, {end: _shown(line, match) for end, match in ends.items()})
        return found

    def _follow(self, piece: Piece, step: Step, ends: Found, reached: Reached) -> None:
        """Take one piece from every end reached so far, then all that may follow it."""
        following: Found = {}
        for end, match in ends.items():
            _keep(following, self._piece(piece, end, match))
        if not following:
            return
        reached.extend((rank, line, following) for rank, line in step.ends)
        for after, further in step.follow:
            self._follow(after, further, following, reached)

    def _piece(self, piece: Piece, at: int, before: Match) -> Found:
        if piece.kind == "word":
            return self._word(piece, at, before)
        if piece.kind == "mark":
            return self._mark(piece, at, before)
        inner = self.read(piece.word, at)
        if not inner and before.size and at + 1 < len(self.tokens) and self.tokens[at].text in LOOSE_SPECKS:
            return self._piece(piece, at + 1, _add(before, NOISE))
        return {end: _join(before, match, piece.word) for end, match in inner.items()}

    def _word(self, piece: Piece, at: int, before: Match) -> Found:
        if at >= len(self.tokens):
            return {}
        cost = self.near[at].get(piece.word)
        token = self.tokens[at]
        if token.kind != "word":
            noisy = before.size and at + 1 < len(self.tokens) and self._noise(at)
            return self._word(piece, at + 1, _add(before, NOISE)) if noisy else {}
        if cost is None or cost > DEAREST:
            if before.size and len(token.text) == 1 and at + 1 < len(self.tokens):
                return self._word(piece, at + 1, _add(before, JUNK))
            if not before.size or self._clear(at) or not _resembles(token.text, piece.word):
                return {}
            cost = WRECK
        if piece.shown[0].isupper() and token.text[0].islower():
            if cost > LOWER_DEAREST and at and not token.new_line:
                if not self._capital_hit(at, piece):
                    return {}
                return {at + 1: _add(before, cost + LOWER_CASE, piece.shown, 1)}
            cost += LOWER_CASE if before.size else 0.0
        return {at + 1: _add(before, cost, self._spelling(piece, token), 1)}

    def _clear(self, at: int) -> bool:
        """Tell whether a word of a text with its marks is a word that names know, and so no other one."""
        return self.trusted and min(self.near[at].values(), default=WRECK) < CLEAR

    def _capital_hit(self, at: int, piece: Piece) -> bool:
        """Tell whether just the capital of a word is lost or another letter: `ai nguyên`, `lBND`."""
        seen, tail = self.tokens[at].text.lower(), bare_text(piece.word[1:])
        clear = min(self.near[at].values(), default=WRECK) < CLEAR
        if len(tail) < SHORTEST_TAIL or (clear and (self.trusted or tail != bare_text(seen))):
            return False
        return tail in (bare_text(seen), bare_text(seen[1:]))

    def _noise(self, at: int) -> bool:
        """Tell whether a mark is a speck: one that belongs to no list, or one stuck between two words of a name."""
        token = self.tokens[at]
        return token.kind in ".?" or (token.text in SPECKS and token.start == self.tokens[at - 1].end)

    def _spelling(self, piece: Piece, token: Token) -> str:
        shouted = token.text.isupper() and not piece.shown.isupper()
        if (shouted and sum(map(str.isupper, token.text)) > 1) or token.text[0].isdigit():
            return piece.shown
        if token.text.lower() == piece.word and (self.trusted or piece.shown.isupper()):
            return piece.shown if piece.shown.isupper() and len(piece.shown) > 1 else token.text
        if piece.shown.isupper() or not token.text[0].isalpha():
            return piece.shown
        first = piece.shown[0].upper() if token.text[0].isupper() else piece.shown[0].lower()
        return first + piece.shown[1:]

    def _mark(self, piece: Piece, at: int, before: Match) -> Found:
        found: Found = {}
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None:
            return found
        if token.kind == piece.word and not (token.text == ";" and self.trusted):
            shown = "–" if token.text == "–" else piece.word
            found[at + 1] = _add(before, SEMICOLON if token.text == ";" else 0.0, shown)
        elif token.kind == "word" and piece.word in ",-" and before.size and not self._duty(at):
            missing = "" if self.trusted or piece.word == "-" else piece.word
            found[at] = _add(before, MISSING_MARK, missing)
        elif token.kind == "." and piece.word == ",":
            found[at + 1] = _add(before, OTHER_MARK, piece.word)
        elif piece.word == ".":
            found[at] = before
        return found

    def _duty(self, at: int) -> bool:
        """Tell whether a duty begins at a word in small letters: `Phòng Nội vụ | tổng hợp`."""
        if not self.tokens[at].text[0].islower():
            return False
        return any(m.cost <= STOP_COST * m.size for m in self.read("stop", at).values())

    def _open_place(self, at: int) -> Found:
        """Take up to three capitalised words as the name of a place that no table holds."""
        found: Found = {}
        match = Match()
        for end in range(at, min(at + OPEN_PLACE_WORDS, len(self.tokens))):
            token = self.tokens[end]
            if not _place_word(token) or (end > at and token.new_line and len(found) > 1):
                break
            shown = token.text.capitalize() if self.shouted else token.text
            match = _add(match, OPEN_PLACE_COST + WORTH * 0.35, shown, 1)
            found[end + 1] = match
        return found


@lru_cache(maxsize=65536)
def _resembles(seen: str, syllable: str) -> bool:
    """Tell whether a word that no class of letters explains is a syllable of which two letters are wrong."""
    plain = bare_text(syllable)
    most = 2 if len(plain) > 3 else 1
    return Levenshtein.distance(bare_text(seen), plain, score_cutoff=most) <= most


def _place_word(token: Token) -> bool:
    return token.kind == "word" and token.text[0].isupper() and token.text.isalpha() and len(token.text) > 1


def _keep(found: Found, more: Found) -> None:
    for end, match in more.items():
        old = found.get(end)
        if old is None or (match.forced, match.value) > (old.forced, old.value):
            found[end] = match


def _add(match: Match, cost: float, shown: str = "", size: int = 0) -> Match:
    words = (*match.shown, shown) if shown else match.shown
    return Match(match.cost + cost, match.size + size, words, match.caught, match.forced)


def _join(before: Match, inner: Match, name: str) -> Match:
    return Match(
        before.cost + inner.cost,
        before.size + inner.size,
        before.shown + inner.shown,
        (*before.caught, (name, inner.shown)),
        before.forced or inner.forced,
    )


def _shown(line: Alternative, match: Match) -> Match:
    if line.shown is None:
        return Match(match.cost, match.size, match.shown, (), line.forced or match.forced)
    caught = dict(match.caught)
    words: list[str] = []
    for piece in line.shown:
        words.extend(caught.get(piece.word, ()) if piece.kind == "rule" else (piece.shown,))
    return Match(match.cost, match.size, tuple(words), (), line.forced or match.forced)


def written(shown: tuple[str, ...]) -> str:
    """Join the words and marks of a match."""
    text = " ".join(shown)
    return text.replace(" ,", ",").replace(" / ", "/").replace(" .", ".")
