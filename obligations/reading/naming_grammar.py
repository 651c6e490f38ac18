"""How names are built: the rules of names_rules.toml and names_fields.toml, expanded and indexed for decoding."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import regex

WORD = r"[^\s,;:./()\-–—−…\"“”*_#+•=<>~|\[\]{}]+"
PIECE = regex.compile(rf"\{{\w+\}}|{WORD}|[,/.\-–]")
MARKS = frozenset(",/.-–")
LOOSE = frozenset(",-")


@dataclass(frozen=True, slots=True)
class Piece:
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


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """The alternatives of a rule: those that open with a word, by that word, and those that open with a rule."""

    by_word: Mapping[str, tuple[Alternative, ...]]
    by_rule: Mapping[str, tuple[Alternative, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """Every rule by its name, and the syllables they are written with."""

    rules: Mapping[str, Rule] = field(repr=False)
    syllables: frozenset[str] = field(repr=False)


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Split an alternative into its pieces."""
    return tuple(_piece(m.group()) for m in PIECE.finditer(text))


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


def rule(lines: Iterable[Alternative]) -> Rule:
    """Index alternatives by what they open with."""
    by_word: dict[str, list[Alternative]] = {}
    by_rule: dict[str, list[Alternative]] = {}
    for line in lines:
        (by_rule if line.pieces[0].kind == "rule" else by_word).setdefault(line.pieces[0].word, []).append(line)
    return Rule(_frozen(by_word), _frozen(by_rule))


def _frozen(table: dict[str, list[Alternative]]) -> Mapping[str, tuple[Alternative, ...]]:
    return MappingProxyType({key: tuple(value) for key, value in table.items()})


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
    compiled = {name: [a for line in lines for a in alternatives(line)] for name, lines in sources().items()}
    syllables = frozenset(s for lines in compiled.values() for s in syllables_of(lines))
    return Grammar(MappingProxyType({name: rule(lines) for name, lines in compiled.items()}), syllables)
