"""How much Prefect's database grows a day: `python -m benchmarks.ops_growth [SWEEPS]`, measured by sweeps and runs."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.ops_rest import started
from flows import client, names
from storage.settings import Settings

RETAINED_DAYS = 90


def size(settings: Settings) -> int:
    """Give the bytes of Prefect's database in use, whatever still stands in its write-ahead log."""
    with sqlite3.connect(f"file:{settings.data_dir / 'prefect' / 'prefect.db'}?mode=ro", uri=True) as database:
        count, free, page = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS)
    database.close()
    return int((count - free) * page)


PRAGMAS = ("page_count", "freelist_count", "page_size")


async def _run(settings: Settings, name: str, parameters: dict[str, object]) -> None:
    async with client.connect(settings) as prefect:
        found = await prefect.read_deployment_by_name(name)
        run = await prefect.create_flow_run_from_deployment(found.id, parameters=parameters, tags=[names.NEWS])
        await client.finished(prefect, run)


def grown(settings: Settings, times: int, act: Callable[[], Awaitable[None]]) -> float:
    """Measure the bytes one action leaves behind, over several."""
    before = size(settings)
    for _ in range(times):
        asyncio.run(act())  # type: ignore[arg-type]  # a coroutine is what `act` makes
    return (size(settings) - before) / times


def main() -> None:
    """Sweep and run several times on the sample, and reckon a year of an office with 50 duties."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as place, started(Path(place)) as (_, settings, _said):
        sweep = grown(settings, times, lambda: _run(settings, "daily-sweep/daily-sweep", {}))
        one = grown(settings, times, lambda: _run(settings, "one-off/ke-hoach-mau · II.2", {}))
    day = sweep + one * 50 * 40 / 250
    print(f"một lượt quét: {sweep / 1024:.0f} KB; một lượt chạy: {one / 1024:.0f} KB")
    print(f"50 nhiệm vụ, mỗi nhiệm vụ 40 ngày có việc một năm: {day / 1024:.0f} KB một ngày làm việc,")
    print(f"giữ {RETAINED_DAYS} ngày: {day * RETAINED_DAYS * 250 / 365 / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
