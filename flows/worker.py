"""One more worker for the pool, on this machine or another: it carries runs, and when it dies others carry on."""

from __future__ import annotations

import os
import socket
import sys
from typing import NoReturn

from flows import client, server
from storage.settings import Settings

POOL = "dunghan"


def command(name: str, limit: int) -> list[str]:
    """Give the command that runs a worker of the pool under a name; `limit` is how many runs it carries at once."""
    worker = [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL, "--type", "process"]
    return [*worker, "--name", name, "--limit", str(limit)]


def work(settings: Settings, name: str | None = None) -> NoReturn:
    """Become a worker of the server the settings name. Raises ServerUnreachable where it does not answer."""
    client.check_server(settings)
    server.adopt(settings)
    line = command(name or f"{socket.gethostname()}-{os.getpid()}", settings.runs_at_once)
    os.execv(line[0], line)  # noqa: S606 - our own interpreter, no shell
