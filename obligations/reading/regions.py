"""Which lines of a document are its front, body, closing words, list of recipients and annex."""

from __future__ import annotations

from collections.abc import Sequence

import regex
from rapidfuzz.distance import Levenshtein

from obligations.reading.labels import WRECK_COST, labels_of
from obligations.reading.levels import Level
from obligations.reading.lines import Line
from obligations.reading.outline import Region
from obligations.reading.phrases import Hit
from obligations.text import fold

TITLES = ("ke hoach", "quyet dinh", "chuong trinh", "phuong an")
ANNEX = "phu luc"
WRECK = regex.compile(r"\S{1,4}\s+(?=\p{Lu})")
SIGNATURE_WIDTH = 60
SIGNATURE = regex.compile(r"(?:T/?M|KT|TL|TUQ)(?:\.\s*|\s+)\p{Lu}")


def caps_share(words: str) -> float:
    """Measure how much of a line is in capitals, 0..1."""
    letters = sum(map(str.isalpha, words))
    return sum(map(str.isupper, words)) / letters if letters else 0.0


def is_title(line: Line) -> bool:
    """Tell whether a line is the name of a sort of document standing alone in capitals."""
    if len(line.words) >= 24 or caps_share(line.words) <= 0.7:
        return False
    folded = fold(line.words)
    return any(Levenshtein.distance(folded, title, score_cutoff=2) <= len(title) // 5 for title in TITLES)


def regions_of(lines: Sequence[Line], hits: Sequence[Hit]) -> tuple[Region, ...]:
    """Say of every line which part of the document it belongs to."""
    starts = _starts(lines, hits)
    found: list[Region] = []
    here = Region.FRONT
    for number, line in enumerate(lines):
        if is_title(line) and here in (Region.CLOSING, Region.TAIL):
            here = Region.FRONT
        elif here is Region.FRONT and _opens_body(line):
            here = Region.BODY
        elif here is Region.BODY and _signs(line):
            here = Region.TAIL
        elif (group := starts.get(number)) is not None:
            here = _next_region(here, group, line)
        found.append(here)
    return tuple(found)


def _signs(line: Line) -> bool:
    """Tell whether a line is the head of a signature: `TM. ỦY BAN NHÂN DÂN`, `T/M BAN THƯỜNG VỤ`."""
    shouted = len(line.words) < SIGNATURE_WIDTH and caps_share(line.words) > 0.85
    return shouted and SIGNATURE.match(line.words) is not None


def _opens_body(line: Line) -> bool:
    return any(
        label.cost < 2.0 and label.ordinal == 1 and label.level <= Level.NUMBER for label in labels_of(line.words)
    )


def _next_region(here: Region, group: str, line: Line) -> Region:
    if group == "annex":
        return Region.ANNEX if len(line.words) < 60 and caps_share(line.words) > 0.5 else here
    if here is Region.ANNEX:
        return here
    if group == "receivers":
        return Region.TAIL
    return Region.CLOSING if here in (Region.BODY, Region.FRONT) else here


def _starts(lines: Sequence[Line], hits: Sequence[Hit]) -> dict[int, str]:
    at_head = {line.head: number for number, line in enumerate(lines) if line.words}
    found: dict[int, str] = {}
    for hit in hits:
        number = at_head.get(hit.start)
        if number is None or hit.group not in ("closing", "annex"):
            continue
        found[number] = "annex" if hit.group == "annex" else hit.value
    return found | {number: "annex" for number, line in enumerate(lines) if number not in found and _annexed(line)}


def _annexed(line: Line) -> bool:
    """Tell whether a line in capitals is `PHỤ LỤC` with one letter wrong."""
    short = len(ANNEX) - 1 <= len(line.words) <= len(ANNEX) + 4 and caps_share(line.words) > 0.7
    return short and Levenshtein.distance(fold(line.words)[: len(ANNEX) + 1].rstrip(), ANNEX, score_cutoff=1) == 1


def _wreck(line: Line) -> int:
    """Give the length of a first word of a line in capitals that may be all that is left of a numeral."""
    match = WRECK.match(line.words)
    if match is None or caps_share(line.words) < 0.7:
        return 0
    return match.end() if min((label.cost for label in labels_of(line.words)), default=WRECK_COST) >= WRECK_COST else 0


def section_lines(lines: Sequence[Line], hits: Sequence[Hit]) -> frozenset[int]:
    """Find lines in capitals that name a section of a plan, whether or not they carry a number."""
    ends = {line.head: (number, line) for number, line in enumerate(lines) if line.words}
    ends |= {line.head + wreck: (number, line) for number, line in enumerate(lines) if (wreck := _wreck(line))}
    found = set()
    for hit in hits:
        if hit.group != "heading" or hit.start not in ends:
            continue
        number, line = ends[hit.start]
        if caps_share(line.words) > 0.7 and hit.end - hit.start >= 0.5 * len(line.words):
            found.add(number)
    return frozenset(found)
