"""What confidence is worth: `python -m benchmarks.reading_confidence [--seeds N] [--first S] [--fit]`.

Prints, for obligations read from damaged copies of our own plans, how many of those shown in each band were right in
all fields, and for undamaged plans how many are shown at 0.9 and more. `--fit` writes confidence.toml anew, from the
even plans and seeds other than those the table is printed for.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

from benchmarks.reading_damage import TESTS, damaged, plans
from benchmarks.reading_noise import RATES
from benchmarks.reading_score import compare, row_of
from obligations.model import Obligation
from obligations.reading import confidence, reader
from obligations.reading.sheet import open_sheet

TABLE = Path(confidence.__file__).with_name("confidence.toml")
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
ROUNDS, RATE, RIDGE = 900, 3.0, 0.0002
SURE, WANTED = 0.9, 0.955

LEAST_OF_LEVEL = 60

Ranked = tuple[float, bool, str]
Sample = tuple[dict[str, float], bool, str]


def judged(seeds: Sequence[int], *, english: bool, rate: float) -> Iterator[tuple[str, Obligation, bool]]:
    """Read damaged plans and tell of each obligation whether it is what the undamaged plan gives."""
    for text in dict(plans(TESTS / "plans")).values():
        clean = [row_of(o) for o in reader.read(text, "").obligations]
        for seed in seeds:
            worn = damaged(text, english, rate, seed, blanks=False)
            for value, right in compare(clean, reader.read(worn, "").obligations).shown:
                yield worn, value, right


def samples(seeds: Sequence[int]) -> list[Sample]:
    """Collect the marks of damage of obligations read without a scale, each with whether it was right."""
    found: list[Sample] = []
    sheets = {}
    with patch.object(reader, "calibrated", lambda _, values: tuple(values)):
        for english in (True, False):
            for rate in RATES:
                for worn, value, right in judged(seeds, english=english, rate=rate):
                    if worn not in sheets:
                        sheets = {worn: open_sheet(worn)}
                    seen = confidence.marks(sheets[worn], value, confidence.condition(sheets[worn]))
                    found.append((seen, right, f"{english}:{rate}"))
    return found


def fitted(found: Sequence[Sample]) -> dict[str, float]:
    """Fit the weights of a logistic regression by descent, lightly held back."""
    names = list(found[0][0])
    weights = dict.fromkeys(names, 0.0)
    for _ in range(ROUNDS):
        slope = dict.fromkeys(names, 0.0)
        for marks, right, _ in found:
            error = confidence.weighed(marks, weights) - right
            for name in names:
                slope[name] += error * marks[name]
        for name in names:
            weights[name] -= RATE * (slope[name] / len(found) + RIDGE * weights[name])
    return weights


def steps(found: Sequence[Sample], weights: dict[str, float]) -> list[tuple[float, float]]:
    """Pool neighbours until the share of right ones only rises with the weight."""
    ranked = sorted((confidence.weighed(marks, weights), right, level) for marks, right, level in found)
    size = max(40, len(ranked) // 40)
    pools = [ranked[at : at + size] for at in range(0, len(ranked), size)]
    merged: list[list[Ranked]] = []
    for pool in pools:
        merged.append(list(pool))
        while len(merged) > 1 and _share(merged[-2]) >= _share(merged[-1]):
            merged[-2:] = [merged[-2] + merged[-1]]
    sure = _surest(sorted((confidence.weighed(m, weights), r, lv) for m, r, lv in found if confidence.promised(m)))
    made = [(sum(w for w, *_ in pool) / len(pool), _careful(pool, sure)) for pool in merged]
    edge = [(sure - 0.0001, SURE - 0.02), (sure, SURE)]  # between two steps nothing is promised that neither keeps
    below, above = [m for m in made if m[0] < edge[0][0] and m[1] < SURE], [m for m in made if m[0] > sure]
    return [(round(w, 4), round(s, 3)) for w, s in (*below, *edge, *((w, max(s, SURE)) for w, s in above))]


def _surest(ranked: Sequence[Ranked]) -> float:
    """Find the least weight from which on enough are right at every damage."""
    return next(
        (w for w, *_ in ranked[:: max(1, len(ranked) // 200)] if _worst([r for r in ranked if r[0] >= w]) >= WANTED),
        1.0,
    )


def _worst(ranked: Sequence[Ranked]) -> float:
    """Give the share of right ones at the damage where it is worst."""
    levels: dict[str, list[bool]] = {}
    for _, right, level in ranked:
        levels.setdefault(level, []).append(right)
    return min((sum(v) / len(v) for v in levels.values() if len(v) >= LEAST_OF_LEVEL), default=0.0)


def _share(pool: Sequence[Ranked]) -> float:
    return sum(right for _, right, _ in pool) / len(pool)


def _careful(pool: Sequence[Ranked], sure: float) -> float:
    """Show nine in ten only from the weight on at which enough are right at every damage."""
    share = _share(pool)
    return min(0.99, max(SURE, share)) if pool[0][0] >= sure else min(share, SURE - 0.02)


def write(weights: dict[str, float], table: Sequence[tuple[float, float]]) -> None:
    """Write confidence.toml."""
    lines = [
        "# Made by `python -m benchmarks.reading_confidence --fit` from damaged copies of the plans in tests/.",
        "# Weights of the marks of damage, and the share that was right at each step of their sum.",
        "[weights]",
        *(f"{name} = {value:.4f}" for name, value in weights.items()),
    ]
    rows = ",\n".join(f"    [{w}, {s}]" for w, s in table)
    head = "\n".join([lines[0], lines[1], f"steps = [\n{rows},\n]\n", *lines[2:]])
    TABLE.write_text(head + "\n", "utf-8")


def table(seeds: Sequence[int]) -> None:
    """Print how many of the obligations shown in each band were right in all fields."""
    for english in (True, False):
        for rate in RATES:
            shown = [(v.confidence, right) for _, v, right in judged(seeds, english=english, rate=rate)]
            cells = []
            for low, high in pairwise(BANDS):
                band = [right for sure, right in shown if low <= sure < high]
                cells.append(f"{low:.2f}: {sum(band) / len(band):.3f} of {len(band)}" if band else f"{low:.2f}: -")
            sure = [right for c, right in shown if c >= SURE]
            name = f"{'eng' if english else 'good'} + {rate:.1%}"
            print(f"{name:<12} shown >= 0.9: {len(sure)} of {len(shown)}, right {sum(sure) / max(len(sure), 1):.3f}")
            print("             " + "  ".join(cells))


def main() -> None:
    """Fit where asked, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--first", type=int, default=900)
    parser.add_argument("--fit", action="store_true")
    args = parser.parse_args()
    if args.fit:
        found = samples(range(args.first + 1000, args.first + 1000 + args.seeds))
        weights = fitted(found)
        write(weights, steps(found, weights))
        confidence.scale.cache_clear()
        print(f"fitted to {len(found)} obligations: { ({k: round(v, 2) for k, v in weights.items()}) }")
        assert all(math.isfinite(w) for w in weights.values())
    table(range(args.first, args.first + args.seeds))


if __name__ == "__main__":
    main()
