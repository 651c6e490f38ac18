"""How fast due dates are reckoned, a year simulated, a morning swept: `python -m benchmarks.timing_calendar`."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.timing import Figure, median, seconds
from obligations import service
from obligations.model import Cadence, Draft, Kind, Obligation, Occurrence, PlanHeader, Reading, Role
from obligations.policy import Policy
from obligations.ports import Delivered, Outcome
from obligations.records import Payload
from obligations.service import Office
from obligations.simulate import simulate
from obligations.timing.occurrences import dues, occurrences
from obligations.units import Person, Post, Register, Unit
from storage import open_database
from storage.calendars import public_calendar

KEY = b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
POLICY, CALENDAR = Policy(), public_calendar()
HEADER = PlanHeader("1/KH", "Sở", date(2026, 1, 5), 2026, "Kế hoạch", "0" * 64)
SORTS = (
    (Kind.POST, Cadence.MONTHLY),
    (Kind.PORTAL_SUBMISSION, Cadence.QUARTERLY),
    (Kind.REPORT, Cadence.HALF_YEARLY),
    (Kind.POST, Cadence.YEARLY),
)


def duty(number: int) -> Obligation:
    """Make an obligation of everybody."""
    kind, cadence = SORTS[number % len(SORTS)]
    return Obligation(f"III.{number}", kind, cadence, 1, ("Tất cả",), "hằng kỳ", (0, 8), recipient="Sở Nội vụ")


def register(units: int) -> Register:
    """Make an agency of so many units, each with a head and a focal officer."""
    keys = [f"u{n}" for n in range(units)]
    people = [Person(f"{role}-{key}", role) for key in keys for role in ("head", "focal")]
    posts = [Post(f"{role}-{key}", role, key) for key in keys for role in (Role.HEAD, Role.FOCAL)]
    return Register(
        (*(Unit(key, f"Đơn vị số {key}") for key in keys), Unit("tat-ca", "Tất cả", members=tuple(keys))),
        (*people, Person("vp", "vp"), Person("ld", "ld")),
        (*posts, Post("vp", Role.OFFICE), Post("ld", Role.LEADER)),
    )


def reckon() -> int:
    """Reckon the occurrences of 200 obligations for 30 units."""
    units = [f"u{n}" for n in range(30)]
    return sum(
        len(occurrences("p", one.clause, one, units, dues(one, HEADER, (), POLICY, CALENDAR)))
        for one in map(duty, range(200))
    )


def play(units: int) -> int:
    """Simulate a year of four obligations for so many units."""
    plan = [(one.clause, one) for one in map(duty, range(4))]
    year = (date(2026, 1, 1), date(2026, 12, 31))
    return sum(len(d.items) for d in simulate(plan, HEADER, register(units), *year, POLICY, CALENDAR))


def office(folder: Path, obligations: int, units: int) -> Office:
    """Open an office with so many approved obligations of so many units."""
    quiet = Payload("s", "t", "<p>t</p>", "t")
    desk = Office(
        database=open_database(f"sqlite:///{folder / 'x.db'}", key=KEY),
        policy=POLICY,
        calendar=CALENDAR,
        word=lambda _: quiet,
        send=lambda _: Outcome(Delivered.SENT),
        clock=lambda: datetime(2026, 3, 25, 1, tzinfo=UTC),
    )
    duties = tuple(map(duty, range(obligations)))
    with desk.database.begin() as store:
        store.save_register(register(units))
        reading = Reading("hằng kỳ", HEADER, duties, ())
        store.add_plan(reading, name="p", codes=[d.clause for d in duties], source="p", sample=False, at=desk.clock())
        for stored in store.obligations("p"):
            store.set_obligation_state(stored.id, Draft.APPROVED)
    return desk


def plainly(rows: int) -> None:
    """Write and read as many rows of a reminder's size with sqlite3 alone, one statement each way."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "x.db")) as plain:
        plain.execute(
            "CREATE TABLE reminder (id INTEGER PRIMARY KEY, occurrence, rung, role, person, state, planned_on)"
        )
        values = [(n, "-10", "focal", f"focal-u{n % 30}", "planned", "2026-03-25") for n in range(rows)]
        with plain:
            plain.executemany(
                "INSERT INTO reminder (occurrence, rung, role, person, state, planned_on) VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
        assert len(plain.execute("SELECT * FROM reminder").fetchall()) == rows


def apart(units: int) -> tuple[float, float]:
    """Simulate a year for so many units in a process of its own; give seconds, and the process's most memory in MB."""
    said = subprocess.run([sys.executable, "-c", ALONE, str(units)], capture_output=True, text=True, check=True).stdout
    spent, most = said.split()
    return float(spent), float(most) / 1024


ALONE = """
import resource, sys
from benchmarks.timing import seconds
from benchmarks.timing_calendar import play
spent = seconds(lambda: play(int(sys.argv[1])))
print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> None:
    """Print every figure as it comes."""
    for figure in figures():
        print(figure, flush=True)


def figures() -> Iterator[Figure]:
    """Measure one after the other."""
    count = reckon()
    spent, bare = median(reckon), median(bare_values)
    yield Figure("occurrences reckoned (bound 20,000)", count / spent, "a second", spent / bare, "the values alone")
    yield from _years()
    with tempfile.TemporaryDirectory() as folder:
        yield from _sweeps(office(Path(folder), 500, 30))


def bare_values() -> list[Occurrence]:
    """Make as many occurrences as `reckon` does out of one that is ready."""
    one = duty(0)
    (due, *_) = dues(one, HEADER, (), POLICY, CALENDAR)
    return [made for _ in range(reckon() // 30) for made in occurrences("p", "III.1", one, ["u"] * 30, [due])]


def _years() -> Iterator[Figure]:
    before = 0.0
    for units in (30, 300, 3000):
        spent, most = apart(units)
        tenfold = (spent / before / 10, "ten times the line above") if before else (None, "")
        yield Figure(f"a year simulated, {units} units (bound for 30: 1 s)", spent, "s", *tenfold)
        yield Figure(f"  memory of its process, {units} units", most, "MB")
        before = spent


def _sweeps(desk: Office) -> Iterator[Figure]:
    first = seconds(lambda: service.sweep(desk, send=False, by="bench"))
    with desk.database.begin() as store:
        count, told = len(store.occurrences()), len(store.reminders())
    plain = seconds(lambda: plainly(count + told))
    again = seconds(lambda: service.sweep(desk, send=False, by="bench"))
    sending = seconds(lambda: service.sweep(desk, by="bench"))
    later = replace(desk, clock=lambda: datetime(2026, 3, 26, 1, tzinfo=UTC))
    morning = seconds(lambda: service.sweep(later, by="bench"))
    of = f"500 obligations × 30 units, {count} occurrences"
    yield Figure(f"first sweep, {of}", first, "s", first / plain, "sqlite3 alone, the same rows")
    yield Figure("  opened and planned (bound 5,000)", count / first, "a second")
    yield Figure("the same again, nothing new", again, "s", again / first, "the first")
    yield Figure("  looked at (bound 5,000)", count / again, "a second")
    yield Figure(f"the same with {told} reminders sent in digests (bound 30 s)", sending, "s")
    yield Figure("the sweep of the next morning (bound 30 s)", morning, "s")


if __name__ == "__main__":
    main()
