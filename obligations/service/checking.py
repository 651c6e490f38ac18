"""The check of one obligation on a day: evidence counted, status set, reminders planned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from obligations.answers import UNANSWERED, Answer, Answered, Verb, answered
from obligations.errors import UnknownPeriod, UnknownUnit
from obligations.evidence import aggregate_standing, standing
from obligations.model import Cadence, Evidence, Role, Status
from obligations.ports import Store
from obligations.records import (
    Change,
    ReminderState,
    StoredObligation,
    StoredOccurrence,
    StoredPlan,
    StoredReminder,
)
from obligations.reminders import Decision, Standing, decide_by
from obligations.service.values import WITHDRAWN, Office, Row
from obligations.timing.periods import label, parse
from obligations.units import Register, find, holders_index, successors
from obligations.zone import VIETNAM

Told = Collection[tuple[str, Role, str]]


def standings(
    office: Office, store: Store, occurrences: Sequence[StoredOccurrence], today: date
) -> list[tuple[StoredOccurrence, Standing]]:
    """Judge stored occurrences on a day by the evidence in the store; totals by that of their parts."""
    pieces, going_on = _pieces(store, occurrences), _going_on(store, occurrences)

    def judge(stored: StoredOccurrence) -> Standing:
        if stored.id in going_on:
            return Standing(stored.value, Status.MET, 0, met_on=going_on[stored.id])
        if stored.value.aggregate:
            return aggregate_standing(stored.value, parts_of(office, store, stored, today), today, office.policy)
        found = pieces.get(stored.id, ())
        return standing(stored.value, found, today, office.policy, waived=stored.waived is not None)

    return [(stored, judge(stored)) for stored in occurrences]


def _going_on(store: Store, occurrences: Sequence[StoredOccurrence]) -> dict[int, date]:
    """Give the day on which a unit answered that its continuous duty goes on, for those that did."""
    asked = [o.id for o in occurrences if o.value.cadence is Cadence.CONTINUOUS]
    answers = store.answers(asked) if asked else []
    return {a.occurrence: a.at.astimezone(VIETNAM).date() for a in answers if a.verb is Verb.CONTINUES}


def parts_of(office: Office, store: Store, total: StoredOccurrence, today: date) -> list[Standing]:
    """Judge the parts of a total: the occurrences of the same clause, kind and period that are no totals."""
    value = total.value
    parts = [
        o
        for o in store.occurrences(value.plan, period=value.due.period)
        if (o.value.clause, o.value.kind, o.value.aggregate) == (value.clause, value.kind, False)
    ]
    return [judged for _, judged in standings(office, store, parts, today)]


def _pieces(store: Store, occurrences: Sequence[StoredOccurrence]) -> dict[int, list[Evidence]]:
    pieces: dict[int, list[Evidence]] = {}
    for use in store.evidence_uses([o.id for o in occurrences]):
        pieces.setdefault(use.occurrence, []).append(use.evidence)
    return pieces


def selected(
    store: Store, plan: StoredPlan, obligation: StoredObligation, unit: str | None, period: str | None
) -> list[StoredOccurrence]:
    """List an obligation's occurrences, of one unit and period where given.

    Raises UnknownUnit or UnknownPeriod where the obligation has none such.
    """
    every = store.occurrences(plan.name, obligation.code)
    if unit is not None:
        register = store.register()
        key = unit_key(register, unit)
        # An old name finds what has passed to the unit's successors.
        keys = {key} if any(o.value.unit == key for o in every) else set(successors(register, key, date.max))
        every = [o for o in every if o.value.unit in keys]
        if not every:
            raise UnknownUnit(f"{plan.name} {obligation.code} không giao cho đơn vị “{unit}”.")
    if period is not None:
        key = parse(period).key
        there = sorted({o.value.due.period for o in every})
        every = [o for o in every if o.value.due.period == key]
        if not every:
            raise UnknownPeriod(
                f"{plan.name} {obligation.code} không có kỳ “{period}”; có: {', '.join(map(label, there)) or '—'}."
            )
    return every


def unit_key(register: Register, name: str) -> str:
    """Find a unit's key by any of its names. Raises UnknownUnit with the names there are."""
    if (unit := find(register, name)) is None:
        names = ", ".join(u.name for u in register.units if not u.members) or "danh bạ còn trống"
        raise UnknownUnit(f"Không có đơn vị “{name}” trong danh bạ; có: {names}.")
    return unit.key


