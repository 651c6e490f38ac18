"""The plans written for these tests, and a way to look at what was read from them."""

from __future__ import annotations

import random
import unicodedata
from functools import lru_cache
from pathlib import Path

from obligations.model import Obligation, Reading
from obligations.reading.reader import read

PLANS = Path(__file__).parent / "plans"
SHARED = Path(__file__).parents[3] / "shared"
LETTERS = "abcdeghiklmnopqrstuvxyéôươđ.,1il"


def text_of(name: str) -> str:
    """Read a plan's text."""
    return unicodedata.normalize("NFC", (PLANS / name).read_text("utf-8"))


@lru_cache
def reading_of(name: str) -> Reading:
    """Read one of the plans."""
    return read(text_of(name), "0" * 64)


def under(reading: Reading, clause: str) -> list[Obligation]:
    """List the obligations of a clause."""
    return [o for o in reading.obligations if o.clause == clause]


def body(*lines: str, title: str = "KẾ HOẠCH\nTuyên truyền năm 2026") -> str:
    """Write a small plan around the lines of one section."""
    head = "SỞ NỘI VỤ\n\nSố: 01/KH-SNV\nCà Mau, ngày 05 tháng 01 năm 2026\n\n"
    return head + title + "\n\nI. TỔ CHỨC THỰC HIỆN\n" + "\n".join(lines) + "\n"


def scratched(text: str, share: float, seed: int) -> str:
    """Replace, double or drop a share of the letters and digits at random, by a seed."""
    draw = random.Random(seed)  # noqa: S311 - a repeatable draw is wanted
    made = []
    for letter in text:
        if not letter.isalnum() or draw.random() >= share:
            made.append(letter)
            continue
        fate = draw.random()
        made.append("" if fate < 0.2 else letter + draw.choice(LETTERS) if fate < 0.4 else draw.choice(LETTERS))
    return unicodedata.normalize("NFC", "".join(made))
