"""What a person decides of occurrences that are due: extended by a document, waived for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from obligations.errors import BadExtension, UnknownPeriod
from obligations.model import Occurrence, Status
from obligations.policy import Policy
from obligations.ports import Store
from obligations.records import Change, Extension, StoredObligation, StoredOccurrence, StoredPlan
from obligations.service.checking import selected, standings, subject, unit_key, unit_name
from obligations.service.values import Office
from obligations.timing.occurrences import extended
from obligations.timing.periods import label
from obligations.timing.regimes import rules_for
from obligations.units import Register, expand, successors

MET = (Status.MET, Status.MET_LATE)


def extend(
    office: Office,
    store: Store,
    plan: StoredPlan,
    obligation: StoredObligation,
    *,
    until: date,
    document: str,
    why: str,
    by: str,
    unit: str | None = None,
    period: str | None = None,
    force: bool = False,
) -> list[StoredOccurrence]:
    """Put off the due date of what is open, of one unit and period where given; return what was extended.

    What was planned for the old date stops, and the ladder begins anew for the new one. Raises BadExtension where the
    day is no later, the document or reason is missing, or it was extended before (unless `force`); UnknownPeriod where
    several periods are open and none is named.
    """
    _required(document, "--document", "số, ký hiệu văn bản cho gia hạn")
    _required(why, "--why", "lý do")
    chosen = _chosen(office, store, plan, obligation, unit, period)
    for one in chosen:
        _refuse(one, until, force=force)
    for one in chosen:
        rules = rules_for(obligation.value, office.policy)
        _extend(office, store, one, rules, Extension(until, document), why, by)
    ids = {one.id for one in chosen}
    return [one for one in store.occurrences(plan.name, obligation.code) if one.id in ids]


def waive(
    office: Office,
    store: Store,
    plan: StoredPlan,
    obligation: StoredObligation,
    *,
    why: str,
    by: str,
    unit: str | None = None,
    period: str | None = None,
) -> list[StoredOccurrence]:
    """Release units from what is open, with a reason; what was planned stops. Return what was waived.

    Raises BadExtension without a reason, or for a unit that shares one duty with others since it passed into another;
    UnknownPeriod where several periods are open and none is named.
    """
    _required(why, "--why", "lý do")
    asked = _chosen(office, store, plan, obligation, unit, period)
    shared = _shared(store.register(), obligation, unit, office.today()) if unit else {}
    chosen = [one for one in asked if one.waived is None and one.value.unit not in shared]
    if shared and not chosen:
        raise BadExtension(_sharing(str(unit), shared))
    for one in chosen:
        store.set_status(one.id, Status.WAIVED, why)
        store.cancel_reminders(one.id)
        store.record(Change(office.clock(), by, "waive", subject(one), why=why, before=str(one.status), after="waived"))
    return chosen


def _shared(register: Register, obligation: StoredObligation, name: str, today: date) -> dict[str, str]:
    """Name, by key, the units that an old name has passed into and that hold one duty for several units."""
    old = unit_key(register, name)
    leaves = expand(register, obligation.value.responsible).units
    held = Counter(new for leaf in leaves for new in successors(register, leaf.key, today))
    return {new: unit_name(register, new) for new in successors(register, old, today) if new != old and held[new] > 1}


def _sharing(name: str, shared: Mapping[str, str]) -> str:
    now = ", ".join(shared.values())
    return (
        f"{name} đã nhập vào {now}, nay chung một nhiệm vụ với đơn vị khác nên không miễn riêng được; nếu miễn cả"
        f" {now} thì ghi --unit “{now}”."
    )


def _required(text: str, option: str, what: str) -> None:
    if not text.strip():
        raise BadExtension(f"{option} đang để trống; hãy ghi {what}.")


def _chosen(
    office: Office,
    store: Store,
    plan: StoredPlan,
    obligation: StoredObligation,
    unit: str | None,
    period: str | None,
) -> list[StoredOccurrence]:
    """List what is asked for and not met yet: of one period, the open one where none is named."""
    today = office.today()
    there = standings(office, store, selected(store, plan, obligation, unit, period), today)
    left = [one for one, judged in there if judged.status not in MET]
    if period is None:
        left = [one for one in left if one.value.due.opens <= today] or left
    periods = dict.fromkeys(one.value.due.period for one in left)
    if len(periods) == 1:
        return left
    named = ", ".join(f"{key} ({label(key)})" for key in periods)
    raise UnknownPeriod(
        f"{plan.name} {obligation.code} có nhiều kỳ chưa xong; hãy thêm --period, một trong: {named}."
        if named
        else f"{plan.name} {obligation.code} không còn kỳ nào chưa xong."
    )


def _refuse(one: StoredOccurrence, until: date, *, force: bool) -> None:
    legal = one.value.due.legal
    if one.extended and not force:
        raise BadExtension(
            f"{subject(one)} đã được gia hạn đến {one.extended.until:%d/%m/%Y} theo {one.extended.document};"
            " gia hạn lần nữa thì thêm --force."
        )
    if until <= legal:
        raise BadExtension(
            f"Hạn hiện tại của {subject(one)} là {legal:%d/%m/%Y}; ngày gia hạn phải sau ngày đó, không phải"
            f" {until:%d/%m/%Y}."
        )


def _extend(
    office: Office, store: Store, one: StoredOccurrence, rules: Policy, extension: Extension, why: str, by: str
) -> None:
    before = one.value.due.legal
    store.extend(one.id, extension)
    store.update_due(one.id, put_off(office, rules, one.value, extension))
    store.lapse_reminders(one.id, before.isoformat())
    after = f"{extension.until.isoformat()} ({extension.document})"
    store.record(Change(office.clock(), by, "extend", subject(one), why=why, before=before.isoformat(), after=after))


def put_off(office: Office, rules: Policy, value: Occurrence, extension: Extension | None) -> Occurrence:
    """Give an occurrence with the due date its extension makes; as it is where there is none."""
    if extension is None:
        return value
    return replace(value, due=extended(value.due, value.kind, extension.until, rules, office.calendar))
