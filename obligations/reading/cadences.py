"""How often: the periods a sentence names, singly or in a list (`quý, 6 tháng, năm`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex
from rapidfuzz.distance import Levenshtein

from obligations.model import Cadence, Span
from obligations.reading.phrases import Hit
from obligations.reading.sheet import Sheet
from obligations.reading.words import FUZZY
from obligations.text import bare_text

JOIN = regex.compile(r"[\s,;/&*_–-]*(?:(?:va|v4|vd|hoac|hay|cung)\b[\s*_]*)?(?:dinh\s+ky\s+)?(?:(?:0?1|mot)\s+|\w\s+)?")
ASIDE = regex.compile(r"\([^()]{0,120}\)")
NUMBERED = regex.compile(r"[\s*_]*(?:\(?\d|[ivx]{1,3}\b(?!\w))")
FIRST_QUARTER = regex.compile(
    r"[\s*_]*[il1|](?:[\s,]*(?:va\s+)?(?:quy\s+)?[il1|]{3})?[\s,;]+(?:va\s+)?0?[6s](?:au)?\s+th"
)
FIRST = regex.compile(r"^\s*[il1|](?:[\s,]*(?:va\s+)?(?:quy\s+)?[il1|]{3})?[\s,;]+(?=\s|va|$)")
DATED = regex.compile(
    r"(?:xong\s+)?(?:tr\w{1,4}|c\w{2,4}\s+nh\w{1,3}|d\w{1,2}n|v\w{1,2}o)?\s*(?:ng\w{1,2}y)?\s*\d{1,2}\s?(?:/|thang)\s?\d{1,2}(?:\s?(?:/|nam)\s?20\d\d)?"
)
NINE_MONTHS = "nine"
WORN_YEAR = regex.compile(r"(?:\s*,\s*|\s+\w{1,2}\s+)(?:\w{1,2}\s+)?(\w{2,4})(?!\w)")
CERTAIN = regex.compile(r"\s+(?:[ivl1|]{1,3}\s?/\s?20\d\d|i{1,3}\b|iv\b|\d{1,2}\s?/\s?20\d\d)")
UNREAD_MONTH = regex.compile(r"\s+(?=\w*\d)\w{1,3}\s+n\w{1,3}\s+20\d\d")  # `tháng c1 năm 2024`
TIMES = "lijí|1aeâầấé"  # how `lần` begins, and what is left of it
BESIDE = 0.35
RULES = regex.compile(r"\s+[dđ]\w{1,2}h\b(?!\s+k)")  # `đúng quy định` is no `từng quý`
BUDGET_REACH = 6
CUE_REACH = 10
OPENING = 3


@dataclass(frozen=True, slots=True)
class Period:
    """One period named in the text and what it costs to believe it; nine months are EXTERNAL until `triggers` tells."""

    cadence: Cadence
    start: int
    end: int
    cost: float
    headed: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Periods named in one breath."""

    periods: tuple[Period, ...]

    @property
    def span(self) -> Span:
        """Give the place of the whole list."""
        return self.periods[0].start, self.periods[-1].end

    @property
    def cost(self) -> float:
        """Give the cost of its dearest period."""
        return max(p.cost for p in self.periods)


def chains_in(sheet: Sheet, span: Span, dated: Sequence[Span] = (), *, column: bool = False) -> list[Chain]:
    """Find the periods that a stretch of text lays down; those of budgets, options and comparisons are left out.

    `dated` are the places of due dates: a period inside one (`ngày 15 tháng cuối quý`) is no period of its own.
    `column`: the stretch is a cell of deadlines, where a period needs no word before it.
    """
    chains: list[list[Period]] = []
    for period in _periods(sheet, span):
        if any(a <= period.start < b for a, b in dated):
            continue
        if chains and _joined(sheet, chains[-1][-1].end, period):
            chains[-1].append(period)
        else:
            chains.append([period])
    chains = [_with_year(sheet, span, chain) for chain in chains]
    return [
        Chain(tuple(_distinct(c)))
        for c in chains
        if ((column and c[0].start - span[0] <= 2) or _stands(sheet, span, c)) and not _denied(sheet, span, c)
    ]


def _with_year(sheet: Sheet, span: Span, chain: list[Period]) -> list[Period]:
    """Add the year that is one letter wrong behind six months: `6 tháng, na9`."""
    last = chain[-1]
    match = WORN_YEAR.match(sheet.lower, last.end, span[1])
    if sheet.trusted or last.cadence is not Cadence.HALF_YEARLY or match is None:
        return chain
    if Levenshtein.distance(bare_text(match.group(1)), "nam") != 1:
        return chain
    return [*chain, Period(Cadence.YEARLY, *match.span(1), FUZZY, False)]


def _periods(sheet: Sheet, span: Span) -> list[Period]:
    said = sheet.within(span, "cadence")
    headed = [h for h in said if not _elsewhere(sheet, h) and not _multiple(sheet, h)]
    taken = [(h.first, h.last) for h in headed]
    found = [Period(Cadence(h.value), h.start, h.end, h.cost, True) for h in headed]
    for hit in sheet.within(span, "bare"):
        overlaps = any(hit.first < last and first < hit.last for first, last in taken)
        if not overlaps and not _numbered(sheet, hit):
            cadence = Cadence.EXTERNAL if hit.value == NINE_MONTHS else Cadence(hit.value)
            found.append(Period(cadence, hit.start, hit.end, hit.cost, False))
    return sorted(found, key=lambda p: p.start)


