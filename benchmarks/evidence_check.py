"""The check of one plan with ten thousand pieces of evidence, against the bare reading of the same rows.

Seconds of the processor: all of it happens in this process, and other work on the machine is not counted.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

from benchmarks.timing import Figure
from obligations import service
from obligations.model import Cadence, Evidence, EvidenceKind, Kind, Reading, Verdict
from obligations.ports import Store
from obligations.records import StoredOccurrence
from obligations.service import Office, packing
from obligations.units import implied
from tests.office import duty, open_test_office, reading

PIECES, DUTIES = 10_000, 20
UNITS = [f"Phòng Thử {n}" for n in range(1, 31)]
TODAY = date(2024, 12, 20)
BARE = (
    "SELECT * FROM evidence_use u JOIN evidence e ON e.id = u.evidence_id"
    " JOIN occurrence o ON o.id = u.occurrence_id ORDER BY e.received_at, e.id"
)


def main() -> None:
    """Print every figure as it comes."""
    for figure in figures():
        print(figure, flush=True)


def figures(pieces: int = PIECES) -> Iterator[Figure]:
    """Measure the check as a whole, duty by duty as runs make it, and what a pack gathers."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_test_office(Path(folder), TODAY)
        plan = filled(office, pieces)
        bare = _spent(lambda: _bare(Path(folder) / "dunghan.sqlite"))
        at_once = _spent(lambda: whole(office, plan))
        yield Figure(f"check of one plan, {pieces} pieces", at_once, "s", at_once / bare, "reading the bare rows")
        yield Figure("the same, duty by duty", _spent(lambda: by_duty(office, plan)), "s")
        yield Figure("gathering its year for a pack", _spent(lambda: gathered(office, plan)), "s")


def _spent(work: Callable[[], object], runs: int = 3) -> float:
    """Give the median processor seconds of a piece of work, one more run before them to warm up."""
    work()
    return statistics.median(_once(work) for _ in range(runs))


def _once(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def filled(office: Office, pieces: int, duties: int = DUTIES, units: Sequence[str] = UNITS) -> str:
    """Store a plan of monthly duties and a quarterly one for these units, and pieces, all accepted; name the plan."""
    posts = [duty("3. Hằng", f"III.{n}", Kind.POST, Cadence.MONTHLY, *units, count=2) for n in range(1, duties)]
    quarterly = duty("3. Hằng", f"III.{duties}", Kind.POST, Cadence.QUARTERLY, *units)
    plan = Reading(reading().text, reading().header, (*posts, quarterly), ())
    with office.database.begin() as store:
        store.save_register(implied(units))
        done = service.ingest(store, plan, source="year.txt", at=office.clock(), by="bench")
        service.approve(office, store, done.plan, by="bench")
        occurrences = store.occurrences(done.plan.name)
        for number, occurrence in enumerate(islice(cycle(occurrences), pieces)):
            _file(office, store, occurrence, number)
    return done.plan.name


def _file(office: Office, store: Store, occurrence: StoredOccurrence, number: int) -> Evidence:
    window = occurrence.value.due.window
    piece = store.add_evidence(
        kind=EvidenceKind.LINK,
        reference=f"https://cong.example.vn/tin/{number}",
        fingerprint=f"link://cong.example.vn/tin/{number}",
        effective_on=min(window.first + timedelta(days=number % 20), window.last),
        received_at=office.clock(),
        submitted_by="bench",
        title=f"Tin số {number}",
    )
    store.offer(piece.id, occurrence.id)
    store.judge(piece.id, Verdict.ACCEPTED, None)
    return piece


def _bare(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return len(connection.execute(BARE).fetchall())


def whole(office: Office, plan: str) -> int:
    """Check a plan at once; count the pieces accepted."""
    with office.database.begin() as store:
        rows = service.check(office, store, store.occurrences(plan), TODAY, by="bench", keep=False)
        return sum(row.standing.accepted for row in rows)


def by_duty(office: Office, plan: str) -> int:
    """Check a plan duty by duty, as runs do; count the pieces accepted."""
    with office.database.begin() as store:
        codes = [o.code for o in store.obligations(plan)]
        register = store.register()
    found = 0
    for code in codes:
        with office.database.begin() as store:
            there = store.occurrences(plan, code)
            rows = service.check(office, store, there, TODAY, by="bench", keep=False, register=register)
            found += sum(row.standing.accepted for row in rows)
    return found


def gathered(office: Office, plan: str) -> int:
    """Gather a plan's year for a pack; count its rows."""
    with office.database.begin() as store:
        return len(packing.pack(office, store, service.find_plan(store, plan), "2024").rows)


if __name__ == "__main__":
    main()
