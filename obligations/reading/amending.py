"""Which plans a plan replaces or amends, as its header says: `thay thế Kế hoạch số 15/KH-UBND`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import regex

from obligations.model import Span
from obligations.text import bare_text

FRONT_REACH = 4000
# On bare letters: a damaged letterhead still says what it replaces.
NUMBER = (
    r"s[o06]\s*:?\s*(?P<number>\d{1,5}\s*/\s*[\w&]{1,10}(?:\s*-\s*[\w&]{1,15})?|\d{1,5}\s*-\s*\w{2,4}\s*/\s*\w{2,8})"
)
VERB = r"(?P<verb>thay\s+the(?:\s+cho)?|bai\s+bo|sua\s+doi(?:\s*,?\s*(?:va\s+)?bo\s+sung)?|bo\s+sung|dieu\s+chinh)"
NAMED = regex.compile(rf"{VERB}\s+(?:[\w\s,/()-]{{0,60}}?\s)?(?:ke\s+hoach|quyet\s+dinh|chuong\s+trinh)\s+{NUMBER}")


class Relation(StrEnum):
    """What a plan does to an earlier one."""

    REPLACES = "replaces"
    AMENDS = "amends"


@dataclass(frozen=True, slots=True)
class Amended:
    """An earlier plan named by a later one: its number as it stands, what is done to it, where that is said."""

    number: str
    relation: Relation
    span: Span


def amended_in(text: str) -> tuple[Amended, ...]:
    """Find the plans that a plan (NFC) says it replaces or amends, each once, in its header or closing words."""
    bare = bare_text(text)
    found: dict[str, Amended] = {}
    for match in NAMED.finditer(bare):
        start, end = match.span("number")
        if FRONT_REACH < start < len(text) - FRONT_REACH:
            continue
        number = "".join(text[start:end].split())
        whole = match["verb"].startswith(("thay", "bai"))
        relation = Relation.REPLACES if whole else Relation.AMENDS
        found.setdefault(number, Amended(number, relation, match.span()))
    return tuple(found.values())
