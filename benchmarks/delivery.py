"""Delivery to a mail server on loopback, in a process of its own, against plain `smtplib` over one connection."""

from __future__ import annotations

import multiprocessing
import smtplib
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from benchmarks.timing import Figure, seconds
from obligations.records import Message, MessageState, Payload
from obligations.service import Office, deliver
from obligations.units import Person, Register
from tests.office import at, open_test_office
from tests.servers import free_port

MAILS, ROUNDS = 100, 5
FROM, TO = "dunghan@so.example.vn", "nguoi.nhan@so.example.vn"
PAYLOAD = Payload(
    "[Đúng Hạn] 3 việc cần làm, hạn 28/6/2024",
    "Đề nghị đồng chí báo cáo kết quả thực hiện trước ngày 28/6/2024.\n" * 30,
    "<p>Đề nghị đồng chí báo cáo kết quả thực hiện trước ngày <b>28/6/2024</b>.</p>\n" * 30,
    "Đề nghị báo cáo.",
)


class _Takes:
    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        return "250 OK"


def _serve(port: int) -> None:
    Controller(_Takes(), hostname="127.0.0.1", port=port).start()
    time.sleep(3600)


@contextmanager
def _server() -> Iterator[int]:
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(port,), daemon=True)
    process.start()
    for _ in range(600):
        try:
            smtplib.SMTP("127.0.0.1", port).close()
            break
        except OSError:
            time.sleep(0.05)
    try:
        yield port
    finally:
        process.kill()
        process.join()


def main() -> None:
    """Print every figure."""
    for figure in figures():
        print(figure, flush=True)


def figures() -> Iterator[Figure]:
    """Measure the ways one after the other, over and over, and compare their medians."""
    with _server() as port, tempfile.TemporaryDirectory() as folder:
        office = open_test_office(Path(folder), date(2024, 6, 27))
        url = f"mailto://127.0.0.1:{port}?from={FROM}&to={TO}"
        with office.database.begin() as store:
            store.save_register(Register(people=(Person("p", "Người nhận", (url,)),)))
        plain, ours, whole, floor = _medians(
            lambda: _plainly(port), lambda: _ours(office, url), lambda: _whole(office, url), lambda: _commits(folder)
        )
    beside = "plain smtplib, one connection"
    yield Figure("one mail by plain smtplib, one connection", plain * 1000, "ms")
    yield Figure("one mail by our sender, one connection", ours * 1000, "ms", ours / plain, beside)
    yield Figure("one mail through the whole outbox, SQLite", whole * 1000, "ms", whole / plain, beside)
    yield Figure("one durable commit of SQLite, the floor of the outbox", floor * 1000, "ms", floor / plain, beside)


def _medians(*ways: Callable[[], object]) -> list[float]:
    """Give the seconds of one mail each way: medians of rounds in which each way has its turn."""
    for way in ways:
        way()
    rounds = [[seconds(way) / MAILS for way in ways] for _ in range(ROUNDS)]
    return [statistics.median(found) for found in zip(*rounds, strict=True)]


def _plainly(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for _ in range(MAILS):
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = FROM, TO, PAYLOAD.subject
            mail.set_content(PAYLOAD.text)
            mail.add_alternative(PAYLOAD.html, subtype="html")
            server.send_message(mail)


def _ours(office: Office, url: str) -> None:
    now = office.clock()
    with office.send.keeping() as send:  # type: ignore[attr-defined]  # the real sender keeps its connections
        for number in range(MAILS):
            key, day = f"o{number}", at(date(2024, 6, 27))().date()
            said = send(Message(1, key, day, "p", "P", "head", url, PAYLOAD, MessageState.WAITING, 0, 0, now))
            assert said.answer, said


def _whole(office: Office, url: str) -> None:
    now = office.clock()
    with office.database.begin() as store:
        for number in range(MAILS):
            store.enqueue(
                key=f"w{time.monotonic_ns()}-{number}", on=now.date(), person="p", person_name="P", role="head",
                address=url, payload=PAYLOAD, not_before=now,
            )  # fmt: skip
    assert {m.state for m in deliver(office)} == {MessageState.SENT}


def _commits(folder: str) -> None:
    """Commit as often as the outbox does, once a mail, one row."""
    connection = sqlite3.connect(f"{folder}/floor.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE IF NOT EXISTS t (a)")
    for _ in range(MAILS):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES (1)")
        connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    main()
