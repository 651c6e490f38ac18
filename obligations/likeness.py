"""How alike two texts are, told from small sketches of them that can be kept and compared by the thousand."""

from __future__ import annotations

import zlib

from obligations.text import fold

Sketch = tuple[int, ...]

SIZE = 96  # hashes kept: an estimate of 0.7 is right to about 0.05
WORDS = 3  # words in a row that make one item of a text
LEAST = 24  # a shorter text says too little to be called a copy


def sketch(text: str) -> Sketch:
    """Keep the smallest hashes of a text's runs of words (bottom-k); empty where the text is too short to compare."""
    words = fold(text).split()
    runs = {zlib.crc32(" ".join(words[i : i + WORDS]).encode()) for i in range(len(words) - WORDS + 1)}
    return tuple(sorted(runs)[:SIZE]) if len(runs) >= LEAST else ()


def likeness(one: Sketch, other: Sketch) -> float:
    """Estimate the share of runs two texts have in common, 0..1; 0 where one of them was too short."""
    if not one or not other:
        return 0.0
    union = sorted({*one, *other})[: max(len(one), len(other))]
    both = {*one} & {*other}
    return sum(item in both for item in union) / len(union)
