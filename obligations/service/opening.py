"""Occurrences of approved obligations: units x periods, stored once, following corrections, mergers and extensions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from obligations.model import Draft, Due, Kind, Obligation, Status
from obligations.ports import Store
from obligations.records import Change, StoredObligation, StoredOccurrence, StoredPlan
from obligations.service.changing import put_off
from obligations.service.checking import subject, unit_name
from obligations.service.values import Office
from obligations.timing.occurrences import dues, occurrences
from obligations.timing.regimes import rules_for
from obligations.units import Register, expand, successors

MET = (Status.MET, Status.MET_LATE)
BY = "kế thừa đơn vị"


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
    due = dues(value, plan.header, siblings(store, plan, obligation), office.policy, office.calendar)
    stored = _pass_over(office, store, store.occurrences(plan.name, obligation.code), register)
    rules = rules_for(value, office.policy)
    held = _units(register, value, office.today(), stored, due)
    wanted = {
        (o.unit, o.due.period): o
        for one in due
        for o in occurrences(plan.name, obligation.code, value, held[one.period], [one])
    }
    store.remove_occurrences_beyond(obligation.id, wanted)
    for one in stored:
        fresh = wanted.get((one.value.unit, one.value.due.period))
        if fresh is not None and (put := put_off(office, rules, replace(one, value=fresh)).value) != one.value:
            store.update_due(one.id, put)
    known = {(one.value.unit, one.value.due.period) for one in stored}
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


def _current(store: Store, obligation: StoredObligation) -> Obligation:
    """Read the obligation afresh: a correction in this transaction counts."""
    stored = store.obligation(obligation.plan, obligation.code)
    return (stored or obligation).value
