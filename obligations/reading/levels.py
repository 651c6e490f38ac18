"""The levels of a plan, and what a reading of a label says."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

ALPHABET = "abcdđefghijklmnopqrstuvwxyz"
FOREIGN = "fjwz"
ROMANS = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX",
)  # fmt: skip


class Level(IntEnum):
    """The levels of a plan, outermost first."""

    PART = 0
    ROMAN = 1
    ARTICLE = 2
    NUMBER = 3
    SUB = 4
    LETTER = 5
    DASH = 6
    PLUS = 7


class Label(NamedTuple):
    """One reading of a label: its level and ordinal, what it costs to believe, where the text behind it begins.

    `ordinal` 0 stands for "the next one". `outer` is the number that a label such as 2.1 carries in front.
    """

    level: Level
    ordinal: int
    cost: float
    after: int
    outer: int = 0
    lettered: bool = False
