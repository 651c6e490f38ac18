"""Occurrences of approved obligations: units x periods, stored once, following corrections."""

from __future__ import annotations

from obligations.model import Draft, Kind, Obligation
from obligations.ports import Store
from obligations.records import StoredObligation, StoredPlan
from obligations.service.values import Office
from obligations.timing.occurrences import dues, occurrences
from obligations.units import expand


def siblings(store: Store, plan: StoredPlan, obligation: StoredObligation) -> tuple[Obligation, ...]:
    """List the plan's other reports that were not rejected: a report of a longer period replaces a shorter one's."""
    if obligation.value.kind is not Kind.REPORT:
        return ()
    return tuple(
        o.value
        for o in store.obligations(plan.name)
        if o.state is not Draft.REJECTED and o.value.kind is Kind.REPORT and o.id != obligation.id
    )


def open_occurrences(office: Office, store: Store, plan: StoredPlan, obligation: StoredObligation) -> int:
    """Open what is due of an approved obligation and mend what a correction changed; return how many are new.

    Groups are expanded by the register as it is now. Idempotent.
    """
    value = _current(store, obligation)
    due = dues(value, plan.header, siblings(store, plan, obligation), office.policy, office.calendar)
    units = [unit.key for unit in expand(store.register(), value.responsible).units]
    wanted = {(o.unit, o.due.period): o for o in occurrences(plan.name, obligation.code, value, units, due)}
    store.remove_occurrences_beyond(obligation.id, wanted)
    for stored in store.occurrences(plan.name, obligation.code):
        fresh = wanted.get((stored.value.unit, stored.value.due.period))
        if fresh is not None and fresh != stored.value:
            store.update_due(stored.id, fresh)
    return store.add_occurrences(obligation.id, wanted.values())


def _current(store: Store, obligation: StoredObligation) -> Obligation:
    """Read the obligation afresh: a correction in this transaction counts."""
    stored = store.obligation(obligation.plan, obligation.code)
    return (stored or obligation).value