def unit_name(register: Register, key: str) -> str:
    """Give the canonical name of a unit's key."""
    return next((u.name for u in register.units if u.key == key), key)


def check(
    office: Office,
    store: Store,
    occurrences: Sequence[StoredOccurrence],
    today: date,
    *,
    by: str,
    keep: bool,
    register: Register | None = None,
) -> list[Row]:
    """Judge occurrences on a day and plan what is to be said; rule 19: from the state, not from the timetable.

    With `keep` statuses are set and reminders stored in this transaction, without it nothing is written.
    """
    register = register or store.register()
    who, names = holders_index(register), {unit.key: unit.name for unit in register.units}
    ids = [o.id for o in occurrences]
    told, answers = _told(store.reminders(ids)), answers_to(store, ids, register)
    rows = []
    for stored, judged in standings(office, store, occurrences, today):
        answer = answers.get(stored.id, UNANSWERED)
        decision = decide_by(judged, told.get(stored.id, ()), who, today, office.policy, office.calendar, answer)
        rows.append(_row(stored, judged, decision, names.get(stored.value.unit, stored.value.unit)))
        if keep:
            _keep(office.clock(), store, stored, judged, decision, today, by)
    return rows


def answers_to(store: Store, occurrences: Sequence[int], register: Register) -> dict[int, Answered]:
    """Sum up what was answered to these occurrences, those without an answer left out."""
    people = {person.key: person for person in register.people}
    found: dict[int, list[Answer]] = {}
    for answer in store.answers(occurrences):
        found.setdefault(answer.occurrence, []).append(answer)
    return {occurrence: answered(answers, people) for occurrence, answers in found.items()}


def _told(reminders: Iterable[StoredReminder]) -> dict[int, set[tuple[str, Role, str]]]:
    told: dict[int, set[tuple[str, Role, str]]] = {}
    for reminder in reminders:
        if reminder.state is ReminderState.CANCELLED:
            continue
        value = reminder.value
        told.setdefault(reminder.occurrence, set()).add((value.rung, value.role, value.person))
    return told


def _row(stored: StoredOccurrence, judged: Standing, decision: Decision, unit_name: str) -> Row:
    return Row(
        stored=stored,
        standing=judged,
        unit_name=unit_name,
        period_label=label(stored.value.due.period),
        planned=decision.send,
        skipped=decision.skip,
        nobody=tuple(f"{rung}: {role}" for rung, role in decision.nobody),
    )


def _keep(
    at: datetime, store: Store, stored: StoredOccurrence, judged: Standing, decision: Decision, today: date, by: str
) -> None:
    if judged.status is not stored.status:
        store.set_status(stored.id, judged.status)
        store.record(
            Change(at, by, "status", subject(stored), before=str(stored.status), after=f"{judged.status} ({today})")
        )
    if judged.status.closed:
        store.cancel_reminders(stored.id)
    for reminder in decision.send:
        store.add_reminder(stored.id, reminder, ReminderState.PLANNED, today)
    for reminder in decision.skip:
        new = store.add_reminder(stored.id, reminder, ReminderState.SKIPPED, today)
        if new and not reminder.person:
            said = f"bậc {reminder.rung}: {reminder.role}"
            store.record(Change(at, by, "nobody", subject(stored), why=reminder.why, after=said))


def subject(stored: StoredOccurrence) -> str:
    """Name an occurrence for the log."""
    value = stored.value
    return f"plan/{value.plan}/{value.code}/{value.unit}/{value.due.period}"


def of_interest(row: Row, today: date) -> bool:
    """Tell whether a run need show this row: it is open on the day, or something was decided."""
    judged = row.standing
    if row.stored.waived == WITHDRAWN:
        return False
    opened = judged.occurrence.due.opens <= today
    return bool(row.planned) or (opened and (not judged.status.closed or today <= judged.occurrence.due.legal))
