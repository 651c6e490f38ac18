"""A sweep over links on loopback, its pauses and its memory: `python -m benchmarks.evidence_links [LINKS]`."""

from __future__ import annotations

import gc
import itertools
import sys
import tempfile
import tracemalloc
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import monotonic

import psutil

from benchmarks.timing import Figure
from evidence.eye import Eye
from evidence.fetching import Fetcher, Limits
from obligations.channels import Channel, ChannelKind
from obligations.pieces import link
from obligations.service import Office, approve, filing, find_plan, ingest, one_obligation
from obligations.service.expecting import Lookout
from obligations.service.looking import look_through
from obligations.service.rechecking import recheck
from obligations.subjects import topics
from tests.evidence import layouts as lay
from tests.evidence.cases import articles
from tests.evidence.web import Patient, Web, html, on_loopback, web
from tests.office import at, open_test_office, reading, register

TODAY = date(2024, 6, 29)
PAUSE = 3.0
HOSTS = tuple(f"so-{n}.thunghiem.test" for n in range(1, 6))
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep over many links was like: memory in bytes, `gap` the shortest pause between requests to a host."""

    links: int
    requests: int
    seconds: float
    gap: float
    waited: float
    early: int
    late: int
    resident: int


def sweep(many: int, folder: Path) -> Swept:
    """File `many` links, look at all of them, and look at all of them again; half way in is `early`."""
    patient, asked = Patient(), defaultdict[str, list[float]](list)

    def ask(host: str, port: int) -> list[str]:
        asked[host].append(patient.time)
        return on_loopback(host, port)

    with web() as sites:
        office = _office(folder)
        numbers = _file(office, sites, many)
        limits = Limits(pause=PAUSE, internal=frozenset(f"{host}:{sites.port}" for host in HOSTS))
        lookout = Lookout(Eye(Fetcher(limits, clock=patient.clock, ask=ask), at(TODAY)), topics())
        look_through(office, lookout, by="đo", only=numbers[: len(HOSTS)])
        before, start = psutil.Process().memory_info().rss, monotonic()
        tracemalloc.start()
        look_through(office, lookout, by="đo", only=numbers[: many // 2])
        early = _held()
        look_through(office, lookout, by="đo", only=numbers[many // 2 :])
        recheck(office, lookout, by="đo", everything=True)
        late = _held()
        tracemalloc.stop()
        spent, resident = monotonic() - start, psutil.Process().memory_info().rss - before
    gaps = [b - a for times in asked.values() for a, b in itertools.pairwise(times)]
    return Swept(many, len(sites.asked), spent, min(gaps), sum(patient.waits), early, late, resident)


def _held() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def _office(folder: Path) -> Office:
    office = open_test_office(folder, TODAY)
    channel = Channel("cong", "Cổng tỉnh", ChannelKind.PORTAL, ("thunghiem.test",))
    header = replace(reading().header, title="Kế hoạch tuyên truyền cải cách hành chính, chuyển đổi số")
    with office.database.begin() as store:
        store.save_register(replace(register(), channels=(channel,)))
        ingest(store, replace(reading(), header=header), source="mau.txt", at=office.clock(), by="đo", name="mau")
        approve(office, store, find_plan(store, "mau"), by="đo")
    return office


def _file(office: Office, sites: Web, many: int) -> list[int]:
    told = [a for name, a in articles().items() if name not in ("nam-ngoai", "the-thao")]
    filed = []
    with office.database.begin() as store:
        plan = find_plan(store, "mau")
        duty = one_obligation(store, plan, "III.2-2")
        for n in range(many):
            article = told[n % len(told)]
            page = html(lay.newspaper(replace(article, title=f"{article.title} ({n})")))
            address = sites.put(HOSTS[n % len(HOSTS)], f"/tin/{n}", page)
            piece = link(address, article.on)
            done = filing.add(office, store, plan, duty, piece, unit="van-phong", period="2024", by="đo")
            filed.append(done.evidence.id)
    return filed


def figures(many: int) -> list[Figure]:
    """Measure a sweep over so many links."""
    with tempfile.TemporaryDirectory() as folder:
        swept = sweep(many, Path(folder))
    return [
        Figure(f"{swept.links} links looked at, accepted ones again: requests", swept.requests, ""),
        Figure("work for a request, pauses apart", 1000 * swept.seconds / swept.requests, "ms"),
        Figure("shortest pause between two requests to one host", swept.gap, "s"),
        Figure("time waited for politeness", swept.waited, "s"),
        Figure("memory held at half way", swept.early / MEGABYTE, "MB"),
        Figure("memory held at the end", swept.late / MEGABYTE, "MB", swept.late / swept.early, "half way"),
        Figure("resident memory grown by", swept.resident / MEGABYTE, "MB"),
    ]


if __name__ == "__main__":
    for figure in figures(int(sys.argv[1]) if len(sys.argv) > 1 else 200):
        print(figure, flush=True)
