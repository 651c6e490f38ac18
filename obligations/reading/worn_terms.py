"""Terms behind a day that damage has made hard to read: `ngày 10 của tháng đuối quý`."""

from __future__ import annotations

from functools import lru_cache

import regex
from rapidfuzz.distance import Levenshtein

from obligations.text import bare_text

TERMS = (
    "cua thang cuoi quy", "thang cuoi quy", "cua thang cuoi cung cua quy", "cua thang cuoi ky", "thang cuoi ky",
    "cua thang cuoi moi quy", "thang cuoi cung cua quy", "cua thang cuoi thuoc ky",
)  # fmt: skip
LETTERS_AN_ERROR = 6  # one wrong letter in so many
REACH = 30
LONE = regex.compile(r"(?<![\d/.-])(\d{1,2})\s+(?=\w{2,6}\s+\w{2,6}\s+\w{1,6})")
AS_LETTER = str.maketrans("640189", "oaoiog")


def worn_term(lower: str, place: int, stop: int) -> int | None:
    """Find where the last month of a quarter or period ends whose words begin at a place; None where none does."""
    seen = bare_text(lower[place : min(stop, place + REACH)]).translate(AS_LETTER)
    return next((place + end for term in TERMS if (end := _end(seen, term)) is not None), None)


@lru_cache(maxsize=4096)
def _end(seen: str, term: str) -> int | None:
    most = len(term) // LETTERS_AN_ERROR
    ends = (m.start() for m in regex.finditer(r"(?!\w)", seen))
    near = [(Levenshtein.distance(seen[:end], term), end) for end in ends if abs(end - len(term)) <= most]
    return min(near)[1] if near and min(near)[0] <= most else None
