"""The units that a stretch of a plan names, in their canonical spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from obligations.model import Span
from obligations.reading.naming_grammar import (
    Alternative,
    Grammar,
    Piece,
    default_grammar,
    grammar_of,
    pieces_of,
    sources,
)
from obligations.reading.naming_letters import Lexicon, lexicon
from obligations.reading.naming_list import Named, names_in, opens_name
from obligations.reading.naming_match import Match, Reader, written
from obligations.reading.naming_tokens import MOST_TOKENS, part, tokens_of
from obligations.reading.words import HEALTHY_SHARE, healthy, letters_of
from obligations.text import bare_text, fold

AROUND = 400
OWN = "own"
FIRST_TOKENS, FIRST_LETTERS = 6, 120
# A province is one of few, so that much damage may be believed where no other province is nearly as good.
PROVINCE_COST, PROVINCE_MARGIN = 1.4, 0.8


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit named in a text: canonical name, place, score 0..1; `known` is False where the words stand as written."""

    name: str
    span: Span
    score: float
    known: bool


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The names that can be read: the rules they are built by and the syllables they are written with."""

    grammar: Grammar = field(repr=False)
    words: Lexicon = field(repr=False)


@lru_cache(maxsize=1)
def default_vocabulary() -> Vocabulary:
    """Give the names of Vietnamese administration that come with the program."""
    grammar = default_grammar()
    return Vocabulary(grammar, lexicon(grammar.syllables))


def with_names(vocabulary: Vocabulary, names: Iterable[tuple[str, Sequence[str]]]) -> Vocabulary:
    """Add the names of an agency's own register, each with its aliases; where they fit, they win."""
    own = [line for name, aliases in names for spelling in (name, *aliases) for line in _own(name, spelling)]
    if not own:
        return vocabulary
    lines = vocabulary.grammar.lines
    entry = Alternative((Piece("rule", OWN, OWN),))
    grammar = grammar_of({**lines, "unit": [*lines["unit"], entry], OWN: own})
    same = grammar.syllables == vocabulary.grammar.syllables
    return Vocabulary(grammar, vocabulary.words if same else lexicon(grammar.syllables))


def _own(name: str, spelling: str) -> Iterator[Alternative]:
    pieces = tuple(p for p in pieces_of(spelling) if p.kind != "rule")
    if pieces and pieces[0].kind == "word":
        yield Alternative(pieces, (Piece("word", name, name),), forced=True)


Near = Callable[[str], bool]


def units_in(
    text: str, span: Span, vocabulary: Vocabulary, *, issuer: str | None = None, near: Near | None = None
) -> tuple[NamedUnit, ...]:
    """Read the first list of units named in a stretch of text; what follows it is left alone.

    `issuer` is who issued the plan: it completes `Văn phòng` and `Thanh tra` where they stand alone.
    `near` says of the words before a list whether it may begin behind them; anywhere where it is None.
    """
    start, end = span
    trusted = _trusted(text, start // AROUND)
    found = _names(text[start:end], trusted, vocabulary, near)
    return tuple(
        NamedUnit(_completed(n.name, issuer), (start + n.span[0], start + n.span[1]), n.score, n.known) for n in found
    )


def may_begin(text: str, start: int, vocabulary: Vocabulary, near: Near) -> bool:
    """Tell from its first words whether a stretch may begin with a name; cheaper than reading it."""
    first = text[start : start + FIRST_LETTERS]
    return opens_name(_reader(first, _trusted(text, start // AROUND), vocabulary, FIRST_TOKENS), first, near)


def _trusted(text: str, block: int) -> bool:
    """Tell whether the marks around a place can be trusted: in its block of letters and the two beside it."""
    blocks = _blocks(text)
    return block < len(blocks) and blocks[block]


@lru_cache(maxsize=8)
def _blocks(text: str) -> list[bool]:
    counts = [letters_of(text[start : start + AROUND]) for start in range(0, len(text), AROUND)]
    sums = [tuple(map(sum, zip(*counts[max(0, at - 1) : at + 2], strict=True))) for at in range(len(counts))]
    return [letters > 0 and own >= HEALTHY_SHARE * letters for own, letters in sums]


@lru_cache(maxsize=4096)
def _names(stretch: str, trusted: bool, vocabulary: Vocabulary, near: Near | None) -> tuple[Named, ...]:
    return names_in(_reader(stretch, trusted, vocabulary), stretch, near)


def _reader(stretch: str, trusted: bool, vocabulary: Vocabulary, most: int = MOST_TOKENS) -> Reader:
    tokens = part(tokens_of(stretch, (0, len(stretch)), most), vocabulary.words, trusted)
    return Reader(vocabulary.grammar, vocabulary.words, tokens, trusted)


def _completed(name: str, issuer: str | None) -> str:
    if issuer is None or fold(name) not in ("van phong", "thanh tra"):
        return name
    body = fold(issuer)
    if body.startswith("so "):
        return f"{name} Sở"
    if fold(name) == "van phong" and body.startswith("ubnd tinh"):
        return f"{name} UBND tỉnh"
    return name


@lru_cache(maxsize=2048)
def restore(words: str) -> str:
    """Spell a damaged administrative phrase as well as the vocabulary allows; what is unsure stays as it is."""
    if healthy(words):
        return words
    reader = _reader(words, False, default_vocabulary())
    best: list[tuple[float, int, Match | None]] = [(0.0, 0, None)] * (len(reader.tokens) + 1)
    for at in range(len(reader.tokens) - 1, -1, -1):
        options: list[tuple[float, int, Match | None]] = [(best[at + 1][0], at + 1, None)]
        for end, match in reader.read("phrase", at).items():
            if match.size > 1 and match.cost < match.size:
                options.append((match.value + best[end][0], end, match))
        best[at] = max(options, key=lambda option: option[:2])
    return _rewritten(words, reader, best)


def _rewritten(words: str, reader: Reader, best: Sequence[tuple[float, int, Match | None]]) -> str:
    parts, at, last = [], 0, 0
    while at < len(reader.tokens):
        _, end, match = best[at]
        if match is not None:
            parts += [words[last : reader.tokens[at].start], written(match.shown)]
            last = reader.tokens[end - 1].end
        at = end
    return "".join(parts) + words[last:]


@lru_cache(maxsize=2048)
def province_in(text: str) -> str | None:
    """Find the province named in a damaged or good string; None where there is none."""
    reader = _reader(text, healthy(text), default_vocabulary())
    found: dict[str, float] = {}
    for at, token in enumerate(reader.tokens):
        if token.kind == "word" and not token.text[0].islower():
            for match in reader.read("province", at).values():
                name = _provinces()[bare_text(written(match.shown))]
                if match.cost <= PROVINCE_COST * match.size:
                    found[name] = max(match.value, found.get(name, 0.0))
    ranked = sorted(found.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < PROVINCE_MARGIN):
        return None
    return ranked[0][0]


@lru_cache(maxsize=1)
def _provinces() -> dict[str, str]:
    shown = [line.partition("=>")[2].strip() or line for line in sources()["province"]]
    return {bare_text(spelling): name for name in shown for spelling in (name, name.replace(" - ", " – "))}
