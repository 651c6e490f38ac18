"""Run the benchmarks that need no arguments and print their figures: `make bench`. The others say how to run them."""

from __future__ import annotations

from benchmarks import core, evidence_check, intake_speed, timing_calendar

for suite in (core, evidence_check, intake_speed, timing_calendar):
    print(f"# {suite.__name__.removeprefix('benchmarks.')}", flush=True)
    suite.main()
