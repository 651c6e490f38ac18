"""The clauses of a plan: a beam search for the most believable outline behind damaged labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from typing import NamedTuple

from obligations.model import Span
from obligations.reading.gaps import Mark, State, filled
from obligations.reading.labels import PART, SUB, WRECK_COST, eased, is_dash, labels_of
from obligations.reading.levels import ALPHABET, FOREIGN, ROMANS, Label, Level
from obligations.reading.lines import Line, ends, is_page_number

MOST = {Level.PART: 8, Level.ROMAN: len(ROMANS), Level.LETTER: len(ALPHABET)}
PART_WIDTH, CLEAR = 30, 0.5
BEAM, MARGIN, LABEL_MARGIN = 28, 9.0, 3.6
REPEAT, GAP, BACK, RESTART, LOST_DYET = 3.0, 1.6, 6.0, 4.5, 0.7
NEVER = 99.0
UNNUMBERED, LOST_OUTER = 2.2, 0.3
LOST_FRONT = 1.2  # the first sections are lost with the first page: what is printed on the next is believed


class Region(StrEnum):
    """Which part of a document a clause belongs to."""

    FRONT = "front"
    BODY = "body"
    CLOSING = "closing"
    TAIL = "tail"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a plan: its path (`V.1.a`), level, place, where its words begin, and its parent's position.

    Clauses follow each other without gaps and are together the whole text. `doubt` is what the label cost to read.
    """

    label: str
    level: Level | None
    start: int
    end: int
    body: int
    region: Region
    parent: int | None = None
    doubt: float = 0.0

    @property
    def span(self) -> Span:
        """Give the clause's place without its label."""
        return self.body, self.end


class Trail(NamedTuple):
    """A path through the beam: the state reached, what it cost, the label read last and the trail before it."""

    state: State
    cost: float
    line: int = -1
    label: Label | None = None
    before: Trail | None = None


new_trail: Callable[[tuple[State, float, int, Label | None, Trail | None]], Trail] = partial(tuple.__new__, Trail)


def read_outline(lines: Sequence[Line], regions: Sequence[Region], headings: frozenset[int]) -> tuple[Clause, ...]:
    """Read the outline. `regions` says for each line where it belongs; `headings` are lines that look like sections."""
    marks: dict[int, Mark] = {}
    block: list[int] = []
    for number in range(len(lines) + 1):
        inside = number < len(lines) and regions[number] in (Region.FRONT, Region.BODY)
        fresh = inside and block and regions[number] is Region.FRONT and regions[number - 1] is not Region.FRONT
        if block and (not inside or fresh):
            marks.update((m.line, m) for m in _search(lines, block, headings))
            block = []
        if inside:
            block.append(number)
    return _clauses(lines, regions, marks)


def _search(lines: Sequence[Line], block: Sequence[int], headings: frozenset[int]) -> list[Mark]:
    last: str | None = None
    ended = True
    numbered = any(SUB.match(lines[number].words) for number in block)
    beam = {(0, 0, 0, 0, 0, 0): Trail((0, 0, 0, 0, 0, 0), 0.0)}
    for number in block:
        line = lines[number]
        before = lines[number - 1] if number else None
        after = lines[number + 1] if number + 1 < len(lines) else None
        if line.blank or line.ruled or is_page_number(line, before, after):
            continue
        labels = labels_of(line.words)
        under_part = last is not None and PART.match(last) is not None and len(last) < PART_WIDTH
        if ended:
            labels = [eased(label, line.words) for label in labels]
        last, ended = line.words, ends(line.words)
        if number in headings and not under_part and not any(_numbered(label) for label in labels):
            labels = [*labels, Label(Level.ROMAN, 0, UNNUMBERED, 0)]
        if not numbered:
            labels = [label for label in labels if label.level is not Level.SUB or label.cost < CLEAR]
        if labels:
            beam = _step(beam, number, labels)
    return filled(lines, block, _marks(min(beam.values(), key=lambda t: t.cost)))


def _numbered(label: Label) -> bool:
    """Tell whether a section has a number of its own, and not only letters that may be one in ruins."""
    return label.level <= Level.ROMAN and label.cost < WRECK_COST


def _step(beam: dict[State, Trail], number: int, labels: Sequence[Label]) -> dict[State, Trail]:
    cheapest = min(label.cost for label in labels)
    ignore = max(0.8, 5.0 - 1.7 * cheapest)
    options = [label for label in labels if label.cost <= cheapest + LABEL_MARGIN]
    worth = [(label.cost, label.level, label.ordinal, label.outer, label) for label in options]
    best: dict[State, tuple[float, Label | None, Trail]] = {}
    limit = next(iter(beam.values())).cost + ignore + MARGIN
    for trail in beam.values():  # the cheapest first
        before, spent = trail.state, trail.cost
        if spent + cheapest > limit and spent + ignore > limit:
            break
        cost = spent + ignore
        if (known := best.get(before)) is None or cost < known[0]:
            best[before] = cost, None, trail
        for price, level, ordinal, outer, label in worth:
            paid = spent + price
            if paid > limit:
                continue
            state, jump = _followed(before, level, ordinal, outer)
            cost = paid + jump
            if cost <= limit and ((known := best.get(state)) is None or cost < known[0]):
                best[state] = cost, label, trail
                if cost + MARGIN < limit:
                    limit = cost + MARGIN
    kept = sorted((item for item in best.items() if item[1][0] <= limit), key=lambda item: item[1][0])[:BEAM]
    return {state: _trail(state, number, reached) for state, reached in kept}


