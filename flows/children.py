"""Child processes: started in a group of their own, logged to a file, ended with all they started."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TAIL = 15
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Child:
    """A running program and its log."""

    title: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def alive(self) -> bool:
        """Tell whether it still runs."""
        return self.process.poll() is None

    def tail(self) -> str:
        """Give the last lines of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-TAIL:])


def launch(title: str, command: Sequence[str], environ: dict[str, str], log: Path) -> Child:
    """Start a program in a process group of its own; the log of the start before is kept beside as `.1`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            env={**os.environ, **environ},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
    return Child(title, process, log)


def _die_with_parent() -> None:
    """Have the kernel end this child when its parent is killed and cannot do so itself."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def end(child: Child, patience: float) -> None:
    """End a child: ask it, wait that many seconds, then kill its whole group, whatever it had started."""
    if child.alive:
        child.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(patience)
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()
