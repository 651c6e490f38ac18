"""A real server and worker: what is approved gets scheduled, runs, says what happened, and ends."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    ArtifactFilterKey,
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Running as RunningState

from flows import client, recovery, sweeping
from flows.deployments import Counts, ours, schedule
from flows.names import artifact_key
from flows.schedule import MORNING
from flows.start import start
from obligations.errors import ServerUnreachable
from obligations.model import Draft
from obligations.records import MessageState
from obligations.service import VIETNAM
from tests.flows.conftest import Running, ask, deployment
from tests.flows.seeds import PLAN

pytestmark = pytest.mark.server

Result = TypeVar("Result")


async def scheduled(prefect: PrefectClient, of: UUID) -> list[FlowRun]:
    """List the runs on a deployment's timetable."""
    return await prefect.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            deployment_id=FlowRunFilterDeploymentId(any_=[of]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        )
    )


async def within(seconds: float, answer: Callable[[], Awaitable[Result]]) -> Result:
    """Ask again until there is an answer that is not empty."""
    until = time.monotonic() + seconds
    while not (found := await answer()):
        assert time.monotonic() < until, f"nothing after {seconds} s"
        await asyncio.sleep(0.5)
    return found


def test_a_deadline_ahead_is_on_the_timetable_within_thirty_seconds(running: Running) -> None:
    async def look(prefect: PrefectClient) -> list[FlowRun]:
        found = await deployment(prefect, "III.1")
        return await within(30, lambda: scheduled(prefect, found.id))

    times = [run.expected_start_time for run in ask(running, look)]
    assert times
    for when in times:
        assert when is not None
        local = when.astimezone(VIETNAM)
        assert (local.hour, local.minute) == (MORNING.hour, MORNING.minute)
        assert running.today <= local.date() <= running.today + timedelta(days=100)


def test_the_first_start_sweeps_at_once_and_says_where_to_look(running: Running) -> None:
    said = "\n".join(running.said)
    assert re.search(r"Lượt quét đầu: Đã quét – \d+ quá hạn .* thư đã gửi", said)
    assert f"http://127.0.0.1:{running.settings.prefect_port}/v2/runs" in said
    assert "Lịch nhiệm vụ: 4 mới" in said
    assert f"{PLAN} · III.1" in said.partition("Sắp tới:")[2]
    with running.office.database.begin() as store:
        assert store.messages(MessageState.SENT)
    assert list(running.settings.mailbox_dir.iterdir())


def test_the_sweep_leaves_an_overview_with_its_numbers(running: Running) -> None:
    key = ArtifactFilter(key=ArtifactFilterKey(any_=["tong-quan"]))
    found = ask(running, lambda prefect: prefect.read_artifacts(artifact_filter=key))
    assert "thư đã gửi" in (found[0].description or "")
    assert "III.2" in str(found[0].data)


def test_the_pages_stay_where_they_are_and_the_start_page_leads_to_all_of_them(running: Running) -> None:
    keys = ["bat-dau", "tong-quan", "viec-gap", "ma-tran", "lich-nam", "thu-nhac", f"trang-ke-hoach-{PLAN}"]
    named = ArtifactFilter(key=ArtifactFilterKey(any_=keys))
    before = {one.key: one for one in ask(running, lambda prefect: prefect.read_artifacts(artifact_filter=named))}
    assert set(before) == set(keys)
    assert all(str(one.id) in str(before["bat-dau"].data) for key, one in before.items() if key != "bat-dau")

    async def sweep(prefect: PrefectClient) -> FlowRun:
        found = await prefect.read_deployment_by_name("daily-sweep/daily-sweep")
        assert found.description is not None
        assert "[Trang bắt đầu](/v2/artifacts/key/bat-dau)" in found.description
        return await client.finished(prefect, await prefect.create_flow_run_from_deployment(found.id))

    assert ask(running, sweep).state_name == "Đã quét"
    after = {one.id: one for one in ask(running, lambda prefect: prefect.read_artifacts(artifact_filter=named))}
    assert set(after) == {one.id for one in before.values()}


