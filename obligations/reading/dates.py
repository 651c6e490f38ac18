"""By when: the due dates that a sentence fixes, from `trước ngày 15/12` to `ngày 15 của tháng cuối quý`."""

from __future__ import annotations

import calendar
from dataclasses import replace
from functools import lru_cache
from typing import Any

import regex
from rapidfuzz.distance import Levenshtein

from obligations.model import Cadence, Span
from obligations.reading.damage import syllable_pattern
from obligations.reading.datewords import FILL, SIGNS
from obligations.reading.due_rules import Cue, DueRule, Shape
from obligations.reading.sheet import Sheet
from obligations.reading.worn_dates import Worn, worn_dates
from obligations.text import bare_text

GAP = r"[\s*_.,]{0,4}"
DAY, MONTH, YEAR, QUARTER = (
    rf"(?:(?<!\w){syllable_pattern(s)}(?!\w)|{SIGNS[s]}{FILL}*)" for s in ("ngày", "tháng", "năm", "quý")
)
OF = rf"(?:{syllable_pattern('của')}{GAP})?"
EACH = "(?:" + "|".join(map(syllable_pattern, ("hằng", "hàng", "mỗi", "từng"))) + ")"
LAST = rf"{syllable_pattern('cuối')}(?:{GAP}{syllable_pattern('cùng')})?"
FIRST = rf"{syllable_pattern('đầu')}(?:{GAP}{syllable_pattern('tiên')})?"
NEXT = (
    "(?:"
    + "|".join(
        (
            syllable_pattern("sau"),
            f"{syllable_pattern('tiếp')}{GAP}{syllable_pattern('theo')}",
            f"{syllable_pattern('liền')}{GAP}{syllable_pattern('kề')}",
        )
    )
    + ")"
)
TERM = rf"(?:{QUARTER}|{syllable_pattern('kỳ')}|{syllable_pattern('thuộc')})"
WITH_YEAR = rf"(?:{GAP}(?:{YEAR}|/){GAP}(?P<%s>20\d\d))?"
DATE = regex.compile(
    rf"(?:(?P<said>{DAY}){GAP})?(?:"
    rf"(?<!\d)(?P<d1>\d{{1,2}})\s?[/.-]\s?(?P<m1>\d{{1,2}})\s?[/.-]\s?(?P<y1>20\d\d)(?!\d)"
    rf"|(?<!\d)(?P<d2>\d{{1,2}}){GAP}{OF}{MONTH}{GAP}(?P<m2>\d{{1,2}})(?!\d|[/.]\d{{1,2}}(?!\d)){WITH_YEAR % 'y2'}"
    rf"|(?<!\d)(?P<d3>\d{{1,2}}){GAP}{OF}{MONTH}{GAP}{LAST}{GAP}{OF}(?:{EACH}{GAP})?{TERM}"
    rf"|(?<!\d)(?P<d4>\d{{1,2}}){GAP}{OF}{MONTH}{GAP}{FIRST}{GAP}{OF}(?:{EACH}{GAP})?{QUARTER}(?:{GAP}{NEXT})?"
    rf"|(?<!\d)(?P<d5>\d{{1,2}}){GAP}(?:{OF}{EACH}{GAP}{MONTH}|{OF}{MONTH}{GAP}(?P<next>{NEXT}))"
    rf"|(?<![\d/.-])(?P<d6>\d{{1,2}})\s?[/-]\s?(?P<m6>\d{{1,2}})(?![\d/]|\s?%|-\d)"
    rf"|{MONTH}{GAP}(?P<m7>\d{{1,2}})(?:\s?[-–]\s?(?:{MONTH}\s?)?(?P<m8>\d{{1,2}}))?"
    rf"(?!\d|/\d{{1,2}}(?!\d)){WITH_YEAR % 'y7'}"
    rf"|{QUARTER}{GAP}(?P<q9>i{{1,3}}|[il1|]{{1,3}}v?|iv|[1-4])(?!\w){WITH_YEAR % 'y9'}"
    rf"|{YEAR}{GAP}(?P<y10>20\d\d)(?!\d)(?!\s?[-–]\s?20)"
    rf")",
)
ROMAN_QUARTER = regex.compile(rf"{QUARTER}{GAP}[il|]{{1,3}}v?(?!\w)")
AGAIN = regex.compile(rf"{GAP}{EACH}{GAP}(?:(?P<year>{YEAR})|(?P<month>{MONTH})|(?P<quarter>{QUARTER}))")
LINK = regex.compile(rf"[\s*_,;]*(?:{syllable_pattern('và')}|{syllable_pattern('hoặc')}|&)?[\s*_]*")
WORD_BEFORE = regex.compile(r"(?<!\S)(\w{4,6})\s+$")
BULLET = regex.compile(r"[ *_\-+\n]*")
HOUR = regex.compile(r"\s*\d{1,2}\s?(?:h|giờ|gid|gio)\s?\d{0,2}\s?(?:phút)?,?\s*")
BRACKET_GAP = 3


