"""Brings Prefect's deployments into line with what is approved, touching nothing that is right already."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import Any
from uuid import UUID

import httpx
from prefect import Flow
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate, WorkPoolUpdate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.objects import DeploymentSchedule
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import RRuleSchedule
from prefect.exceptions import ObjectNotFound
from prefect.utilities.callables import parameter_schema
from prefect.utilities.processutils import command_to_string
from prefect.workers.process import ProcessWorker

from flows import kinds, names
from flows.schedule import SLUG, ZONE, coming, days_of, rule
from flows.wanted import Plan, Wanted
from flows.worker import POOL

PAGE = 200


@dataclass(frozen=True, slots=True)
class Counts:
    """How many deployments were made, changed, left alone and removed; how many obligations the sweep alone covers.

    `problems` are the obligations that have no timetable, each with what to do.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    swept: int = 0
    problems: tuple[str, ...] = ()


async def ensure_pool(client: PrefectClient, name: str = POOL) -> None:
    """Make a local process pool, or mend it.

    It has no limit of its own, each worker has: the runs of a worker that died would hold the pool's places for ever.
    The command is fixed, because without one the worker starts an interpreter more for every run (4.7 s, not 2.2 s).
    """
    template = ProcessWorker.get_default_base_job_template()
    template["variables"]["properties"]["command"]["default"] = command_to_string(
        [sys.executable, "-m", "prefect.engine"]
    )
    try:
        pool = await client.read_work_pool(name)
    except ObjectNotFound:
        await client.create_work_pool(WorkPoolCreate(name=name, type="process", base_job_template=template))
        return
    if (pool.base_job_template, pool.concurrency_limit) != (template, None):
        await client.update_work_pool(name, WorkPoolUpdate(base_job_template=template, concurrency_limit=None))


async def reconcile(
    client: PrefectClient,
    plan: Plan,
    today: date,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Counts:
    """Make, change and remove deployments of obligations until they are as wanted; return how many of each.

    What is right is not written again, since a rewrite deletes the runs that were scheduled. A schedule that a person
    paused stays paused. `progress` hears how many of how many are done. One refusal (a locked database) keeps nothing
    else from being done, and is tried once more at the end; a second one is raised as httpx.HTTPError.
    """
    flows = {name: await client.create_flow_from_name(name) for name in {one.flow for one in plan.wanted}}
    there = {(d.flow_id, d.name): d for d in await ours(client)}
    found = [(one, flows[one.flow], there.pop((flows[one.flow], one.name), None)) for one in plan.wanted]
    made = await _mend(client, found, today, progress)
    for ended in there.values():
        await client.delete_deployment(ended.id)
    return Counts(**made, removed=len(there), swept=plan.swept, problems=plan.problems)


Case = tuple[Wanted, UUID, DeploymentResponse | None]


async def _mend(
    client: PrefectClient, found: Sequence[Case], today: date, progress: Callable[[int, int], None]
) -> Counter[str]:
    """Apply one after the other: a second writer beside the first waits a minute for SQLite's lock, then gets a 503."""
    made, refused = Counter[str](), list[Case]()
    for case in found:
        try:
            made[await _apply(client, *case, today)] += 1
        except httpx.HTTPError:
            refused.append(case)
        progress(made.total(), len(found))
    for case in refused:
        made[await _apply(client, *case, today)] += 1
    return made


async def ours(client: PrefectClient) -> list[DeploymentResponse]:
    """List the deployments of obligations, by the tag that marks them."""
    found: list[DeploymentResponse] = []
    marked = DeploymentFilter(tags=DeploymentFilterTags(all_=[names.OURS]))
    while page := await client.read_deployments(deployment_filter=marked, limit=PAGE, offset=len(found)):
        found += page
    return found


async def _apply(client: PrefectClient, one: Wanted, flow: UUID, there: DeploymentResponse | None, today: date) -> str:
    if there is not None and not differs(there, one, today):
        return "unchanged"
    paused = there is not None and any(not s.active for s in there.schedules)
    await client.create_deployment(
        flow_id=flow,
        name=one.name,
        entrypoint=kinds.ENTRYPOINTS[one.flow],
        description=one.description,
        tags=list(one.tags),
        parameters=one.parameters,
        parameter_openapi_schema=form(one.flow),
        enforce_parameter_schema=True,
        work_pool_name=POOL,
        concurrency_limit=1,
        paused=there.paused if there else None,
        schedules=[schedule(one.days, active=not paused)] if one.days else [],
    )
    return "changed" if there else "created"


def schedule(days: Sequence[date], *, active: bool) -> DeploymentScheduleCreate:
    """Make the schedule of these days; the slug keeps it the same schedule over rewrites."""
    return DeploymentScheduleCreate(schedule=RRuleSchedule(rrule=rule(days), timezone=ZONE), active=active, slug=SLUG)


def differs(there: DeploymentResponse, one: Wanted, today: date) -> bool:
    """Tell whether a deployment has to be written again. Days that are past do not count."""
    limit = there.global_concurrency_limit.limit if there.global_concurrency_limit else None
    return (
        (there.entrypoint, there.description, there.parameters, there.work_pool_name, limit)
        != (kinds.ENTRYPOINTS[one.flow], one.description, one.parameters, POOL, 1)
        or set(there.tags) != set(one.tags)
        or there.parameter_openapi_schema != form(one.flow)
        or scheduled_days(there.schedules, today) != coming(days_of(rule(one.days)) if one.days else (), today)
    )


def scheduled_days(schedules: Iterable[DeploymentSchedule], today: date) -> tuple[date, ...] | None:
    """Read the days still to come from our schedule; None where there are other schedules or none of ours."""
    found = list(schedules)
    if any(s.slug != SLUG or not isinstance(s.schedule, RRuleSchedule) for s in found):
        return None
    return coming((d for s in found for d in days_of(s.schedule.rrule)), today)  # type: ignore[union-attr]


@lru_cache
def form(flow: str) -> dict[str, Any]:
    """Give the schema of a flow's parameters: what the Custom Run form shows."""
    module, _, name = kinds.ENTRYPOINTS[flow].rpartition(".")
    found: Flow[..., Any] = getattr(import_module(module), name)
    return parameter_schema(found).model_dump()
