"""How long a server takes to get 500 deployments, and to be found in line: `python -m benchmarks.timing_reconcile`."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import Figure
from benchmarks.timing_calendar import duty, register
from flows import client, server
from flows.children import end, launch
from flows.office import open_office
from flows.wanted import plan
from obligations.model import Draft, PlanHeader, Reading
from obligations.service import Office
from storage.settings import Settings, load_settings

MANY = 500


def settings_in(folder: Path) -> Settings:
    """Load settings for a folder and a free port of their own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "dunghan.toml").write_text(f"prefect_port = {port}\n", encoding="utf-8")
    os.environ["DUNGHAN_CONFIG"] = str(folder / "dunghan.toml")
    return load_settings()


def fill(office: Office, many: int) -> None:
    """Store a plan of this year with so many approved obligations."""
    duties = tuple(map(duty, range(many)))
    header = PlanHeader("1/KH", "Sở", office.today().replace(month=1, day=5), office.today().year, "KH", "0" * 64)
    with office.database.begin() as store:
        store.save_register(register(2))
        codes, reading = [d.clause for d in duties], Reading("hằng kỳ", header, duties, ())
        store.add_plan(reading, name="p", codes=codes, source="p", sample=False, at=office.clock())
        for stored in store.obligations("p"):
            store.set_obligation_state(stored.id, Draft.APPROVED)


async def pool(settings: Settings) -> None:
    """Make the work pool that deployments name."""
    from flows.deployments import ensure_pool

    async with client.connect(settings) as prefect:
        await ensure_pool(prefect)


def main(many: int = MANY) -> None:
    """Start a server, apply everything, apply it again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = settings_in(folder)
        server.adopt(settings)
        office = open_office(settings)
        fill(office, many)
        command = [sys.executable, "-m", "prefect", "server", "start"]
        child = launch("server", command, server.environment(settings), folder / "server.log")
        try:
            while not server.healthy(settings):
                time.sleep(0.3)
            asyncio.run(pool(settings))
            for what in ("made", "found in line", "found in line again"):
                began = time.perf_counter()
                counts = asyncio.run(client.apply(settings, plan(office, many), office.today()))
                spent = time.perf_counter() - began
                done = f"{counts.created} new, {counts.unchanged} left"
                print(Figure(f"{many} deployments {what} ({done})", spent, "s"), flush=True)
        finally:
            end(child, 15)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
