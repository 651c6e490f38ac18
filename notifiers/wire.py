"""Yields the moment at which a request of an Apprise plugin leaves, as Python's own audit events tell it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from notifiers.flight import Flight

_here = threading.local()


def tells_when_it_leaves(plugin: object) -> bool:
    """Tell whether a plugin sends by `requests`, whose transport announces what it sends (`http.client.send`)."""
    return hasattr(sys.modules[type(plugin).__module__], "requests")


@contextmanager
def watched(flight: Flight) -> Iterator[None]:
    """Declare the hand-over of what this thread sends at its first byte; after the deadline it raises TooLate there."""
    _listen_once()
    _here.flight = flight
    try:
        yield
    finally:
        _here.flight = None


@lru_cache(maxsize=1)
def _listen_once() -> None:
    sys.addaudithook(_hear)  # for good, so only once there is a plugin to watch


def _hear(event: str, _: tuple[Any, ...]) -> None:
    if event == "http.client.send" and (flight := getattr(_here, "flight", None)) is not None:
        flight.hand_over()