def _trail(state: State, number: int, reached: tuple[float, Label | None, Trail]) -> Trail:
    cost, label, before = reached
    if label is None:
        return new_trail((state, cost, before.line, before.label, before.before))
    return new_trail((state, cost, number, label, before))


@lru_cache(maxsize=65536)
def _followed(state: State, level: Level, seen: int, outer: int) -> tuple[State, float]:
    last = state[level]
    ordinal = seen or last + 1
    if ordinal > MOST.get(level, ordinal):
        return state, NEVER
    jump = _letter_jump(last, ordinal) if level is Level.LETTER else _jump(last, ordinal)
    if ordinal > 1 and not any(state[: level + 1]) and level in (Level.ROMAN, Level.NUMBER):
        jump = min(jump, LOST_FRONT)
    if level is Level.SUB:
        number = state[Level.NUMBER]
        if not (outer or number):
            return state, NEVER
        outer = outer or number
        if outer != number:
            jump = LOST_OUTER + (2.0 * abs(outer - number - 1) if number else 0) + _jump(0, ordinal)
    fresh = [*state[:level], ordinal, *[0] * (Level.DASH - level - 1)]
    if level is Level.SUB:
        fresh[Level.NUMBER] = outer
    if level is Level.PART:
        fresh[Level.ARTICLE] = state[Level.ARTICLE]
    if level is Level.ARTICLE:
        fresh[Level.ROMAN] = 0
    return (fresh[0], fresh[1], fresh[2], fresh[3], fresh[4], fresh[5]), jump


def _jump(last: int, ordinal: int) -> float:
    if ordinal == last + 1:
        return 0.0
    if ordinal == last:
        return REPEAT
    if ordinal > last:
        return GAP * (ordinal - last - 1)
    return RESTART if ordinal == 1 else BACK


def _letter_jump(last: int, ordinal: int) -> float:
    if ordinal <= last + 1:
        return _jump(last, ordinal)
    skipped = ALPHABET[last : ordinal - 1]
    return sum(0.0 if c in FOREIGN else LOST_DYET if c == "đ" else GAP for c in skipped)


def _marks(trail: Trail) -> list[Mark]:
    found = []
    here: Trail | None = trail
    while here is not None and here.label is not None:
        found.append(Mark(here.line, here.label, here.state))
        here = here.before
    return found[::-1]


def path_of(state: State, lettered: bool = False) -> str:
    """Write a state as the path that people use: `III.2`, `V.1.đ`, `Điều 3.1.b`, `Phần 3.I.2`, `II.1.2`."""
    part, roman, article, number, sub, letter = state
    steps = [
        ("ABCDEFGH"[part - 1] if lettered else f"Phần {part}") if part else "",
        ROMANS[roman - 1] if 0 < roman <= len(ROMANS) else "",
        f"Điều {article}" if article and not roman else "",
        str(number) if number else "",
        str(sub) if sub else "",
        ALPHABET[letter - 1] if letter else "",
    ]
    return ".".join(step for step in steps if step)


def _clauses(lines: Sequence[Line], regions: Sequence[Region], marks: dict[int, Mark]) -> tuple[Clause, ...]:
    found: list[Clause] = []
    open_at: dict[int, int] = {}
    lettered = any(m.label.lettered for m in marks.values())
    path = ""
    for number, line in enumerate(lines):
        region = regions[number]
        changed = number == 0 or regions[number - 1] is not region
        mark = marks.get(number)
        if changed and not (mark is None and region is Region.BODY):
            open_at, path = {}, ""
        bullet = is_dash(line.words) if mark is None and region is Region.BODY and open_at else None
        if mark is not None:
            path = path_of(mark.state, lettered)
        elif bullet is None and not changed:
            continue
        label = mark.label if mark is not None else bullet
        level = label.level if label is not None else None
        open_at = {depth: at for depth, at in open_at.items() if level is not None and depth < level}
        doubt = _doubt(mark) if mark is not None else 0.0
        body = line.head + label.after if label is not None else line.start
        parent = open_at[max(open_at)] if open_at else None
        found.append(Clause(path, level, line.start, line.end, min(body, line.end), region, parent, doubt))
        if level is not None:
            open_at[level] = len(found) - 1
    return _closed(found, lines[-1].end if lines else 0)


def _doubt(mark: Mark) -> float:
    return mark.label.cost


def _closed(found: Sequence[Clause], end: int) -> tuple[Clause, ...]:
    ends = [*(c.start for c in found[1:]), end] if found else []
    return tuple(
        Clause(c.label, c.level, c.start, stop, c.body, c.region, c.parent, c.doubt)
        for c, stop in zip(found, ends, strict=True)
    )
