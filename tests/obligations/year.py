"""A year played on a real database and mail server, set beside the same year simulated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from obligations import service
from obligations.model import Due, Evidence, EvidenceKind, Occurrence, Reading, Role, Status, Verdict
from obligations.ports import Store
from obligations.records import MessageState, ReminderState, StoredReminder
from obligations.reminders import reaches
from obligations.rungs import Reach, own_ladder
from obligations.service import Office, filing
from obligations.service.notices import NOTICES
from obligations.simulate import simulate
from obligations.units import Person, Register, holders
from tests.office import at
from tests.servers import SmtpSink

Line = tuple[date, str, str, str, str, str]
"""Day, person, code, unit, period, rung."""

UNREACHABLE = "khong-co-kenh://ai-do"
LANDED = (MessageState.SENT, MessageState.DEAD)


def reachable(register: Register, sink: SmtpSink, dead: str = "") -> Register:
    """Give everybody an address at the sink, and one person an address that nothing can deliver to."""
    people = (
        Person(p.key, p.name, (UNREACHABLE if p.key == dead else sink.url(f"{p.key}@so.example.vn"),))
        for p in register.people
    )
    return replace(register, people=tuple(people))


def done_on(due: Due, which: int) -> date | None:
    """Say on which day the evidence of a period comes in: early, late, or never, in turn."""
    days = (due.internal - timedelta(days=20), due.internal + timedelta(days=2), None, due.internal)
    day = days[which % len(days)]
    return None if day is None or day not in due.window else day


def turn(occurrence: Occurrence) -> int:
    """Spread occurrences over the turns, the same way in the simulation and on the database."""
    return sum(map(ord, f"{occurrence.code}{occurrence.unit}{occurrence.due.period}"))


def handed_in(occurrence: Occurrence) -> Sequence[Evidence]:
    """Give the accepted pieces of an occurrence that is met in time, late, or never."""
    day = done_on(occurrence.due, turn(occurrence))
    if day is None or occurrence.aggregate:
        return ()
    instant = at(day)()
    return [
        Evidence(n, EvidenceKind.LINK, f"https://x/{n}", f"{n}", day, instant, "thử", Verdict.ACCEPTED)
        for n in range(occurrence.needed)
    ]


def simulated(readings: Iterable[Reading], register: Register, office: Office, days: Sequence[date]) -> set[Line]:
    """List what a simulation of the plans says on these days."""
    lines = set()
    for reading in readings:
        coded = list(zip(service.codes(reading.obligations), reading.obligations, strict=True))
        for digest in simulate(
            coded, reading.header, register, days[0], days[-1], office.policy, office.calendar, handed_in
        ):
            for item in digest.items:
                o = item.standing.occurrence
                lines.add((digest.on, digest.person.key, o.code, o.unit, o.due.period, item.rung))
    return lines


@dataclass(frozen=True, slots=True)
class Played:
    """What a year left: the states of every occurrence on every day that was swept."""

    office: Office
    days: tuple[date, ...]
    states: dict[date, dict[int, Status]]


def play(office: Office, days: Sequence[date]) -> Played:
    """Sweep and send on each of these days, filing the evidence that came in by then."""
    states, filed = {}, set[int]()
    for day in days:
        today = replace(office, clock=at(day))
        with today.database.begin() as store:
            for one in store.occurrences():
                done = done_on(one.value.due, turn(one.value))
                if one.id not in filed and done and done <= day and not one.value.aggregate:
                    filed.add(one.id)
                    _file(today, store, one.value, done)
        service.sweep(today, by="thử")
        with today.database.begin() as store:
            states[day] = {o.id: o.status for o in store.occurrences()}
    return Played(office, tuple(days), states)


def _file(office: Office, store: Store, value: Occurrence, done: date) -> None:
    plan = service.find_plan(store, value.plan)
    obligation = service.one_obligation(store, plan, value.code)
    for n in range(value.needed):
        link = f"https://cong.example.vn/{value.plan}/{value.code}/{value.unit}/{value.due.period}/{n}"
        piece = filing.link(link.replace(" ", "-"), done)
        period = value.due.period
        kept = filing.add(office, store, plan, obligation, piece, unit=value.unit, period=period, by="thử")
        filing.accept(office, store, kept.evidence.id, by="thử")


def delivered(played: Played) -> set[Line]:
    """List what was told by messages that landed, each with the day it left on."""
    with played.office.database.begin() as store:
        messages = {m.id: m for m in store.messages()}
        told = [r for r in store.reminders(state=ReminderState.JOINED) if r.message is not None]
    return {
        (messages[r.message].on, r.value.person, v.code, v.unit, v.due.period, r.value.rung)
        for r in told
        for v in [r.value.occurrence]
        if r.message is not None and messages[r.message].state in LANDED
    }


def unaccounted(played: Played, register: Register) -> list[str]:
    """List every (occurrence, rung, person) of the ladders that was neither sent, nor skipped with a reason, nor dead.

    Where nothing is stored the reason must be that the occurrence was closed, or waited for a verdict, on every swept
    day on which the rung was the one reached.
    """
    office, missing = played.office, []
    with office.database.begin() as store:
        messages = {m.id: m.state for m in store.messages()}
        stored = {(r.occurrence, r.value.rung, r.value.role, r.value.person): r for r in store.reminders()}
        occurrences = [o for o in store.occurrences() if not o.value.aggregate]
    for one in occurrences:
        own = own_ladder(one.value)
        every = reaches(one.value.due, one.value.kind, office.policy, office.calendar, own)
        for n, reach in enumerate(every):
            until = every[n + 1].day if n + 1 < len(every) else played.days[-1]
            swept = [d for d in played.days if reach.day <= d < until]
            for role in reach.rung.roles:
                for person in [p.key for p in holders(register, role, one.value.unit)] or [""]:
                    found = stored.get((one.id, reach.rung.code, role, person)) or _senior(
                        stored, one.id, reach, person
                    )
                    excused = all(played.states[d].get(one.id, Status.MET) in EXCUSED for d in swept)
                    if not (_accounted(found, messages) if found else excused):
                        missing.append(f"{one.value.code} {one.value.unit} {one.value.due.period} {reach} {person}")
    return missing


EXCUSED = (Status.MET, Status.MET_LATE, Status.WAIVED, Status.IN_REVIEW)
Stored = dict[tuple[int, str, Role, str], StoredReminder]


def _senior(stored: Stored, occurrence: int, reach: Reach, person: str) -> StoredReminder | None:
    """Find the reminder of one who holds several roles of a rung: told once, in the most senior."""
    code = reach.rung.code
    return next((stored[k] for role in Role if (k := (occurrence, code, role, person)) in stored), None)


def _accounted(found: StoredReminder, messages: dict[int, MessageState]) -> bool:
    if found.state is ReminderState.JOINED:
        return found.message is not None and messages[found.message] in LANDED
    return found.state is ReminderState.SKIPPED and bool(found.value.why)


def digests_by_reader(played: Played) -> Counter[tuple[date, str]]:
    """Count the messages of each day and person, notices of delivery left out."""
    with played.office.database.begin() as store:
        kept = [m for m in store.messages() if m.state in LANDED and not m.key.startswith(NOTICES)]
    return Counter((m.on, m.person) for m in kept)


def working_days(
    office: Office, first: date, last: date, wanted: Callable[[date], bool] = lambda _: True
) -> list[date]:
    """List the working days of a stretch on which something is wanted."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if office.calendar.is_working(day) and wanted(day)]
