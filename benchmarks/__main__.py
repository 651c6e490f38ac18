"""Run every benchmark and print its figures: `make bench`."""

from __future__ import annotations

from benchmarks import core

SUITES = {"core": core.figures}


def main() -> None:
    """Print the figures of every suite as they come."""
    for name, figures in SUITES.items():
        print(f"# {name}")
        for figure in figures():
            print(figure, flush=True)


if __name__ == "__main__":
    main()
