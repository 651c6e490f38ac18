"""Carries out the operator's runs in the process of `dunghan start`: it lives when the runner is dead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateName
from prefect.client.schemas.objects import FlowRun, WorkPoolStatus
from prefect.states import Completed, Failed, Pending, Running

from flows.operator import POOL, Trouble, tell
from flows.worker import POOL as DUTIES
from obligations.errors import DunghanError
from obligations.service import Office
from storage.settings import Settings

NAME = "dunghan-start"
HEARTBEAT_SECONDS = 30


async def carry_out(client: PrefectClient, settings: Settings, office: Office) -> list[str]:
    """Do what automations asked for since; return what was said to the operator."""
    await client.send_worker_heartbeat(POOL, NAME, HEARTBEAT_SECONDS)
    soon = datetime.now(UTC) + timedelta(seconds=1)
    asked = await client.get_scheduled_flow_runs_for_work_pool(POOL, scheduled_before=soon)
    return [await _do(client, settings, office, one.flow_run) for one in asked]


async def _do(client: PrefectClient, settings: Settings, office: Office, run: FlowRun) -> str:
    await client.set_flow_run_state(run.id, Pending())
    await client.set_flow_run_state(run.id, Running())
    what, plan = Trouble(run.parameters["what"]), run.parameters.get("plan")
    await client.update_flow_run(run.id, name=" · ".join(filter(None, ("Báo người vận hành", str(what), plan))))
    try:
        if (passed := await _passed(client, what)) is not None:
            await client.set_flow_run_state(run.id, Completed(name="Bỏ qua", message=passed))
            return passed
        said = tell(settings, office, what, run.parameters.get("about") or "", plan)
    except DunghanError as error:
        await client.set_flow_run_state(run.id, Failed(name="Lỗi", message=str(error)))
        return str(error)
    await client.set_flow_run_state(run.id, Completed(name="Đã báo", message=said))
    return f"{what}: {said}"


async def _passed(client: PrefectClient, what: Trouble) -> str | None:
    """Say that a trouble is over by now; None where it is not: a start finds the troubles of the stop before it."""
    if what is Trouble.SILENT_RUNNER and (await client.read_work_pool(DUTIES)).status is WorkPoolStatus.READY:
        return "Không báo: bộ chạy đã trở lại."
    late = FlowRunFilter(state=FlowRunFilterState(name=FlowRunFilterStateName(any_=["Late"])))
    if what is Trouble.LATE_RUNS and not await client.read_flow_runs(flow_run_filter=late, limit=1):
        return "Không báo: không còn lượt nào trễ."
    return None
