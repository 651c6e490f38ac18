"""How sure each obligation is: the marks of damage around it, weighed by what was measured on damaged plans."""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from obligations.model import Kind, Obligation, Span
from obligations.reading.drafts import DAMAGE_FLAG, LABEL_FLAG, UNIT_FLAG
from obligations.reading.outline import Clause
from obligations.reading.phrases import default_lexicon
from obligations.reading.sheet import Sheet
from obligations.reading.wear import wear, worn, worn_share
from obligations.reading.words import FUZZY, Word

AROUND = 60
ODD_SCALE = 12.0
SOUND, SOUND_UNMARKED, MOST_UNSOUND = 0.3, 0.22, 0.88
SHARE_SCALE = 6.0  # one word in six is as worn as it gets
MOST_UNMARKED = 0.94  # whoever checks a text without its marks should see that something is lost
SHORT_CUE, DATE_REACH, NUMBER_REACH = 4, 36, 12
HEAD, MOST_ABOVE, MOST_ODD = 80, 3, 4
MOST_WORN, DOUBTED, WORST_DOUBT = 8, 0.4, 3.0


@dataclass(frozen=True, slots=True)
class Scale:
    """The measured scale: the weight of each mark of damage, and what share was right at each step of their sum."""

    weights: dict[str, float]
    steps: tuple[tuple[float, float], ...]


@lru_cache(maxsize=1)
def scale() -> Scale:
    """Load confidence.toml."""
    table = tomllib.loads(files(__package__).joinpath("confidence.toml").read_text("utf-8"))
    return Scale(table["weights"], tuple((float(a), float(b)) for a, b in table["steps"]))


def condition(sheet: Sheet) -> tuple[float, float, float]:
    """Measure a whole plan: the share of worn words, of labels hard to read, of words that nothing explains."""
    labels = [c.doubt >= DOUBTED for c in sheet.clauses if c.level is not None]
    odd = sum(n for word, n in sheet.counts.items() if _odd(word)) / max(len(sheet.words), 1)
    return worn_share(sheet.counts), sum(labels) / max(len(labels), 1), odd


def marks(sheet: Sheet, value: Obligation, whole: tuple[float, float, float]) -> dict[str, float]:
    """Measure the marks of damage of one obligation; `value.confidence` is the reader's own doubt so far."""
    start, end = value.span
    count, share = wear(_words(sheet, (max(0, start - AROUND), min(len(sheet.text), end + AROUND))))
    return {
        "constant": 1.0,
        "doubt": 1.0 - value.confidence,
        "worn_near": min(count, MOST_WORN) / MOST_WORN,
        "worn_share": min(1.0, SHARE_SCALE * share),
        "worn_everywhere": min(1.0, SHARE_SCALE * whole[0]),
        "labels": whole[1],
        "odd_everywhere": min(1.0, ODD_SCALE * whole[2]),
        "unmarked": 0.0 if sheet.trusted else 1.0,
        "flagged": float(bool(set(value.flags) - {DAMAGE_FLAG, LABEL_FLAG})),
        "mended": float(DAMAGE_FLAG in value.flags),
        "row": float(value.clause.startswith("PL")),
        "path": min(1.0, _path(sheet, start)),
        "worn_above": min(1.0, _worn_above(sheet, start) / MOST_ABOVE),
        "unknown": float(UNIT_FLAG in value.flags),
        "untold": float(value.kind is Kind.REPORT and value.recipient is None),
        "task": float(value.kind is Kind.TASK),
        "undated": float(not value.due and _said_by(sheet, value.span)),
        "worn_date": min(1.0, _worn_behind_cues(sheet, value.span) / MOST_ABOVE),
        "odd_near": min(1.0, _odd_near(sheet, (max(0, start - AROUND), end)) / MOST_ODD),
    }


def _words(sheet: Sheet, span: Span) -> Sequence[Word]:
    return sheet.words[sheet.word_at(span[0]) : sheet.word_at(span[1])]


@lru_cache(maxsize=65536)
def _odd(word: str) -> bool:
    """Tell whether a word is worn and no usual damage of a known syllable explains it."""
    return worn(word) and min(default_lexicon().syllables.near(word, False).values(), default=FUZZY) >= FUZZY


def _odd_near(sheet: Sheet, span: Span) -> int:
    return sum(_odd(word.text) for word in _words(sheet, span))


def _deadlines(sheet: Sheet, span: Span) -> Iterator[Span]:
    """Give the stretches behind words of a deadline: `trước ngày …`, `chậm nhất …`."""
    for hit in sheet.within(span, "cue"):
        if hit.value in ("before", "by") and hit.end - hit.start > SHORT_CUE:
            yield hit.end, min(hit.end + DATE_REACH, max(span[1], hit.end))


def _said_by(sheet: Sheet, span: Span) -> bool:
    """Tell whether a deadline with a number stands in a span."""
    return any(c.isdigit() for a, b in _deadlines(sheet, span) for c in sheet.text[a : min(b, a + NUMBER_REACH)])


def _worn_behind_cues(sheet: Sheet, span: Span) -> int:
    """Count the worn words where a deadline says its day."""
    return sum(wear(_words(sheet, place))[0] for place in _deadlines(sheet, span))


def _around(sheet: Sheet, place: int) -> Iterator[Clause]:
    """Give the clause at a place and those above it."""
    here: int | None = bisect_right(sheet.clauses, place, key=lambda c: c.start) - 1
    while here is not None and here >= 0:
        yield sheet.clauses[here]
        here = sheet.clauses[here].parent


def _path(sheet: Sheet, place: int) -> float:
    """Give the worst doubt of the labels that make up the path of a place, about 0..1."""
    return max((c.doubt for c in _around(sheet, place)), default=0.0) / WORST_DOUBT


def _worn_above(sheet: Sheet, place: int) -> int:
    """Count the worn words in the headings above a place, where its units may stand."""
    heads = ((c.body, min(c.end, c.body + HEAD)) for c in _around(sheet, place))
    return sum(wear(_words(sheet, span))[0] for span in heads if span[1] <= place or span[0] >= place)


def weighed(found: dict[str, float], weights: dict[str, float]) -> float:
    """Weigh marks of damage into one number, 0..1, higher where an obligation is more surely right."""
    total = sum(weights.get(name, 0.0) * mark for name, mark in found.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def shown(weight: float, steps: Iterable[tuple[float, float]]) -> float:
    """Read the share that was right at a weight off the measured steps, straight between two of them."""
    below = (0.0, 0.05)
    for step in steps:
        if weight <= step[0]:
            part = (weight - below[0]) / max(step[0] - below[0], 1e-9)
            return round(below[1] + part * (step[1] - below[1]), 2)
        below = step
    return round(below[1], 2)


def promised(found: dict[str, float]) -> bool:
    """Tell whether a plan is sound enough for 0.9 to be promised: damage that leaves no mark is rare then."""
    return found["odd_everywhere"] <= (SOUND_UNMARKED if found["unmarked"] else SOUND)


def calibrated(sheet: Sheet, values: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """Give each obligation the confidence that obligations like it have earned."""
    measured, whole = scale(), condition(sheet)
    made = []
    for value in values:
        seen = marks(sheet, value, whole)
        most = (1.0 if sheet.trusted else MOST_UNMARKED) if promised(seen) else MOST_UNSOUND
        made.append(replace(value, confidence=min(most, shown(weighed(seen, measured.weights), measured.steps))))
    return tuple(made)
