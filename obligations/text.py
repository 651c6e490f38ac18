"""Vietnamese text compared: folded to bare lower-case letters, with the way back to the original."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def bare(letter: str) -> str:
    """Strip one character of its marks and case: `Ậ` gives `a`, `Đ` gives `d`. Keeps length 1 for NFC Vietnamese."""
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base[0]


def bare_text(text: str) -> str:
    """Strip marks and case letter by letter; offsets stay those of `text` (NFC)."""
    return "".join(map(bare, text))


def fold(text: str) -> str:
    """Fold for comparison: no marks, no case, punctuation and runs of blanks as one blank, none at the ends."""
    return " ".join("".join(c if c.isalnum() else " " for c in bare_text(text)).split())
