"""The core by itself: reading, a year simulated, the check and plan of many occurrences."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.timing import Figure, median, seconds
from obligations import service
from obligations.model import Cadence, Kind, Obligation, Reading
from obligations.policy import Policy
from obligations.reading.reader import read
from obligations.simulate import simulate
from obligations.text import fold
from obligations.timing.workdays import WEEKENDS
from obligations.units import implied
from portal.sample import plan_text
from tests.office import duty, open_test_office, reading

LETTERS_A_PAGE = 2200
UNITS = [f"Phòng Thử {n}" for n in range(1, 31)]
CADENCES = (Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY, Cadence.WEEKLY)


def main() -> None:
    """Print every figure as it comes."""
    for figure in figures():
        print(figure, flush=True)


def figures() -> Iterator[Figure]:
    """Measure one after the other."""
    yield from _reading()
    yield from _simulating()
    yield from _checking()


def _reading() -> Iterator[Figure]:
    text = plan_text(date(2026, 3, 2))
    pages = len(text) / LETTERS_A_PAGE
    spent, folded = median(lambda: read(text, "x")), median(lambda: fold(text))
    yield Figure("reading the sample plan", spent * 1000, "ms", spent / folded, "folding its text")
    yield Figure("reading", pages / spent, "pages/s")


def _year() -> list[tuple[str, Obligation]]:
    one = duty("3. Hằng", "III.1", Kind.POST, Cadence.MONTHLY, *UNITS)
    return [(f"III.{n}", replace(one, clause=f"III.{n}", cadence=CADENCES[n % 5])) for n in range(1, 21)]


def _simulating() -> Iterator[Figure]:
    header, year, register = reading().header, _year(), implied(UNITS)
    first, last = date(2024, 1, 1), date(2024, 12, 31)
    work = lambda: sum(1 for _ in simulate(year, header, register, first, last, Policy(), WEEKENDS))  # noqa: E731
    yield Figure(f"a year, 20 obligations × 30 units, {work()} messages", median(work, 3), "s")


def _checking() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        office = open_test_office(Path(folder), date(2024, 6, 27))
        plan = Reading(reading().text, reading().header, tuple(o for _, o in _year()), ())
        with office.database.begin() as store:
            store.save_register(implied(UNITS))
            done = service.ingest(store, plan, source="year.txt", at=office.clock(), by="bench")
            service.approve(office, store, done.plan, by="bench")
            count = len(store.occurrences())
        first = seconds(lambda: service.sweep(office, send=False, by="bench"))
        again = median(lambda: service.sweep(office, send=False, by="bench"), 3)
        yield Figure(f"first sweep over {count} occurrences, planning", count / first, "occurrences/s")
        yield Figure("the same again, nothing to plan", count / again, "occurrences/s", first / again, "the first")
