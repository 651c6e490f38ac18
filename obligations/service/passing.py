"""Units that are no more: what is open of them goes to their successors, with what was decided of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from obligations.model import Occurrence, Status
from obligations.policy import Policy
from obligations.ports import Store
from obligations.records import Change, Extension, StoredOccurrence
from obligations.service.changing import put_off
from obligations.service.checking import subject, unit_name
from obligations.service.values import WITHDRAWN, Office
from obligations.units import Register, successors

MET = (Status.MET, Status.MET_LATE)
BY = "kế thừa đơn vị"

Key = tuple[str, str]
Wanted = Mapping[Key, Occurrence]


def key_of(one: StoredOccurrence) -> Key:
    """Give the unit and period of a stored occurrence."""
    return one.value.unit, one.value.due.period


@dataclass(frozen=True, slots=True)
class Passed:
    """What is stored once units have passed over; of units that were split, what each further successor inherits."""

    stored: list[StoredOccurrence]
    heirs: Mapping[Key, Sequence[StoredOccurrence]]


@dataclass(frozen=True, slots=True)
class _Passing:
    """One occurrence on its way to another unit."""

    one: StoredOccurrence
    unit: str
    name: str


def pass_over(office: Office, store: Store, stored: Sequence[StoredOccurrence], register: Register) -> Passed:
    """Give what is not met of units that are no more to their successors; return what is stored afterwards.

    Of a unit that was split the first successor takes the pieces handed in so far; the others begin without.
    """
    today = office.today()
    there = {key_of(o): o for o in stored}
    heirs: dict[Key, list[StoredOccurrence]] = {}
    for one in stored:
        new = successors(register, one.value.unit, today)
        if one.status in MET or not new or new[0] == one.value.unit:
            continue
        unit, period = key_of(one)
        moved = _Passing(there.pop((unit, period)), new[0], unit_name(register, unit))
        there[new[0], period] = _moved(office, store, moved, there.get((new[0], period)))
        for further in new[1:]:
            heirs.setdefault((further, period), []).append(one)
    return Passed(list(there.values()), heirs)


def _moved(office: Office, store: Store, moved: _Passing, taken: StoredOccurrence | None) -> StoredOccurrence:
    """Move an occurrence to its new unit, or into the one that unit has already.

    Of two that become one, the later extension stays, and a waiver only where both were waived.
    """
    one, unit = moved.one, moved.unit
    store.cancel_reminders(one.id)
    store.record(Change(office.clock(), BY, "pass", subject(one), before=one.value.unit, after=unit))
    if taken is None:
        store.pass_to(one.id, unit, moved.name)
        return replace(one, value=replace(one.value, unit=unit))
    store.pass_into(one.id, taken.id, moved.name)
    if taken.waived and not one.waived:
        store.set_status(taken.id, Status.PENDING)
        what = f"còn việc chưa miễn của {moved.name}"
        store.record(Change(office.clock(), BY, "pass", subject(taken), what, str(taken.status), str(Status.PENDING)))
        taken = replace(taken, status=Status.PENDING, waived=None)
    latest = _latest((taken, one))
    if latest and latest != taken.extended:
        store.extend(taken.id, latest)
    return replace(taken, extended=latest)


def _latest(several: Iterable[StoredOccurrence]) -> Extension | None:
    return max((o.extended for o in several if o.extended), key=lambda extension: extension.until, default=None)


def inherit(
    office: Office, store: Store, rules: Policy, passed: Passed, there: Iterable[StoredOccurrence], wanted: Wanted
) -> None:
    """Let the further successors of split units have the extension of what was split, and its waiver.

    One that had a duty of its own before keeps that, and gets the later extension only.
    """
    had = {key_of(one) for one in passed.stored}
    for one in there:
        parents = passed.heirs.get(key_of(one), ())
        latest = _latest((one, *parents))
        if parents and latest and latest != one.extended:
            store.extend(one.id, latest)
            store.update_due(one.id, put_off(office, rules, wanted[key_of(one)], latest))
        if parents and key_of(one) not in had and all(p.waived and p.waived != WITHDRAWN for p in parents):
            store.set_status(one.id, Status.WAIVED, parents[0].waived)