def _elsewhere(sheet: Sheet, hit: Hit) -> bool:
    """Tell a certain period, and `quy định` in a text without marks, from a period that comes again."""
    rules = not sheet.trusted and hit.value == "quarterly" and RULES.match(sheet.lower, hit.end) is not None
    return rules or _linked(sheet, hit) or CERTAIN.match(sheet.lower, hit.end) is not None


def _linked(sheet: Sheet, hit: Hit) -> bool:
    """Tell `liên thông` in a text without marks from `lần/tháng`, which has a stroke or a number in front."""
    first, last = sheet.words[hit.first], sheet.words[hit.last - 1]
    short = hit.value == "monthly" and hit.last - hit.first == 2
    times = short and first.text[0] in TIMES and not first.text.endswith("g")
    counted = hit.first > 0 and any(map(str.isdecimal, sheet.words[hit.first - 1].text))
    return not sheet.trusted and times and not counted and "/" not in sheet.text[first.end : last.start]


def _numbered(sheet: Sheet, hit: Hit) -> bool:
    """Tell a certain month, quarter or year (`quý II`, `năm 2024`) and `3 tháng` from a period that comes again."""
    if hit.value in ("half_yearly", NINE_MONTHS):
        return False
    if UNREAD_MONTH.match(sheet.lower, hit.end) and hit.value == "monthly":
        return True
    if NUMBERED.match(sheet.lower, hit.end):
        listed = FIRST_QUARTER.match(bare_text(sheet.text[hit.end : hit.end + 40]))
        return hit.value != "quarterly" or listed is None
    return _multiple(sheet, hit)


def _multiple(sheet: Sheet, hit: Hit) -> bool:
    """Tell a period of several months or years (`02 tháng một lần`) from a single one."""
    front = sheet.words[hit.first - 1] if hit.first else None
    before = front.text if front is not None and not sheet.text[front.end : hit.start].strip() else ""
    unit = sheet.words[hit.first].text[:1].isalpha()
    starts_with_unit = hit.group == "bare" or bare_text(sheet.words[hit.first].text)[:2] in ("th", "qu", "na", "tu")
    return before.isdecimal() and unit and starts_with_unit and int(before) != 1


def odd_periods(sheet: Sheet) -> list[Span]:
    """Find periods that come again but are no week, month, quarter, half-year or year."""
    hits = [h for h in sheet.within((0, len(sheet.text)), "cadence") if _multiple(sheet, h)]
    return [(sheet.words[h.first - 1].start, h.end) for h in hits]


def _joined(sheet: Sheet, start: int, period: Period) -> bool:
    if period.start - start > 160:
        return False
    between = bare_text(ASIDE.sub(" ", sheet.text[start : period.start]))
    between = DATED.sub(" ", FIRST.sub(" , ", between))
    alone = not period.headed and period.cadence not in (Cadence.HALF_YEARLY, Cadence.EXTERNAL)
    return JOIN.fullmatch(between) is not None and (bool(between.strip()) or not alone)


def _stands(sheet: Sheet, span: Span, chain: Sequence[Period]) -> bool:
    if any(p.headed and p.cost < FUZZY + BESIDE for p in chain):
        return True
    if any(p.headed for p in chain):
        return any(True for _ in sheet.within(span, "at_least", "item")) or len(chain) > 1
    first = sheet.word_at(chain[0].start)
    heads = [
        h
        for h in sheet.within((max(span[0], chain[0].start - 60), chain[0].start), "list_head")
        if h.last == first and h.value in ("periodic", "report")
    ]
    half = any(p.cadence in (Cadence.HALF_YEARLY, Cadence.EXTERNAL) for p in chain)
    if len(chain) > 1 and half:
        before = (span[0], span[1] if chain[0].start - span[0] <= OPENING else chain[0].start)
        return bool(heads) or any(h.value == "report" for h in sheet.within(before, "kind"))
    dated = any(0 <= h.start - chain[-1].end < CUE_REACH for h in sheet.within(span, "cue"))
    return bool(heads) and (len(chain) > 1 or half or dated)


def _denied(sheet: Sheet, span: Span, chain: Sequence[Period]) -> bool:
    start, end = chain[0].start, chain[-1].end
    first, last = sheet.word_at(start), sheet.word_at(end)
    for hit in sheet.within(span, "not_a_period"):
        if hit.value == "budget" and (0 <= first - hit.last < BUDGET_REACH or hit.start < end <= hit.end):
            return True
        if hit.value == "share" and hit.last == first:
            return True
        if hit.value == "comparison" and 0 <= first - hit.last <= 2 and last - first <= 3:
            return True
    return _optional(sheet, span, start)


def _optional(sheet: Sheet, span: Span, place: int) -> bool:
    """Tell whether a place lies in brackets that only allow: `(có thể chia từng quý)`."""
    opened = sheet.text.rfind("(", span[0], place)
    if opened < 0 or ")" in sheet.text[opened:place]:
        return False
    return any(True for _ in sheet.within((opened, place), "optional"))


def _distinct(chain: Sequence[Period]) -> list[Period]:
    seen: dict[Cadence, Period] = {}
    for period in chain:
        seen.setdefault(period.cadence, period)
    return list(seen.values())
