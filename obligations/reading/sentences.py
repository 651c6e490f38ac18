"""The sentences of a stretch of a plan, and the parts that semicolons divide."""

from __future__ import annotations

import regex

from obligations.model import Span
from obligations.reading.sheet import Sheet

SENTENCE_END = regex.compile(r"[.;:](?=\s|$)(?!\s*\d)|\n(?=\s*[-+•]\s)")
CAPITAL = regex.compile(r"[\s\"“'’*_)]*[\p{Lu}\d(“\"]")
BRACKET_REACH = 400
LONGEST = 3000


def sentences(sheet: Sheet, span: Span) -> list[Span]:
    """Split a span into sentences and the parts that semicolons divide; a full stop counts before a capital."""
    found, start = [], span[0]
    lists = {h.end for h in sheet.within(span, "list_intro")}
    for match in SENTENCE_END.finditer(sheet.text, span[0], span[1]):
        end = match.end()
        if match.group() == ":" and match.start() not in lists:
            continue
        near = end - start < BRACKET_REACH
        if near and match.group() == ";" and _silent(sheet, (start, end)):
            continue
        brackets = near and sheet.text.count("(", start, end) > sheet.text.count(")", start, end)
        if brackets or (match.group() == "." and not CAPITAL.match(sheet.text, end, span[1]) and end < span[1]):
            continue
        found.append((start, end))
        start = end
    found.append((start, span[1]))
    found = [part for piece in found for part in _short_enough(sheet.text, piece)]
    return [trimmed for piece in found if (trimmed := trim(sheet.text, piece))[0] < trimmed[1]]


def _silent(sheet: Sheet, span: Span) -> bool:
    """Tell whether a stretch only names somebody, so that what it asks must follow: `Thủ trưởng các sở;`."""
    return not any(True for _ in sheet.within(span, "verb", "kind", "cadence", "cue", "item", "role"))


def _short_enough(text: str, span: Span) -> list[Span]:
    """Cut what no sentence can be into stretches that one can be."""
    parts, start = [], span[0]
    while span[1] - start > LONGEST:
        blank = text.rfind(" ", start, start + LONGEST)
        cut = blank + 1 if blank > start else start + LONGEST
        parts.append((start, cut))
        start = cut
    return [*parts, (start, span[1])]


def trim(text: str, span: Span) -> Span:
    """Cut blanks and markdown marks off both ends of a span."""
    start, end = span
    while start < end and text[start] in " \n\t\r\f*_>":
        start += 1
    while end > start and text[end - 1] in " \n\t\r\f*_#":
        end -= 1
    return start, end
