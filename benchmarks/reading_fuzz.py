"""Mutated plans: `python -m benchmarks.reading_fuzz [--count 10000] [--seed 1]`.

Every text must be read, or refused with a DunghanError, within ten seconds, and every quote must stand in its text.
Prints how many were read and refused, and the slowest; exits with 1 where anything failed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import unicodedata

from benchmarks.reading_damage import TESTS, plans
from benchmarks.reading_noise import as_english, scatter
from obligations.errors import DunghanError
from obligations.reading.reader import read

LIMIT = 10.0
SCRAPS = (
    "I. ", "1.1. ", "a) ", "- ", "\n\n", "|", "\t", "\f", "(", ")", "hằng quý", "trước ngày 31/02/2026", "20/13/2026",
    "kể từ ngày", "Phần thứ hai\n", "PHỤ LỤC\n", "STT\n", "𝕏", "\u200b", "ﬃ", "İ", "ẞ", "9" * 40, "x" * 400,
)  # fmt: skip


def mutated(text: str, draw: random.Random) -> str:
    """Damage, cut, repeat, shuffle or lace a text with scraps."""
    for _ in range(draw.randrange(1, 4)):
        text = draw.choice((_cut, _repeated, _shuffled, _laced, _noisy))(text, draw)
    return unicodedata.normalize("NFC", text[:60_000])


def _cut(text: str, draw: random.Random) -> str:
    start = draw.randrange(len(text) + 1)
    return text[start : start + draw.randrange(1, 4000)]


def _repeated(text: str, draw: random.Random) -> str:
    start = draw.randrange(len(text) + 1)
    return text[:start] + text[start : start + draw.randrange(1, 300)] * draw.randrange(2, 12) + text[start:]


def _shuffled(text: str, draw: random.Random) -> str:
    lines = text.split("\n")
    draw.shuffle(lines)
    return draw.choice(("\n", " ")).join(lines)


def _laced(text: str, draw: random.Random) -> str:
    for _ in range(draw.randrange(1, 30)):
        at = draw.randrange(len(text) + 1)
        text = text[:at] + draw.choice(SCRAPS) + text[at:]
    return text


def _noisy(text: str, draw: random.Random) -> str:
    seed = draw.randrange(10**6)
    text = as_english(text, seed) if draw.random() < 0.3 else text
    return scatter(text, draw.choice((0.01, 0.05, 0.2)), seed, blanks=True)


def main() -> None:
    """Read mutated plans and tell of every failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    texts = [text for _, text in plans(TESTS / "plans")]
    outcome = {"read": 0, "refused": 0, "failed": 0}
    slowest = (0.0, -1)
    for number in range(args.count):
        draw = random.Random(f"{args.seed}:{number}")  # noqa: S311 - a repeatable draw is wanted
        text = mutated(draw.choice(texts), draw)
        begun = time.process_time()
        try:
            reading = read(text, "")
            good = all(text[slice(*o.span)] == o.quote for o in reading.obligations)
            outcome["read" if good else "failed"] += 1
        except DunghanError:
            outcome["refused"] += 1
        except Exception as error:  # noqa: BLE001 - the point of the exercise
            outcome["failed"] += 1
            print(f"{number}: {type(error).__name__}: {error}")
        took = time.process_time() - begun
        slowest = max(slowest, (took, number))
        if took > LIMIT:
            outcome["failed"] += 1
            print(f"{number}: {took:.1f} s")
    print(outcome, f"slowest {slowest[0]:.2f} s (number {slowest[1]})")
    sys.exit(1 if outcome["failed"] else 0)


if __name__ == "__main__":
    main()
