"""The phrases of the lexicon found in a text, clean or damaged, each with what it costs to believe it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any, NamedTuple

from obligations.reading.words import Syllables, Word
from obligations.text import bare_text

# How much damage a phrase of several syllables bears, by its letters.
BUDGETS = ((12, 2.3), (10, 1.9), (8, 1.6), (6, 1.35), (0, 0.6))
MOST_COST, DEAR, UNKNOWN = 2.3, 1.0, 9.0
SOFT_GAP = frozenset(" \n\t\r\f,/-–—\"'“”*_’‘&")
DOT_COST = 0.4


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the lexicon: `cadence.monthly` is group `cadence`, value `monthly`."""

    group: str
    value: str
    budget: float


class Hit(NamedTuple):
    """A phrase found: words `first` up to and without `last`, characters `start` up to and without `end`."""

    group: str
    value: str
    first: int
    last: int
    start: int
    end: int
    cost: float


new_hit: Callable[[tuple[str, str, int, int, int, int, float]], Hit] = partial(tuple.__new__, Hit)


@dataclass(slots=True)
class Node:
    """A place in the tree of phrases."""

    follow: dict[str, Node] = field(default_factory=dict)
    ends: list[Phrase] = field(default_factory=list)


def budget_of(phrase: str) -> float:
    """Say how much damage a phrase bears: short ones hardly any, and no guess of a letter under seven."""
    letters = len(phrase.replace(" ", ""))
    if " " not in phrase:
        return 0.6 if letters < 6 else 0.95 if letters < 7 else 1.0
    return next(most for fewest, most in BUDGETS if letters >= fewest)


class Lexicon:
    """The phrases of lexicon.toml as a tree of syllables."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.root = Node()
        self.groups = {name: group for name, group in table.items() if name != "common"}
        for group, values in self.groups.items():
            for value, phrases in values.items():
                for phrase in phrases:
                    self._add(group, value, phrase)
        self.opening = lru_cache(maxsize=65536)(self._opening)
        self.syllables = Syllables(self._keys(self.root), table["common"]["syllables"].split())

    def _add(self, group: str, value: str, phrase: str) -> None:
        node = self.root
        for syllable in phrase.split():
            node = node.follow.setdefault(syllable, Node())
        node.ends.append(Phrase(group, value, budget_of(phrase)))

    def _keys(self, node: Node) -> Iterator[str]:
        for syllable, child in node.follow.items():
            yield syllable
            yield from self._keys(child)

    def cost(self, word: str, trusted: bool) -> float:
        """Say what it costs to take a word (lower case) for a frequent one or a syllable of a phrase."""
        if bare_text(word) in self.syllables.common:
            return 0.0
        return min(self.syllables.near(word, trusted).values(), default=UNKNOWN)

    def search(self, text: str, words: list[Word], trusted: bool) -> list[Hit]:
        """Find every phrase, for each group the longest of those that overlap. `trusted`: the marks are right."""
        found: list[Hit] = []
        texts = [word.text for word in words]
        known = {word: self.syllables.near(word, trusted) for word in set(texts)}
        opening = {word: nodes for word in known if (nodes := self.opening(word, trusted))}
        near = [known[word] for word in texts]
        for at, word in enumerate(texts):
            if word not in opening:
                continue
            after = near[at + 1] if at + 1 < len(near) else {}
            for node, cost in opening[word]:
                if node.ends or not node.follow.keys().isdisjoint(after):
                    found.extend(self._walk(text, near, words, at, node, cost))
        return _unrivalled(_longest(found))

    def _opening(self, word: str, trusted: bool) -> list[tuple[Node, float]]:
        near = self.syllables.near(word, trusted)
        return [(self.root.follow[s], near[s]) for s in reversed(near) if s in self.root.follow]

    def _walk(
        self, text: str, near: list[dict[str, float]], words: list[Word], at: int, node: Node, cost: float
    ) -> list[Hit]:
        found: list[Hit] = []
        stack = [(node, at + 1, cost)]
        while stack:
            node, here, cost = stack.pop()
            for phrase in node.ends:
                if cost <= phrase.budget:
                    start, end = words[at].start, words[here - 1].end
                    found.append(new_hit((phrase.group, phrase.value, at, here, start, end, cost)))
            if not node.follow or here >= len(near) or node.follow.keys().isdisjoint(near[here]):
                continue
            paid = cost + _gap_cost(text, words[here - 1], words[here])
            for syllable, more in near[here].items():
                child = node.follow.get(syllable)
                if child is not None and paid + more <= MOST_COST:
                    stack.append((child, here + 1, paid + more))
        return found


def _gap_cost(text: str, before: Word, after: Word) -> float:
    """Say what it costs that two words of a phrase are so far apart."""
    gap = text[before.end : after.start]
    if gap == " ":
        return 0.0
    if gap.count("\n") > 1 and text[after.start].isupper() and text[after.start + 1 : after.end].islower():
        return UNKNOWN  # a new paragraph
    return 0.0 if SOFT_GAP.issuperset(gap) else DOT_COST if gap.strip() == "." else 9.0


def _longest(hits: list[Hit]) -> list[Hit]:
    """Keep, in each group, the leftmost and longest of overlapping hits, the cheaper one of equals."""
    reached: dict[str, int] = {}
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.first, h.first - h.last, h.cost)):
        if hit.first >= reached.get(hit.group, 0):
            reached[hit.group] = hit.last
            kept.append(hit)
    return kept


def _unrivalled(hits: list[Hit]) -> list[Hit]:
    """Leave out dear hits whose words belong to a longer and cheaper phrase: no `từng tháng` in `trang thông tin`."""
    dear = {hit.first for hit in hits if hit.cost >= DEAR}
    firm: dict[int, list[Hit]] = {at: [] for at in dear}
    for hit in hits if dear else ():
        for at in dear.intersection(range(hit.first, hit.last)):
            firm[at].append(hit)
    return [h for h in hits if h.cost < DEAR or not any(_outdoes(other, h) for other in firm[h.first])]


def _outdoes(other: Hit, hit: Hit) -> bool:
    inside = other.first <= hit.first and hit.last <= other.last
    return inside and other.last - other.first > hit.last - hit.first and other.cost < hit.cost


def bundled() -> dict[str, Any]:
    """Load lexicon.toml as it is written."""
    return tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """Give the phrases that come with the program, loaded once."""
    return Lexicon(bundled())
