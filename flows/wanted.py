"""Which deployments there ought to be: one for each approved obligation that has dates."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flows import kinds, names
from flows.links import PINNED, rebased
from flows.markdown import plain, quoted
from flows.schedule import coming
from obligations import service
from obligations.errors import DunghanError
from obligations.model import Due
from obligations.records import StoredObligation, StoredPlan
from obligations.service import Office

# What moves days without touching an obligation.
MOVES = ("extend", "waive", "term")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A deployment as it ought to be: of which flow, how called, with what identity, run on which days."""

    flow: str
    name: str
    description: str
    tags: tuple[str, ...]
    plan: str = ""
    code: str = ""
    days: tuple[date, ...] = ()

    @property
    def parameters(self) -> dict[str, Any]:
        """Give the parameters that say which obligation it is; none for a kind as a whole."""
        return {"plan": self.plan, "clause": self.code} if self.code else {}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanted, how many obligations are left to the sweep alone, and which cannot be put on a timetable."""

    wanted: tuple[Wanted, ...]
    swept: int = 0
    problems: tuple[str, ...] = ()


def plan(office: Office, most: int, base: str = "") -> Plan:
    """List the wanted deployments: one for each obligation, up to `most`; links in their descriptions lie below `base`.

    Beyond that the kinds with most obligations get one deployment each: the sweep looks after them, and makes runs
    only where there is news.
    """
    cases = service.approved(office)
    stored = service.stored_dues(office)
    today = office.today()
    swept = swept_flows([flow for _, o in cases if (flow := kinds.flow_of(o.value))], most)
    own = [case for case in cases if kinds.flow_of(case[1].value) not in swept]
    found, problems = [_whole_kind(flow) for flow in sorted(swept)], []
    for case in own:
        try:
            found.append(wanted(office, case, today, stored.get(case[1].id, ())))
        except DunghanError as error:  # one plan without a year must not stop the others
            problems.append(f"{case[1].plan} {case[1].code}: {error}")
    found = [replace(one, description=rebased(one.description, base)) for one in found]
    return Plan(tuple(found), len(cases) - len(own), tuple(problems))


def swept_flows(flows: Sequence[str], most: int) -> frozenset[str]:
    """Choose the flows to be swept as a whole, those with most obligations first, until `most` obligations are left."""
    left, chosen = len(flows), []
    for flow, count in sorted(Counter(flows).items(), key=lambda found: (-found[1], found[0])):
        if left <= most:
            break
        chosen.append(flow)
        left -= count
    return frozenset(chosen)


def _whole_kind(flow: str) -> Wanted:
    return Wanted(
        flow=flow,
        name=names.WHOLE_KIND,
        description="Mọi nhiệm vụ của loại này: lượt quét hằng ngày kiểm tra, và chỉ tạo lượt chạy khi có việc mới."
        f"\n\n{PINNED}",
        tags=(names.OURS,),
    )


def wanted(office: Office, case: tuple[StoredPlan, StoredObligation], today: date, stored: Sequence[Due]) -> Wanted:
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
        plan=stored_plan.name,
        code=obligation.code,
        days=coming(service.schedule_days(office, obligation, stored), today),
    )


def describe(stored_plan: StoredPlan, obligation: StoredObligation) -> str:
    """Quote the plan, in markdown: what a person sees who opens the deployment."""
    header = stored_plan.header
    source = ", ".join(filter(None, (f"Kế hoạch {header.number}" if header.number else stored_plan.name, header.title)))
    who = "; ".join(obligation.value.responsible)
    return "\n\n".join(
        (f"**{plain(obligation.code)}** · {plain(who)}", quoted(obligation.value.quote), plain(source), PINNED)
    )


def fingerprint(office: Office) -> str:
    """Sum up what deployments depend on: today, every approved obligation, every due date a person moved.

    Cheap enough to ask every few seconds.
    """
    with office.database.begin() as store:
        moved = store.last_change(MOVES)
    said = [f"{office.today()} {moved}", *(repr((o.plan, o.code, o.value)) for _, o in service.approved(office))]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