CUE_WORDS = {"truoc": Cue.BEFORE, "trong": Cue.WITHIN}


def dues_in(sheet: Sheet, span: Span, plan_year: int, *, bare: bool = False) -> list[DueRule]:
    """Find the due rules in a stretch of text. `bare`: dates count without a cue too, as in a column of deadlines."""
    cues = {hit.end: hit for hit in sheet.within(span, "cue")}
    found: list[DueRule] = []
    said = cues or bare or not sheet.trusted or "(" in sheet.text[slice(*span)] or _opens_with_date(sheet, span)
    if not said or not _may_date(sheet, span):
        return found
    matches = list(DATE.finditer(sheet.lower, span[0], span[1]))
    damaged = [w for w in worn_dates(sheet.lower, span, plan_year) if not any(_over(m, w.span) for m in matches)]
    places: list[regex.Match[str] | Worn] = [*matches, *damaged]
    for at in sorted(places, key=_start):
        cue = _cue(sheet, cues, _start(at), found)
        if not isinstance(at, Worn):
            cue = _uncued(sheet, span, at, bare=bare) if cue is Cue.NONE else cue
        elif cue is Cue.NONE and bare:
            cue = Cue.WITHIN
        rule = _of_worn(at, cue) if isinstance(at, Worn) else _rule(at, cue)
        if rule is None or cue in (Cue.NONE, Cue.START) or not _plausible(rule, plan_year, bare):
            continue
        found.append(_repeated(sheet, rule, span))
    return _shared(found)


def _uncued(sheet: Sheet, span: Span, match: regex.Match[str], *, bare: bool) -> Cue:
    """Say what a date without a word before it means, by its place: a cell, the opening of a sentence, brackets."""
    if bare or _opens(sheet, span, match):
        return Cue.WITHIN
    return Cue.BY if _bracketed(sheet, span, match) else Cue.NONE


def _start(found: regex.Match[str] | Worn) -> int:
    return found.span[0] if isinstance(found, Worn) else found.start()


def _over(match: regex.Match[str], span: Span) -> bool:
    return match.start() < span[1] and span[0] < match.end()


def _of_worn(worn: Worn, cue: Cue) -> DueRule:
    if worn.day is None:
        return DueRule(*worn.span, cue, Shape.UNREAD)
    year = worn.day.year if worn.dated else None
    return DueRule(*worn.span, cue, Shape.DAY, worn.day.day, worn.day.month, year, worn=True)


def past_dues(sheet: Sheet, span: Span, plan_year: int) -> list[Span]:
    """Find deadlines that lie before the plan's year: slips of the pen, or another plan's."""
    cues = {hit.end: hit for hit in sheet.within(span, "cue") if hit.value in (Cue.BEFORE, Cue.BY)}
    found: list[Span] = []
    for match in DATE.finditer(sheet.lower, *span) if cues and _may_date(sheet, span) else ():
        rule = _rule(match, _cue(sheet, cues, match.start(), []))
        if rule is not None and rule.cue in (Cue.BEFORE, Cue.BY) and rule.year and plan_year and rule.year < plan_year:
            found.append(match.span())
    return found


def _may_date(sheet: Sheet, span: Span) -> bool:
    return bool(sheet.numbers_within(span)) or ROMAN_QUARTER.search(sheet.lower, *span) is not None


def _bracketed(sheet: Sheet, span: Span, match: regex.Match[str]) -> bool:
    """Tell whether a day opens the brackets behind a period: `6 tháng và năm (ngày 10/6 và 10/12)`."""
    before = sheet.text[span[0] : match.start()].rstrip(" *_")
    if not (match["said"] and before.endswith("(")):
        return False
    end = span[0] + len(before)
    return any(end - h.end <= BRACKET_GAP for h in sheet.within((span[0], end), "cadence", "bare"))


def _opens_with_date(sheet: Sheet, span: Span) -> bool:
    bullet = BULLET.match(sheet.text, *span)
    return DATE.match(sheet.lower, bullet.end() if bullet else span[0], span[1]) is not None


