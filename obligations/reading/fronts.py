"""Where names of units begin and end in a sentence: behind the words in front of them, before the next duty."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from obligations.model import Span
from obligations.reading.dates import DATE
from obligations.reading.naming import NamedUnit
from obligations.reading.phrases import Hit
from obligations.reading.sheet import Sheet

SOUND, DEAR = 0.3, 1.0
JOINERS = regex.compile(r"[\s,;/&*_:–-]*(?:(?:v[àaă4d]|c[ùu]ng|v[ớoéd]+i|ho[ặa]c)\b[\s*_]*)?", regex.IGNORECASE)
PRECISE = 8
FRONT_GROUPS = ("asked", "title", "cadence", "bare", "list_head", "cue")


def covers(text: str, span: Span, units: Sequence[NamedUnit]) -> bool:
    """Tell whether names of units make up most of the letters of a span."""
    letters = sum(c.isalnum() for c in text[span[0] : span[1]])
    named = sum(c.isalnum() for u in units for c in text[u.span[0] : u.span[1]])
    return letters > 0 and named >= 0.62 * letters and not JOINERS.fullmatch(text[span[0] : span[1]])


def skip_front(sheet: Sheet, span: Span, *groups: str) -> int:
    """Step over words before a unit's name that do not belong to it: `Đề nghị`, `Giao`, `Định kỳ hằng quý`."""
    start = span[0]
    moved = True
    while moved:
        blank = JOINERS.match(sheet.text, start, span[1])
        start = blank.end() if blank else start
        ends = [
            h.end
            for h in sheet.within((start, min(span[1], start + 60)), *(groups or FRONT_GROUPS))
            if h.first == sheet.word_at(start) and h.value not in ("report", "within")
        ]
        if not groups and (day := DATE.match(sheet.lower, start, span[1])) is not None:
            ends.append(day.end())
        moved = bool(ends)
        start = max(ends) if ends else start
    return start


def stop_at(sheet: Sheet, start: int, end: int, reach: int) -> int:
    """Find where a list of units must have ended: the next verb of duty, semicolons aside."""
    end = min(end, start + reach)
    for hit in sheet.within((start, end), "verb", "role", "cadence", "cue"):
        short = hit.end - hit.start < PRECISE
        if not sheet.trusted and hit.value == "start" and hit.end - hit.start < 4:
            continue
        worn = short and (hit.cost > 0.3 or (hit.group == "cue" and hit.cost > 0 and hit.end - hit.start < 4))
        dear = hit.cost > DEAR or (hit.cost == DEAR and sheet.text[hit.start].isupper())
        if hit.start > start + 1 and not worn and not dear and hit.value != "within":
            return _behind_capital(sheet, hit) if hit.cost > SOUND else hit.start
    return end


def _behind_capital(sheet: Sheet, hit: Hit) -> int:
    """Leave a capitalised word before a damaged phrase to the name: `Văn phòng Bé | theo dõi`, not `để theo dõi`."""
    capital = hit.last - hit.first > 1 and sheet.text[hit.start].isupper()
    return sheet.words[hit.first + 1].start if capital else hit.start
