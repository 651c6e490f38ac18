"""Above the limit a kind is swept as a whole, on a real server: one deployment, and runs only where there is news."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId
from prefect.client.schemas.objects import FlowRun

from flows import client, names
from flows.deployments import Counts, ours, reconcile
from flows.news import tell_news
from flows.wanted import plan
from obligations import service
from obligations.service import RunReport
from tests.flows.conftest import Running
from tests.flows.seeds import PLAN

pytestmark = pytest.mark.server


def apply(running: Running, most: int) -> Counts:
    """Bring the server into line with at most so many obligations of their own."""
    return asyncio.run(client.apply(running.settings, plan(running.office, most), running.today))


@pytest.fixture
def swept(running: Running) -> Iterator[Running]:
    """Have every kind swept, and every obligation back on its own timetable afterwards."""
    apply(running, 0)
    yield running
    apply(running, 300)


def reports_of(running: Running) -> list[RunReport]:
    """Look, keeping nothing, at a day on which one obligation is reminded of, and at a day on which others are not."""
    office = running.office
    ahead = service.sweep(office, as_of=running.today + timedelta(days=38), send=False, by="thử")
    today = service.sweep(office, as_of=running.today, send=False, by="thử")
    return [*[run for run in ahead.runs if run.reminded][:1], *(run for run in today.runs if not run.reminded)]


def test_a_swept_kind_has_one_deployment_without_a_timetable_and_applying_again_changes_nothing(swept: Running) -> None:
    async def there() -> list[tuple[str, dict[str, object], int]]:
        async with client.connect(swept.settings) as prefect:
            return [(d.name, d.parameters, len(d.schedules)) for d in await ours(prefect)]

    found = asyncio.run(there())
    assert found
    assert {name for name, _, _ in found} == {names.WHOLE_KIND}
    assert all(parameters == {} and schedules == 0 for _, parameters, schedules in found)
    again = apply(swept, 0)
    assert (again.created, again.changed, again.removed, again.unchanged) == (0, 0, 0, len(found))


def test_a_run_is_made_where_there_is_news_once_a_day_and_nowhere_else(swept: Running) -> None:
    reports = reports_of(swept)
    told = [run for run in reports if run.reminded]
    assert len(told) == 1
    assert len(reports) > 1

    async def tell() -> tuple[int, list[FlowRun]]:
        async with client.connect(swept.settings) as prefect:
            count = await tell_news(prefect, reports)
            await tell_news(prefect, reports)
            runs = await _runs(prefect)
            return count, [await client.finished(prefect, run) for run in runs]

    count, runs = asyncio.run(tell())
    assert (count, len(runs)) == (1, 1)
    assert runs[0].parameters == {"plan": PLAN, "clause": told[0].obligation.code}
    assert f"kế hoạch: {PLAN}" in runs[0].tags
    assert runs[0].name.startswith(told[0].obligation.code)


async def _runs(prefect: PrefectClient) -> list[FlowRun]:
    """List the runs of all swept kinds."""
    kinds = [d.id for d in await ours(prefect) if d.name == names.WHOLE_KIND]
    return await prefect.read_flow_runs(
        flow_run_filter=FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=kinds))
    )


def test_one_refusal_keeps_nothing_else_from_being_done_and_is_tried_again(
    swept: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server whose database is locked answers 503, at times in the middle of hundreds of deployments."""
    wanted = plan(swept.office, 300)
    create, calls = PrefectClient.create_deployment, list[str]()

    async def refuse_the_first(self: PrefectClient, flow_id: object, name: str, **given: object) -> object:
        calls.append(name)
        if len(calls) == 1:
            raise httpx.ReadTimeout("locked")
        return await create(self, flow_id, name, **given)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(PrefectClient, "create_deployment", refuse_the_first)

    async def mend() -> Counts:
        async with client.connect(swept.settings) as prefect:
            return await reconcile(prefect, wanted, swept.today)

    assert asyncio.run(mend()).created == len(wanted.wanted)
    assert calls[-1] == calls[0]
    assert len(calls) == len(wanted.wanted) + 1
