"""Reading under damage: `python -m benchmarks.reading_damage [--seeds N] [--blanks] [--verbose] [--plans DIR]`.

Prints, for each damage, recall, precision, F1 and the share right in every field: against what a person wrote down
for our own plans (`gold`), and against the reading of the undamaged text (`clean`).
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reading_noise import RATES, as_english, scatter
from benchmarks.reading_score import Tally, compare, gold_rows, row_of
from obligations.reading.reader import read

TESTS = Path(__file__).parents[1] / "tests" / "reading"


def plans(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the names and texts of the plans in a folder."""
    for path in sorted(folder.iterdir()):
        yield path.stem, unicodedata.normalize("NFC", path.read_text("utf-8"))


def damaged(text: str, english: bool, rate: float, seed: int, *, blanks: bool) -> str:
    """Give a damaged copy of a text."""
    return scatter(as_english(text, seed) if english else text, rate, seed, blanks=blanks)


def line(name: str, tally: Tally) -> str:
    """Write a line of the table."""
    return (f"{name:<22} recall {tally.recall:.3f}  precision {tally.precision:.3f}  F1 {tally.f1:.3f}  "
            f"all fields {tally.whole:.3f}  of {tally.wanted}")  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first", type=int, default=100, help="the first seed")
    parser.add_argument("--blanks", action="store_true", help="damage the blanks between words too")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--clean-only", action="store_true", help="no text read as English")
    parser.add_argument("--plans", type=Path, default=TESTS / "plans")
    parser.add_argument("--as-is", action="store_true", help="the texts are read as English already")
    args = parser.parse_args()
    texts = dict(plans(args.plans))
    gold = {name: gold_rows(path) for name in texts if (path := TESTS / "gold" / f"{name}.tsv").exists()}
    clean = {name: [row_of(o) for o in read(text, "").obligations] for name, text in texts.items()}
    undamaged = Tally()
    for name, rows in gold.items():
        undamaged.add(compare(rows, read(texts[name], "").obligations, name))
    print(line("undamaged, gold", undamaged))
    print(*undamaged.missed, sep="\n")
    for english in (False,) if args.clean_only or args.as_is else (True, False):
        for rate in RATES:
            if not rate and not english:
                continue
            by_gold, by_clean = Tally(), Tally()
            for name, text in texts.items():
                for seed in range(args.first, args.first + args.seeds):
                    values = read(damaged(text, english, rate, seed, blanks=args.blanks), "").obligations
                    by_clean.add(compare(clean[name], values, f"{name}/{seed}"))
                    if name in gold:
                        by_gold.add(compare(gold[name], values, f"{name}/{seed}"))
            label = f"{'eng' if english else 'good'} + {rate:.1%}"
            print(line(f"{label}, clean", by_clean))
            if gold:
                print(line(f"{label}, gold", by_gold), flush=True)
            if args.verbose:
                print(*by_clean.missed, sep="\n")


if __name__ == "__main__":
    main()
