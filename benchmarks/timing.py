"""How long something takes: the median of several runs, after one to warm up."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report. `value` is in `unit`; `ratio` compares it with the baseline, where there is one."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    baseline: str = ""

    def __str__(self) -> str:
        beside = "" if self.ratio is None else f"   {self.ratio:6.2f} × {self.baseline}"
        return f"{self.name:<58} {self.value:>12,.3f} {self.unit:<12}{beside}"


def median(work: Callable[[], object], runs: int = 5) -> float:
    """Give the median seconds of a piece of work over some runs, one more before them to warm up."""
    work()
    return statistics.median(seconds(work) for _ in range(runs))


def seconds(work: Callable[[], object]) -> float:
    """Give the seconds of one run."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
