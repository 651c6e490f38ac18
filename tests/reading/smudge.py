"""Damages good Vietnamese the way a recogniser that knows only Latin letters does, by a seed."""

from __future__ import annotations

import random
from functools import lru_cache
from importlib.resources import files

from obligations.text import bare

Shares = dict[str, tuple[tuple[str, ...], tuple[float, ...]]]


@lru_cache(maxsize=1)
def shares() -> Shares:
    """Load how often each letter was seen as what."""
    table: dict[str, dict[str, float]] = {}
    rows = files("obligations.reading").joinpath("names_letters.tsv").read_text("utf-8").splitlines()[1:]
    for letter, seen, share, _ in (row.split("\t") for row in rows):
        if float(share):
            table.setdefault(letter, {})[seen] = float(share)
    return {letter: (tuple(seen), tuple(seen.values())) for letter, seen in table.items()}


def smudge(text: str, seed: int) -> str:
    """Damage a text letter by letter."""
    draw = random.Random(f"{seed}:{text}")  # noqa: S311 - a repeatable draw is wanted
    return "".join(_seen(letter, draw) for letter in text)


def _seen(letter: str, draw: random.Random) -> str:
    options = shares().get(letter.lower())
    if options is None:
        return bare(letter).upper() if letter.isupper() else bare(letter)
    seen = draw.choices(*options)[0]
    return seen.upper() if letter.isupper() else seen
