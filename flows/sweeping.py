"""The deployments that prefect.yaml declares, and the first sweep."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectNotFound

from flows.deployments import form
from flows.kinds import DAILY_SWEEP, ENTRYPOINTS, GENERAL
from flows.links import PINNED, rebased
from obligations.errors import BadSettings
from obligations.service import VIETNAM, Office

FILE = "prefect.yaml"
USUAL = time(7, 30)
CATCHING_UP = "lượt đầu"
FRUITLESS = (StateType.FAILED, StateType.CRASHED, StateType.CANCELLED)


def file() -> Path:
    """Find prefect.yaml: beside the code in a source tree, under share/ in an installed copy."""
    places = (Path(__file__).resolve().parent.parent, Path(sys.prefix) / "share" / "dunghan")
    found = next((place / FILE for place in places if (place / FILE).is_file()), None)
    if found is None:
        raise BadSettings(f"Không thấy tệp {FILE} (đã tìm ở {', '.join(map(str, places))}); hãy cài đặt lại Đúng Hạn.")
    return found


def declared(path: Path) -> dict[str, dict[str, Any]]:
    """Read the deployments of prefect.yaml by flow. Raises BadSettings where the sweep is missing or it is no YAML."""
    try:
        entries = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("deployments") or []
        found = {flow: dict(e) for e in entries for flow in GENERAL if e.get("entrypoint") == ENTRYPOINTS[flow]}
        return {DAILY_SWEEP: found[DAILY_SWEEP], **found}
    except (yaml.YAMLError, KeyError, AttributeError, TypeError) as error:
        raise BadSettings(f"Tệp {path} sai: cần một mục trong “deployments” có entrypoint của daily_sweep.") from error


async def apply_declared(client: PrefectClient, path: Path, base: str = "") -> dict[str, UUID]:
    """Bring the deployments of prefect.yaml into line, leaving alone what is; return their ids by `flow/name`."""
    entries = {flow: {**entry, "description": _described(entry, base)} for flow, entry in declared(path).items()}
    return {f"{flow}/{entry['name']}": await _apply(client, flow, entry) for flow, entry in entries.items()}


async def _apply(client: PrefectClient, flow: str, entry: dict[str, Any]) -> UUID:
    there = await _read(client, f"{flow}/{entry['name']}")
    if there is not None and not _differs(there, flow, entry):
        return there.id
    paused = {s.slug for s in there.schedules if not s.active} if there else set[str | None]()
    return await client.create_deployment(
        flow_id=await client.create_flow_from_name(flow),
        name=entry["name"],
        entrypoint=entry["entrypoint"],
        description=entry["description"],
        tags=entry.get("tags"),
        parameters=entry.get("parameters") or {},
        parameter_openapi_schema=form(flow),
        enforce_parameter_schema=True,
        work_pool_name=entry["work_pool"]["name"],
        concurrency_limit=entry.get("concurrency_limit"),
        paused=there.paused if there else None,
        schedules=[_schedule(s, active=s["slug"] not in paused) for s in entry.get("schedules") or []],
    )


def _described(entry: dict[str, Any], base: str) -> str:
    return f"{(entry.get('description') or '').strip()}\n\n{rebased(PINNED, base)}"


async def _read(client: PrefectClient, name: str) -> DeploymentResponse | None:
    try:
        return await client.read_deployment_by_name(name)
    except ObjectNotFound:
        return None


def _schedule(entry: dict[str, Any], *, active: bool) -> DeploymentScheduleCreate:
    cron = CronSchedule(cron=entry["cron"], timezone=entry["timezone"])
    return DeploymentScheduleCreate(schedule=cron, active=active, slug=entry["slug"])


def _differs(there: DeploymentResponse, flow: str, entry: dict[str, Any]) -> bool:
    limit = there.global_concurrency_limit.limit if there.global_concurrency_limit else None
    said = (there.entrypoint, there.description, there.parameters, there.work_pool_name, limit)
    ought = (
        entry["entrypoint"],
        entry["description"],
        entry.get("parameters") or {},
        entry["work_pool"]["name"],
        entry.get("concurrency_limit"),
    )
    schedules = {s.slug: s.schedule for s in there.schedules}
    return (
        said != ought
        or set(there.tags) != set(entry.get("tags") or ())
        or there.parameter_openapi_schema != form(flow)
        or schedules != {s["slug"]: _schedule(s, active=True).schedule for s in entry.get("schedules") or []}
    )


async def first_sweep(client: PrefectClient, deployment: UUID, office: Office) -> FlowRun | None:
    """Start a sweep where the morning's did not happen; None where there is nothing to catch up with."""
    now = office.clock().astimezone(VIETNAM)
    ever = await _sweeps(client, deployment, None)
    today = await _sweeps(client, deployment, datetime.combine(now.date(), time(), VIETNAM))
    if not catches_up(now, working=office.calendar.is_working(now.date()), ever=bool(ever), today=bool(today)):
        return None
    return await client.create_flow_run_from_deployment(deployment, tags=[CATCHING_UP])


def catches_up(now: datetime, *, working: bool, ever: bool, today: bool) -> bool:
    """Tell whether a start has to sweep, by whether there ever was a sweep and whether there was one today.

    The very first start sweeps on any day; later ones only on working days after the usual hour (Vietnamese time), so
    that restarting a machine on a holiday or at night reminds nobody.
    """
    return not today and (not ever or (working and now.time() >= USUAL))


async def _sweeps(client: PrefectClient, deployment: UUID, since: datetime | None) -> list[FlowRun]:
    """List sweeps that came to something or still may, due up to now."""
    fruitful = [kind for kind in StateType if kind not in FRUITLESS]
    return await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            deployment_id=FlowRunFilterDeploymentId(any_=[deployment]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=fruitful)),
            expected_start_time=FlowRunFilterExpectedStartTime(before_=datetime.now(UTC), after_=since),
        ),
        limit=1,
    )
