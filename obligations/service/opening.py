"""Occurrences of approved obligations: units x periods, stored once, following corrections, mergers and extensions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from obligations.model import Cadence, Draft, Due, Kind, Obligation, Occurrence, Status
from obligations.ports import Store
from obligations.records import Change, StoredObligation, StoredOccurrence, StoredPlan
from obligations.service.changing import put_off
from obligations.service.checking import subject, unit_name
from obligations.service.values import WITHDRAWN, Office
from obligations.timing.occurrences import occurrences
from obligations.timing.questions import dues_and_questions
from obligations.timing.regimes import rules_for
from obligations.units import Register, expand, successors

MET = (Status.MET, Status.MET_LATE)
BY = "kế thừa đơn vị"

Wanted = dict[tuple[str, str], Occurrence]


def siblings(store: Store, plan: StoredPlan, obligation: StoredObligation) -> tuple[Obligation, ...]:
    """List the plan's other reports that were not rejected: a report of a longer period replaces a shorter one's."""
    if obligation.value.kind is not Kind.REPORT:
        return ()
    return tuple(
        o.value
        for o in store.obligations(plan.name)
        if o.state is not Draft.REJECTED and o.value.kind is Kind.REPORT and o.id != obligation.id
    )


def open_occurrences(
    office: Office, store: Store, plan: StoredPlan, obligation: StoredObligation, register: Register | None = None
) -> int:
    """Open what is due of an approved obligation and mend what a correction changed; return how many are new.

    Groups are expanded by the register as it is now, and what is open passes to the successors of units that are no
    more. Extensions stay. Idempotent.
    """
    value = _current(store, obligation)
    register = register or store.register()
    due = dues_and_questions(value, plan.header, siblings(store, plan, obligation), office.policy, office.calendar)
    stored = _pass_over(office, store, store.occurrences(plan.name, obligation.code), register)
    rules = rules_for(value, office.policy)
    held = _units(register, value, office.today(), stored, due)
    wanted = {
        (o.unit, o.due.period): o
        for one in due
        for o in occurrences(plan.name, obligation.code, value, held[one.period], [one])
    }
    _move(store, stored, wanted)
    store.remove_occurrences_beyond(obligation.id, wanted)
    there = store.occurrences(plan.name, obligation.code)
    for one in there:
        fresh = wanted.get((one.value.unit, one.value.due.period))
        put = put_off(office, rules, replace(one, value=fresh)).value if fresh else None
        _follow(office, store, one, put)
    known = {(one.value.unit, one.value.due.period) for one in there}
    return store.add_occurrences(obligation.id, [o for key, o in wanted.items() if key not in known])


def _units(
    register: Register, value: Obligation, today: date, stored: Sequence[StoredOccurrence], due: Iterable[Due]
) -> dict[str, list[str]]:
    """Give the units held to each period: the successors of a unit that is no more, itself where it met its duty."""
    met = {(o.value.unit, o.value.due.period) for o in stored if o.status in MET}
    leaves = [unit.key for unit in expand(register, value.responsible).units]
    now = {leaf: successors(register, leaf, today) for leaf in leaves}
    return {
        one.period: list(
            dict.fromkeys(key for leaf in leaves for key in ((leaf,) if (leaf, one.period) in met else now[leaf]))
        )
        for one in due
    }


@dataclass(frozen=True, slots=True)
class _Passing:
    """One occurrence on its way to another unit."""

    one: StoredOccurrence
    unit: str
    name: str


def _pass_over(
    office: Office, store: Store, stored: list[StoredOccurrence], register: Register
) -> list[StoredOccurrence]:
    """Give what is not met of units that are no more to their successors; return what is stored afterwards.

    Of a unit that was split the first successor takes the pieces handed in so far; the others begin anew.
    """
    today = office.today()
    there = {(o.value.unit, o.value.due.period): o for o in stored}
    for one in stored:
        new = successors(register, one.value.unit, today)
        if one.status in MET or not new or new[0] == one.value.unit:
            continue
        key = (one.value.unit, one.value.due.period)
        moved = _Passing(there.pop(key), new[0], unit_name(register, one.value.unit))
        there[new[0], key[1]] = _moved(office, store, moved, there.get((new[0], key[1])))
    return list(there.values())


def _moved(office: Office, store: Store, moved: _Passing, taken: StoredOccurrence | None) -> StoredOccurrence:
    """Move an occurrence to its new unit, or into the one that unit has already; the later extension stays."""
    one, unit = moved.one, moved.unit
    store.cancel_reminders(one.id)
    store.record(Change(office.clock(), BY, "pass", subject(one), before=one.value.unit, after=unit))
    if taken is None:
        store.pass_to(one.id, unit, moved.name)
        return replace(one, value=replace(one.value, unit=unit))
    store.pass_into(one.id, taken.id, moved.name)
    if one.extended and (taken.extended is None or taken.extended.until < one.extended.until):
        store.extend(taken.id, one.extended)
        return replace(taken, extended=one.extended)
    return taken


def _move(store: Store, stored: Iterable[StoredOccurrence], wanted: Wanted) -> None:
    """Move a one-off whose date was corrected, with its evidence and what was said of it, unit by unit."""
    there = [o for o in stored if o.value.cadence is Cadence.ONCE]
    known = {(o.value.unit, o.value.due.period) for o in there}
    for unit in {unit for unit, _ in wanted}:
        stale = [o for o in there if o.value.unit == unit and (unit, o.value.due.period) not in wanted]
        fresh = [o for key, o in wanted.items() if key[0] == unit and key not in known]
        if len(stale) == len(fresh) == 1 and fresh[0].cadence is Cadence.ONCE and not stale[0].status.closed:
            store.update_due(stale[0].id, fresh[0])
            store.cancel_reminders(stale[0].id)


def _follow(office: Office, store: Store, stored: StoredOccurrence, fresh: Occurrence | None) -> None:
    """Let a stored occurrence follow its obligation: other dates, withdrawn, or asked for again."""
    if fresh is None:
        withdraw(office, store, stored)
        return
    if stored.waived == WITHDRAWN:
        store.set_status(stored.id, Status.PENDING)
    if fresh != stored.value:
        store.update_due(stored.id, fresh)


def withdraw(office: Office, store: Store, stored: StoredOccurrence) -> None:
    """Close an open occurrence that is asked of nobody any more; its history stays, nothing more is said of it."""
    if stored.status.closed:
        return
    store.set_status(stored.id, Status.WAIVED, WITHDRAWN)
    store.cancel_reminders(stored.id)
    about, before = subject(stored), str(stored.status)
    store.record(Change(office.clock(), "sửa nhiệm vụ", "withdraw", about, why=WITHDRAWN, before=before))


def reopen(office: Office, store: Store) -> int:
    """Let the occurrences of all approved obligations follow the register as it is now; return how many are new."""
    plans = {p.name: p for p in store.plans()}
    return sum(
        open_occurrences(office, store, plans[o.plan], o)
        for o in store.obligations(state=Draft.APPROVED)
        if plans[o.plan].header.year or plans[o.plan].header.issued_on
    )


def _current(store: Store, obligation: StoredObligation) -> Obligation:
    """Read the obligation afresh: a correction in this transaction counts."""
    stored = store.obligation(obligation.plan, obligation.code)
    return (stored or obligation).value
