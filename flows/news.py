"""Runs for obligations of kinds that are swept as a whole: only where a sweep had something to say."""

from __future__ import annotations

from collections.abc import Iterable

from prefect.client.orchestration import PrefectClient
from prefect.exceptions import ObjectNotFound

from flows import kinds, names
from obligations.service import RunReport

# More in one morning would keep the worker busy past noon; the sweep's own page tells of all.
MOST = 200


async def tell_news(client: PrefectClient, runs: Iterable[RunReport]) -> int:
    """Make a run for each obligation that was reminded and has no deployment of its own; return how many.

    Twice on one day makes one run.
    """
    told = 0
    for run in [run for run in runs if run.reminded][:MOST]:
        flow = kinds.flow_of(run.obligation.value)
        if flow is not None and await _told(client, flow, run):
            told += 1
    return told


async def _told(client: PrefectClient, flow: str, run: RunReport) -> bool:
    try:
        kind = await client.read_deployment_by_name(f"{flow}/{names.WHOLE_KIND}")
    except ObjectNotFound:
        return False
    await client.create_flow_run_from_deployment(
        kind.id,
        parameters={"plan": run.plan.name, "clause": run.obligation.code},
        tags=[names.NEWS, *names.deployment_tags(run.plan.name, run.obligation.value)],
        idempotency_key=f"{run.plan.name}/{run.obligation.code}/{run.on}",
    )
    return True