def _opens(sheet: Sheet, span: Span, match: regex.Match[str]) -> bool:
    """Tell whether a sentence opens with a month or quarter: `Quý II/2026, Sở … tổ chức`."""
    if not (match["m7"] or match["q9"]) or sheet.text[span[0] : match.start()].strip(" *_-+\n"):
        return False
    return bool(match["y7"] or match["y9"]) or sheet.text[match.end() : match.end() + 1] == ","


def _cue(sheet: Sheet, cues: dict[int, Any], start: int, found: list[DueRule]) -> Cue:
    for end, hit in cues.items():
        between = sheet.lower[end:start] if 0 <= start - end <= 24 else None
        if end > start and hit.start < start <= end:
            between = ""
        if between is None:
            continue
        if not between.strip(" \n*_:,"):
            return Cue(hit.value)
        if HOUR.fullmatch(between):
            return Cue.BY
    last = found[-1] if found else None
    if last is not None and LINK.fullmatch(sheet.lower[last.end : start]):
        return last.cue
    before = WORD_BEFORE.search(sheet.lower[max(0, start - 16) : start])
    return _worn_cue(bare_text(before.group(1))) if before is not None and not sheet.trusted else Cue.NONE


@lru_cache(maxsize=1024)
def _worn_cue(word: str) -> Cue:
    """Read the word before a date as the cue of which it is one letter away."""
    return next((cue for said, cue in CUE_WORDS.items() if Levenshtein.distance(word, said) == 1), Cue.NONE)


def _number(match: regex.Match[str], *names: str) -> int:
    return next((int(match[n]) for n in names if match[n]), 0)


def _quarter(seen: str) -> int:
    return int(seen) if seen in "1234" and seen != "1" else 4 if seen.endswith("v") else len(seen)


def _rule(match: regex.Match[str], cue: Cue) -> DueRule | None:
    day = _number(match, "d1", "d2", "d3", "d4", "d5", "d6")
    month = _number(match, "m1", "m2", "m6")
    year = _number(match, "y1", "y2", "y7", "y9", "y10") or None
    at = (match.start(), match.end(), cue)
    if month:
        return DueRule(*at, Shape.DAY, day, month, year) if _real(day, month, year) else None
    if day:
        shape, again = _recurring(match)
        return DueRule(*at, shape, day, again=again) if day <= 31 else None
    if match["m7"]:
        number = int(match["m8"] or match["m7"])
        return DueRule(*at, Shape.MONTH, month=number, year=year) if 0 < number <= 12 else None
    if match["q9"]:
        number = _quarter(match["q9"])
        return DueRule(*at, Shape.QUARTER, month=number, year=year) if 0 < number <= 4 else None
    return DueRule(*at, Shape.YEAR, year=year)


def _recurring(match: regex.Match[str]) -> tuple[Shape, Cadence | None]:
    if match["d3"]:
        return Shape.TERM_LAST, None
    if match["d4"]:
        return Shape.NEXT_QUARTER, Cadence.QUARTERLY
    return Shape.NEXT_MONTH if match["next"] else Shape.MONTHLY, Cadence.MONTHLY


def _real(day: int, month: int, year: int | None) -> bool:
    return 0 < month <= 12 and 0 < day <= calendar.monthrange(year or 2024, month)[1]


def _plausible(rule: DueRule, plan_year: int, bare: bool) -> bool:
    if rule.year is not None and plan_year and not plan_year <= rule.year <= plan_year + 6:
        return False
    if rule.cue is Cue.UNTIL and rule.shape is Shape.YEAR:
        return False
    return bare or rule.shape is not Shape.YEAR or rule.cue in (Cue.BY, Cue.BEFORE)


def _repeated(sheet: Sheet, rule: DueRule, span: Span) -> DueRule:
    match = AGAIN.match(sheet.lower, rule.end, span[1])
    if match is None:
        return rule
    again = Cadence.YEARLY if match["year"] else Cadence.MONTHLY if match["month"] else Cadence.QUARTERLY
    return replace(rule, end=match.end(), again=rule.again or again)


def _shared(found: list[DueRule]) -> list[DueRule]:
    """Give dates in one breath the cadence that only the last of them names: `01/6 và 15/11 hằng năm`."""
    shared: list[DueRule] = []
    for rule in reversed(found):
        follower = shared[-1] if shared else None
        if follower is not None and rule.again is None and follower.again and follower.start - rule.end < 8:
            rule = replace(rule, again=follower.again)
        shared.append(rule)
    return shared[::-1]
