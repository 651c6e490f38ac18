"""The labels read in a document, and those missing between them given to the lines that must have borne them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from obligations.reading.levels import ALPHABET, FOREIGN, Label, Level
from obligations.reading.lines import Line, ends

State = tuple[int, int, int, int, int, int]
SECOND, LOST_LABEL = 2, 2.5
SKIPPED = FOREIGN + "đ"


@dataclass(frozen=True, slots=True)
class Mark:
    """A line at which a clause begins: the label read there and the state it leads to."""

    line: int
    label: Label
    state: State


def filled(lines: Sequence[Line], block: Sequence[int], marks: Sequence[Mark]) -> list[Mark]:
    """Give a label that is missing between two others to the one line between them that can have borne it."""
    made: list[Mark] = []
    for mark in marks:
        missing = _missing(made[-1] if made else None, mark)
        place = _place(lines, block, made, mark) if missing is not None else None
        if missing is not None and place is not None:
            lost = Mark(place, Label(mark.label.level, missing[mark.label.level], LOST_LABEL, 0), missing)
            below = [_below(m, missing, mark.label.level) for m in made if m.line > place]
            made = [*(m for m in made if m.line < place), lost, *below]
        made.append(mark)
    return made


def _missing(before: Mark | None, mark: Mark) -> State | None:
    """Give the state of the one clause that is missing before a mark; None where none or more than one is."""
    level = mark.label.level
    ordinal = mark.state[level] if level in (Level.NUMBER, Level.LETTER) else 0
    if before is None or ordinal < SECOND or before.state[:level] != mark.state[:level]:
        return None
    if ordinal - before.state[level] != SECOND or (level is Level.LETTER and ALPHABET[ordinal - 2] in SKIPPED):
        return None
    return _state(mark.state[:level], ordinal - 1)


def _state(above: Sequence[int], *here: int) -> State:
    steps = [*above, *here, *[0] * Level.DASH][: Level.DASH]
    return steps[0], steps[1], steps[2], steps[3], steps[4], steps[5]


def _place(lines: Sequence[Line], block: Sequence[int], made: Sequence[Mark], mark: Mark) -> int | None:
    """Find the only line that can have lost a label; that of a first clause is the line below its heading."""
    level = mark.label.level
    first = mark.state[level] == SECOND
    start = (
        _opened(made, level)
        if first
        else next((m.line for m in reversed(made) if m.label.level is level), made[-1].line)
    )
    taken = {m.line for m in made}
    spoken = [n for n in block if start < n < mark.line and lines[n].words]
    places = [n for n in (spoken[:1] if first else spoken) if n not in taken and _may_open(lines, n)]
    return places[0] if len(places) == 1 else None


def _opened(made: Sequence[Mark], level: Level) -> int:
    """Find the line of the section that a first clause stands below."""
    return next((m.line for m in reversed(made) if m.label.level < level), made[-1].line)


def _below(mark: Mark, missing: State, level: Level) -> Mark:
    """Hang a clause behind a missing one below it."""
    return replace(mark, state=_state(missing[: level + 1], *mark.state[level + 1 :]))


def _may_open(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a line may begin a clause: a capital behind words that have come to an end."""
    words = lines[number].words
    before = next((lines[n].words for n in range(number - 1, -1, -1) if lines[n].words), "")
    return words[0].isupper() and ends(before) and not lines[number].ruled
