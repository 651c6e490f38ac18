"""Yields open connections, kept from one message to the next, and the servers that are to be left in peace."""

from __future__ import annotations

import smtplib
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import httpx

from notifiers.tls import tls

REST = timedelta(minutes=1)
"""How long a server is left in peace that said it is busy (421) or could not be reached."""


class Rests:
    """Which servers are left in peace, and for how long: one message finds out, the others need not."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def rest(self, server: str, pause: timedelta = REST) -> timedelta:
        """Leave a server in peace for so long; give that time back."""
        self._until[server] = max(self._until.get(server, 0.0), self._clock() + pause.total_seconds())
        return pause

    def left(self, server: str) -> timedelta | None:
        """Give how long a server is still to be left in peace; None where it may be asked."""
        left = self._until.get(server, 0.0) - self._clock()
        return timedelta(seconds=left) if left > 0 else None


class Lines:
    """The connections of one stretch of sending, one to each server; closed at its end."""

    def __init__(self, rests: Rests) -> None:
        self.rests = rests
        self._lock = threading.Lock()
        self._mail: dict[str, smtplib.SMTP] = {}
        self._web: dict[bool, httpx.Client] = {}
        self._closed = False

    def take(self, server: str) -> smtplib.SMTP | None:
        """Take the open connection to a mail server, where there is one."""
        with self._lock:
            return self._mail.pop(server, None)

    def give(self, server: str, client: smtplib.SMTP) -> None:
        """Keep a connection for the next message; close it where the stretch is over."""
        with self._lock:
            before = client if self._closed else self._mail.pop(server, None)
            if not self._closed:
                self._mail[server] = client
        if before is not None:
            hang_up(before)

    def web(self, verify: bool) -> httpx.Client:
        """Give the web client; the time one of its requests may take is for the request to say."""
        with self._lock:
            if verify not in self._web:
                self._web[verify] = httpx.Client(verify=tls(verify), trust_env=False)
            return self._web[verify]

    def close(self) -> None:
        """Close every connection; what is given back later is closed at once."""
        with self._lock:
            self._closed = True
            mail, self._mail = self._mail, {}
        for client in mail.values():
            hang_up(client)
        for web in self._web.values():
            web.close()


def hang_up(client: smtplib.SMTP) -> None:
    """Take leave without waiting for an answer."""
    with suppress(OSError, smtplib.SMTPException):
        client.putcmd("quit")
    client.close()
