"""Real servers on loopback for tests: an SMTP sink, a Telegram-shaped HTTP server, and one that only drips."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

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

    `hang_up` closes the connection once the message is there, before answering; `silent` never answers it.
    """

    port: int = 0
    arrived: list[Arrived] = field(default_factory=list)
    rcpt: str | None = None
    data: str | None = None
    hang_up: bool = False
    silent: bool = False
    connections: int = 0
    released: threading.Event = field(default_factory=threading.Event)
    _open: list[Any] = field(default_factory=list)

    def drop(self) -> None:
        """Cut every connection that is open."""
        while self._open:
            transport, loop = self._open.pop()
            loop.call_soon_threadsafe(transport.abort)

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's name
        self, server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count a connection."""
        self.connections += 1
        self._open.append((server.transport, asyncio.get_running_loop()))
        session.host_name = hostname
        return responses

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
        if self.silent:
            await asyncio.get_running_loop().run_in_executor(None, self.released.wait, 30)
        return "250 OK"


@contextmanager
def smtp_sink(**options: Any) -> Iterator[SmtpSink]:
    """Run a mail server on a free port of loopback; `options` are those of aiosmtpd's Controller."""
    sink = SmtpSink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        sink.released.set()
        controller.stop()


def login_as(user: str, password: str) -> Callable[..., AuthResult]:
    """Give an authenticator for aiosmtpd that lets one account in."""

    def authenticate(_server: object, _session: object, _envelope: object, _how: str, data: Any) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == (user, password), handled=False)

    return authenticate


def server_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for 127.0.0.1; give the server's context and the file a client has to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / "cert.pem", folder / "key.pem"
    trusted.write_bytes(certificate.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(trusted, private)
    return context, trusted


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
