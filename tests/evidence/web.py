"""Web sites on loopback: hosts by name, pages that may be slow, huge, packed or moved, and a clock that never waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import SSLContext

from evidence.eye import Eye
from evidence.fetching import Fetcher, Limits
from evidence.manners import Clock

NOW = datetime(2024, 6, 30, 1, tzinfo=UTC)
Waiting = Callable[[float], object]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a page answers. `drip`: seconds between two single bytes of the body, `head_drip` of the head."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    drip: float = 0
    head_drip: float = 0
    etag: str | None = None


def html(text: str, status: int = 200) -> Reply:
    """Answer with markup."""
    return Reply(text.encode(), status)


def moved(place: str, status: int = 302) -> Reply:
    """Answer that it is elsewhere."""
    return Reply(status=status, headers=(("Location", place),))


MISSING = html("<html><title>404</title><body><h1>Không tìm thấy trang</h1></body></html>", 404)


@dataclass
class Web:
    """Sites by `host/path`; `elsewhere` answers for a host what is not there."""

    port: int = 0
    scheme: str = "http"
    pages: dict[str, Reply] = field(default_factory=dict)
    elsewhere: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def url(self, host: str, path: str = "/") -> str:
        """Give the address of a page."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def put(self, host: str, path: str, reply: Reply) -> str:
        """Put a page up and give its address. `HOST` in it stands for its host and port, `PATH` for its path."""
        body = reply.body.replace(b"HOST", f"{host}:{self.port}".encode()).replace(b"/PATH", path.encode())
        self.pages[host + path] = Reply(body, reply.status, reply.headers, reply.drip, reply.head_drip, reply.etag)
        return self.url(host, path)

    def answer(self, host: str, path: str) -> Reply:
        """Give what a host has at a path."""
        return self.pages.get(host + path) or self.elsewhere.get(host, MISSING)

    @property
    def paths(self) -> list[str]:
        """List what was asked for."""
        return [path for path, _ in self.asked]


@contextmanager
def web(context: SSLContext | None = None) -> Iterator[Web]:
    """Run sites on a free port of loopback; with `context`, behind TLS."""
    sites = Web(scheme="https" if context else "http")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(sites))
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    sites.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield sites
    finally:
        sites.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(sites: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # http.server's name
            host = self.headers["Host"].partition(":")[0]
            sites.asked.append((host + self.path, dict(self.headers.items())))
            reply = sites.answer(host, self.path)
            if reply.etag and self.headers.get("If-None-Match") == reply.etag:
                reply = Reply(b"", 304, (), etag=reply.etag)
            with suppress(OSError):
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            own = () if reply.status == 304 else (("Content-Length", str(len(reply.body))),)
            tags = (("ETag", reply.etag),) if reply.etag else ()
            lines = [f"HTTP/1.1 {reply.status} X", *(f"{k}: {v}" for k, v in (*reply.headers, *own, *tags)), "", ""]
            self._write("\r\n".join(lines).encode("latin-1"), reply.head_drip)
            self._write(reply.body, reply.drip)
            self.close_connection = True

        def _write(self, data: bytes, every: float) -> None:
            if not every:
                self.wfile.write(data)
                return
            for byte in data:
                if sites.stop.wait(every):
                    return
                self.wfile.write(bytes([byte]))
                self.wfile.flush()

        def handle(self) -> None:
            with suppress(OSError):
                super().handle()

        def log_message(self, *_: object) -> None: ...

    return Handler


class Patient:
    """A clock that jumps ahead where somebody waits, and keeps for how long."""

    def __init__(self) -> None:
        self.time, self.waits = 0.0, list[float]()

    def now(self) -> float:
        """Give the seconds so far."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Jump ahead."""
        self.time += seconds
        self.waits.append(seconds)

    @property
    def clock(self) -> Clock:
        """Give it as a clock."""
        return Clock(self.now, self.sleep)


def on_loopback(host: str, port: int) -> list[str]:
    """Resolve as the tests need it: every name below `.test` is loopback, an IP address itself, nothing else exists."""
    if host.endswith(".test"):
        return ["127.0.0.1"]
    if host.replace(".", "").isdigit() or ":" in host:
        return [host]
    return []


def fetcher(*sites: Web, hosts: tuple[str, ...] = (), seconds: float = 5, certificates: Path | None = None) -> Fetcher:
    """Make a fetcher for which these hosts of these sites are internal portals that the settings name."""
    allowed = frozenset(f"{host}:{site.port}" for site in sites for host in hosts)
    limits = Limits(seconds=seconds, pause=3, internal=allowed, contact="theo-doi@so.example.vn")
    return Fetcher(limits, certificates=certificates, clock=Patient().clock, ask=on_loopback)


def eye(fetches: Fetcher) -> Eye:
    """Make an eye that looks at the last day of the second quarter."""
    return Eye(fetches, lambda: NOW)
