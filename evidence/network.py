"""The connection under a request: a name resolved once and checked, the address pinned, one deadline for everything."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from evidence.refusing import NotFetched, refusal

Resolve = Callable[[str, int], list[str]]
TRIES = 3  # addresses of one name
UNVERIFIED = 1  # OpenSSL's "unspecified", where the handshake failed without a code of its own


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


class Deadline:
    """A moment after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._seconds = seconds

    def left(self, timeout: float | None = None) -> float:
        """Give the seconds left, at most `timeout`. Raises NotFetched where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise NotFetched(f"máy chủ không trả lời xong trong {self._seconds:g} giây")
        return left if timeout is None else min(left, timeout)


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to the address that was checked, so that a second answer of DNS changes nothing."""

    def __init__(self, deadline: Deadline, *, internal: bool, ask: Resolve = resolve) -> None:
        self._deadline, self._internal, self._ask = deadline, internal, ask
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002  # httpcore's signature
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Connect to a host all of whose addresses are allowed. Raises NotFetched."""
        addresses = self._resolved(host, port)
        for why in filter(None, (refusal(a, internal=self._internal) for a in addresses)):
            raise NotFetched(why)
        for address in addresses[: TRIES - 1]:
            try:
                return self._connected(address, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(addresses[-1], port, timeout)

    def _connected(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        stream = self._sockets.connect_tcp(address, port, timeout=self._deadline.left(timeout))
        return DeadlineStream(stream, self._deadline)

    def _resolved(self, host: str, port: int) -> list[str]:
        """Resolve within the deadline: getaddrinfo itself knows none."""
        answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._ask(host, port))
            except (OSError, UnicodeError):
                answers.put([])

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answers.get(timeout=self._deadline.left())
        except queue.Empty as error:
            raise NotFetched(f"không phân giải được tên miền {host} trong thời gian cho phép") from error
        if not found:
            raise NotFetched(f"không có tên miền {host}")
        return found


class DeadlineStream(httpcore.NetworkStream):
    """A stream on which no single step, however often it starts anew, outlives the deadline of the whole."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Verify the certificate and go on in TLS. Raises NotFetched with the verify code where it fails."""
        try:
            stream = self._stream.start_tls(
                ssl_context=ssl_context, server_hostname=server_hostname, timeout=self._deadline.left(timeout)
            )
        except httpcore.ConnectError as error:
            cause = error.__cause__ or error.__context__
            if isinstance(cause, ssl.SSLCertVerificationError):
                raise NotFetched("chứng thư TLS không xác minh được", cause.verify_code) from error
            if isinstance(cause, ssl.SSLError):
                raise NotFetched("không thiết lập được kết nối TLS", UNVERIFIED) from error
            raise
        return DeadlineStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Pass on what is asked of the connection."""
        return self._stream.get_extra_info(info)
