"""Labels that a plan must have had and no longer has: the pages or lines that bore them are lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from obligations.model import Finding
from obligations.reading.levels import ROMANS, Level
from obligations.reading.outline import Clause, Region

NUMBERED = (Level.ROMAN, Level.ARTICLE, Level.NUMBER)


def missing_labels(clauses: Sequence[Clause]) -> Iterator[Finding]:
    """Tell of numbers left out before or between the sections, articles and points of a plan."""
    last: dict[tuple[int | None, Level], int] = {}
    latest: dict[Level, int] = {}
    for clause in clauses:
        if clause.level not in NUMBERED or clause.region not in (Region.FRONT, Region.BODY):
            continue
        ordinal = _ordinal(clause)
        key = (clause.parent, clause.level)
        before = last.get(key, 0)
        goes_on = ordinal == latest.get(clause.level, 0) + 1  # numbered through all sections
        if ordinal > before + 1 and not goes_on:
            yield Finding(clause.label, _what(clause.level, before + 1, ordinal - 1), (clause.start, clause.body))
        last[key] = latest[clause.level] = ordinal


def _ordinal(clause: Clause) -> int:
    own = clause.label.rsplit(".", 1)[-1].removeprefix("Điều ")
    return ROMANS.index(own) + 1 if own in ROMANS else int(own) if own.isdecimal() else 0


def _what(level: Level, first: int, last: int) -> str:
    names = [ROMANS[number - 1] if level is Level.ROMAN else str(number) for number in (first, last)]
    gone = names[0] if first == last else f"{names[0]} đến {names[1]}"
    return f"không thấy mục {gone} trước mục này: có thể bản quét mất trang hoặc mất dòng, cần đối chiếu bản gốc"