def test_applying_again_changes_nothing_and_keeps_the_runs(running: Running) -> None:
    async def ids(prefect: PrefectClient) -> set[UUID]:
        found = await deployment(prefect, "III.1")
        return {run.id for run in await within(30, lambda: scheduled(prefect, found.id))}

    before = ask(running, ids)
    there = len(ask(running, ours))
    assert client.apply_if_running(running.settings) == Counts(unchanged=there)
    sweep = ask(running, lambda prefect: sweeping.apply_declared(prefect, sweeping.file()))
    assert sweep == ask(running, lambda prefect: sweeping.apply_declared(prefect, sweeping.file()))
    assert ask(running, ids) == before


def test_what_a_person_paused_stays_paused_through_a_change_and_keeps_its_parameters(running: Running) -> None:
    async def pause(prefect: PrefectClient) -> None:
        found = await deployment(prefect, "III.3")
        await prefect.update_deployment_schedule(found.id, found.schedules[0].id, active=False)

    async def damage(prefect: PrefectClient) -> None:
        found = await deployment(prefect, "III.3")
        await prefect.request("PATCH", "/deployments/{id}", path_params={"id": found.id}, json={"description": "khác"})

    ask(running, pause)
    assert client.apply_if_running(running.settings).changed == 0  # type: ignore[union-attr]  # it runs
    ask(running, damage)
    assert client.apply_if_running(running.settings).changed == 1  # type: ignore[union-attr]  # it runs
    found = ask(running, lambda prefect: deployment(prefect, "III.3"))
    assert [s.active for s in found.schedules] == [False]
    assert found.parameters == {"plan": PLAN, "clause": "III.3"}
    assert found.description != "khác"


def test_a_schedule_wiped_by_hand_is_mended_by_the_sweep_which_says_so(running: Running) -> None:
    async def wipe(prefect: PrefectClient) -> None:
        found = await deployment(prefect, "III.1")
        await prefect.delete_deployment_schedule(found.id, found.schedules[0].id)
        await prefect.request("PATCH", "/deployments/{id}", path_params={"id": found.id}, json={"parameters": {}})

    async def swept(prefect: PrefectClient) -> str:
        found = await prefect.read_deployment_by_name("daily-sweep/daily-sweep")
        run = await prefect.create_flow_run_from_deployment(found.id)
        await client.finished(prefect, run)
        of_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
        return str((await prefect.read_artifacts(artifact_filter=of_run))[0].data)

    ask(running, wipe)
    page = ask(running, swept)
    assert "## Lịch chạy" in page
    assert "1 đổi" in page
    mended = ask(running, lambda prefect: deployment(prefect, "III.1"))
    assert mended.parameters == {"plan": PLAN, "clause": "III.1"}
    assert len(mended.schedules) == 1


def test_what_is_no_longer_approved_loses_its_deployment_by_itself(running: Running) -> None:
    with running.office.database.begin() as store:
        obligation = store.obligation(PLAN, "III.4")
        assert obligation is not None
        store.set_obligation_state(obligation.id, Draft.REJECTED)

    async def gone(prefect: PrefectClient) -> bool:
        return not any(d.name.endswith("III.4") for d in await ours(prefect))

    assert ask(running, lambda prefect: within(30, lambda: gone(prefect)))


def test_an_overdue_obligation_ends_failed_with_its_word_in_name_and_tags(running: Running) -> None:
    done = client.rerun(running.settings, PLAN, "III.2", send=True)
    assert (done.word, done.failed) == ("Quá hạn", True)
    assert done.name.startswith("III.2 · Văn phòng Sở · ")
    assert "1 quá hạn" in done.message
    run = ask(running, lambda prefect: prefect.read_flow_run(UUID(done.url.rpartition("/")[2])))
    assert run.state is not None
    assert run.state.is_failed()
    assert run.run_count == 1
    assert {"Quá hạn", "chạy tay", "loại: sản phẩm", "định kỳ: một lần", f"kế hoạch: {PLAN}"} <= set(run.tags)

    key = ArtifactFilter(key=ArtifactFilterKey(any_=[artifact_key(PLAN, "III.2")]))
    table = ask(running, lambda prefect: prefect.read_artifacts(artifact_filter=key))[0]
    rows = json.loads(str(table.data))
    assert [(row["Đơn vị"], row["Tình trạng"], row["Minh chứng"]) for row in rows] == [
        ("Văn phòng Sở", "Quá hạn", "0/1")
    ]
    assert rows[0]["Đã nhắc"] != "—"
    assert "Quá hạn" in (table.description or "")


