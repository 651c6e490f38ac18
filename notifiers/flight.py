"""Yields one sending under a deadline: it either never left, or may have left, and is never both."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from obligations.ports import Delivered, Outcome


class TooLate(Exception):
    """The deadline passed before anything was handed over, so nothing may be handed over now."""


class Flight:
    """What one sending thread and the one that waits for it agree on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handing_over = False
        self._abandoned = False
        self._outcome: Outcome | None = None
        self._socket: socket.socket | None = None

    def hold(self, open_socket: socket.socket | None) -> None:
        """Remember the connection, so that giving up can cut it."""
        with self._lock:
            self._socket = open_socket
            if self._abandoned:
                raise TooLate

    def hand_over(self) -> None:
        """Declare that from now on the message may have been taken. Raise TooLate after the deadline."""
        with self._lock:
            if self._abandoned:
                raise TooLate
            self._handing_over = True

    def land(self, outcome: Outcome) -> bool:
        """Set what became of it, the first time only; tell whether it was sent, as Apprise wants to know."""
        with self._lock:
            self._outcome = self._outcome or outcome
        return outcome.result is Delivered.SENT

    @property
    def handing_over(self) -> bool:
        """Tell whether the message may have been taken."""
        return self._handing_over

    @property
    def outcome(self) -> Outcome | None:
        """Tell what became of it, as far as the plugin said."""
        return self._outcome

    def abandon(self) -> Outcome:
        """Give up waiting: cut the connection, and say whether the message may have left."""
        with self._lock:
            self._abandoned = True
            if self._outcome:
                return self._outcome
            with suppress(OSError):
                if self._socket:
                    self._socket.shutdown(socket.SHUT_RDWR)
            if self._handing_over:
                return Outcome(Delivered.IN_DOUBT, "quá thời gian chờ sau khi đã chuyển nội dung")
            return Outcome(Delivered.LATER, "quá thời gian chờ, chưa chuyển nội dung")


def fly(flight: Flight, send: Callable[[], bool | None], timeout: float) -> Outcome:
    """Run `send` in a thread of its own for at most `timeout` seconds and tell what became of it.

    The thread of a sending that was given up can do no harm: it is refused the hand-over.
    """
    answers: list[bool | None] = []
    thread = threading.Thread(target=lambda: answers.append(send()), name="dunghan-send", daemon=True)
    thread.start()
    thread.join(timeout)
    if thread.is_alive():
        return flight.abandon()
    if flight.outcome:
        return flight.outcome
    if answers == [True]:
        return Outcome(Delivered.SENT)
    if flight.handing_over:
        return Outcome(Delivered.IN_DOUBT, "kênh gửi báo không thành công và không cho biết lý do")
    return Outcome(Delivered.LATER, "kênh gửi báo không thành công trước khi chuyển nội dung")
