"""`dunghan start` as a process of the tests' own, in a folder of its own, ended by its pid."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

DUNGHAN = Path(sys.executable).parent / "dunghan"
READY, READY_SECONDS = "Đúng Hạn đang chạy", 150.0


@dataclass
class Launched:
    """A process and what it said so far."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def all(self) -> str:
        """Everything it said."""
        return "\n".join(self.said)

    def wait_for(self, words: str, seconds: float = READY_SECONDS) -> None:
        """Wait until it says these words. Fails where it ends before, or takes longer."""
        until = time.monotonic() + seconds
        while words not in self.all:
            assert self.process.poll() is None, f"ended with {self.process.returncode}:\n{self.all}"
            assert time.monotonic() < until, f"“{words}” was not said:\n{self.all}"
            time.sleep(0.05)


def outside() -> dict[str, str]:
    """Give the environment without what another installation or test has set."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("DUNGHAN_", "PREFECT_", "PYTEST_"))}


@contextmanager
def launched(
    folder: Path, *arguments: str, environ: Mapping[str, str] | None = None, before: Sequence[str] = ()
) -> Iterator[Launched]:
    """Run `dunghan …` in a folder; `before` is put in front of the command. Ends it, and waits, at the end."""
    process = subprocess.Popen(
        [*before, str(DUNGHAN), *arguments],
        cwd=folder,
        env={**outside(), "DUNGHAN_BY": "người thử", **(environ or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    one = Launched(process)
    reader = threading.Thread(target=_read, args=(one,), daemon=True)
    reader.start()
    try:
        yield one
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join(10)
        if process.stdout:
            process.stdout.close()


def _read(one: Launched) -> None:
    one.said.extend(line.rstrip() for line in one.process.stdout or ())


def dunghan(folder: Path, *arguments: str, code: int = 0, environ: Mapping[str, str] | None = None) -> str:
    """Run a command to its end and give what it printed. Fails where the exit code is another."""
    done = subprocess.run(
        [str(DUNGHAN), *arguments],
        cwd=folder,
        env={**outside(), "DUNGHAN_BY": "người thử", **(environ or {})},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == code, f"{arguments} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr
