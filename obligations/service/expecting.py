"""What a page is measured against: an occurrence's duty, unit, days and channels as one value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from obligations.channels import named, open_to
from obligations.finding import Eye
from obligations.judging import Expectation
from obligations.ports import Store
from obligations.records import StoredObligation, StoredOccurrence, StoredPlan
from obligations.subjects import Topic, subjects_of
from obligations.units import Register


@dataclass(frozen=True, slots=True)
class Lookout:
    """How an agency looks for evidence: through which eye, by which subjects, and how much it leaves to the rules.

    `automatic`: what leaves nothing to doubt is accepted. `by_address`: social posts count by their address.
    `follow_every`, `recheck_every`: the least time between two visits; `looks`: pages opened in one search at most.
    """

    eye: Eye
    topics: tuple[Topic, ...]
    automatic: bool = True
    by_address: bool = False
    follow_every: timedelta = timedelta(hours=6)
    recheck_every: timedelta = timedelta(days=7)
    looks: int = 60


@dataclass(frozen=True, slots=True)
class Case:
    """An occurrence with the duty and plan it comes from."""

    plan: StoredPlan
    obligation: StoredObligation
    occurrence: StoredOccurrence


def case_of(store: Store, occurrence: StoredOccurrence) -> Case:
    """Find the duty and plan of an occurrence. Raises LookupError where the store has lost them."""
    value = occurrence.value
    plan, obligation = store.plan(value.plan), store.obligation(value.plan, value.code)
    if plan is None or obligation is None:
        raise LookupError(f"{value.plan} {value.code}")
    return Case(plan, obligation, occurrence)


def expectation(
    case: Case,
    register: Register,
    lookout: Lookout,
    claimed_on: date | None = None,
    claimed_title: str | None = None,
) -> Expectation:
    """Say what a page has to be to count for an occurrence."""
    value, duty = case.occurrence.value, case.obligation.value
    return Expectation(
        plan=value.plan,
        code=value.code,
        unit=value.unit,
        period=value.due.period,
        window=value.due.window,
        subjects=subjects_of(duty.quote, case.plan.header.title, lookout.topics),
        unit_names=_names(register, value.unit),
        allowed=open_to(named(register.channels, duty.quote), _belongs(register, value.unit)),
        known=register.channels,
        claimed_on=claimed_on,
        claimed_title=claimed_title,
        by_address=lookout.by_address,
    )


def _names(register: Register, key: str) -> tuple[str, ...]:
    """List the names of a unit, and of those that have passed into it: old articles bear the old name."""
    keys = {key, *(s.old for s in register.successions if key in s.new)}
    return tuple(name for unit in register.units if unit.key in keys for name in (unit.name, *unit.aliases))


def _belongs(register: Register, key: str) -> set[str]:
    """List a unit's key and those of the groups it belongs to, through any depth."""
    found, before = {key}, set[str]()
    while found != before:
        before = found
        found = found | {unit.key for unit in register.units if before & {*unit.members}}
    return found