def test_a_what_if_with_parameters_says_what_would_happen_and_keeps_nothing(running: Running) -> None:
    ahead = running.today + timedelta(days=38)
    with running.office.database.begin() as store:
        before = store.reminders()
    done = client.rerun(running.settings, PLAN, "III.1", unit="Thanh tra Sở", as_of=ahead)
    assert (done.word, done.failed) == ("Sẽ nhắc", False)
    assert done.message.startswith("Chạy thử, chưa lưu và chưa gửi gì: ")
    assert "Thanh tra Sở" in done.name
    with running.office.database.begin() as store:
        assert store.reminders() == before

    of_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[UUID(done.url.rpartition("/")[2])]))
    table, page = ask(running, lambda prefect: prefect.read_artifacts(artifact_filter=of_run))
    assert (table.key, page.key) == (None, None)
    assert "Nội dung sẽ gửi nếu bật send" in str(page.data) + str(table.data)


def test_what_a_person_has_to_mend_ends_the_run_with_its_message_alone(running: Running) -> None:
    done = client.rerun(running.settings, PLAN, "III.3", period="1999-Q1")
    assert (done.word, done.failed) == ("Lỗi", True)
    assert done.name == "III.3 · 1999-Q1"
    assert "1999-Q1" in done.message
    assert "Traceback" not in done.message


def test_a_run_that_no_process_carries_is_buried(running: Running) -> None:
    async def die(prefect: PrefectClient) -> FlowRun:
        found = await deployment(prefect, "III.1")
        later = datetime.now(UTC) + timedelta(days=300)
        run = await prefect.create_flow_run_from_deployment(found.id)
        await prefect.set_flow_run_state(run.id, RunningState(timestamp=later), force=True)
        await recovery.bury_dead(prefect)
        return await prefect.read_flow_run(run.id)

    state = ask(running, die).state
    assert state is not None
    assert state.is_crashed()


def test_scheduled_runs_missed_by_more_than_a_day_are_passed_over(running: Running) -> None:
    tomorrow = running.today + timedelta(days=1)

    async def miss(prefect: PrefectClient) -> list[FlowRun]:
        of = await prefect.create_deployment(
            await prefect.create_flow_from_name("weekly"),
            "bỏ lỡ",
            schedules=[schedule([tomorrow], active=True)],
            work_pool_name="dunghan",
            entrypoint="flows.weekly.weekly",
        )
        runs = await within(30, lambda: scheduled(prefect, of))
        assert await recovery.skip_missed(prefect, datetime.now(UTC) + timedelta(hours=12)) == 0
        await recovery.skip_missed(prefect, datetime.now(UTC) + timedelta(days=3))
        found = [await prefect.read_flow_run(run.id) for run in runs]
        await prefect.delete_deployment(of)
        return found

    for run in ask(running, miss):
        assert run.state is not None
        assert (run.state.name, run.state.is_completed()) == ("Bỏ qua", True)
        assert "Bỏ qua" in run.tags


def test_a_second_start_on_the_same_data_says_that_it_runs_already(running: Running) -> None:
    with pytest.raises(ServerUnreachable, match="đang chạy rồi"):
        start(running.settings)


def test_the_key_of_prefect_lies_outside_its_database(running: Running) -> None:
    home = Path(running.settings.data_dir) / "prefect"
    assert (home / "prefect.db").exists()
    assert not list(home.glob("*.key"))
    assert (Path(running.settings.data_dir) / "secret.key").stat().st_mode & 0o077 == 0
