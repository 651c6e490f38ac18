"""Everything runs on a machine without a network, and asks nobody outside for anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.conftest import free_port
from tests.flows.launching import READY, outside

ROOT = Path(__file__).parents[2]
UNSHARE = ["unshare", *(["-r"] if os.geteuid() else []), "-n"]


def _why_not() -> str | None:
    for program in ("unshare", "ip"):
        if shutil.which(program) is None:
            return f"{program} is missing: apt-get install util-linux iproute2"
    tried = subprocess.run(
        [*UNSHARE, "ip", "link", "add", "d0", "type", "veth", "peer", "name", "d1"],
        capture_output=True,
        text=True,
        check=False,
    )
    return None if tried.returncode == 0 else f"no network namespace can be made here: {tried.stderr.strip()}"


@pytest.mark.server
@pytest.mark.xdist_group("offline")
def test_start_works_without_a_network_and_no_packet_leaves_the_machine(tmp_path: Path) -> None:
    if why := _why_not():
        pytest.skip(why)
    (tmp_path / "dunghan.toml").write_text(f"prefect_port = {free_port()}\n", "utf-8")
    done = subprocess.run(
        [*UNSHARE, sys.executable, "-m", "tests.flows.offline", str(tmp_path)],
        cwd=ROOT,
        env=outside(),
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    first, last = (line for line in done.stdout.splitlines() if line.startswith("heard:"))
    assert first == "heard: 192.0.2.99:9", "the ear hears"
    assert READY in done.stdout
    assert last == "heard:", f"sent to the outside: {last}"
    assert "telemetry" not in (tmp_path / "data" / "logs" / "server.log").read_text("utf-8").lower()
