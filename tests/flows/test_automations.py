"""Automations come from the file, stay as people set them, and each does what it says when it happens."""

from __future__ import annotations

import asyncio
import email
import email.policy
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psutil
import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, WorkPoolStatus
from prefect.events.schemas.automations import Automation
from prefect.states import Crashed
from prefect.states import Running as RunningState

from flows import automations, client, names, sweeping
from flows.events import EXPECTED, RECEIVED
from flows.names import slug
from flows.operator import Trouble
from flows.outcome import Word
from flows.worker import POOL
from obligations import service
from obligations.errors import BadSettings
from obligations.model import Cadence, Draft, Kind
from tests.flows.conftest import Running, ask, deployment
from tests.flows.seeds import MADE, PLAN, duty, reading

SOON = 10
LATE_PLAN, QUIET_PLAN = "90-kh-stc-2026", "91-kh-stc-2026"


def test_every_word_a_run_can_end_in_ends_the_wait_for_its_heartbeat() -> None:
    (entry,) = [e for e in automations.declared() if "state" in e["action"]]
    assert {f"prefect.flow-run.{word}" for word in Word} <= set(entry["trigger"]["expect"])


def test_a_broken_file_is_told(tmp_path: Any) -> None:
    (tmp_path / "a.yaml").write_text("automations: 1", encoding="utf-8")
    with pytest.raises(BadSettings, match="automations"):
        automations.declared(tmp_path / "a.yaml")


def test_a_template_is_filled_by_prefect_and_a_plain_value_is_not() -> None:
    where = {entry["action"].get("deployment", ""): uuid4() for entry in automations.declared()}
    made = [automations.automation(entry, where) for entry in automations.declared()]
    overdue = made[0].actions[0].model_dump()["parameters"]
    assert overdue["plan"] == {"__prefect_kind": "jinja", "template": "{{ event.payload.plan }}"}
    assert (overdue["send"], overdue["by"]) == (True, "tự động hóa")


async def _places(prefect: PrefectClient) -> dict[str, UUID]:
    return await sweeping.apply_declared(prefect, sweeping.file())


async def _apply(prefect: PrefectClient, entries: list[dict[str, Any]] | None = None) -> int:
    return await automations.apply_automations(prefect, entries or automations.declared(), await _places(prefect))


async def _mine(prefect: PrefectClient) -> dict[str, Automation]:
    return {one.name: one for one in await prefect.read_automations() if one.name.startswith("Đúng Hạn")}


@pytest.mark.server
def test_a_start_makes_them_once_keeps_what_is_switched_off_and_brings_back_what_was_deleted(running: Running) -> None:
    async def live(prefect: PrefectClient) -> None:
        entries = automations.declared()
        assert set(await _mine(prefect)) == {entry["name"] for entry in entries}
        assert await _apply(prefect) == 0
        first, second = (await _mine(prefect))[entries[0]["name"]], (await _mine(prefect))[entries[1]["name"]]
        await prefect.pause_automation(first.id)
        await prefect.delete_automation(second.id)
        assert await _apply(prefect) == 1
        changed = [{**entries[0], "description": "khác"}, *entries[1:-1]]
        assert await _apply(prefect, changed) == 2
        there = await _mine(prefect)
        assert entries[-1]["name"] not in there
        assert (there[first.name].id, there[first.name].enabled) == (first.id, False)
        assert there[first.name].description.startswith("khác")
        assert await _apply(prefect) == 2
        await prefect.resume_automation(first.id)

    ask(running, live)


@dataclass(frozen=True)
class Alarmed:
    """What happened after all troubles were made at once."""

    subjects: list[str]
    bodies: str
    heartbeat: FlowRun
    escalated: FlowRun


