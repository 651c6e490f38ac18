"""The daily sweep is what prefect.yaml says, and a start catches up with it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from prefect.client.schemas.schedules import CronSchedule

from flows import kinds, sweeping
from flows.deployments import form
from flows.worker import POOL
from obligations.errors import BadSettings
from obligations.service import VIETNAM


def test_prefect_yaml_declares_the_sweep_on_mornings() -> None:
    entry = sweeping.declared(sweeping.file())[kinds.DAILY_SWEEP]
    assert entry["entrypoint"] == kinds.ENTRYPOINTS[kinds.DAILY_SWEEP]
    assert entry["work_pool"]["name"] == POOL
    (schedule,) = entry["schedules"]
    assert (schedule["cron"], schedule["timezone"]) == ("30 7 * * 1-6", "Asia/Ho_Chi_Minh")
    assert CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"])
    assert schedule["slug"]


@pytest.mark.parametrize(
    "text", ["", "deployments: []", "deployments: [{entrypoint: khac}]", "a: [", "- 1", "deployments: [1]"]
)
def test_a_broken_prefect_yaml_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "prefect.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match="daily_sweep"):
        sweeping.declared(tmp_path / "prefect.yaml")


@pytest.mark.parametrize(
    ("clock", "working", "ever", "today", "expected"),
    [
        ((9, 0), True, False, False, True),
        ((22, 0), False, False, False, True),
        ((9, 0), True, True, False, True),
        ((9, 0), True, True, True, False),
        ((7, 29), True, True, False, False),
        ((7, 30), True, True, False, True),
        ((9, 0), False, True, False, False),
    ],
)
def test_a_start_catches_up_once_and_never_on_a_day_off_or_at_night(
    clock: tuple[int, int], working: bool, ever: bool, today: bool, expected: bool
) -> None:
    now = datetime(2026, 3, 2, *clock, tzinfo=VIETNAM)
    assert sweeping.catches_up(now, working=working, ever=ever, today=today) is expected


@pytest.mark.parametrize("flow", [name for name in kinds.ENTRYPOINTS if name not in kinds.GENERAL])
def test_the_form_of_every_flow_is_described_and_asks_only_for_plan_and_clause(flow: str) -> None:
    schema = form(flow)
    assert list(schema["properties"]) == ["plan", "clause", "unit", "period", "as_of", "send", "by"]
    assert schema["required"] == ["plan", "clause"]
    for field in schema["properties"].values():
        assert len(field["description"]) > 20
    assert schema["properties"]["send"]["default"] is False


@pytest.mark.parametrize("flow", [kinds.DAILY_SWEEP, kinds.RERUN_MANY])
def test_the_forms_of_the_general_flows_are_described_and_ask_for_nothing(flow: str) -> None:
    schema = form(flow)
    assert "required" not in schema or schema["required"] == []
    assert all(field["description"] for field in schema["properties"].values())


def test_prefect_yaml_declares_every_general_flow() -> None:
    assert set(sweeping.declared(sweeping.file())) == set(kinds.GENERAL)
