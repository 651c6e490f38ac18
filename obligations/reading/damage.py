"""What a syllable may look like after a bad scan: a pattern for each syllable written in good Vietnamese."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import regex

from obligations.text import bare

SHORT = 4


@dataclass(frozen=True, slots=True)
class Family:
    """Letters that suffer alike: what they are seen as, in how many characters, and whether they may vanish."""

    seen: str
    many: int = 1
    lost: bool = False


@lru_cache(maxsize=1)
def families() -> dict[str, Family]:
    """Load damage.toml: each letter's family."""
    rows = tomllib.loads(files(__package__).joinpath("damage.toml").read_text("utf-8"))["family"]
    return {
        letter: Family(row["seen"], row.get("many", 1), row.get("lost", False))
        for row in rows
        for letter in row["letters"]
    }


@lru_cache(maxsize=4096)
def letter_pattern(letter: str, short: bool) -> str:
    """Write the class of one letter; a short syllable keeps its letters and their number closer."""
    family = families().get(letter, Family(""))
    shape = "[" + regex.escape("".join(sorted({letter, bare(letter), *family.seen})), special_only=False) + "]"
    most = min(family.many, 2) if short else family.many
    least = 0 if family.lost and not short else 1
    return shape if (least, most) == (1, 1) else f"{shape}{{{least},{most}}}"


@lru_cache(maxsize=8192)
def syllable_pattern(syllable: str) -> str:
    """Write a syllable of good Vietnamese, lower case, as a pattern of everything it may have become."""
    short = len(syllable) < SHORT
    return "".join(letter_pattern(letter, short) for letter in syllable)