def _plan(running: Running, name: str, clause: str, due: date) -> None:
    """Approve one duty of a plan of its own."""
    with running.office.database.begin() as store:
        made = duty(clause, Kind.DELIVERABLE, Cadence.ONCE, units=["Thanh tra Sở"], due=(due,))
        found = reading(made, issued=running.today - timedelta(days=20))
        header = replace(found.header, sha256=slug(name).ljust(64, "0"))
        store.add_plan(
            replace(found, header=header), name=name, codes=[clause], source="thử.txt", sample=False, at=MADE
        )
        for stored in store.obligations(name):
            store.set_obligation_state(stored.id, Draft.APPROVED)
            service.open_occurrences(running.office, store, service.find_plan(store, name), stored)


def _this_week(running: Running) -> date:
    """Find a day whose internal due date lies in this week."""
    monday = running.today - timedelta(days=running.today.weekday())
    days = (monday + timedelta(days=n) for n in range(7))
    return next(d for d in days if running.office.calendar.previous_working(d) >= monday)


def _worker(running: Running) -> psutil.Process:
    children = psutil.Process(running.process.pid).children(recursive=True)
    return next(child for child in children if "worker" in child.cmdline())


async def _emit(prefect: PrefectClient, event: str, resource: str, **payload: str) -> None:
    one = {"id": str(uuid4()), "occurred": datetime.now(UTC).isoformat(), "event": event, "payload": payload}
    body = [{**one, "resource": {"prefect.resource.id": resource}, "related": []}]
    await prefect.request("POST", "/events", json=body)


