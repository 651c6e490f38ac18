"""How many: the least numbers a sentence asks for, of what, and per which period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from obligations.model import Cadence, Kind, Span
from obligations.reading.damage import syllable_pattern
from obligations.reading.datewords import AS_DIGIT
from obligations.reading.phrases import Hit
from obligations.reading.sheet import Sheet

NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
WITHIN_REACH = 12
IN_LETTERS = regex.compile(r"\s?\([^()\d]{2,24}\)")
SLASH_REACH = 9
ENDED = regex.compile(r"[.;:]\s|\d")
A_DAY = regex.compile(rf"\s?/\s?{syllable_pattern('ngày')}(?!\w)", regex.IGNORECASE)
FRACTION = regex.compile(r"\s?%|[.,]\d|/\d")


@dataclass(frozen=True, slots=True)
class Quota:
    """A least number: how many, of which sort (None: `lần`, or not said), per which period where that is said there."""

    count: int
    kind: Kind | None
    start: int
    end: int
    cost: float
    per: Cadence | None = None
    firm: bool = False


def quotas_in(sheet: Sheet, span: Span) -> list[Quota]:
    """Find the least numbers laid down in a stretch of text; percentages, lengths and scores are none."""
    leasts = {h.last: h for h in sheet.within(span, "at_least")}
    numbers = sheet.numbers_within(span)
    if not (numbers or leasts):
        return []
    items = {h.first: h for h in sheet.within(span, "item")}
    issues = {h.first: h for h in sheet.within(span, "issue")}
    checked = {h.first: h for h in sheet.within(span, "checked")}
    cadences = {h.first: h for h in sheet.within(span, "cadence")}
    measures = {h.first for h in sheet.within(span, "measure")}
    made = {h.last for h in sheet.within(span, "makes") if h.cost < 0.95}
    found = []
    last = sheet.word_at(span[1])
    for at in sorted({*numbers, *(end for end in leasts if end < last)}):
        least = leasts.get(at)
        count = _count(sheet.words[at].text, least is not None)
        if count is None or FRACTION.match(sheet.text, sheet.words[at].end) or _behind_point(sheet, at):
            continue
        follow = _behind_number(sheet, at)
        item = items.get(follow) or (checked.get(follow) if least is not None else None) or issues.get(follow)
        if A_DAY.match(sheet.lower, item.end if item else sheet.words[at].end):
            continue
        if item is None and (follow in measures or least is None or not _alone(sheet, at)):
            continue
        quota = _quota(sheet, span, at, count, item, least, cadences.get(follow))
        if item is not None and item.group == "issue" and quota.per is None:
            continue
        found.append(replace(quota, firm=quota.firm or at in made))
    return found


@lru_cache(maxsize=65536)
def _count(word: str, asked: bool) -> int | None:
    if len(word) <= 3 and any(c.isdecimal() for c in word):
        word = word.translate(AS_DIGIT)
    if word.isdecimal():
        return int(word) if 0 < int(word) < 1000 else None
    return NUMBERS.get(word) if asked else None


def _behind_point(sheet: Sheet, at: int) -> bool:
    start = sheet.words[at].start
    return sheet.text[start - 1 : start] in (",", ".", "/") and sheet.text[start - 2 : start - 1].isdecimal()


def _behind_number(sheet: Sheet, at: int) -> int:
    """Step over a number said again in letters: `12 (mười hai) tin`."""
    again = IN_LETTERS.match(sheet.text, sheet.words[at].end)
    return sheet.word_at(again.end()) if again else at + 1


def _alone(sheet: Sheet, at: int) -> bool:
    return sheet.text[sheet.words[at].end : sheet.words[at].end + 1] in (")", ";", ".", ",", "")


def _quota(
    sheet: Sheet, span: Span, at: int, count: int, item: Hit | None, least: Hit | None, cadence: Hit | None
) -> Quota:
    word = sheet.words[at]
    kind = None if item is None or item.value == "times" else Kind(item.value)
    end = item.end if item is not None else word.end
    last = item.last if item is not None else at + 1
    per = Cadence(cadence.value) if cadence is not None else _per(sheet, span, last)
    start = least.start if least is not None else word.start
    cost = max(item.cost if item else 0.0, least.cost if least else 0.0)
    return Quota(count, kind, start, end, cost, per, least is not None or per is not None)


def _per(sheet: Sheet, span: Span, last: int) -> Cadence | None:
    """Read `/năm`, `trong quý`, `mỗi tháng` behind a number of things."""
    if last >= len(sheet.words):
        return None
    behind = (sheet.words[last - 1].end, span[1])
    for hit in sheet.within(behind, "bare"):
        between = sheet.text[behind[0] : hit.start]
        if hit.first - last > SLASH_REACH or ENDED.search(between):
            break
        slash = between.rstrip(" ").endswith("/")
        if hit.first - last > 2 and not slash:
            continue
        within = any(h.last == hit.first and h.value == "within" for h in sheet.within(behind, "list_head"))
        if (slash or within) and hit.value != "nine":
            return Cadence(hit.value)
    return None


def year_meant(sheet: Sheet, span: Span, quota: Quota) -> bool:
    """Tell whether `trong năm` stands close behind a quota."""
    at = sheet.word_at(quota.end)
    return any(
        0 <= hit.first - at <= WITHIN_REACH and any(h.last == hit.first for h in sheet.within(span, "list_head"))
        for hit in sheet.within((quota.end, span[1]), "bare")
        if hit.value == "yearly"
    )
