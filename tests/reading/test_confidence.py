"""What confidence is worth: it only rises with the evidence, and falls with damage."""

from __future__ import annotations

from itertools import pairwise

import pytest

from obligations.model import Reading
from obligations.reading.confidence import scale, shown
from obligations.reading.reader import read
from obligations.reading.wear import wear
from obligations.reading.words import words_of
from tests.reading.samples import reading_of, scratched, text_of

NAMES = ["xa-2026.txt", "tinh-2026.txt", "so-tc-2025.txt", "thanh-pho-2026.md"]


def mean(reading: Reading) -> float:
    return sum(o.confidence for o in reading.obligations) / max(len(reading.obligations), 1)


def test_the_scale_only_rises() -> None:
    steps = scale().steps
    assert all(a <= b for one, other in pairwise(steps) for a, b in zip(one, other, strict=True))
    values = [shown(w / 100, steps) for w in range(101)]
    assert values == sorted(values)
    assert 0 < values[0] <= values[-1] < 1


@pytest.mark.parametrize("name", NAMES)
def test_damage_lowers_what_is_shown(name: str) -> None:
    assert mean(read(scratched(text_of(name), 0.02, 1), "")) < mean(reading_of(name))


@pytest.mark.parametrize(
    ("words", "count"), [("kế hoạch quý II/2026", 0), ("hdng qu¥ k6 hoach", 3), ("nghiêng trường", 0)]
)
def test_words_that_are_no_syllables_are_worn(words: str, count: int) -> None:
    assert wear(words_of(words))[0] == count
