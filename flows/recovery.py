"""What a start has to mend first: runs that died with the last stop, and runs that were missed while all was off."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Completed, Crashed

from flows.body import STALE, late_words
from flows.deployments import PAGE
from flows.operator import POOL as OPERATORS
from flows.outcome import Word
from flows.worker import POOL

UNDER_WAY = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
MINE = WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL]))
BOTH = WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL, OPERATORS]))


async def bury_dead(client: PrefectClient) -> int:
    """Mark as crashed the runs that no process carries any more: they would hold the pool's places for ever.

    Only right while no worker runs. Return how many.
    """
    wanted = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=UNDER_WAY)))
    count = 0
    while runs := await client.read_flow_runs(flow_run_filter=wanted, work_pool_filter=BOTH, limit=PAGE):
        for run in runs:
            state: State[None] = Crashed(
                message="Đúng Hạn dừng khi đang chạy; lượt sau làm lại từ tình trạng hiện tại."
            )
            await client.set_flow_run_state(run.id, state, force=True)
        count += len(runs)
    return count


async def skip_missed(client: PrefectClient, now: datetime | None = None) -> int:
    """End the scheduled runs that were missed by more than a day, without a process for each; return how many."""
    wanted = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=(now or datetime.now(UTC)) - STALE),
    )
    missed = await _auto_scheduled(client, wanted)
    for run in missed:
        await client.set_flow_run_state(run.id, Completed(name=str(Word.SKIPPED), message=late_words(run)), force=True)
        await client.update_flow_run(run.id, tags=[*run.tags, str(Word.SKIPPED)])
    return len(missed)


async def _auto_scheduled(client: PrefectClient, wanted: FlowRunFilter) -> list[FlowRun]:
    found: list[FlowRun] = []
    seen = 0
    while runs := await client.read_flow_runs(flow_run_filter=wanted, work_pool_filter=MINE, limit=PAGE, offset=seen):
        seen += len(runs)
        found += [run for run in runs if run.auto_scheduled]
    return found


async def is_scheduled(client: PrefectClient) -> bool:
    """Tell whether the server has put any run on its timetable: the proof that its scheduler works."""
    wanted = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])))
    return bool(await client.read_flow_runs(flow_run_filter=wanted, work_pool_filter=MINE, limit=1))
