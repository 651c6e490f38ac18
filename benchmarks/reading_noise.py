"""Damaged copies of a text, by a seed: read as English, and random errors of letters, digits and marks on top."""

from __future__ import annotations

import random
import unicodedata

from tests.reading.smudge import smudge

LETTERS = "abcdefghiklmnopqrstuvxyéôươđ"
DIGITS = "0123456789"
MARKS = ".,;:-/)('"
NOISE = LETTERS + DIGITS + MARKS
RATES = (0.0, 0.005, 0.01, 0.02)


def as_english(text: str, seed: int) -> str:
    """Read a good text as a recogniser taught English would."""
    return unicodedata.normalize("NFC", "\n".join(smudge(line, seed) for line in text.split("\n")))


def scatter(text: str, rate: float, seed: int, *, blanks: bool = False) -> str:
    """Replace, insert or drop one character in `rate` of all, at random; `blanks`: between words too, never lines."""
    draw = random.Random(f"{seed}:{rate}")  # noqa: S311 - a repeatable draw is wanted
    made = []
    for character in text:
        touched = not character.isspace() or (blanks and character == " ")
        if not touched or draw.random() >= rate:
            made.append(character)
            continue
        fate = draw.randrange(3)
        kind = DIGITS + LETTERS if character.isdigit() else NOISE
        made.append(("", draw.choice(kind), character + draw.choice(NOISE))[fate])
    return unicodedata.normalize("NFC", "".join(made))
