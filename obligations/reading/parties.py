"""Who: the units that lead, support and receive, read from a sentence or from the heading above it."""

from __future__ import annotations

from collections.abc import Iterator

from obligations.model import Span
from obligations.reading.dates import DATE
from obligations.reading.fronts import skip_front, stop_at
from obligations.reading.names import COLON, HEADING_REACH, VERBATIM, Heading, Names, body_of, small
from obligations.reading.naming import NamedUnit
from obligations.reading.sentences import sentences, trim
from obligations.reading.sheet import Sheet

SUBJECT_REACH = 320
NAME_TAIL = 30
PARTNER_REACH = 260
OPENER_REACH, MOST_OPENERS, DATED_AT = 100, 4, 16
OPENERS = ("opener", "cue", "cadence", "on_change", "external", "digital_day")
UNTITLED = ("asked", "cadence", "bare", "list_head", "cue")


def heading_above(names: Names, number: int) -> Heading | None:
    """Find the nearest heading with units above a clause."""
    parent = names.sheet.clauses[number].parent
    while parent is not None:
        heading = names.heading(parent) or _introduced(names, parent)
        if heading is not None:
            return heading
        parent = names.sheet.clauses[parent].parent
    return None


def _introduced(names: Names, number: int) -> Heading | None:
    """Read who has to do what is listed below: `Các phòng gửi báo cáo theo thời hạn sau:`."""
    clause = names.sheet.clauses[number]
    end = trim(names.sheet.text, clause.span)[1]
    if names.sheet.text[end - 1 : end] != ":" or end - clause.body > 4 * HEADING_REACH:
        return None
    listed = sentences(names.sheet, (body_of(names, number), end))
    units = subject(names, listed[-1]) if listed else ()
    return Heading(listed[-1], units, end) if units else None


def subject(names: Names, span: Span) -> tuple[NamedUnit, ...]:
    """Name the units with which a sentence begins: those who have to do it."""
    units = _subject_at(names, skip_front(names.sheet, span), span[1])
    if units:
        return units
    if (titled := _subject_at(names, skip_front(names.sheet, span, *UNTITLED), span[1])) and titled[0].known:
        return titled
    for start in _behind_openers(names.sheet, span):
        if units := _subject_at(names, skip_front(names.sheet, (start, span[1])), span[1]):
            return units
    return ()


def _behind_openers(sheet: Sheet, span: Span) -> Iterator[int]:
    """Give the places behind the phrases that open a sentence, up to each comma: `Hằng tuần, vào thứ Sáu, …`."""
    start = span[0]
    for _ in range(MOST_OPENERS):
        comma = sheet.text.find(",", start, min(span[1], start + OPENER_REACH))
        if comma < 0 or not (
            any(h.start - start < 4 for h in sheet.within((start, comma), *OPENERS))
            or DATE.search(sheet.lower, start, min(comma, start + DATED_AT)) is not None
        ):
            return
        start = comma + 1
        yield start


def _subject_at(names: Names, start: int, end: int) -> tuple[NamedUnit, ...]:
    stop = stop_at(names.sheet, start - 2, end, SUBJECT_REACH)
    colon = COLON.search(names.sheet.text, start, stop)
    units = names.leading((start, colon.start() if colon else stop))
    units = _whole(names, start, stop, end) or units
    return units if units and small(names.sheet.text[start : units[0].span[0]]) else ()


def _whole(names: Names, start: int, stop: int, end: int) -> tuple[NamedUnit, ...]:
    """Name units where the first verb ends a name and another one follows: `Phòng Kế hoạch tổng hợp | xây dựng`."""
    further = stop_at(names.sheet, stop, end, NAME_TAIL)
    if not stop < further < min(end, stop + NAME_TAIL):
        return ()
    units = names.leading((start, further))
    reached = units[-1].span[1] if units else start
    whole = stop < reached <= further and not names.sheet.text[reached:further].strip()
    return units if whole and all(u.known and u.score >= VERBATIM for u in units) else ()


def agents(names: Names, span: Span) -> tuple[NamedUnit, ...]:
    """Name the units of `do … chủ trì`, `giao … thực hiện` in the middle of a sentence."""
    sheet = names.sheet
    for hit in sheet.within(span, "charged"):
        stop = stop_at(sheet, hit.end, span[1], PARTNER_REACH)
        units = names.leading((hit.end, stop))
        if units and any(h.start - units[-1].span[1] < 4 for h in sheet.within((units[-1].span[1], span[1]), "charge")):
            return units
    return ()


def partners(names: Names, span: Span) -> tuple[NamedUnit, ...]:
    """Name the units behind `phối hợp với`."""
    sheet = names.sheet
    found: list[NamedUnit] = []
    for hit in sheet.within(span, "role"):
        if hit.value == "support":
            stop = stop_at(sheet, hit.end, span[1], PARTNER_REACH)
            found.extend(names.leading((hit.end, stop)))
    return tuple(found)


def receivers(names: Names, span: Span) -> tuple[NamedUnit, ...]:
    """Name those to whom a report goes: `gửi …` first, then `báo cáo …`, last `để gửi …`."""
    sheet = names.sheet
    choices: list[tuple[int, int, tuple[NamedUnit, ...]]] = []
    for hit in sheet.within(span, "role"):
        if hit.value != "recipient":
            continue
        stop = stop_at(sheet, hit.end, span[1], PARTNER_REACH)
        units = names.leading((hit.end, stop))
        if units:
            choices.append((_rank(sheet, hit.first, span), hit.start, units))
    return min(choices)[2] if choices else ()


def _rank(sheet: Sheet, first: int, span: Span) -> int:
    word = sheet.words[first].text
    before = sheet.words[first - 1].text if first and sheet.words[first - 1].start >= span[0] else ""
    purpose = before[:1] in "dđ" and len(before) == 2
    sent = word[:1] == "g"
    return 2 if purpose else 0 if sent else 1 if word[:1] == "b" else 3
