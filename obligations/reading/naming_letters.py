"""What a damaged word may have been: syllables of a lexicon, each with the cost of the damage."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from rapidfuzz.distance import Levenshtein

from obligations.text import bare_text

WORD_END, AND_SIGN = "", "&"
HALF_AND, HALF_COST = frozenset("av"), 2.0  # one letter of `va` is lost
LONGEST_WORD = 40
STRAY = frozenset("'’‘`^~°|")
# Below this a word is all but verbatim, and no odd letter need be looked for.
FAMILIAR = 0.3
STRAY_COST, FOREIGN_COST, LOST_COST = 0.5, 2.2, 2.0
FIRST_COST = 0.8  # a recogniser seldom errs in a first letter; another first letter is rather another word
OTHER_MARKS, ONE_OFF, ONE_OFF_SHORT = 0.9, 1.4, 1.9
SHORTEST, SHORT_WORD = 2, 3
# How much a damaged word may cost, by its length, and by how much the dearest candidate may exceed the cheapest.
LEAST_BOUND, BOUND_PER_LETTER, MOST_BOUND, SPREAD = 1.2, 0.9, 4.5, 3.0


class Node(dict[str, "Node"]):
    """A node of the trie of syllables; `word` is the syllable that ends here."""

    word: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The syllables a word may stand for, in lower case, as a trie and by their bare letters."""

    syllables: frozenset[str]
    root: Node = field(repr=False)
    bare: Mapping[str, tuple[str, ...]] = field(repr=False)


def lexicon(syllables: Iterable[str]) -> Lexicon:
    """Build a lexicon of these syllables."""
    known = frozenset(s.lower() for s in syllables)
    root, bare = Node(), dict[str, list[str]]()
    for syllable in sorted(known):
        node = root
        for letter in syllable:
            node = node.setdefault(letter, Node())
        node.word = syllable
        bare.setdefault(bare_text(syllable), []).append(syllable)
    return Lexicon(known, root, MappingProxyType({key: tuple(value) for key, value in bare.items()}))


@lru_cache(maxsize=1)
def letter_costs() -> Mapping[str, Mapping[str, tuple[tuple[str, float], ...]]]:
    """Load names_letters.tsv: by letter, by the first character seen, what is seen and what it costs."""
    table: dict[str, dict[str, list[tuple[str, float]]]] = {}
    for row in files(__package__).joinpath("names_letters.tsv").read_text("utf-8").splitlines()[1:]:
        letter, seen, _, cost = row.split("\t")
        table.setdefault(letter, {}).setdefault(seen[:1], []).append((seen, float(cost)))
    return MappingProxyType(
        {letter: MappingProxyType({k: tuple(v) for k, v in seen.items()}) for letter, seen in table.items()}
    )


@lru_cache(maxsize=65536)
def candidates(words: Lexicon, token: str, trusted: bool) -> Mapping[str, float]:
    """List the syllables that a lower-case word may stand for, each with its cost; 0 is a verbatim one.

    `trusted`: the text has its marks, so that a verbatim syllable is believed and another needs a reason.
    """
    if len(token) > LONGEST_WORD:
        return MappingProxyType({})
    if token == AND_SIGN:
        return MappingProxyType({"và": 0.1})
    if trusted:
        return MappingProxyType(_of_marked(words, token))
    return MappingProxyType(_of_damaged(words, token))


def _of_marked(words: Lexicon, token: str) -> dict[str, float]:
    same = words.bare.get(bare_text(token), ())
    if token in words.syllables:
        return {token: 0.0} | {s: 0.1 for s in same if s != token and _same_marks(s, token)}
    found = {s: 0.1 if _same_marks(s, token) else OTHER_MARKS for s in same}
    if len(token) < SHORTEST:
        return found
    return dict.fromkeys(_one_off(words, token), ONE_OFF if len(token) > SHORT_WORD else ONE_OFF_SHORT) | found


