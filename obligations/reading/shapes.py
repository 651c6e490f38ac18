"""Which syllables a damaged word may have been, by the classes of damage.toml, with one further error where asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from obligations.reading.damage import SHORT, families
from obligations.text import bare


class Node:
    """A place in the tree of syllables: what follows by letter, the syllable that ends here, lengths below."""

    __slots__ = ("follow", "lengths", "syllable")

    def __init__(self) -> None:
        self.follow: dict[str, tuple[frozenset[str], int, int, Node]] = {}
        self.syllable: str | None = None
        self.lengths: tuple[int, int] = (99, 0)


class Shapes:
    """Syllables as trees of letter classes; short ones apart, since they keep their letters closer."""

    def __init__(self, syllables: Iterable[str]) -> None:
        self.roots = (Node(), Node())
        for syllable in syllables:
            _add(self.roots[len(syllable) < SHORT], syllable, len(syllable) < SHORT)

    def damaged(self, word: str) -> set[str]:
        """List the syllables whose letters may have become this word."""
        return {s for root in self.roots for s in _walk(root, word, 0)}

    def one_off(self, word: str) -> set[str]:
        """List the syllables that may have become this word with one letter lost, added or anything else."""
        return {s for root in self.roots for s in _walk(root, word, 1)}


def _add(root: Node, syllable: str, short: bool) -> None:
    node = root
    least = most = 0
    path = [root]
    costs = []
    for letter in syllable:
        low, high, seen = _class(letter, short)
        costs.append((low, high))
        if letter not in node.follow:
            node.follow[letter] = (seen, low, high, Node())
        node = node.follow[letter][3]
        path.append(node)
    node.syllable = syllable
    for place in range(len(path) - 1, -1, -1):
        if place < len(costs):
            least, most = least + costs[place][0], most + costs[place][1]
        shortest, longest = path[place].lengths
        path[place].lengths = (min(shortest, least), max(longest, most))


def _class(letter: str, short: bool) -> tuple[int, int, frozenset[str]]:
    family = families().get(letter)
    seen = frozenset({letter, bare(letter), *(family.seen if family else "")})
    many = family.many if family else 1
    lost = family is not None and family.lost and not short
    return 0 if lost else 1, min(many, 2) if short else many, seen


def _walk(root: Node, word: str, spare: int) -> Iterator[str]:
    length = len(word)
    stack = [(root, 0, spare)]
    seen = set(stack)
    while stack:
        node, at, left = stack.pop()
        rest = length - at
        if node.syllable is not None and rest <= left:
            yield node.syllable
        for step in _steps(node, word, at, left, rest):
            if step not in seen:
                seen.add(step)
                stack.append(step)


def _steps(node: Node, word: str, at: int, left: int, rest: int) -> Iterator[tuple[Node, int, int]]:
    if left and rest:
        yield node, at + 1, left - 1
    for letters, low, high, child in node.follow.values():
        least, most = child.lengths
        for taken in range(low, high + 1):
            if taken and (taken > rest or word[at + taken - 1] not in letters):
                break
            if least - left <= rest - taken <= most + left:
                yield child, at + taken, left
        if left and least <= rest <= most:
            yield child, at, left - 1
        if left and rest and least <= rest - 1 <= most:
            yield child, at + 1, left - 1
