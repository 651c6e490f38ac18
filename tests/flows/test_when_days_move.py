"""A due date that moves takes its runs along, on a real server."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from prefect.client.orchestration import PrefectClient

from flows import client
from flows.deployments import ours, scheduled_days
from flows.wanted import plan
from obligations import service
from obligations.service import VIETNAM
from tests.flows.conftest import Running, deployment
from tests.flows.seeds import PLAN
from tests.flows.test_running import scheduled, within

pytestmark = pytest.mark.server


def test_an_extension_moves_the_runs_of_the_old_due_date(running: Running) -> None:
    old, new = running.today + timedelta(days=40), running.today + timedelta(days=60)
    with running.office.database.begin() as store:
        stored = service.find_plan(store, PLAN)
        duty = service.one_obligation(store, stored, "III.1")
        service.extend(running.office, store, stored, duty, until=new, document="15/CV", why="chờ số liệu", by="thử")

    async def moved() -> tuple[tuple[date, ...], set[date]]:
        async with client.connect(running.settings) as prefect:
            found = await deployment(prefect, "III.1")
            days = await within(60, lambda: _days_with(prefect, new))
            return scheduled_days(found.schedules, running.today) or (), days

    counts = asyncio.run(client.apply(running.settings, plan(running.office, 300), running.today))
    assert counts.created == counts.removed == 0
    timetable, runs = asyncio.run(moved())
    assert new in timetable
    assert old + timedelta(days=1) not in timetable
    assert runs <= set(timetable)


async def _days_with(prefect: PrefectClient, day: date) -> set[date]:
    """Give the days of the runs that are scheduled, once that of `day` is among them."""
    found = next(d for d in await ours(prefect) if d.name == f"{PLAN} · III.1")
    starts = [run.expected_start_time for run in await scheduled(prefect, found.id)]
    days: set[date] = {start.astimezone(VIETNAM).date() for start in starts if start is not None}
    return days if day in days else set()
