"""Which deployments there ought to be: one for each approved obligation that has dates."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from flows import kinds, names
from flows.schedule import coming
from obligations import service
from obligations.records import StoredObligation, StoredPlan
from obligations.service import Office


@dataclass(frozen=True, slots=True)
class Wanted:
    """A deployment as it ought to be: of which flow, how called, with what identity, run on which days."""

    flow: str
    name: str
    description: str
    tags: tuple[str, ...]
    parameters: dict[str, object] = field(default_factory=dict)
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanted, and how many obligations are left to the sweep alone."""

    wanted: tuple[Wanted, ...]
    swept: int


def plan(office: Office, most: int) -> Plan:
    """List the wanted deployments, for the first `most` obligations; the sweep covers the rest."""
    cases = service.approved(office)
    today = office.today()
    return Plan(tuple(wanted(office, case, today) for case in cases[:most]), max(len(cases) - most, 0))


def wanted(office: Office, case: tuple[StoredPlan, StoredObligation], today: date) -> Wanted:
    """Say how the deployment of one approved obligation ought to be from today on."""
    stored_plan, obligation = case
    flow = kinds.flow_of(obligation.value)
    if flow is None:
        raise ValueError(f"{obligation.plan} {obligation.code} has no dates")
    return Wanted(
        flow=flow,
        name=names.deployment_name(stored_plan.name, obligation.code),
        description=describe(stored_plan, obligation),
        tags=names.deployment_tags(stored_plan.name, obligation.value),
        parameters={"plan": stored_plan.name, "clause": obligation.code},
        days=coming(service.schedule_days(office, obligation), today),
    )


def describe(stored_plan: StoredPlan, obligation: StoredObligation) -> str:
    """Quote the plan, in markdown: what a person sees who opens the deployment."""
    header = stored_plan.header
    source = ", ".join(filter(None, (f"Kế hoạch {header.number}" if header.number else stored_plan.name, header.title)))
    who = "; ".join(obligation.value.responsible)
    quote = obligation.value.quote.strip().replace("\n", "\n> ")
    return f"**{obligation.code}** · {who}\n\n> {quote}\n\n{source}"


def fingerprint(office: Office) -> str:
    """Sum up what deployments depend on: today and every approved obligation. Cheap enough to ask every few seconds."""
    said = [str(office.today()), *(repr((o.plan, o.code, o.value)) for _, o in service.approved(office))]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
