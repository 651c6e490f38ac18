"""Grown: PostgreSQL for both databases, Redis, two workers, one of them killed in the middle of sending."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from flows import client
from flows.office import open_office
from obligations import service
from obligations.model import Cadence, Draft, Kind, Role
from obligations.records import MessageState
from obligations.units import Person, Post, Register, Unit
from storage import SqlDatabase
from storage.settings import load_settings
from tests import postgres
from tests.flows.conftest import free_port
from tests.flows.launching import READY, Launched, launched
from tests.flows.seeds import MADE, PLAN, duty, reading
from tests.servers import SmtpSink, smtp_sink

KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
UNITS = [f"Phòng Số {n}" for n in ["Một", "Hai", "Ba", "Bốn"]]
REDIS = shutil.which("redis-server")
SECONDS = 120

pytestmark = [
    pytest.mark.server,
    pytest.mark.postgres,
    pytest.mark.xdist_group("scale-out"),
    pytest.mark.skipif(bool(postgres.missing()), reason=str(postgres.missing())),
]


@contextmanager
def redis() -> Iterator[dict[str, str]]:
    """Run Redis and give the variables by which Prefect uses it, as docs/scale-out.md has them; none without Redis."""
    if REDIS is None:
        yield {}
        return
    port = free_port()
    process = subprocess.Popen(
        [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        _until(lambda: _answers(port), "Redis does not answer")
        yield {
            "PREFECT_MESSAGING_BROKER": "prefect_redis.messaging",
            "PREFECT_MESSAGING_CACHE": "prefect_redis.messaging",
            "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "prefect_redis.ordering",
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect_redis.lease_storage",
            "PREFECT_REDIS_MESSAGING_HOST": "127.0.0.1",
            "PREFECT_REDIS_MESSAGING_PORT": str(port),
        }
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(so: object, words: str) -> None:
    until = time.monotonic() + SECONDS
    while not so():  # type: ignore[operator]  # a question without arguments
        assert time.monotonic() < until, words
        time.sleep(0.1)


def _register(sink: SmtpSink) -> Register:
    """Four units, each with a head of its own who gets mail here."""
    keys = [f"p{n}" for n in range(len(UNITS))]
    return Register(
        units=tuple(Unit(key, name) for key, name in zip(keys, UNITS, strict=True)),
        people=tuple(
            Person(key, f"Trưởng {name}", (sink.url(f"{key}@so.example.vn"),))
            for key, name in zip(keys, UNITS, strict=True)
        ),
        posts=tuple(Post(key, Role.HEAD, key) for key in keys),
    )


def _runs(worker: Launched) -> list[psutil.Process]:
    """List the runs a worker carries, as processes."""
    return [one for one in psutil.Process(worker.process.pid).children(recursive=True) if _is_run(one)]


def _is_run(process: psutil.Process) -> bool:
    try:
        return "prefect.engine" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # ended since it was listed, or a zombie
        return False


@pytest.fixture
def own_environment() -> Iterator[None]:
    """Start without what a test before has left in this process's environment, and leave nothing to one after."""
    before = dict(os.environ)
    for name in [name for name in before if name.startswith(("DUNGHAN_", "PREFECT_"))]:
        del os.environ[name]
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.mark.usefixtures("own_environment")
def test_a_worker_killed_in_the_middle_of_sending_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgres.running() as server, redis() as variables, smtp_sink() as sink:
        server.run("CREATE DATABASE dunghan")
        server.run("CREATE DATABASE prefect")
        (tmp_path / "dunghan.toml").write_text(f"prefect_port = {free_port()}\nruns_at_once = 1\n", "utf-8")
        environ = {
            **variables,
            "DUNGHAN_SECRET_KEY": KEY,
            "DUNGHAN_DATABASE_URL": server.url.replace("/postgres", "/dunghan"),
            "DUNGHAN_PREFECT_DATABASE_URL": server.url.replace("/postgres", "/prefect"),
        }
        monkeypatch.chdir(tmp_path)
        os.environ.update(environ)
        with launched(tmp_path, "start", environ=environ) as first:
            first.wait_for(READY)
            with launched(tmp_path, "worker", "--name", "hai", environ=environ) as second:
                _killed_while_sending(sink, first, second)


def _killed_while_sending(sink: SmtpSink, first: Launched, second: Launched) -> None:
    settings = load_settings()
    office = open_office(settings)
    yesterday = office.today() - timedelta(days=1)
    duties = [
        duty(f"III.{n}", Kind.DELIVERABLE, Cadence.ONCE, units=[name], due=(yesterday,))
        for n, name in enumerate(UNITS, start=1)
    ]
    with office.database.begin() as store:
        store.save_register(_register(sink))
        issued = max(yesterday - timedelta(days=20), yesterday.replace(month=1, day=1))
        store.add_plan(
            reading(*duties, issued=issued),
            name=PLAN,
            codes=[one.clause for one in duties],
            source="thử.txt",
            sample=False,
            at=MADE,
        )
        for stored in store.obligations(PLAN):
            store.set_obligation_state(stored.id, Draft.APPROVED)
    first.wait_for("Lịch nhiệm vụ: 4 mới")
    sink.silent = True
    for one in duties:
        client.rerun(settings, PLAN, one.clause, send=True, wait=False)
    _until(lambda: _runs(second) and sink.arrived, "the second worker carries no run that sends")
    for run in (psutil.Process(second.process.pid), *_runs(second)):
        run.kill()
    sink.silent = False
    sink.released.set()

    def sent() -> int:
        with office.database.begin() as store:
            return len(store.messages(MessageState.SENT))

    _until(lambda: sent() >= len(UNITS) - 2, "the worker that is left does not go on")
    _until(lambda: not _runs(first), "runs do not end")
    later = replace(office, clock=lambda: datetime.now(UTC) + timedelta(minutes=30))
    service.sweep(later, send=True, at_once=True, by="người thử")
    service.retry(later)
    with office.database.begin() as store:
        messages = store.messages()
    assert {message.state for message in messages} == {MessageState.SENT}
    assert {message.person for message in messages} == {f"p{n}" for n in range(len(UNITS))}, "nobody is forgotten"
    copies = Counter(str(one.mail["Message-ID"]) for one in sink.arrived)
    assert len(copies) == len(UNITS), "one message a person"
    twice = [known for known, number in copies.items() if number > 1]
    assert len(twice) <= 1, "one kill, one message in mid-sending"
    assert len([message for message in messages if message.attempts > 1]) >= len(twice), "and the outbox knows which"
    assert isinstance(office.database, SqlDatabase)
    office.database.close()
