"""Real servers on loopback for tests: an SMTP sink, a Telegram-shaped HTTP server, and one that only drips."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from notifiers.plugins import TelegramPlugin


@dataclass
class Arrived:
    """One mail as the server got it."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        """Give the mail parsed."""
        return message_from_bytes(self.raw, policy=policy.default)

    def part(self, subtype: str) -> str:
        """Give the text of the part `plain` or `html`."""
        body = self.mail.get_body((subtype,))
        assert body is not None
        return str(body.get_content())


@dataclass
class SmtpSink:
    """A mail server that keeps what arrives. Set `rcpt`, `data` to a reply such as `550 5.1.1 no such user`.

    `hang_up` closes the connection once the message is there, before answering.
    """

    port: int = 0
    arrived: list[Arrived] = field(default_factory=list)
    rcpt: str | None = None
    data: str | None = None
    hang_up: bool = False

    def url(self, to: str, extra: str = "") -> str:
        """Give the Apprise URL that delivers here."""
        return f"mailto://127.0.0.1:{self.port}?from=dunghan@so.example.vn&to={to}{extra}"

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Answer RCPT TO."""
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep the mail and answer."""
        if self.data:
            return self.data
        self.arrived.append(Arrived(envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        if self.hang_up:
            server.transport.abort()
        return "250 OK"


@contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    """Run a mail server on a free port of loopback."""
    sink = SmtpSink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()


@dataclass
class TelegramSink:
    """A server of the Bot API's shape. `answers` are (status, body), one per request; the last one stays."""

    port: int = 0
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=lambda: [(200, {"ok": True})])
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    silent: bool = False
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def texts(self) -> list[str]:
        """List the texts of the messages that came."""
        return [str(body["text"]) for _, body in self.asked]


def _handler(sink: TelegramSink) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # http.server's name
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            sink.asked.append((self.path, body))
            if sink.silent:
                sink.released.wait(30)
                return
            code, content = sink.answers.pop(0) if len(sink.answers) > 1 else sink.answers[0]
            answer = json.dumps(content).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None: ...

    return Handler


@contextmanager
def telegram_sink() -> Iterator[TelegramSink]:
    """Run a Telegram-shaped server on loopback, and point Apprise's plugin at it."""
    sink = TelegramSink()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(sink))
    server.daemon_threads = True
    sink.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    before = TelegramPlugin.notify_url
    TelegramPlugin.notify_url = f"http://127.0.0.1:{sink.port}/bot"
    try:
        yield sink
    finally:
        TelegramPlugin.notify_url = before
        sink.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def dripping(banner: bytes = b"220 cham", every: float = 0.05) -> Iterator[int]:
    """Run a server that greets one letter at a time, without end; give its port."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                for letter in banner:
                    connection.send(bytes([letter]))
                while not stop.wait(every):
                    connection.send(b".")

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


def free_port() -> int:
    """Give a port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
