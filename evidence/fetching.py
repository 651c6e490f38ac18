"""Fetches an address safely and politely: what was answered, or why nothing was."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urljoin

import httpcore

from evidence.manners import NAME, Clock, Manners
from evidence.network import Deadline, PinnedBackend, Resolve, resolve
from evidence.refusing import LONGEST, NotFetched, Target, target
from evidence.unpacking import ENCODINGS, body, too_large

PAGE_BYTES = 3_000_000
ROBOTS_BYTES = 500_000
REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
KEPT = ("content-type", "content-language", "last-modified", "etag", "date", "server", "location")
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take: seconds in all, seconds between two requests to a host; hosts that may be internal."""

    seconds: float = 20.0
    pause: float = 3.0
    internal: frozenset[str] = frozenset()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What an address answered before: the next request is made conditional on it."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered. `status` is None where nothing did, and `failure` says why, in Vietnamese."""

    asked: str
    final: str
    status: int | None = None
    headers: Mapping[str, str] | None = None
    body: bytes = b""
    failure: str | None = None
    tls_error: int | None = None

    @property
    def sha256(self) -> str | None:
        """Give the digest of the body; None where there is none."""
        return hashlib.sha256(self.body).hexdigest() if self.body else None

    def header(self, name: str) -> str | None:
        """Give a header; None where it was not sent."""
        return (self.headers or {}).get(name)


@lru_cache(maxsize=2)
def trust(extra: Path | None) -> ssl.SSLContext:
    """Load the certificates trusted: the system's and those of a PEM file. Costly, so once for all requests."""
    context = ssl.create_default_context()
    if extra is not None:
        context.load_verify_locations(extra)
    context.set_alpn_protocols(["http/1.1"])
    return context


class Fetcher:
    """Fetches addresses one after another; safe to be shared by threads."""

    def __init__(
        self, limits: Limits, *, certificates: Path | None = None, clock: Clock | None = None, ask: Resolve = resolve
    ) -> None:
        self._limits, self._ask = limits, ask
        self._trust = trust(certificates)
        self._manners = Manners(limits.pause, clock or Clock())
        contact = f"; {limits.contact}" if limits.contact.isascii() and limits.contact.isprintable() else ""
        self._agent = f"Mozilla/5.0 (compatible; {NAME}/{version('dunghan')}; kiem tra minh chung{contact})"

    @property
    def internal(self) -> Collection[str]:
        """Name the hosts that may be internal."""
        return self._limits.internal

    def get(self, address: str, known: Known | None = None, limit: int = PAGE_BYTES) -> Answer:
        """Fetch an address, following redirects; `limit` bytes once unpacked. Never raises for what it meets."""
        at = address
        try:
            for _ in range(REDIRECTS + 1):
                goal = target(at, self._limits.internal)
                self._ask_leave(goal)
                answer = self._one(goal, address, known, limit)
                place = answer.header("location")
                if answer.status not in MOVED or not place:
                    return answer
                at = urljoin(goal.url, place)
        except NotFetched as refused:
            return Answer(address, at, failure=refused.why, tls_error=refused.tls_error)
        return Answer(address, at, failure=f"chuyển hướng quá {REDIRECTS} lần")

    def _ask_leave(self, goal: Target) -> None:
        if not self._manners.allowed(goal.site, goal.url, lambda: self._robots(goal)):
            raise NotFetched("robots.txt của trang không cho máy đọc, hoặc không mở được")

    def _robots(self, goal: Target) -> str | None:
        """Read a site's robots.txt (RFC 9309): where it has none everything is allowed, where it fails nothing is."""
        at = f"{goal.site}/robots.txt"
        for _ in range(REDIRECTS):
            answer = self._one(target(at, self._limits.internal), at, None, ROBOTS_BYTES)
            place = answer.header("location")
            if answer.status not in MOVED or not place:
                break
            at = urljoin(at, place)
        if answer.status is None or answer.status >= 500:
            return None
        return answer.body.decode("utf-8", "replace") if answer.status == 200 else ""

    def _one(self, goal: Target, asked: str, known: Known | None, limit: int) -> Answer:
        self._manners.wait(goal.site)
        deadline = Deadline(self._limits.seconds)
        backend = PinnedBackend(deadline, internal=goal.internal, ask=self._ask)
        with (
            _worded(),
            httpcore.ConnectionPool(self._trust, max_keepalive_connections=0, network_backend=backend) as pool,
            pool.stream("GET", _url(goal), headers=self._headers(goal, known)) as response,
        ):
            headers = _kept(response.headers)
            return Answer(asked, goal.url, response.status, headers, _content(response, headers, limit))

    def _headers(self, goal: Target, known: Known | None) -> list[tuple[str, str]]:
        known = known or Known()
        wanted = {
            "Host": goal.site.partition("://")[2],
            "User-Agent": self._agent,
            "Accept": ACCEPT,
            "Accept-Language": "vi,en;q=0.5",
            "Accept-Encoding": ENCODINGS,
            "If-None-Match": known.etag,
            "If-Modified-Since": known.last_modified,
            "Connection": "close",
        }
        return [(name, value) for name, value in wanted.items() if value]


def _url(goal: Target) -> httpcore.URL:
    return httpcore.URL(
        scheme=goal.scheme.encode(), host=goal.host.encode(), port=goal.port, target=goal.path.encode("ascii")
    )


def _kept(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    named = {name.decode("latin-1").lower(): value.decode("utf-8", "replace") for name, value in headers}
    return {
        name: value[:LONGEST] for name, value in named.items() if name in (*KEPT, "content-encoding", "content-length")
    }


def _content(response: httpcore.Response, headers: Mapping[str, str], limit: int) -> bytes:
    if response.status in (204, 304, *MOVED):
        return b""
    announced = headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise too_large(limit)
    return body(response.iter_stream(), headers.get("content-encoding", "").strip().lower(), limit)


@contextmanager
def _worded() -> Iterator[None]:
    """Turn faults of the network into words for a person."""
    try:
        yield
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise NotFetched("máy chủ không trả lời trong thời gian cho phép") from error
    except (httpcore.ConnectError, OSError) as error:
        raise NotFetched("không kết nối được tới máy chủ") from error
    except (httpcore.ProtocolError, httpcore.NetworkError) as error:
        raise NotFetched("máy chủ trả lời không đúng giao thức hoặc ngắt giữa chừng") from error
