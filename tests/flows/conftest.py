"""One Đúng Hạn for all tests of the flows: server, worker and everything, on a free loopback port, ended by its id."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from flows import client
from flows.office import open_office
from flows.server import Answer, who_answers
from obligations.model import Cadence, Kind
from obligations.service import Office
from storage.settings import Settings, load_settings
from tests.flows.seeds import PLAN, duty, fill

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.responses import DeploymentResponse

# Prefect reads these once, when a test module imports it: no calls outside, nothing in the home of whoever tests.
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="prefect-home-")
atexit.register(shutil.rmtree, os.environ["PREFECT_HOME"], ignore_errors=True)

READY = "sẵn sàng để thử"
PROGRAM = f"""
import sys
from flows.start import start
from storage.settings import load_settings
say = lambda line: print(line, flush=True)
sys.exit(start(load_settings(), on_ready=lambda: say({READY!r}), say=say))
"""


# What takes minutes in an office: a runner is silent after three heartbeats, a run is late after 15 seconds.
QUICK = {
    "PREFECT_WORKER_HEARTBEAT_SECONDS": "3",
    "PREFECT_SERVER_SERVICES_FOREMAN_LOOP_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_FOREMAN_INACTIVITY_HEARTBEAT_MULTIPLE": "2",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "3",
}

Result = TypeVar("Result")


@dataclass(frozen=True)
class Running:
    """A Đúng Hạn that runs, what it said so far, and the day on which it was started."""

    settings: Settings
    office: Office
    process: subprocess.Popen[str]
    said: list[str]
    today: date


def free_port() -> int:
    """Find a port on loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_in(folder: Path, **given: str | int) -> Settings:
    """Load settings for a data folder of its own, whatever the shell around the tests has set."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in {"prefect_port": free_port(), **given}.items()]
    (folder / "dunghan.toml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DUNGHAN_")]:
            patch.delenv(name)
        patch.setenv("DUNGHAN_CONFIG", str(folder / "dunghan.toml"))
        return load_settings()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start everything on a plan with a deadline ahead, one past, a quarterly duty and one to end."""
    folder = tmp_path_factory.mktemp("dunghan")
    # What a machine sends is looked at too, at whatever hour the tests run.
    settings = settings_in(folder, send_from="00:00", send_until="23:59", send_on_days_off=True)
    office = open_office(settings)
    today = office.today()
    ahead, past = today + timedelta(days=40), today - timedelta(days=1)
    fill(
        office.database,
        duty("III.1", Kind.DELIVERABLE, Cadence.ONCE, due=(ahead,)),
        duty("III.2", Kind.DELIVERABLE, Cadence.ONCE, units=["Văn phòng Sở"], due=(past,)),
        duty("III.3"),
        duty("III.4", Kind.DELIVERABLE, Cadence.ONCE, due=(ahead,)),
        issued=max(today - timedelta(days=20), today.replace(month=1, day=1)),
    )
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("DUNGHAN_", "PREFECT_"))}
    before = dict(os.environ)
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**outside, **QUICK, "DUNGHAN_CONFIG": str(folder / "dunghan.toml")},
        cwd=tmp_path_factory.mktemp("elsewhere"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    try:
        _until_ready(process, said)
        reader = threading.Thread(target=_read, args=(process, said), daemon=True)
        reader.start()
        yield Running(settings, office, process, said, today)
        process.terminate()
        process.wait(60)
        reader.join(10)
        assert process.returncode == 0, "\n".join(said)
        assert who_answers(settings) is Answer.NOBODY, "the server outlived its start"
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
        os.environ.clear()
        os.environ.update(before)


def ask(running: Running, question: Callable[[PrefectClient], Coroutine[Any, Any, Result]]) -> Result:
    """Ask the running server something."""

    async def asked() -> Result:
        async with client.connect(running.settings) as prefect:
            return await question(prefect)

    return asyncio.run(asked())


async def deployment(prefect: PrefectClient, code: str) -> DeploymentResponse:
    """Find an obligation's deployment."""
    from flows.deployments import ours

    return next(d for d in await ours(prefect) if d.name == f"{PLAN} · {code}")


def _until_ready(process: subprocess.Popen[str], said: list[str]) -> None:
    for line in process.stdout or ():
        if READY in line:
            return
        said.append(line.rstrip())
    pytest.fail("Đúng Hạn did not start:\n" + "\n".join(said))


def _read(process: subprocess.Popen[str], said: list[str]) -> None:
    said.extend(line.rstrip() for line in process.stdout or ())