@lru_cache(maxsize=16384)
def _sorted_marks(syllable: str) -> tuple[str, ...]:
    return tuple(sorted(unicodedata.normalize("NFD", syllable)))


def _same_marks(one: str, other: str) -> bool:
    """Tell whether two spellings differ only in where the tone stands: `hoá` and `hóa`."""
    return _sorted_marks(one) == _sorted_marks(other)


def _one_off(words: Lexicon, token: str) -> Iterable[str]:
    costs = _walk(words.root, token, FOREIGN_COST + FIRST_COST + 0.1, odd=False)
    return [s for s in costs if abs(len(s) - len(token)) <= 1]


def _of_damaged(words: Lexicon, token: str) -> dict[str, float]:
    bound = min(MOST_BOUND, LEAST_BOUND + BOUND_PER_LETTER * len(token))
    found = _walk(words.root, token, bound, odd=True)
    if min(found.values(), default=bound) > FAMILIAR:
        found = _walk(words.root, token, bound, odd=False)
    else:
        found = dict.fromkeys(_one_edit(words, bare_text(token)), FOREIGN_COST + FIRST_COST) | found
    if token in words.syllables:
        found[token] = 0.0
    if token in HALF_AND:
        found["và"] = HALF_COST
    if not found:
        return found
    limit = min(found.values()) + SPREAD
    return {s: c for s, c in found.items() if c <= limit}


@lru_cache(maxsize=8)
def _deletes(words: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """Index the bare syllables by themselves and by what is left of them without one letter."""
    index: dict[str, list[str]] = {}
    for plain in words.bare:
        for form in {plain, *_without_one(plain)}:
            index.setdefault(form, []).append(plain)
    return MappingProxyType({form: tuple(plains) for form, plains in index.items()})


def _without_one(plain: str) -> list[str]:
    return [plain[:at] + plain[at + 1 :] for at in range(len(plain))]


def _one_edit(words: Lexicon, plain: str) -> set[str]:
    """List the syllables one letter away from a word, marks aside."""
    index = _deletes(words)
    near = {other for form in (plain, *_without_one(plain)) for other in index.get(form, ())}
    return {s for other in near if Levenshtein.distance(plain, other) == 1 for s in words.bare[other]}


def _walk(root: Node, token: str, bound: float, *, odd: bool) -> dict[str, float]:
    """Walk the trie along every reading of the token that costs no more than `bound`.

    One letter may be anything unless that has been used up, which `odd` says.
    """
    table, length = letter_costs(), len(token)
    found: dict[str, float] = {}
    best: dict[tuple[int, int, bool], float] = {}
    stack: list[tuple[Node, int, float, bool]] = [(root, 0, 0.0, odd)]
    while stack:
        node, at, cost, used = stack.pop()
        state = (id(node), at, used)
        if best.get(state, bound + 1) <= cost:
            continue
        best[state] = cost
        if at == length and node.word is not None and cost < found.get(node.word, bound + 1):
            found[node.word] = cost
        here = token[at] if at < length else WORD_END
        if here and at and (here in STRAY or not used):
            step = STRAY_COST if here in STRAY else FOREIGN_COST
            if cost + step <= bound:
                stack.append((node, at + 1, cost + step, used or here not in STRAY))
        for letter, child in node.items():
            seen = table.get(letter, {})
            for text, price in (*seen.get(here, ()), *(seen.get(WORD_END, ()) if here else ())):
                if cost + price <= bound and token.startswith(text, at):
                    stack.append((child, at + len(text), cost + price, used))
            if used:
                continue
            first = FIRST_COST if at == 0 else 0.0
            if cost + LOST_COST + first <= bound:
                stack.append((child, at, cost + LOST_COST + first, True))
            if here and here != letter and cost + FOREIGN_COST + first <= bound:
                stack.append((child, at + 1, cost + FOREIGN_COST + first, True))
    return found
