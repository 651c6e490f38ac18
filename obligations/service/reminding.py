"""From planned reminders to what arrived: one digest a person, the outbox, delivery with a last look."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from obligations.ports import Delivered, Outcome, Store
from obligations.records import (
    Change,
    Message,
    MessageState,
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

LEASE = timedelta(minutes=5)
BATCH = 10
MAILBOX = "mailbox:"
OPERATOR = "@van-hanh"
"""Who stands in the outbox for the operator: no key of a person has this shape."""

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
    waiting = [r for r in store.reminders(sorted(cases), ReminderState.PLANNED) if _speaks(office, r, register, on)]
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
    current = _current(office, store, planned, on)
    items: list[tuple[Person, DigestItem]] = []
    carried: dict[str, list[StoredReminder]] = {}
    for reminder in planned:
        case, judged = current[reminder.occurrence]
        if judged.status.closed or not _speaks(office, reminder, register, on):
            store.cancel_reminder(reminder.id)
            continue
        person = people[reminder.value.person]
        items.append((person, item(case, reminder.value, judged, register)))
        carried.setdefault(person.key, []).append(reminder)
    made = (_enqueue(office, store, digest, carried[digest.person.key], now) for digest in digests(items, on))
    return [message for message in made if message is not None]


def _speaks(office: Office, reminder: StoredReminder, register: Register, on: date) -> bool:
    """Tell whether a planned reminder still holds: its reader still has the role, and its rung is still reached."""
    value = reminder.value
    if LAPSED in value.rung:
        return False
    if value.person not in {p.key for p in holders(register, value.role, value.occurrence.unit)}:
        return False
    reached = reaches(value.occurrence.due, value.occurrence.kind, office.policy, office.calendar)
    days = [reach.day for reach in reached if reach.rung.code == value.rung]
    return not days or min(days) <= on


def _current(
    office: Office, store: Store, reminders: Iterable[StoredReminder], on: date
) -> dict[int, tuple[Case, Standing]]:
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
    )
    if message is not None:
        store.join([r.id for r in carried], message)
    return message


def deliver(office: Office, only: Sequence[int] | None = None) -> list[Message]:
    """Send what waits in the outbox (these messages, all where None); return the messages as they stand afterwards.

    Each is looked at once more before it leaves: a digest whose every item is closed or extended by now is cancelled,
    one of which some are is worded anew (rule 21). `sending` is committed before, the outcome after.
    """
    handled: list[int] = []
    while batch := office.database.claim(office.clock(), LEASE, BATCH, _rest(only, handled)):
        for message in batch:
            handled.extend(_deliver(office, message))
    with office.database.begin() as store:
        return [m for i in handled if (m := store.message(i)) is not None]


def _rest(only: Sequence[int] | None, handled: Sequence[int]) -> Sequence[int] | None:
    return None if only is None else [i for i in only if i not in handled]


def _deliver(office: Office, message: Message) -> list[int]:
    """Send one claimed message unless it has become idle; return its id, and that of the one that took its place.

    A message in doubt leaves as it is: its reader may have it already.
    """
    certain = message.state is not MessageState.IN_DOUBT
    if certain and (fresh := _replaced(office, message)) is not None:
        return [message.id, *fresh]
    if not office.database.mark_sending(message, office.clock()):
        return []
    outcome = _send(office, message) if certain else office.send(message)
    state = office.database.mark_done(message, outcome, office.clock())
    if outcome.result is not Delivered.SENT:
        with office.database.begin() as store:
            store.record(Change(office.clock(), "hộp gửi", str(state), f"message/{message.id}", why=outcome.why))
    return [message.id]


def _send(office: Office, message: Message) -> Outcome:
    """Send to where the person is reached now; to the next of their addresses where one is refused for good."""
    if message.person == OPERATOR:
        return office.send(message)
    with office.database.begin() as store:
        person = next((p for p in store.register().people if p.key == message.person), None)
    outcome = Outcome(Delivered.NEVER, "người nhận không còn trong danh bạ")
    for address in (person.addresses or (MAILBOX,)) if person else ():
        outcome = office.send(replace(message, address=address))
        if outcome.result is not Delivered.NEVER:
            break
    return outcome


def _replaced(office: Office, message: Message) -> list[int] | None:
    """Withdraw a message of which something no longer holds, and join what remains anew; None where all holds."""
    with office.database.begin() as store:
        carried = store.reminders_of(message.id)
        register = store.register()
        current = _current(office, store, carried, message.on)
        if all(_holds(office, r, current[r.occurrence][1], register, message.on) for r in carried):
            return None
        if not store.withdraw(message, "đã thay đổi trước khi gửi"):
            return []
        store.release_reminders(message.id)
        return remind(office, store, message.on, now=office.clock(), occurrences=sorted(current))


def _holds(office: Office, reminder: StoredReminder, judged: Standing, register: Register, on: date) -> bool:
    return not judged.status.closed and _speaks(office, reminder, register, on)


def revive(store: Store, now: datetime) -> int:
    """Let what could not be delivered wait again for people whose addresses have changed; return how many messages."""
    people = {p.key: p for p in store.register().people}
    dead = [m for m in store.messages(MessageState.DEAD) if m.person in people]
    changed = [m for m in dead if m.address not in (people[m.person].addresses or (MAILBOX,))]
    return sum(store.requeue(m.id, address_of(people[m.person]), now) for m in changed)


def retry(office: Office) -> list[Message]:
    """Send again what could not leave before and whose pause is over; return the messages as they stand afterwards.

    What was enqueued a moment ago is left to the one who enqueued it.
    """
    now = office.clock()
    with office.database.begin() as store:
        left = [m for state in (MessageState.WAITING, MessageState.IN_DOUBT) for m in store.messages(state)]
    due = [m.id for m in left if m.not_before <= now and (m.attempts > 0 or now - m.not_before > LEASE)]
    return deliver(office, due) if due else []
