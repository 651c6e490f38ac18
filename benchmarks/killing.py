"""Kills the sending process again and again, at named and at random points, and counts what was lost or doubled.

The mail server carries on with what it has heard when the client dies, as a real one does.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import signal
import smtplib
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from functools import wraps
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from notifiers.delivery import sender
from notifiers.mail import message_id
from obligations.policy import Policy
from obligations.records import Message, MessageState, Payload
from obligations.service import Office, delivering
from obligations.timing.hours import Hours
from obligations.timing.workdays import WEEKENDS
from obligations.units import Person, Register
from storage import SqlDatabase, open_database
from tests.office import KEY, words
from tests.servers import free_port

FROM = "dunghan@so.example.vn"
PAYLOAD = Payload("Nhắc việc", "Đề nghị báo cáo.\n" * 20, "<p>Đề nghị báo cáo.</p>" * 20, "Đề nghị báo cáo.")
SHORT_LEASE = timedelta(seconds=1)
RANDOM = "random"
POINTS = ("claimed", "marked", "in_data", "answered", "settled", RANDOM)
LOW, ADDED = 40, 150


@dataclass
class CarriesOn:
    """A mail server that takes a moment for each mail, and takes it even where the client is gone by then."""

    delay: float
    arrived: Counter[str] = field(default_factory=Counter)
    port: int = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep the mail, shielded from the end of its connection."""
        await asyncio.shield(asyncio.ensure_future(self._take(envelope.content)))
        return "250 2.0.0 OK"

    async def _take(self, content: bytes) -> None:
        await asyncio.sleep(self.delay)
        line = next(line for line in content.splitlines() if line.lower().startswith(b"message-id:"))
        self.arrived[line.partition(b":")[2].strip().decode()] += 1


