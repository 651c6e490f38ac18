"""Plans from reading to approval: ingest, approve, reject, edit. Nothing is scheduled before a person approved it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath

from obligations.errors import BadEdit, NoObligation, UnknownClause, UnknownPlan, UnknownUnit
from obligations.model import Draft, Obligation, Reading
from obligations.ports import Store
from obligations.records import Change, StoredObligation, StoredPlan
from obligations.service.amending import Difference, difference, earlier_plans
from obligations.service.edits import MARKS, corrected
from obligations.service.opening import open_occurrences, withdraw
from obligations.service.values import Office
from obligations.text import fold
from obligations.timing.regimes import chosen
from obligations.units import Register, expand, slug


@dataclass(frozen=True, slots=True)
class Ingested:
    """A stored plan, whether this call stored it, other plans of its number, what it changes in earlier ones."""

    plan: StoredPlan
    new: bool
    namesakes: tuple[StoredPlan, ...] = ()
    differences: tuple[Difference, ...] = ()


def ingest(
    store: Store, reading: Reading, *, source: str, at: datetime, by: str, sample: bool = False, name: str | None = None
) -> Ingested:
    """Store a plan and its draft obligations, once however often it is called.

    Raises NoObligation where the plan lays no duty on anybody.
    """
    if (known := store.plan_by_sha(reading.header.sha256)) is not None:
        return Ingested(_completed(store, known, reading, at=at, by=by), new=False)
    if not reading.obligations:
        raise NoObligation(f"{source}: không đọc được nhiệm vụ nào trong văn bản này; hãy xem lại bằng `dunghan read`.")
    others = store.plans()
    wanted = slug(name) if name else _name(reading, source)
    plan = store.add_plan(
        reading,
        name=_free(wanted, {p.name for p in others}),
        codes=codes(reading.obligations),
        source=source,
        sample=sample,
        at=at,
    )
    store.record(Change(at, by, "import", f"plan/{plan.name}", after=f"{len(reading.obligations)} nhiệm vụ dự thảo"))
    drafts = store.obligations(plan.name)
    differences = tuple(
        difference(earlier, relation, store.obligations(earlier.name), drafts)
        for earlier, relation in earlier_plans(plan, others)
    )
    for each in differences:
        what = f"{len(each.added)} thêm, {len(each.changed)} đổi, {len(each.gone)} bỏ"
        said = str(each.relation or "same-number")
        store.record(Change(at, by, said, f"plan/{plan.name}", before=each.earlier.name, after=what))
    return Ingested(plan, True, tuple(p for p in others if _same_number(p, plan)), differences)


def _completed(store: Store, known: StoredPlan, reading: Reading, *, at: datetime, by: str) -> StoredPlan:
    """Give a stored plan the date that a person adds on importing it again."""
    issued_on = reading.header.issued_on
    if issued_on is None or known.header.issued_on is not None:
        return known
    header = replace(known.header, issued_on=issued_on, year=known.header.year or issued_on.year)
    store.set_plan_header(known.id, header)
    store.record(Change(at, by, "date-plan", f"plan/{known.name}", after=issued_on.isoformat()))
    return replace(known, header=header)


def dated(reading: Reading, issued_on: date | None) -> Reading:
    """Put a person's date for the plan in the place of one the document does not state."""
    if issued_on is None:
        return reading
    year = reading.header.year or issued_on.year
    return replace(reading, header=replace(reading.header, issued_on=issued_on, year=year))


def _same_number(one: StoredPlan, other: StoredPlan) -> bool:
    header, its = one.header, other.header
    return header.number is not None and (header.number, header.year) == (its.number, its.year)


def _name(reading: Reading, source: str) -> str:
    """Name a plan after its number and year (a number is unique only within a year), else after its file."""
    header = reading.header
    if header.number is None:
        return slug(PurePath(source).stem) or header.sha256[:12]
    return slug(f"{header.number} {header.year or ''}")


def _free(wanted: str, taken: Iterable[str]) -> str:
    names = set(taken)
    return next(n for n in (wanted, *(f"{wanted}-{i}" for i in range(2, len(names) + 3))) if n not in names)


