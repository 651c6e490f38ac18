"""The check of one obligation on a day: evidence counted, status set, reminders planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from obligations.answers import UNANSWERED, Answer, Answered, Verb, answered
from obligations.errors import UnknownPeriod, UnknownUnit
from obligations.evidence import aggregate_standing, standing
from obligations.model import Cadence, Evidence, Status
from obligations.policy import role_words
from obligations.ports import Store
from obligations.records import (
    Change,
    ReminderState,
    StoredObligation,
    StoredOccurrence,
    StoredPlan,
)
from obligations.reminders import Decision, Standing, decide_by
from obligations.service.values import WITHDRAWN, Office, Row
from obligations.timing.periods import label, parse
from obligations.units import Register, find, holders, successors
from obligations.zone import VIETNAM

Found = tuple[StoredOccurrence, Standing, Decision]
PLANNED, SKIPPED = ReminderState.PLANNED, ReminderState.SKIPPED


def standings(
    office: Office, store: Store, occurrences: Sequence[StoredOccurrence], today: date
) -> list[tuple[StoredOccurrence, Standing]]:
    """Judge stored occurrences on a day by the evidence in the store; totals by that of their parts."""
    pieces, going_on = _pieces(store, occurrences), _going_on(store, occurrences)

    def judge(stored: StoredOccurrence) -> Standing:
        if stored.id in going_on:
            return Standing(stored.value, Status.MET, 0, met_on=going_on[stored.id])
        if stored.value.aggregate:
            parts = parts_of(office, store, stored, today)
            return aggregate_standing(stored.value, parts, today, office.policy, office.calendar)
        found = pieces.get(stored.id, ())
        waived = stored.waived is not None
        return standing(stored.value, found, today, office.policy, waived, office.calendar)

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
    unit = register.unit_by_key.get(key)
    return unit.name if unit else key


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
    ids = [o.id for o in occurrences]
    told, answers, holding = store.told(ids), answers_to(store, ids, register), partial(holders, register)

    def decide(stored: StoredOccurrence, judged: Standing) -> Decision:
        known, answer = told.get(stored.id, ()), answers.get(stored.id, UNANSWERED)
        return decide_by(judged, known, holding, today, office.policy, office.calendar, answer)

    found = [
        (stored, judged, decide(stored, judged)) for stored, judged in standings(office, store, occurrences, today)
    ]
    if keep:
        _keep(office.clock(), store, found, today, by)
    return [_row(*one, unit_name(register, one[0].value.unit)) for one in found]


def answers_to(store: Store, occurrences: Sequence[int], register: Register) -> dict[int, Answered]:
    """Sum up what was answered to these occurrences, those without an answer left out."""
    people = {person.key: person for person in register.people}
    found: dict[int, list[Answer]] = {}
    for answer in store.answers(occurrences):
        found.setdefault(answer.occurrence, []).append(answer)
    return {occurrence: answered(answers, people) for occurrence, answers in found.items()}


def _row(stored: StoredOccurrence, judged: Standing, decision: Decision, unit_name: str) -> Row:
    return Row(
        stored=stored,
        standing=judged,
        unit_name=unit_name,
        period_label=label(stored.value.due.period),
        planned=decision.send,
        skipped=decision.skip,
        nobody=tuple(f"{rung}: {role_words(role)}" for rung, role in decision.nobody),
    )


def _keep(at: datetime, store: Store, found: Sequence[Found], today: date, by: str) -> None:
    """Write what a check found: every table once, however many occurrences there are."""
    moved = [(stored, judged.status) for stored, judged, _ in found if judged.status is not stored.status]
    store.set_statuses({stored.id: status for stored, status in moved})
    store.record(
        *(
            Change(at, by, "status", subject(stored), before=str(stored.status), after=f"{status} ({today})")
            for stored, status in moved
        )
    )
    store.cancel_reminders(*(stored.id for stored, judged, _ in found if judged.status.closed))
    store.add_reminders([(stored.id, reminder) for stored, _, d in found for reminder in d.send], PLANNED, today)
    skipped = [(stored.id, reminder) for stored, _, d in found for reminder in d.skip]
    vacant = [(about, r) for about, r in store.add_reminders(skipped, SKIPPED, today) if not r.person]
    subjects = {stored.id: subject(stored) for stored, _, _ in found} if vacant else {}
    store.record(
        *(
            Change(at, by, "nobody", subjects[about], why=r.why, after=f"bậc {r.rung}: {role_words(r.role)}")
            for about, r in vacant
        )
    )


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