@contextmanager
def mail_server(delay: float) -> Iterator[CarriesOn]:
    """Run the server on loopback."""
    server = CarriesOn(delay, port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def office_of(url: str, lease: timedelta | None = None) -> Office:
    """Open the office of a sending process, always open; a short lease lets the next one take over soon."""
    if lease is not None:
        delivering.LEASE = lease
    return Office(
        database=open_database(url, key=KEY),
        policy=Policy(),
        calendar=WEEKENDS,
        word=words,
        send=sender(mailbox_dir=Path(tempfile.gettempdir()), timeout=5, environ={}),
        clock=lambda: datetime.now(UTC),
        hours=Hours(clock_time(0), clock_time(23, 59, 59), days_off=True),
    )


def work(url: str, point: str, nth: int) -> None:
    """Send whatever waits, until killed: by itself at the `nth` passing of a named point, or from outside."""
    strike = _striking(nth)
    if point == "claimed":
        _after(delivering._Turn, "_look", strike)
    if point == "marked":
        _after(delivering._Turn, "next", strike)
    if point == "in_data":
        _before(smtplib.SMTP, "getreply", _only_in_data(strike))
    if point == "answered":
        _after(smtplib.SMTP, "data", strike)
    if point == "settled":
        _after(delivering._Turn, "next", strike, when=lambda turn: bool(turn.handled))
    office = office_of(url, SHORT_LEASE)
    while True:
        delivering.deliver(office)
        time.sleep(0.02)


def _striking(nth: int) -> Callable[[], None]:
    left = [nth]

    def strike() -> None:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return strike


def _after(owner: Any, name: str, strike: Callable[[], None], when: Callable[[Any], bool] = lambda _: True) -> None:
    whole = getattr(owner, name)

    @wraps(whole)
    def struck(self: Any, *args: Any, **options: Any) -> Any:
        result = whole(self, *args, **options)
        if result and when(self):
            strike()
        return result

    setattr(owner, name, struck)


def _before(owner: Any, name: str, strike: Callable[[Any], None]) -> None:
    whole = getattr(owner, name)

    @wraps(whole)
    def struck(self: Any, *args: Any, **options: Any) -> Any:
        strike(self)
        return whole(self, *args, **options)

    setattr(owner, name, struck)


def _only_in_data(strike: Callable[[], None]) -> Callable[[Any], None]:
    """Strike when the whole mail was said and its answer is not read yet: `getreply` right after the last dot."""

    def strike_there(client: Any) -> None:
        if client.flight.handing_over and getattr(client, "_said_354", None) is client.flight:
            strike()
        client._said_354 = client.flight if client.flight.handing_over else None

    return strike_there


def fill(database: SqlDatabase, port: int, keys: list[str]) -> None:
    """Put messages into the outbox, all for one person at the server."""
    url = f"mailto://127.0.0.1:{port}?from={FROM}&to=nva@so.example.vn"
    now = datetime.now(UTC)
    with database.begin() as store:
        if not store.register().people:
            store.save_register(Register(people=(Person("p", "P", (url,)),)))
        for key in keys:
            store.enqueue(
                key=key, on=now.date(), person="p", person_name="P", role="head", address=url, payload=PAYLOAD,
                not_before=now,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of it. `lost` neither arrived nor is told of as dead; `outside` doubled in no row in doubt."""

    kills: int
    messages: int
    lost: int
    dead: int
    doubled: int
    outside: int
    in_doubt: int
    worst: int

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.messages} messages: {self.lost} lost, {self.dead} at rest after two doubts, "
            f"{self.doubled} arrived twice ({self.doubled / max(self.kills, 1):.2f} a kill; one message at most "
            f"{self.worst} times), {self.outside} of them outside the {self.in_doubt} rows in doubt"
        )


def kill(url: str, kills: int, *, delay: float = 0.01, seed: int = 1) -> Tally:
    """Kill so many senders one after the other, let the last one finish, and count."""
    chance, context = random.Random(seed), multiprocessing.get_context("forkserver")  # noqa: S311  # no secret
    context.set_forkserver_preload(["benchmarks.killing"])
    database, made = open_database(url, key=KEY), 0
    with mail_server(delay) as server:
        for number in range(kills):
            if _waiting(database) < LOW:
                fill(database, server.port, [f"k{made + n}" for n in range(ADDED)])
                made += ADDED
            point = POINTS[number % len(POINTS)]
            nth = 1 if point == "claimed" else chance.randint(2, 7)
            process = context.Process(target=work, args=(url, point, nth))
            process.start()
            process.join(0.5 + chance.random() if point == RANDOM else 20)
            process.kill()
            process.join()
        _drain(url)
        messages = _all(database)
        database.close()
        return _tally(kills, messages, server.arrived)


def _waiting(database: SqlDatabase) -> int:
    with database.begin() as store:
        return len(store.messages(MessageState.WAITING))


def _all(database: SqlDatabase) -> list[Message]:
    with database.begin() as store:
        return store.messages()


def _drain(url: str) -> None:
    """Send all that is left, past the last lease."""
    before, delivering.LEASE = delivering.LEASE, SHORT_LEASE
    office, done = office_of(url), (MessageState.SENT, MessageState.DEAD)
    until = time.monotonic() + 120
    while any(m.state not in done for m in _all(_sql(office))) and time.monotonic() < until:
        delivering.deliver(office)
        time.sleep(0.1)
    _sql(office).close()
    delivering.LEASE = before


def _sql(office: Office) -> SqlDatabase:
    assert isinstance(office.database, SqlDatabase)
    return office.database


def _tally(kills: int, messages: list[Message], arrived: Counter[str]) -> Tally:
    times = {m.id: arrived[message_id(m.key, FROM)] for m in messages}
    twice = [m for m in messages if times[m.id] > 1]
    return Tally(
        kills=kills,
        messages=len(messages),
        lost=sum(times[m.id] == 0 and m.state is not MessageState.DEAD for m in messages),
        dead=sum(m.state is MessageState.DEAD for m in messages),
        doubled=sum(times[m.id] - 1 for m in twice),
        outside=sum(m.doubts == 0 for m in twice),
        in_doubt=sum(m.doubts > 0 for m in messages),
        worst=max(times.values(), default=0),
    )


def _plan(url: str, port: int, keys: list[str], seed: int) -> None:
    random.Random(seed).shuffle(keys)  # noqa: S311  # no secret
    database = open_database(url, key=KEY)
    for start in range(0, len(keys), 10):
        fill(database, port, keys[start : start + 10])


def _send_until(url: str, keys: int) -> None:
    office = office_of(url)
    until = time.monotonic() + 60
    while sum(m.state is MessageState.SENT for m in _all(_sql(office))) < keys and time.monotonic() < until:
        delivering.deliver(office)


def together(url: str, keys: int) -> Tally:
    """Let two planners put in the same keys and four senders send them, all at once, and count."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.killing"])
    database, names = open_database(url, key=KEY), [f"t{n}" for n in range(keys)]
    with mail_server(0.001) as server:
        fill(database, server.port, [])
        planners = [context.Process(target=_plan, args=(url, server.port, list(names), seed)) for seed in (1, 2)]
        senders = [context.Process(target=_send_until, args=(url, keys)) for _ in range(4)]
        for process in (*planners, *senders):
            process.start()
        for process in (*planners, *senders):
            process.join(90)
            assert process.exitcode == 0, process
        messages = _all(database)
        database.close()
        return _tally(0, messages, server.arrived)
