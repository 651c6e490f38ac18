"""Damaged copies of the shared plans by the shared scorer's rules: `python -m benchmarks.reading_shared [--plans DIR]`.

A gold obligation is found where the scorer (`tools/score_plans.py`) says so: by its clause or anchor, its frequency and
a unit in common. Prints recall, precision of dated duties, F1 and the share right in every field for each damage.
"""

from __future__ import annotations

import argparse
import importlib.util
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from benchmarks.reading_noise import RATES, scatter
from obligations.reading.contract import as_contract
from obligations.reading.reader import read

SHARED = Path(__file__).parents[2] / "shared"


def scorer() -> ModuleType:
    """Load the shared scorer."""
    spec = importlib.util.spec_from_file_location("score_plans", SHARED / "tools" / "score_plans.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SHARED / "tools" / "score_plans.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(folder: Path, gold: Path, only: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the texts and gold of the plans whose name holds `only`."""
    for path in sorted(p for p in gold.glob("*.yaml") if only in p.name):
        text = next(folder.glob(f"{path.stem}.*")).read_text("utf-8")
        yield unicodedata.normalize("NFC", text), yaml.safe_load(path.read_text("utf-8"))


def scored(score: ModuleType, gold: Sequence[dict[str, Any]], read_values: Sequence[dict[str, Any]]) -> list[int]:
    """Count required, found, right in every field, dated and falsely dated obligations, as the scorer does."""
    met: dict[int, list[dict[str, Any]]] = {}
    false = 0
    for value in read_values:
        options = [g for g in gold if score.meets(g, value)]
        if options:
            best = max(options, key=lambda g: score.closeness(g, value))
            met.setdefault(id(best), []).append(value)
        else:
            false += value["frequency"] in score.DATED
    required = [g for g in gold if g.get("need") != "optional"]
    found = [g for g in required if id(g) in met]
    right = sum(not set(score.wrong_fields(g, met[id(g)])) - {"quote"} for g in found)
    return [len(required), len(found), right, sum(v["frequency"] in score.DATED for v in read_values), false]


def main() -> None:
    """Print a line for each damage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=Path, default=SHARED / "ocr" / "plans")
    parser.add_argument("--gold", type=Path, default=SHARED / "ocr" / "gold")
    parser.add_argument("--only", default="eng", help="plans whose name holds this")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=int, default=900)
    args = parser.parse_args()
    score = scorer()
    for rate in RATES:
        total = [0] * 5
        for text, gold in cases(args.plans, args.gold, args.only):
            for seed in range(args.first, args.first + (args.seeds if rate else 1)):
                values = as_contract(read(scatter(text, rate, seed), ""))["obligations"]
                total = [a + b for a, b in zip(total, scored(score, gold["obligations"], values), strict=True)]
        required, found, right, dated, false = total
        recall, precision = found / max(required, 1), 1 - false / max(dated, 1)
        f1 = 2 * recall * precision / max(recall + precision, 1e-9)
        print(f"+ {rate:.1%}  recall {recall:.3f}  precision {precision:.3f}  F1 {f1:.3f}  "
              f"all fields {right / max(required, 1):.3f}  of {required}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
