"""The fault table: whatever a server or a payload does, the outcome is as stated and nothing is lost."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from notifiers.delivery import sender
from notifiers.plugins import TelegramPlugin
from obligations.ports import Delivered, Outcome
from obligations.records import Message, MessageState, Payload
from storage import open_database
from tests.notifiers.messages import PAYLOAD, message
from tests.servers import SmtpSink, TelegramSink, dripping, free_port, server_certificate, smtp_sink, telegram_sink
from tests.storage.samples import KEY, LEASE, NOW, claim, mark_done, mark_sending

FROM = "from=dunghan@so.example.vn&to=nva@so.example.vn"
TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
CHAT = f"tgram://{TOKEN}/-100987"
TIMEOUT = 0.6

Way = Callable[[Path], Iterator[str]]


@contextmanager
def answering(lines: tuple[bytes, ...], *, hang: bool = False) -> Iterator[int]:
    """Run a mail server that says these lines, one a command, and then hangs up, or hangs; give its port."""
    listener, stop = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(5)
                for number, line in enumerate(lines):
                    if number:
                        connection.recv(65536)
                    connection.sendall(line + b"\r\n")
                if hang:
                    stop.wait(5)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        stop.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def smtp(port: int) -> str:
    return f"mailto://127.0.0.1:{port}?{FROM}"


def refused(_: Path) -> Iterator[str]:
    yield smtp(free_port())


def no_such_name(_: Path) -> Iterator[str]:
    yield f"mailto://khong-co-may-nay.invalid?{FROM}"


def saying(*lines: bytes, hang: bool = False) -> Way:
    def way(_: Path) -> Iterator[str]:
        with answering(lines, hang=hang) as port:
            yield smtp(port)

    return way


def sink(**options: str | bool) -> Way:
    def way(_: Path) -> Iterator[str]:
        with smtp_sink() as server:
            for name, value in options.items():
                setattr(server, name, value)
            yield server.url("nva@so.example.vn")

    return way


def drips(_: Path) -> Iterator[str]:
    with dripping() as port:
        yield smtp(port)


def untrusted(folder: Path) -> Iterator[str]:
    context, _ = server_certificate(folder)
    with smtp_sink(ssl_context=context) as server:
        yield f"mailtos://127.0.0.1:{server.port}?{FROM}&mode=ssl"


def no_starttls(_: Path) -> Iterator[str]:
    with smtp_sink() as server:
        yield f"mailtos://127.0.0.1:{server.port}?{FROM}"


def telegram(status: int, content: dict[str, object], *, silent: bool = False) -> Way:
    def way(_: Path) -> Iterator[str]:
        with telegram_sink() as server:
            server.answers = [(status, {"ok": status == 200, **content})]
            server.silent = silent
            yield CHAT

    return way


def telegram_gone(_: Path) -> Iterator[str]:
    before = TelegramPlugin.notify_url
    TelegramPlugin.notify_url = f"http://127.0.0.1:{free_port()}/bot"
    try:
        yield CHAT
    finally:
        TelegramPlugin.notify_url = before


OPENING = (b"220 thu", b"250 thu")
LATER, NEVER, DOUBT = Delivered.LATER, Delivered.NEVER, Delivered.IN_DOUBT

FAULTS: dict[str, tuple[Way, Delivered, str]] = {
    "refused": (refused, LATER, "không vào được máy chủ thư"),
    "no such name (DNS)": (no_such_name, LATER, "không vào được máy chủ thư"),
    "TLS: nobody vouches for the certificate": (untrusted, LATER, "certificate verify failed"),
    "TLS: no STARTTLS": (no_starttls, LATER, "STARTTLS"),
    "421 as a greeting": (saying(b"421 4.3.2 shutting down"), LATER, "421"),
    "421 at MAIL": (saying(*OPENING, b"421 4.7.0 too many connections"), LATER, "421"),
    "hangs up before anything": (saying(b"220 thu"), LATER, "không vào được máy chủ thư"),
    "450 at RCPT": (sink(rcpt="450 4.2.1 mailbox busy"), LATER, "450 4.2.1 mailbox busy"),
    "550 at RCPT": (sink(rcpt="550 5.1.1 no such user"), NEVER, "550 5.1.1 no such user"),
    "552 at DATA": (sink(data="552 5.2.2 mailbox full"), NEVER, "552 5.2.2 mailbox full"),
    "451 at DATA": (sink(data="451 4.3.0 try again"), LATER, "451 4.3.0 try again"),
    "535 bad login": (sink(rcpt="535 5.7.8 bad credentials"), LATER, "535"),
    "tarpit before DATA": (saying(*OPENING, hang=True), LATER, "quá thời gian chờ"),
    "dripping": (drips, LATER, "quá thời gian chờ"),
    "silent after DATA": (sink(silent=True), DOUBT, "quá thời gian chờ"),
    "hangs up after DATA": (sink(hang_up=True), DOUBT, "mất kết nối"),
    "Telegram 400": (telegram(400, {"description": "Bad Request: chat not found"}), NEVER, "chat not found"),
    "Telegram 403": (telegram(403, {"description": "Forbidden: bot was blocked"}), NEVER, "bot was blocked"),
    "Telegram 429": (telegram(429, {"parameters": {"retry_after": 17}}), LATER, "429"),
    "Telegram 500": (telegram(500, {"description": "Internal"}), LATER, "500"),
    "Telegram silent": (telegram(200, {}, silent=True), DOUBT, "quá thời gian chờ"),
    "Telegram refused": (telegram_gone, LATER, "không kết nối được Telegram"),
}
NEXT = {LATER: MessageState.WAITING, NEVER: MessageState.DEAD, DOUBT: MessageState.IN_DOUBT}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_every_fault_has_its_outcome_and_the_message_is_still_there(fault: str, tmp_path: Path) -> None:
    way, expected, why = FAULTS[fault]
    send = sender(mailbox_dir=tmp_path, timeout=TIMEOUT, environ={})
    with contextmanager(way)(tmp_path) as address:
        outcome = send(message(address))
    assert (outcome.result, why in (outcome.why or "")) == (expected, True), outcome
    assert TOKEN not in (outcome.why or "")
    database = open_database(f"sqlite:///{tmp_path / 'x.db'}", key=KEY)
    with database.begin() as store:
        number = store.enqueue(
            key="k", on=NOW.date(), person="p", person_name="P", role="head", address=address, payload=PAYLOAD,
            not_before=NOW,
        )  # fmt: skip
    (claimed,) = claim(database, NOW, LEASE, 1)
    assert mark_sending(database, claimed, NOW)
    assert mark_done(database, claimed, outcome, NOW) is NEXT[expected]
    with database.begin() as store:
        kept = store.message(number or 0)
    database.close()
    assert kept is not None
    assert (kept.payload, kept.error) == (PAYLOAD, outcome.why)
    assert kept.attempts == (0 if outcome.retry_after else 1)


HUGE = Payload("Nhắc việc " * 600, "Đề nghị báo cáo. " * 60_000, "<p>Đề nghị báo cáo.</p>" * 30_000, "việc " * 60_000)
ODD: dict[str, Payload] = {
    "huge": HUGE,
    "CR/LF": replace(PAYLOAD, subject="Nhắc việc\r\nBcc: la@x.vn\nX-La: 1"),
    "encoded word": replace(PAYLOAD, subject="=?utf-8?q?A=0D=0AX-La:_1?="),
    "surrogates": Payload("Nhắc \ud800 việc", "một \udfff hai\n", "<p>\ud83d</p>", "một \ud800"),
    "NUL, NEL and separators": replace(PAYLOAD, subject="Nhắc\x00\x85\u2028X-La: 1", text="a\x00b\u2029c"),
}


@dataclass(frozen=True)
class Both:
    """Where mail and where chat arrives."""

    mail: SmtpSink
    chat: TelegramSink


@pytest.fixture
def both() -> Iterator[Both]:
    with smtp_sink() as mail, telegram_sink() as chat:
        yield Both(mail, chat)


@pytest.mark.parametrize("odd", list(ODD))
def test_no_payload_is_lost_or_says_more_than_it_should(odd: str, both: Both, tmp_path: Path) -> None:
    send = sender(mailbox_dir=tmp_path, timeout=20, environ={})
    for address in (both.mail.url("nva@so.example.vn"), CHAT, "mailbox:"):
        assert send(message(address, payload=ODD[odd])).result is Delivered.SENT
    ((_, asked),) = both.chat.asked
    assert len(asked["text"]) <= 4096
    (mail,) = both.mail.arrived
    assert mail.recipients == ["nva@so.example.vn"]
    assert {"bcc", "x-la"}.isdisjoint(name.lower() for name in mail.mail)
    assert max(map(len, mail.raw.split(b"\r\n"))) <= 998
    assert len(list(tmp_path.glob("*.eml"))) == 1


def test_a_server_in_trouble_is_left_in_peace_by_the_messages_behind(tmp_path: Path) -> None:
    address = smtp(free_port())
    with sender(mailbox_dir=tmp_path, timeout=5, environ={}).keeping() as send:
        first, second = send(message(address)), send(message(address, key="2"))
    assert (first.result, first.retry_after) == (Delivered.LATER, None)
    assert second.result is Delivered.LATER
    assert second.retry_after is not None
    assert timedelta(seconds=50) < second.retry_after <= timedelta(minutes=1)


def test_a_busy_telegram_is_left_in_peace_for_as_long_as_it_asks(both: Both, tmp_path: Path) -> None:
    both.chat.answers = [(429, {"parameters": {"retry_after": 17}}), (200, {"ok": True})]
    send = sender(mailbox_dir=tmp_path, timeout=5, environ={})
    first, second = send(message(CHAT)), send(message(CHAT, key="2"))
    assert first.retry_after == timedelta(seconds=17)
    assert second.retry_after is not None
    assert len(both.chat.asked) == 1


def test_one_connection_carries_many_mails_also_after_a_refusal(both: Both, tmp_path: Path) -> None:
    outcomes: list[Outcome] = []
    with sender(mailbox_dir=tmp_path, timeout=5, environ={}).keeping() as send:
        for number, refusal in enumerate((None, "550 5.1.1 no such user", None, None)):
            both.mail.rcpt = refusal
            outcomes.append(send(message(both.mail.url("nva@so.example.vn"), key=str(number))))
    assert [o.result for o in outcomes] == [Delivered.SENT, Delivered.NEVER, Delivered.SENT, Delivered.SENT]
    assert len(both.mail.arrived) == 3
    assert both.mail.connections == 1


def test_a_connection_that_died_between_two_mails_is_opened_anew(both: Both, tmp_path: Path) -> None:
    address = both.mail.url("nva@so.example.vn")
    with sender(mailbox_dir=tmp_path, timeout=5, environ={}).keeping() as send:
        assert send(message(address)).result is Delivered.SENT
        both.mail.drop()
        assert send(message(address, key="2")).result is Delivered.SENT
    assert (len(both.mail.arrived), both.mail.connections) == (2, 2)


def test_what_is_sent_again_says_so_and_keeps_its_message_id(both: Both, tmp_path: Path) -> None:
    send = sender(mailbox_dir=tmp_path, timeout=5, environ={})
    one: Message = message(both.mail.url("nva@so.example.vn"))
    send(one)
    send(replace(one, doubts=1, state=MessageState.IN_DOUBT))
    first, again = (got.mail for got in both.mail.arrived)
    assert first["Message-ID"] == again["Message-ID"]
    assert (first["X-Lan-Gui-Lai"], again["X-Lan-Gui-Lai"]) == (None, "1")


def test_mails_of_one_person_make_one_thread(both: Both, tmp_path: Path) -> None:
    send = sender(mailbox_dir=tmp_path, timeout=5, environ={})
    for key, person in (("1", "a"), ("2", "a"), ("3", "b")):
        send(replace(message(both.mail.url("nva@so.example.vn"), key=key), person=person))
    threads = [got.mail["References"] for got in both.mail.arrived]
    assert threads[0] == threads[1] != threads[2]
