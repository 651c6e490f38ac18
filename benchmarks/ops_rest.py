"""Seconds from start to the first Scheduled run, and memory of everything at rest: `python -m benchmarks.ops_rest`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.timing_reconcile import settings_in
from storage.settings import Settings

SETTLED = "lịch chạy đã có", "đang chạy (ctrl-c"
REST_SECONDS = 120


@contextmanager
def started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Settings, dict[str, float]]]:
    """Start everything on the sample as `make start` does; give the process and when each line was said."""
    settings = settings_in(folder)
    began, said = time.perf_counter(), dict[str, float]()
    command = [str(Path(sys.executable).parent / "dunghan"), "start", "--sample"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder, env=dict(os.environ))
    try:
        for line in process.stdout or ():
            said[line.strip().lower()] = time.perf_counter() - began
            if SETTLED[1] in line.lower():
                break
        yield process, settings, said
    finally:
        process.terminate()
        process.wait(60)


def memory(process: psutil.Process) -> dict[str, float]:
    """Measure what each process holds for itself and its share of what it shares, in MB."""
    every = [process, *process.children(recursive=True)]
    return {f"{' '.join(one.cmdline()[2:5])[:40]}": one.memory_full_info().pss / 2**20 for one in every}


def main() -> None:
    """Start once, wait until nothing runs, and print."""
    with tempfile.TemporaryDirectory() as place, started(Path(place)) as (process, _, said):
        first = next(when for line, when in said.items() if line.startswith(SETTLED[0]))
        print(f"đến lượt Scheduled đầu tiên: {first:.1f} s; đến khi xong lượt quét đầu: {max(said.values()):.1f} s")
        time.sleep(REST_SECONDS)
        held = memory(psutil.Process(process.pid))
        for name, size in held.items():
            print(f"  {name}: {size:.0f} MB")
        print(f"bộ nhớ khi nghỉ: {sum(held.values()):.0f} MB")


if __name__ == "__main__":
    main()
