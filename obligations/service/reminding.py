"""From planned reminders to the outbox: one digest a person."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from obligations.answers import UNANSWERED, UNIT_ROLES, Answered, Grant, stand_ins, verbs_for
from obligations.model import Role, Status
from obligations.outbox import priority
from obligations.ports import Store
from obligations.records import (
    Message,
    ReminderState,
    StoredObligation,
    StoredOccurrence,
    StoredPlan,
    StoredReminder,
)
from obligations.reminders import LAPSED, RETURNED, Digest, DigestItem, Reminder, Standing, behind, digests
from obligations.rungs import PACE, own_ladder, reaches
from obligations.service.checking import answers_to, standings, unit_name
from obligations.service.values import Draft, Office, Row
from obligations.summary import Summary
from obligations.units import Person, Register, holders

MAILBOX = "mailbox:"
# Stands in drafts: a code that works is in the message alone.
SAMPLE_CODE = "ma-rieng-trong-thu"
SUMMARY_KEY = "tong-hop"

Case = tuple[StoredPlan, StoredObligation]


@dataclass(frozen=True, slots=True)
class Now:
    """An occurrence as it stands: its plan and obligation, where it stands, what was answered."""

    case: Case
    standing: Standing
    answer: Answered = UNANSWERED


def address_of(person: Person) -> str:
    """Give where a person is reached; the mailbox folder where no address is set."""
    return person.addresses[0] if person.addresses else MAILBOX


def office_people(register: Register) -> tuple[Person, ...]:
    """List who keeps the plans: they get the morning summary."""
    return holders(register, Role.OFFICE)


def carries_summary(message: Message) -> bool:
    """Tell whether a message holds the morning summary."""
    return message.key.endswith(f":{SUMMARY_KEY}")


def item(now: Now, reminder: Reminder, register: Register, code: str | None = None) -> DigestItem:
    """Say of one reminder what its reader must know: where it stands, the plan's own words, how to answer."""
    plan, obligation = now.case
    return DigestItem(
        standing=now.standing,
        rung=reminder.rung,
        role=reminder.role,
        unit_name=unit_name(register, reminder.occurrence.unit),
        plan_number=plan.header.number,
        plan_title=plan.header.title,
        quote=obligation.value.quote,
        recipient=obligation.value.recipient,
        token=code,
        promised=now.answer.promised,
    )


def drafts(office: Office, store: Store, found: Iterable[tuple[Case, Row]], on: date) -> tuple[Draft, ...]:
    """Word the digests that these rows' reminders would make, planned now or before, keeping nothing."""
    register = store.register()
    rows = {row.stored.id: (case, row) for case, row in found}
    answers = answers_to(store, sorted(rows), register)
    now = {about: Now(case, row.standing, answers.get(about, UNANSWERED)) for about, (case, row) in rows.items()}
    planned = store.reminders(sorted(rows), ReminderState.PLANNED)
    told = [(r.occurrence, r.value) for r in planned if holds(office, r, now[r.occurrence], register, on)]
    told += [(about, reminder) for about, (_, row) in rows.items() for reminder in row.planned]
    people = {p.key: p for p in register.people}
    items = [
        (people[reminder.person], item(now[about], reminder, register, _sample_code(office, reminder)))
        for about, reminder in told
    ]
    return tuple(Draft(d.person.name, str(d.role), address_of(d.person), office.word(d)) for d in digests(items, on))


def _sample_code(office: Office, reminder: Reminder) -> str | None:
    return SAMPLE_CODE if office.codes and reminder.role in UNIT_ROLES else None


def remind(
    office: Office,
    store: Store,
    on: date,
    *,
    now: datetime,
    occurrences: Sequence[int] | None = None,
    later: Collection[str] = (),
    summary: Summary | None = None,
) -> list[int]:
    """Join planned reminders (of these occurrences, of all where None) into one digest a person; return message ids.

    What was met in the meantime, is asked of somebody else by now, was answered or moved, is cancelled first (rule
    21). People named in `later` are left for another call; with a `summary` those who keep the plans get it, in the
    same digest, once a day. Idempotent: a reminder is joined once; two that join at the same time share the reminders
    between them.
    """
    planned = [r for r in store.reminders(occurrences, ReminderState.PLANNED, hold=True) if r.value.person not in later]
    register = store.register()
    people = {p.key: p for p in register.people}
    standing = current(office, store, planned, on, register)
    items: list[tuple[Person, DigestItem]] = []
    carried: dict[str, list[StoredReminder]] = {}
    for reminder in planned:
        about = standing[reminder.occurrence]
        if not holds(office, reminder, about, register, on):
            store.cancel_reminder(reminder.id)
            continue
        person = people[reminder.value.person]
        items.append((person, item(about, reminder.value, register, _code(office, reminder, on))))
        carried.setdefault(person.key, []).append(reminder)
    made = [
        _enqueue(office, store, digest, carried.get(digest.person.key, []), now)
        for digest in _with_summary(digests(items, on), summary, register)
    ]
    return [message for message in made if message is not None]


def _with_summary(found: Iterable[Digest], summary: Summary | None, register: Register) -> list[Digest]:
    """Give the summary to those who keep the plans, in their digest or in one of its own.

    Always in the order of the people's keys: two planners that insert in different orders would wait for each other.
    """
    if summary is None:
        return list(found)
    every = {p.key: Digest(summary.on, p, Role.OFFICE, (), summary) for p in office_people(register)}
    for digest in found:
        key = digest.person.key
        every[key] = replace(digest, summary=summary) if key in every else digest
    return [every[key] for key in sorted(every)]


def _code(office: Office, reminder: StoredReminder, on: date) -> str | None:
    """Make the code by which the unit answers; those above it answer nothing in its place."""
    value = reminder.value
    if office.codes is None or value.role not in UNIT_ROLES:
        return None
    return office.codes.give(Grant(reminder.occurrence, value.person, on, verbs_for(value.occurrence.cadence)))


def holds(office: Office, reminder: StoredReminder, about: Now, register: Register, on: date) -> bool:
    """Tell whether a reminder that was planned is still to be told.

    Its occurrence is open, its reader still has the role or stands in for who has it and did not ask for quiet, and
    its rung is still reached. That a piece was returned is planned once and answers what the unit sent: quiet does not
    hold it back, nor does a hand-over.
    """
    value, answer = reminder.value, about.answer
    if about.standing.status.closed or LAPSED in value.rung:
        return False
    who, unit = stand_ins(partial(holders, register), answer), value.occurrence.unit
    if value.rung.startswith(RETURNED):
        told = (*holders(register, value.role, unit), *who(value.role, unit))
        return bool(about.standing.returned) and value.person in {p.key for p in told}
    if answer.quiets(value.role, value.person, on) or value.person not in {p.key for p in who(value.role, unit)}:
        return False
    return _asked(office, value, about.standing, on)


def _asked(office: Office, value: Reminder, standing: Standing, on: date) -> bool:
    """Tell whether the state still asks for a reminder: nothing in review its unit waits for, the rung reached."""
    if standing.status is Status.IN_REVIEW and value.role in UNIT_ROLES:
        return False
    if value.rung.startswith(PACE):
        return value.rung in {reach.rung.code for reach in behind(standing, on, office.policy, office.calendar)}
    own = own_ladder(value.occurrence)
    reached = reaches(value.occurrence.due, value.occurrence.kind, office.policy, office.calendar, own)
    days = [reach.day for reach in reached if reach.rung.code == value.rung]
    return not days or min(days) <= on


def current(
    office: Office, store: Store, reminders: Iterable[StoredReminder], on: date, register: Register
) -> Mapping[int, Now]:
    """Judge on a day the occurrences that reminders speak of, by id, each with its plan, obligation and answers."""
    wanted = sorted({r.occurrence for r in reminders})
    if not wanted:
        return {}
    stored = store.occurrences(only=wanted)
    cases, answers = _cases(store, stored), answers_to(store, wanted, register)
    return {
        o.id: Now(cases[o.value.plan, o.value.code], judged, answers.get(o.id, UNANSWERED))
        for o, judged in standings(office, store, stored, on)
    }


def _cases(store: Store, occurrences: Iterable[StoredOccurrence]) -> dict[tuple[str, str], Case]:
    plans = {p.name: p for p in store.plans()}
    return {(o.plan, o.code): (plans[o.plan], o) for o in store.obligations_of([o.id for o in occurrences])}


def _enqueue(
    office: Office, store: Store, digest: Digest, carried: Sequence[StoredReminder], now: datetime
) -> int | None:
    """Put a digest into the outbox, keyed by the reminders it carries: the same ones never leave twice.

    The summary leaves once a day; where it has left already, what else there is to tell leaves without it.
    """
    ids = ",".join(str(r.id) for r in sorted(carried, key=lambda r: r.id))
    what = SUMMARY_KEY if digest.summary else hashlib.sha256(ids.encode()).hexdigest()[:24]
    message = store.enqueue(
        key=f"{digest.on}:{digest.person.key}:{what}",
        on=digest.on,
        person=digest.person.key,
        person_name=digest.person.name,
        role=str(digest.role),
        address=address_of(digest.person),
        payload=office.word(digest),
        not_before=now,
        priority=priority(digest),
    )
    if message is None and digest.summary and digest.items:
        return _enqueue(office, store, replace(digest, summary=None), carried, now)
    if message is not None:
        store.join([r.id for r in carried], message)
    return message
