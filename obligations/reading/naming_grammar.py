"""How names are built: the rules of names_rules.toml and names_fields.toml, expanded and indexed for decoding."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

import regex

WORD = r"[^\s,;:./()\-–—−…\"“”*_#+•=<>~|\[\]{}]+"
PIECE = regex.compile(rf"\{{\w+\}}|{WORD}|[,/.\-–]")
MARKS = frozenset(",/.-–")
LOOSE = frozenset(",-")


class Piece(NamedTuple):
    """One step of an alternative: a syllable (`word` to match, `shown` as written), a mark, or another rule."""

    kind: str
    word: str
    shown: str


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """One way to write a rule; `shown` is what is shown instead of what was read, None for the words themselves."""

    pieces: tuple[Piece, ...]
    shown: tuple[Piece, ...] | None = None
    forced: bool = False


class Step(NamedTuple):
    """A place in the tree of a rule's alternatives: those that end here with their rank, and what may follow."""

    ends: tuple[tuple[int, Alternative], ...]
    follow: tuple[tuple[Piece, Step], ...]


@dataclass(frozen=True, eq=False)
class Branch:
    """The alternatives of a rule that open alike, each with its rank; few of them are ever asked for."""

    lines: Sequence[tuple[int, Alternative]]

    @cached_property
    def tree(self) -> tuple[tuple[Piece, Step], ...]:
        """Give them as a tree that shares common beginnings."""
        return _step(self.lines, 0).follow


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """The alternatives of a rule: those that open with a word, by that word, and those that open with a rule.

    `opens` holds every word the rule may begin with, None where that may be any.
    """

    by_word: Mapping[str, Branch]
    by_rule: Mapping[str, Branch]
    opens: frozenset[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """Every rule by its name, as it is written and as it is searched, and the syllables they are written with."""

    lines: Mapping[str, Sequence[Alternative]] = field(repr=False)
    rules: Mapping[str, Rule] = field(repr=False)
    syllables: frozenset[str] = field(repr=False)


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Split an alternative into its pieces."""
    return tuple(_piece(m.group()) for m in PIECE.finditer(text))


@lru_cache(maxsize=8192)
def _piece(text: str) -> Piece:
    if text.startswith("{"):
        return Piece("rule", text[1:-1], text)
    if text in MARKS:
        return Piece("mark", "-" if text == "–" else text, text)
    return Piece("word", text.lower(), text)


def expand(text: str) -> list[str]:
    """Write out the choices `(a|b)` and the optional parts `[a]` of a rule."""
    done, rest = [""], text
    while rest:
        at = next((i for i, c in enumerate(rest) if c in "([" and not rest.startswith("{", i)), len(rest))
        done = [d + rest[:at] for d in done]
        if at == len(rest):
            break
        end = _closing(rest, at)
        options = [option for part in _split(rest[at + 1 : end]) for option in expand(part)]
        if rest[at] == "[":
            options.append("")
        done = [d + option for d in done for option in options]
        rest = rest[end + 1 :]
    return done


def _closing(text: str, at: int) -> int:
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] in "([") - (text[i] in ")]")
        if depth == 0:
            return i
    raise ValueError(text)


def _split(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "([") - (c in ")]")
        if c == "|" and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]


def alternatives(source: str, *, forced: bool = False) -> list[Alternative]:
    """Compile one line of a rule: `read`, or `read => shown`."""
    read, _, shown = source.partition("=>")
    out = pieces_of(shown) if shown else None
    spellings = dict.fromkeys(_trimmed(pieces_of(text)) for text in expand(read))
    return [Alternative(pieces, out, forced) for pieces in spellings if pieces]


def _trimmed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Drop the marks that a missing optional part leaves at the ends or side by side."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.word in LOOSE and (not kept or kept[-1].word == piece.word):
            continue
        kept.append(piece)
    while kept and kept[-1].word in LOOSE:
        kept.pop()
    return tuple(kept)


def compiled(lines: Mapping[str, Sequence[Alternative]]) -> Mapping[str, Rule]:
    """Index the alternatives of every rule by what they open with, as trees that share common beginnings."""
    opens: dict[str, frozenset[str] | None] = {}
    return MappingProxyType({name: _rule(own, _opens(name, lines, opens)) for name, own in lines.items()})


def _rule(lines: Sequence[Alternative], opens: frozenset[str] | None) -> Rule:
    branches: dict[bool, dict[str, list[tuple[int, Alternative]]]] = {True: {}, False: {}}
    for rank, line in enumerate(lines):
        head = line.pieces[0]
        branches[head.kind == "rule"].setdefault(head.word, []).append((rank, line))
    by_word, by_rule = (MappingProxyType({k: Branch(v) for k, v in branches[by].items()}) for by in (False, True))
    return Rule(by_word, by_rule, opens)


def _step(lines: Sequence[tuple[int, Alternative]], depth: int) -> Step:
    """Share the beginnings of alternatives that are alike in their first `depth` pieces."""
    further: dict[Piece, list[tuple[int, Alternative]]] = {}
    for rank, line in lines:
        if depth < len(line.pieces):
            further.setdefault(line.pieces[depth], []).append((rank, line))
    ends = tuple((rank, line) for rank, line in lines if depth == len(line.pieces))
    return Step(ends, tuple((piece, _step(more, depth + 1)) for piece, more in further.items()))


def _frozen(trees: dict[str, list[tuple[Piece, Step]]]) -> Mapping[str, tuple[tuple[Piece, Step], ...]]:
    return MappingProxyType({key: tuple(value) for key, value in trees.items()})


def _opens(
    name: str, lines: Mapping[str, Sequence[Alternative]], known: dict[str, frozenset[str] | None]
) -> frozenset[str] | None:
    """Collect the words a rule may begin with, also through other rules; None for a rule without a table."""
    if name not in lines:
        return None
    if name not in known:
        known[name] = frozenset()
        heads = {line.pieces[0] for line in lines[name]}
        inner = [_opens(piece.word, lines, known) for piece in heads if piece.kind == "rule"]
        words = frozenset(piece.word for piece in heads if piece.kind != "rule")
        known[name] = None if None in inner else words.union(*(more for more in inner if more is not None))
    return known[name]


def syllables_of(lines: Iterable[Alternative]) -> set[str]:
    """Collect the syllables that alternatives are written with."""
    return {p.word for line in lines for p in (*line.pieces, *(line.shown or ())) if p.kind == "word"}


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Sequence[str]]:
    """Load the rules as they are written."""
    tables: dict[str, Sequence[str]] = {}
    for name in ("names_rules.toml", "names_fields.toml"):
        tables |= tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))
    return MappingProxyType(tables)


@lru_cache(maxsize=1)
def default_grammar() -> Grammar:
    """Compile the rules that come with the program."""
    return grammar_of({name: [a for line in lines for a in alternatives(line)] for name, lines in sources().items()})


def grammar_of(lines: Mapping[str, Sequence[Alternative]]) -> Grammar:
    """Compile the alternatives of every rule."""
    syllables = frozenset(s for own in lines.values() for s in syllables_of(own))
    return Grammar(MappingProxyType(dict(lines)), compiled(lines), syllables)
