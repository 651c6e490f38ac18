"""Run the benchmarks that need no arguments and print their figures: `make bench`. The others say how to run them."""

from __future__ import annotations

from benchmarks import core, delivery, evidence_check, intake_speed, timing_calendar, timing_reconcile


def main() -> None:
    """Run one suite after the other."""
    for suite in (core, evidence_check, intake_speed, timing_calendar, timing_reconcile, delivery):
        print(f"# {suite.__name__.removeprefix('benchmarks.')}", flush=True)
        suite.main()


if __name__ == "__main__":  # the mail server is a process of its own, which imports this module
    main()
