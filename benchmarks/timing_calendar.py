"""How fast due dates are reckoned, a year simulated, a morning swept: `python -m benchmarks.timing_calendar`."""

from __future__ import annotations

import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from obligations import service
from obligations.model import Cadence, Draft, Kind, Obligation, PlanHeader, Reading, Role
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


def timed(what: Callable[[], int]) -> tuple[int, float]:
    """Run something that counts; give the count and the seconds."""
    began = time.perf_counter()
    return what(), time.perf_counter() - began


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


def main() -> None:
    """Print every measure with its bound."""
    count, seconds = timed(reckon)
    print(f"occurrences a second: {count / seconds:,.0f} (bound 20,000)")
    for units in (30, 300, 3000):
        count, seconds = timed(lambda units=units: play(units))  # type: ignore[misc]
        print(f"simulated year, {units} units: {seconds:.2f} s, {count} lines (bound for 30 units: 1 s)")
    tracemalloc.start()
    play(300)
    print(f"memory at its most for 300 units: {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB")
    tracemalloc.stop()
    with tempfile.TemporaryDirectory() as folder:
        desk = office(Path(folder), 500, 30)
        for name in ("first sweep", "second sweep, nothing new"):
            count, seconds = timed(lambda: len(service.sweep(desk, by="bench").runs))
            print(f"{name}, {count} obligations x 30 units: {seconds:.1f} s")
        later = replace(desk, clock=lambda: datetime(2026, 3, 26, 1, tzinfo=UTC))
        count, seconds = timed(lambda: len(service.sweep(later, by="bench").runs))
        print(f"sweep of the next day: {seconds:.1f} s")


if __name__ == "__main__":
    main()
