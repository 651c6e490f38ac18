"""Makes Prefect's automations as automations.yaml says, once, and changes them only where the file has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from prefect.client.orchestration import PrefectClient
from prefect.events.actions import ChangeFlowRunState, RunDeployment
from prefect.events.schemas.automations import Automation, AutomationCore, EventTrigger, Posture

from obligations.errors import BadSettings

FILE = Path(__file__).with_name("automations.yaml")
# Marks an automation as ours, with what it was made of.
MARK = "dunghan:"


def declared(path: Path = FILE) -> list[dict[str, Any]]:
    """Read the automations of a file. Raises BadSettings where it is none."""
    try:
        return [dict(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["automations"]]
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise BadSettings(f"Tệp {path} sai: cần một danh sách “automations”; hãy cài đặt lại Đúng Hạn.") from error


async def apply_automations(client: PrefectClient, entries: list[dict[str, Any]], places: Mapping[str, UUID]) -> int:
    """Bring the server's automations into line; return how many were made, changed or removed.

    `places` are the deployments by `flow/name`. What a person switched off stays off through a change.
    """
    wanted = {one.name: one for one in (automation(entry, places) for entry in entries)}
    there = [one for one in await client.read_automations() if MARK in one.description]
    written = 0
    for name, one in wanted.items():
        mine = [old for old in there if old.name == name]
        written += await _bring(client, one, mine[0] if mine else None)
    for old in there:
        if old.name not in wanted:
            await client.delete_automation(old.id)
            written += 1
    return written


async def _bring(client: PrefectClient, wanted: AutomationCore, there: Automation | None) -> bool:
    if there is None:
        await client.create_automation(wanted)
        return True
    if there.description == wanted.description:
        return False
    await client.update_automation(there.id, wanted.model_copy(update={"enabled": there.enabled}))
    return True


def automation(entry: Mapping[str, Any], places: Mapping[str, UUID]) -> AutomationCore:
    """Make the automation of an entry; its description ends with the mark by which a change is known."""
    made = json.dumps([entry, sorted(map(str, places.values()))], sort_keys=True, ensure_ascii=False)
    mark = hashlib.sha256(made.encode()).hexdigest()[:12]
    trigger = dict(entry["trigger"])
    return AutomationCore(
        name=entry["name"],
        description=f"{entry['description']} ({MARK}{mark})",
        trigger=EventTrigger(**{**trigger, "posture": Posture(trigger["posture"])}),
        actions=[_action(entry["action"], places)],
    )


def _action(action: Mapping[str, Any], places: Mapping[str, UUID]) -> RunDeployment | ChangeFlowRunState:
    if "state" in action:
        return ChangeFlowRunState(state=action["state"], message=action["message"])
    filled = {name: _template(value) for name, value in action["parameters"].items()}
    return RunDeployment(source="selected", deployment_id=places[action["deployment"]], parameters=filled)


def _template(value: Any) -> Any:
    return {"__prefect_kind": "jinja", "template": value} if isinstance(value, str) and "{{" in value else value
