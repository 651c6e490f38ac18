"""Run the benchmarks that need no arguments and print their figures: `make bench`. The others say how to run them."""

from __future__ import annotations

from benchmarks import core, evidence_check, timing_calendar, timing_reconcile

for suite in (core, evidence_check, timing_calendar, timing_reconcile):
    print(f"# {suite.__name__.removeprefix('benchmarks.')}", flush=True)
    suite.main()