def codes(obligations: Sequence[Obligation]) -> tuple[str, ...]:
    """Give each obligation a code unique in its plan: `III.3`, or `III.1-1`, `III.1-2` where a clause lays several."""
    shared, seen = Counter(o.clause for o in obligations), Counter[str]()
    given: list[str] = []
    for obligation in obligations:
        seen[obligation.clause] += 1
        number = f"-{seen[obligation.clause]}" if shared[obligation.clause] > 1 else ""
        given.append(f"{obligation.clause}{number}")
    return tuple(given)


def find_plan(store: Store, reference: str) -> StoredPlan:
    """Find a plan by name, number, file name (with or without suffix) or the first letters of its sha256.

    Raises UnknownPlan where none or several answer.
    """
    if (plan := store.plan(reference)) is not None:
        return plan
    plans = store.plans()
    found = [p for p in plans if _answers(p, reference)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(p.name for p in (found or plans)) or "chưa có kế hoạch nào"
    problem = "ứng với nhiều kế hoạch" if found else "không có trong cơ sở dữ liệu"
    raise UnknownPlan(f"Kế hoạch “{reference}” {problem}; hãy dùng một trong các tên: {names}.")


def _answers(plan: StoredPlan, reference: str) -> bool:
    path, wanted = PurePath(plan.source), fold(reference)
    names = {fold(plan.name), fold(plan.header.number or ""), fold(path.name), fold(path.stem)} - {""}
    return wanted in names or (len(reference) >= 6 and plan.header.sha256.startswith(reference.lower()))


def find_obligations(store: Store, plan: StoredPlan, clauses: Sequence[str] = ()) -> list[StoredObligation]:
    """Find obligations by code or clause (a clause takes all its duties); all of the plan's where none is named.

    Raises UnknownClause for a name that nothing answers to.
    """
    everything = store.obligations(plan.name)
    if not clauses:
        return everything
    named = {c: [o for o in everything if _named(o, c)] for c in clauses}
    if empty := [c for c, found in named.items() if not found]:
        there = ", ".join(o.code for o in everything)
        raise UnknownClause(f"Kế hoạch {plan.name} không có điều khoản {', '.join(empty)}; có: {there}.")
    wanted = {o.id for found in named.values() for o in found}
    return [o for o in everything if o.id in wanted]


def _named(obligation: StoredObligation, clause: str) -> bool:
    return clause.casefold() in (obligation.code.casefold(), obligation.value.clause.casefold())


def one_obligation(store: Store, plan: StoredPlan, clause: str) -> StoredObligation:
    """Find the one obligation a code or clause names. Raises UnknownClause where a clause holds several."""
    found = find_obligations(store, plan, [clause])
    if len(found) > 1:
        raise UnknownClause(
            f"Điều khoản {clause} có {len(found)} nhiệm vụ; hãy chỉ rõ: {', '.join(o.code for o in found)}."
        )
    return found[0]


def approve(
    office: Office,
    store: Store,
    plan: StoredPlan,
    clauses: Sequence[str] = (),
    *,
    by: str,
    why: str | None = None,
    partial: bool = False,
) -> list[StoredObligation]:
    """Approve drafts (named ones also when they were rejected) and open their occurrences; return those approved now.

    Raises UnknownUnit where the register lacks a responsible unit, and approves nothing then; with `partial` those
    obligations are left as drafts instead.
    """
    wanted = [o for o in find_obligations(store, plan, clauses) if _awaits(o, named=bool(clauses))]
    register = store.register()
    lacking = {o.code: missing for o in wanted if (missing := unknown_units(register, o.value))}
    if lacking and not partial:
        raise UnknownUnit(_lacking(lacking))
    chosen = [o for o in wanted if o.code not in lacking]
    for obligation in chosen:
        set_state(store, obligation, Draft.APPROVED, at=office.clock(), by=by, why=why)
    for obligation in chosen:
        open_occurrences(office, store, plan, obligation)
    return chosen


def unknown_units(register: Register, obligation: Obligation) -> tuple[str, ...]:
    """List the responsible units the register lacks. A total lays its duty on its parts, so its own unit may lack."""
    return () if obligation.aggregate else expand(register, obligation.responsible).unknown


def _awaits(obligation: StoredObligation, *, named: bool) -> bool:
    return obligation.state is Draft.DRAFT or (named and obligation.state is Draft.REJECTED)


def _lacking(lacking: dict[str, tuple[str, ...]]) -> str:
    lines = "\n".join(f"  {code}: {', '.join(names)}" for code, names in lacking.items())
    return (
        f"Danh bạ đơn vị chưa có:\n{lines}\n"
        "Hãy bổ sung tên hoặc bí danh vào units.yaml rồi chạy `dunghan units import`, sửa bằng "
        "`dunghan edit … --set responsible=…`, hoặc duyệt phần còn lại với --partial."
    )


def set_state(
    store: Store, obligation: StoredObligation, state: Draft, *, at: datetime, by: str, why: str | None
) -> None:
    """Judge an obligation and leave the line in the log."""
    store.set_obligation_state(obligation.id, state)
    subject = f"plan/{obligation.plan}/{obligation.code}"
    store.record(Change(at, by, str(state), subject, why=why, before=str(obligation.state), after=str(state)))


def reject(
    office: Office, store: Store, plan: StoredPlan, clauses: Sequence[str], *, by: str, why: str
) -> list[StoredObligation]:
    """Reject obligations: they are no duties, or not ours. What was open is withdrawn; history stays.

    Raises BadEdit without a reason.
    """
    _require_reason(why)
    chosen = [o for o in find_obligations(store, plan, clauses) if o.state is not Draft.REJECTED]
    for obligation in chosen:
        set_state(store, obligation, Draft.REJECTED, at=office.clock(), by=by, why=why)
        store.remove_occurrences_beyond(obligation.id, ())
        for occurrence in store.occurrences(plan.name, obligation.code):
            withdraw(office, store, occurrence)
    return chosen


def edit(
    office: Office, store: Store, plan: StoredPlan, clause: str, changes: dict[str, str], *, by: str, why: str
) -> StoredObligation:
    """Correct fields of one obligation with a reason; what is open follows the correction.

    Raises BadEdit for an unknown field or value, UnknownClause where the clause names none or several.
    """
    _require_reason(why)
    obligation = one_obligation(store, plan, clause)
    value = corrected(obligation.value, changes, [regime.name for regime in office.policy.regimes])
    if obligation.state is Draft.APPROVED and (missing := unknown_units(store.register(), value)):
        raise UnknownUnit(_lacking({obligation.code: missing}))
    store.set_obligation_value(obligation.id, value)
    before = ", ".join(f"{f}={_shown(_held(obligation.value, f))}" for f in changes)
    after = ", ".join(f"{f}={_shown(_held(value, f))}" for f in changes)
    subject = f"plan/{plan.name}/{obligation.code}"
    store.record(Change(office.clock(), by, "edit", subject, why=why, before=before, after=after))
    if obligation.state is Draft.APPROVED:
        for sibling in find_obligations(store, plan, [obligation.value.clause, value.clause]):
            if sibling.state is Draft.APPROVED:
                open_occurrences(office, store, plan, sibling)
    return StoredObligation(obligation.id, plan.name, obligation.code, obligation.state, value)


def _require_reason(why: str) -> None:
    if not why.strip():
        raise BadEdit("Cần nêu lý do (--why): lý do được ghi vào nhật ký.")


def _held(value: Obligation, field: str) -> object:
    if field in MARKS:
        return chosen(value, MARKS[field][0])
    return getattr(value, "cadence" if field == "frequency" else field)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value)) or "—"
    if isinstance(value, date):
        return value.isoformat()
    return "—" if value is None else str(value)


def remove_sample(store: Store, *, at: datetime, by: str) -> list[str]:
    """Remove the plans that came as samples, with all that hangs on them; return their names."""
    names = [p.name for p in store.plans() if p.sample]
    for name in names:
        store.remove_plan(name)
        store.record(Change(at, by, "remove-sample", f"plan/{name}"))
    return names
