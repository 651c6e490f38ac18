"""What there is to reckon with: a plan from a file or the store, with its register, rules and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from obligations import service
from obligations.model import Draft, Evidence, Obligation, Occurrence, PlanHeader, Status
from obligations.policy import Policy
from obligations.ports import Store
from obligations.service import codes
from obligations.simulate import Pieces, no_evidence
from obligations.timing.occurrences import dues, occurrences
from obligations.timing.workdays import Calendar
from obligations.units import Register, expand, implied
from portal.desk import office, settings
from portal.language import tr
from portal.reading import reading_of
from portal.register_file import load_register
from storage.settings import calendar_of, policy_of

SUBJECT = typer.Argument(
    help=tr("Tệp kế hoạch hoặc tên kế hoạch đã nhập.", "A plan's file, or the name of a stored plan."),
    show_default=False,
)


@dataclass(frozen=True, slots=True)
class Case:
    """What there is to reckon with: a plan's obligations by code, who there is, the rules, and the evidence so far.

    `stored` are the occurrences of a plan in the store as they stand; `name` is what its calendar's entries go by.
    """

    header: PlanHeader
    obligations: Sequence[tuple[str, Obligation]]
    register: Register
    policy: Policy
    calendar: Calendar
    pieces: Pieces = no_evidence
    name: str = ""
    stored: tuple[Occurrence, ...] = ()


def case_of(subject: str, units: Path | None) -> Case:
    """Take a plan from a file or the store, with the register given, the stored one, or one made of its names."""
    path = Path(subject)
    given = load_register(units) if units else None
    if path.is_file():
        reading = reading_of(path, units)
        numbered = list(zip(codes(reading.obligations), reading.obligations, strict=True))
        rules, calendar = policy_of(settings()), calendar_of(settings())
        return Case(reading.header, numbered, _register(given, numbered), rules, calendar, name=path.stem)
    desk = office()
    with desk.database.begin() as store:
        plan = service.find_plan(store, subject)
        numbered = [(o.code, o.value) for o in store.obligations(plan.name) if o.state is not Draft.REJECTED]
        pieces, stored = _pieces(store, plan.name), store.register()
        there = _standing_occurrences(store, plan.name, numbered) if given is None else ()
    register = given or (stored if stored.units else _register(None, numbered))
    return Case(plan.header, numbered, register, desk.policy, desk.calendar, pieces, plan.name, there)


def _standing_occurrences(
    store: Store, plan: str, obligations: Sequence[tuple[str, Obligation]]
) -> tuple[Occurrence, ...]:
    """List what is stored of a plan, waived left out; nothing where some dated obligation is not opened yet."""
    every = store.occurrences(plan)
    opened = {o.value.code for o in every}
    if any(value.cadence.dated and code not in opened for code, value in obligations):
        return ()
    return tuple(o.value for o in every if o.status is not Status.WAIVED)


def _register(given: Register | None, obligations: Sequence[tuple[str, Obligation]]) -> Register:
    return given or implied(name for _, o in obligations for name in o.responsible)


def _pieces(store: Store, plan: str) -> Pieces:
    """Hand in the stored evidence of a plan's occurrences."""
    there = {o.id: _identity(o.value) for o in store.occurrences(plan)}
    found: dict[tuple[str, str, str], list[Evidence]] = {}
    for use in store.evidence_uses(sorted(there)):
        found.setdefault(there[use.occurrence], []).append(use.evidence)
    return lambda occurrence: found.get(_identity(occurrence), ())


def _identity(occurrence: Occurrence) -> tuple[str, str, str]:
    return occurrence.code, occurrence.unit, occurrence.due.period


def occurrences_of(case: Case) -> Iterable[Occurrence]:
    """List a plan's occurrences; a unit the register lacks is taken as one unit under its own name.

    What is stored is taken as it stands: extended, without what was waived.
    """
    if case.stored:
        yield from case.stored
        return
    values = [o for _, o in case.obligations]
    for code, obligation in case.obligations:
        siblings = [o for o in values if o is not obligation]
        due = dues(obligation, case.header, siblings, case.policy, case.calendar)
        found = expand(case.register, obligation.responsible)
        yield from occurrences("", code, obligation, [*(u.key for u in found.units), *found.unknown], due)