def _letters(running: Running) -> list[Any]:
    files = sorted(running.settings.mailbox_dir.glob("*van-hanh*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]


def _until(seconds: float, found: Callable[[], bool], what: Callable[[], object]) -> None:
    until = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < until, what()
        time.sleep(0.5)


def _quick(entry: dict[str, Any]) -> dict[str, Any]:
    trigger = entry["trigger"]
    return {**entry, "trigger": {**trigger, "within": SOON}} if "within" in trigger else entry


@pytest.fixture(scope="module")
def alarmed(running: Running) -> Iterator[Alarmed]:
    """Make every trouble happen at once: the waits of the proactive ones overlap."""
    ask(running, lambda prefect: _apply(prefect, [_quick(entry) for entry in automations.declared()]))
    _plan(running, LATE_PLAN, "IV.1", running.today - timedelta(days=1))
    _plan(running, QUIET_PLAN, "V.1", _this_week(running))
    client.apply_if_running(running.settings)
    escalated = ask(running, _escalate)
    worker = _worker(running)
    worker.send_signal(signal.SIGSTOP)
    try:
        dead = ask(running, _troubles)
        wanted = ("hỏng", "im lặng", "trễ", "minh chứng")
        subjects: list[str] = []

        def told() -> bool:
            subjects[:] = [letter["subject"] for letter in _letters(running)]
            return all(any(word in subject for subject in subjects) for word in wanted)

        _until(150, told, lambda: (subjects, running.said[-10:]))
    finally:
        worker.send_signal(signal.SIGCONT)
    bodies = "\n".join(letter.get_body(("plain",)).get_content() for letter in _letters(running))
    heartbeat = ask(running, lambda prefect: prefect.read_flow_run(dead))
    yield Alarmed(subjects, bodies, heartbeat, escalated)
    ask(running, _apply)


async def _escalate(prefect: PrefectClient) -> FlowRun:
    """Let the duty that is overdue be checked as its timetable would, and wait for what that starts."""
    found = await prefect.read_deployment_by_name(f"one-off/{LATE_PLAN} · IV.1")
    run = await prefect.create_flow_run_from_deployment(found.id, tags=[names.NEWS])
    assert (await client.finished(prefect, run)).state_name == Word.OVERDUE
    many = await prefect.read_deployment_by_name(f"rerun-many/{names.RERUN_MANY}")
    until = time.monotonic() + 30
    while not (runs := [r for r in await prefect.read_flow_runs(limit=20) if r.deployment_id == many.id]):
        assert time.monotonic() < until, "nothing was escalated"
        await asyncio.sleep(0.5)
    return await client.finished(prefect, runs[0])


async def _troubles(prefect: PrefectClient) -> UUID:
    """A run that crashes, one that is late, one that stops to beat, and evidence that is waited for."""
    found = await deployment(prefect, "III.1")
    crashed, late, dead = [await prefect.create_flow_run_from_deployment(found.id) for _ in range(3)]
    await prefect.set_flow_run_state(crashed.id, Crashed(message="tiến trình bị diệt"), force=True)
    await prefect.set_flow_run_state(dead.id, RunningState(), force=True)
    await _emit(prefect, "prefect.flow-run.heartbeat", f"prefect.flow-run.{dead.id}")
    for plan in (QUIET_PLAN, PLAN):
        await _emit(prefect, EXPECTED, f"dunghan.ke-hoach.{plan}", plan=plan)
    await asyncio.sleep(2)  # the server handles events that come together in any order
    await _emit(prefect, RECEIVED, f"dunghan.ke-hoach.{PLAN}", plan=PLAN)
    assert late.state is not None
    return dead.id


@pytest.mark.server
def test_what_falls_overdue_is_told_at_once_by_a_run_of_its_own(alarmed: Alarmed) -> None:
    assert alarmed.escalated.state_name == Word.REMINDED
    assert alarmed.escalated.parameters["plan"] == LATE_PLAN
    assert alarmed.escalated.parameters["send"] is True
    assert alarmed.escalated.parameters["in_hours"] is True
    assert alarmed.escalated.created_by is not None
    assert alarmed.escalated.created_by.type == "AUTOMATION"


@pytest.mark.server
def test_the_operator_is_told_of_a_crashed_run(alarmed: Alarmed) -> None:
    assert any("Lượt chạy hỏng" in subject for subject in alarmed.subjects)
    assert "tiến trình bị diệt" in alarmed.bodies


@pytest.mark.server
def test_the_operator_is_told_of_a_silent_runner_though_nothing_can_run(alarmed: Alarmed) -> None:
    assert any("Bộ chạy im lặng" in subject for subject in alarmed.subjects)
    assert "Nhóm chạy dunghan không còn bộ chạy nào báo nhịp" in alarmed.bodies


@pytest.mark.server
def test_the_operator_is_told_of_late_runs_where_none_begins(alarmed: Alarmed) -> None:
    assert any("Lượt chạy trễ" in subject for subject in alarmed.subjects)


@pytest.mark.server
def test_evidence_that_was_waited_for_and_did_not_come_is_told_with_the_units_it_is_waited_from(
    alarmed: Alarmed,
) -> None:
    asked = [subject for subject in alarmed.subjects if "minh chứng" in subject and "(91-kh" in subject]
    assert len(asked) == 1
    assert QUIET_PLAN in asked[0]
    assert f"– {QUIET_PLAN} V.1, Thanh tra Sở" in alarmed.bodies


@pytest.mark.server
def test_a_run_that_stops_to_beat_is_ended(alarmed: Alarmed) -> None:
    assert alarmed.heartbeat.state is not None
    assert alarmed.heartbeat.state.is_crashed()


@pytest.mark.server
def test_no_trouble_is_told_twice_in_an_hour(alarmed: Alarmed) -> None:
    assert len(alarmed.subjects) == len(set(alarmed.subjects))


@pytest.mark.server
def test_a_trouble_that_is_over_is_not_told(alarmed: Alarmed, running: Running) -> None:
    async def asked(prefect: PrefectClient) -> FlowRun:
        found = await prefect.read_deployment_by_name(f"tell-operator/{names.TELL_OPERATOR}")
        until = time.monotonic() + 30
        while (await prefect.read_work_pool(POOL)).status is not WorkPoolStatus.READY:
            assert time.monotonic() < until, "the runner did not come back"
            await asyncio.sleep(0.5)
        run = await prefect.create_flow_run_from_deployment(found.id, parameters={"what": Trouble.SILENT_RUNNER})
        return await client.finished(prefect, run)

    done = ask(running, asked)
    assert done.state is not None
    assert (done.state.name, done.state.message) == ("Bỏ qua", "Không báo: bộ chạy đã trở lại.")
    assert done.name == f"Báo người vận hành · {Trouble.SILENT_RUNNER}"
    assert len(alarmed.subjects) == len(_letters(running))
