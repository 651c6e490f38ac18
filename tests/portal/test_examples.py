"""The examples in docs/ name commands, settings and files that exist."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from portal.main import MODULES
from storage.settings import NOT_FIELDS, PREFIX, Settings

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
UNITS = sorted(EXAMPLES.glob("*.service")) + sorted(EXAMPLES.glob("*.timer"))
VARIABLES = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | set(NOT_FIELDS)


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_variable_and_command_of_an_example_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(re.findall(r"DUNGHAN_[A-Z_]+", text)) <= VARIABLES
    assert set(re.findall(r"bin/dunghan ([a-z]+)", text)) <= set(MODULES)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_the_units(path: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is missing: apt-get install systemd")
    # Paths and user of the example need not exist here; everything else has to be right.
    text = path.read_text("utf-8").replace("/opt/dunghan/.venv/bin/dunghan", "/bin/true")
    for unit in UNITS:
        shutil.copy(unit, tmp_path / unit.name)
    (tmp_path / path.name).write_text(text.replace("User=dunghan", ""), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / path.name)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    complaints = [line for line in done.stderr.splitlines() if path.name in line and "/bin/true" not in line]
    assert not complaints


def test_the_compose_file_runs_the_office_a_worker_and_a_database() -> None:
    compose = yaml.safe_load((EXAMPLES / "compose.yaml").read_text("utf-8"))
    assert set(compose["services"]) == {"db", "office", "worker"}
    for port in compose["services"]["office"]["ports"]:
        assert port.startswith("127.0.0.1:"), "published on this machine only"
    assert compose["services"]["worker"]["command"] == ["dunghan", "worker"]
