"""Lines that a page's width has broken, as the paragraphs they were."""

from __future__ import annotations

from itertools import pairwise

import regex

from obligations.reading.lines import Line, lines_of

OPENING = regex.compile(r"[-–—+•*#|>_(“\"]|(?:\p{L}|\d{1,2}|[IVXivx]{1,5})(?:\.\d{1,2})*\s?[.)/,:]|\p{Lu}\p{Lu}")
FULL = 0.75  # a line as long as this share of the longest may have been broken at the margin
LONGEST, SHORTEST = 0.95, 40


def unwrapped(text: str) -> str:
    """Write blanks for the line breaks within paragraphs; offsets stay those of `text`."""
    lines = lines_of(text)
    widths = sorted(len(line.words) for line in lines if line.words and not line.ruled)
    width = widths[int(LONGEST * (len(widths) - 1))] if widths else 0
    broken = [a.end - 1 for a, b in pairwise(lines) if _goes_on(a, b, width)]
    letters = list(text)
    for place in broken:
        letters[place] = " "
    return "".join(letters)


def _goes_on(line: Line, after: Line, width: int) -> bool:
    """Tell whether the next line belongs to the same paragraph."""
    if line.blank or after.blank or line.ruled or after.ruled or line.words.isupper():
        return False
    if OPENING.match(after.words) and not after.words[0].islower():
        return False
    if after.words[0].islower():
        return OPENING.match(after.words) is None
    return len(line.words) >= max(SHORTEST, FULL * width) and not line.words.endswith((".", ";", ":"))
