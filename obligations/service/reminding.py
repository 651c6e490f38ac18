"""From planned reminders to the outbox: one digest a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from obligations.outbox import priority
from obligations.ports import Store
from obligations.records import (
    ReminderState,
    StoredObligation,
    StoredOccurrence,
    StoredPlan,
    StoredReminder,
)
from obligations.reminders import LAPSED, Digest, DigestItem, Reminder, Standing, digests, reaches
from obligations.service.checking import standings, unit_name
from obligations.service.values import Draft, Office, Row
from obligations.units import Person, Register, holders

MAILBOX = "mailbox:"

Case = tuple[StoredPlan, StoredObligation]


def address_of(person: Person) -> str:
    """Give where a person is reached; the mailbox folder where no address is set."""
    return person.addresses[0] if person.addresses else MAILBOX


def item(case: Case, reminder: Reminder, judged: Standing, register: Register) -> DigestItem:
    """Say of one reminder what its reader must know: where it stands, and the plan's own words."""
    plan, obligation = case
    return DigestItem(
        standing=judged,
        rung=reminder.rung,
        role=reminder.role,
        unit_name=unit_name(register, reminder.occurrence.unit),
        plan_number=plan.header.number,
        plan_title=plan.header.title,
        quote=obligation.value.quote,
        recipient=obligation.value.recipient,
    )


def drafts(office: Office, store: Store, found: Iterable[tuple[Case, Row]], on: date) -> tuple[Draft, ...]:
    """Word the digests that these rows' reminders would make, planned now or before, keeping nothing."""
    register = store.register()
    cases = {row.stored.id: (case, row) for case, row in found}
    waiting = [r for r in store.reminders(sorted(cases), ReminderState.PLANNED) if speaks(office, r, register, on)]
    told = [(r.occurrence, r.value) for r in waiting if not cases[r.occurrence][1].standing.status.closed]
    told += [(row.stored.id, reminder) for _, row in cases.values() for reminder in row.planned]
    people = {p.key: p for p in register.people}
    items = [
        (people[reminder.person], item(cases[about][0], reminder, cases[about][1].standing, register))
        for about, reminder in told
    ]
    return tuple(Draft(d.person.name, str(d.role), address_of(d.person), office.word(d)) for d in digests(items, on))


def remind(
    office: Office, store: Store, on: date, *, now: datetime, occurrences: Sequence[int] | None = None
) -> list[int]:
    """Join planned reminders (of these occurrences, of all where None) into one digest a person; return message ids.

    What was met in the meantime, is asked of somebody else by now, or was moved, is cancelled first (rule 21).
    Idempotent: a reminder is joined once; two that join at the same time share the reminders between them.
    """
    planned = store.reminders(occurrences, ReminderState.PLANNED, hold=True)
    register = store.register()
    people = {p.key: p for p in register.people}
    cases = current(office, store, planned, on)
    items: list[tuple[Person, DigestItem]] = []
    carried: dict[str, list[StoredReminder]] = {}
    for reminder in planned:
        case, judged = cases[reminder.occurrence]
        if judged.status.closed or not speaks(office, reminder, register, on):
            store.cancel_reminder(reminder.id)
            continue
        person = people[reminder.value.person]
        items.append((person, item(case, reminder.value, judged, register)))
        carried.setdefault(person.key, []).append(reminder)
    made = (_enqueue(office, store, digest, carried[digest.person.key], now) for digest in digests(items, on))
    return [message for message in made if message is not None]


def speaks(office: Office, reminder: StoredReminder, register: Register, on: date) -> bool:
    """Tell whether a planned reminder still holds: its reader still has the role, and its rung is still reached."""
    value = reminder.value
    if LAPSED in value.rung:
        return False
    if value.person not in {p.key for p in holders(register, value.role, value.occurrence.unit)}:
        return False
    reached = reaches(value.occurrence.due, value.occurrence.kind, office.policy, office.calendar)
    days = [reach.day for reach in reached if reach.rung.code == value.rung]
    return not days or min(days) <= on


def current(
    office: Office, store: Store, reminders: Iterable[StoredReminder], on: date
) -> dict[int, tuple[Case, Standing]]:
    """Judge on a day the occurrences that reminders speak of, by id, each with its plan and obligation."""
    wanted = {r.occurrence for r in reminders}
    if not wanted:
        return {}
    stored = store.occurrences(only=sorted(wanted))
    cases = _cases(store, stored)
    return {o.id: (cases[o.value.plan, o.value.code], judged) for o, judged in standings(office, store, stored, on)}


def _cases(store: Store, occurrences: Iterable[StoredOccurrence]) -> dict[tuple[str, str], Case]:
    plans = {p.name: p for p in store.plans()}
    wanted = {(o.value.plan, o.value.code) for o in occurrences}
    return {(o.plan, o.code): (plans[o.plan], o) for o in store.obligations() if (o.plan, o.code) in wanted}


def _enqueue(
    office: Office, store: Store, digest: Digest, carried: Sequence[StoredReminder], now: datetime
) -> int | None:
    """Put a digest into the outbox, keyed by the reminders it carries: the same ones never leave twice."""
    ids = ",".join(str(r.id) for r in sorted(carried, key=lambda r: r.id))
    key = f"{digest.on}:{digest.person.key}:{hashlib.sha256(ids.encode()).hexdigest()[:24]}"
    message = store.enqueue(
        key=key,
        on=digest.on,
        person=digest.person.key,
        person_name=digest.person.name,
        role=str(digest.role),
        address=address_of(digest.person),
        payload=office.word(digest),
        not_before=now,
        priority=priority(digest),
    )
    if message is not None:
        store.join([r.id for r in carried], message)
    return message
