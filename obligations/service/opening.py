"""Occurrences of approved obligations: units x periods, stored once, following corrections."""

from __future__ import annotations

from obligations.model import Cadence, Draft, Kind, Obligation, Occurrence, Status
from obligations.ports import Store
from obligations.records import Change, StoredObligation, StoredOccurrence, StoredPlan
from obligations.service.values import Office
from obligations.timing.occurrences import dues, occurrences
from obligations.units import expand

WITHDRAWN = "nhiệm vụ đã sửa, không còn yêu cầu"

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


def open_occurrences(office: Office, store: Store, plan: StoredPlan, obligation: StoredObligation) -> int:
    """Open what is due of an approved obligation and mend what a correction changed; return how many are new.

    Groups are expanded by the register as it is now. Idempotent.
    """
    value = _current(store, obligation)
    due = dues(value, plan.header, siblings(store, plan, obligation), office.policy, office.calendar)
    units = [unit.key for unit in expand(store.register(), value.responsible).units]
    wanted = {(o.unit, o.due.period): o for o in occurrences(plan.name, obligation.code, value, units, due)}
    _move(store, plan, obligation, wanted)
    store.remove_occurrences_beyond(obligation.id, wanted)
    for stored in store.occurrences(plan.name, obligation.code):
        _follow(office, store, stored, wanted.get((stored.value.unit, stored.value.due.period)))
    return store.add_occurrences(obligation.id, wanted.values())


def _move(store: Store, plan: StoredPlan, obligation: StoredObligation, wanted: Wanted) -> None:
    """Move a one-off whose date was corrected, with its evidence and what was said of it, unit by unit."""
    there = [o for o in store.occurrences(plan.name, obligation.code) if o.value.cadence is Cadence.ONCE]
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


def subject(stored: StoredOccurrence) -> str:
    """Name an occurrence for the log."""
    value = stored.value
    return f"plan/{value.plan}/{value.code}/{value.unit}/{value.due.period}"


def _current(store: Store, obligation: StoredObligation) -> Obligation:
    """Read the obligation afresh: a correction in this transaction counts."""
    stored = store.obligation(obligation.plan, obligation.code)
    return (stored or obligation).value
