"""The labels of which a damaged first word is one letter away."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from obligations.reading.levels import ALPHABET, ROMANS, Level


@lru_cache(maxsize=4096)
def surfaces_near(seen: str) -> frozenset[tuple[Level, int, int]]:
    """List the labels that are one letter away from a word."""
    return frozenset(
        label for surface, label in _surfaces() if Levenshtein.distance(seen, surface, score_cutoff=1) == 1
    )


@lru_cache(maxsize=1)
def _surfaces() -> tuple[tuple[str, tuple[Level, int, int]], ...]:
    """Write the labels of plans as they stand: `II.`, `3.`, `3.2.`, `b)`."""
    return (
        *((f"{roman}.", (Level.ROMAN, n, 0)) for n, roman in enumerate(ROMANS[:10], start=1)),
        *((f"{n}.", (Level.NUMBER, n, 0)) for n in range(1, 16)),
        *((f"{outer}.{n}.", (Level.SUB, n, outer)) for outer in range(1, 10) for n in range(1, 13)),
        *((f"{letter})", (Level.LETTER, ALPHABET.index(letter) + 1, 0)) for letter in "abcdđeghik"),
    )
