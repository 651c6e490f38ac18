"""Occurrences of approved obligations: units x periods, stored once, following corrections, mergers and extensions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from obligations.model import Cadence, Draft, Due, Kind, Obligation, Occurrence, Status
from obligations.policy import Policy
from obligations.ports import Store
from obligations.records import Change, StoredObligation, StoredOccurrence, StoredPlan
from obligations.service.changing import put_off
from obligations.service.checking import subject
from obligations.service.passing import MET, Wanted, inherit, key_of, pass_over
from obligations.service.values import WITHDRAWN, Office
from obligations.timing.occurrences import occurrences
from obligations.timing.questions import dues_and_questions
from obligations.timing.regimes import rules_for
from obligations.units import Register, expand, successors


def siblings(store: Store, plan: StoredPlan, obligation: StoredObligation) -> tuple[Obligation, ...]:
    """List the clause's other reports that were not rejected: a report of a longer period replaces a shorter one's."""
    if obligation.value.kind is not Kind.REPORT:
        return ()
    return tuple(
        o.value
        for o in store.obligations(plan.name, clause=obligation.value.clause)
        if o.state is not Draft.REJECTED and o.value.kind is Kind.REPORT and o.id != obligation.id
    )


def open_occurrences(
    office: Office, store: Store, plan: StoredPlan, obligation: StoredObligation, register: Register | None = None
) -> int:
    """Open what is due of an approved obligation and mend what a correction changed; return how many are new.

    Groups are expanded by the register as it is now, and what is open passes to the successors of units that are no
    more. Extensions stay. Idempotent.
    """
    return opened(office, store, plan, obligation, register).new


@dataclass(frozen=True, slots=True)
class Opened:
    """The occurrences of an obligation as they stand once it is open, and how many of them are new."""

    stored: list[StoredOccurrence]
    new: int = 0


def opened(
    office: Office, store: Store, plan: StoredPlan, obligation: StoredObligation, register: Register | None = None
) -> Opened:
    """Open as `open_occurrences` does; give what is stored. What is in line already is read once and not written."""
    value = _current(store, obligation)
    register = register or store.register()
    due = dues_and_questions(value, plan.header, siblings(store, plan, obligation), office.policy, office.calendar)
    rules = rules_for(value, office.policy)
    stored = store.occurrences(plan.name, obligation.code)
    wanted = _wanted(office, register, obligation, value, stored, due)
    if len(stored) == len(wanted) and all(_in_line(office, rules, one, wanted) for one in stored):
        return Opened(stored)
    passed = pass_over(office, store, stored, register)
    wanted = _wanted(office, register, obligation, value, passed.stored, due)
    new = _mend(office, store, obligation, rules, passed.stored, wanted)
    if passed.heirs:
        inherit(office, store, rules, passed, store.occurrences(plan.name, obligation.code), wanted)
    return Opened(store.occurrences(plan.name, obligation.code), new)


def _wanted(
    office: Office,
    register: Register,
    obligation: StoredObligation,
    value: Obligation,
    stored: Sequence[StoredOccurrence],
    due: Sequence[Due],
) -> Wanted:
    held = _units(register, value, office.today(), stored, due)
    plan, code = obligation.plan, obligation.code
    return {(o.unit, o.due.period): o for one in due for o in occurrences(plan, code, value, held[one.period], [one])}


def _in_line(office: Office, rules: Policy, one: StoredOccurrence, wanted: Wanted) -> bool:
    """Tell whether a stored occurrence is as its obligation asks, and asked of the unit that has it."""
    fresh = wanted.get(key_of(one))
    if fresh is None or one.waived == WITHDRAWN:
        return False
    return put_off(office, rules, fresh, one.extended) == one.value


def _mend(
    office: Office,
    store: Store,
    obligation: StoredObligation,
    rules: Policy,
    stored: Sequence[StoredOccurrence],
    wanted: Wanted,
) -> int:
    """Bring what is stored of an obligation into line with what is wanted; return how many are new."""
    _move(store, stored, wanted)
    store.remove_occurrences_beyond(obligation.id, wanted)
    there = store.occurrences(obligation.plan, obligation.code)
    for one in there:
        fresh = wanted.get(key_of(one))
        _follow(office, store, one, put_off(office, rules, fresh, one.extended) if fresh else None)
    known = {key_of(one) for one in there}
    return store.add_occurrences(obligation.id, [o for key, o in wanted.items() if key not in known])


def _units(
    register: Register, value: Obligation, today: date, stored: Sequence[StoredOccurrence], due: Iterable[Due]
) -> dict[str, list[str]]:
    """Give the units held to each period: the successors of a unit that is no more, itself where it met its duty."""
    met = {key_of(o) for o in stored if o.status in MET}
    leaves = [unit.key for unit in expand(register, value.responsible).units]
    now = {leaf: successors(register, leaf, today) for leaf in leaves}
    return {
        one.period: list(
            dict.fromkeys(key for leaf in leaves for key in ((leaf,) if (leaf, one.period) in met else now[leaf]))
        )
        for one in due
    }


def _move(store: Store, stored: Iterable[StoredOccurrence], wanted: Wanted) -> None:
    """Move a one-off whose date was corrected, with its evidence and what was said of it, unit by unit."""
    there = [o for o in stored if o.value.cadence is Cadence.ONCE]
    known = {key_of(o) for o in there}
    for unit in {unit for unit, _ in wanted}:
        stale = [o for o in there if o.value.unit == unit and key_of(o) not in wanted]
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
