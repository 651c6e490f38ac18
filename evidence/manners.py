"""How a site wants to be visited: its robots.txt, and a pause between two requests to one host."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from protego import Protego

NAME = "DungHanBot"
KEPT_SECONDS = 24 * 3600.0
LONGEST_PAUSE = 30.0
HOSTS = 256  # remembered at most


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as seconds that only grow, and waiting: an argument, so that tests wait for nothing."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class _Host:
    """What is remembered of one host."""

    free_at: float = 0.0
    rules: Protego | None = None
    read_at: float | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Manners:
    """Remembers, for every site, its rules and when it may be asked again."""

    def __init__(self, pause: float, clock: Clock) -> None:
        self._pause, self._clock = pause, clock
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, site: str) -> None:
        """Wait until the site may be asked again, and take the turn."""
        host = self._host(site)
        with host.lock:
            now = self._clock.now()
            if host.free_at > now:
                self._clock.sleep(host.free_at - now)
            host.free_at = max(now, host.free_at) + self._pause_of(host)

    def allowed(self, site: str, url: str, read: Callable[[], str | None]) -> bool:
        """Tell whether a site lets us see an address. `read` gives its robots.txt, None where it cannot be had."""
        host = self._host(site)
        if host.read_at is None or self._clock.now() - host.read_at > KEPT_SECONDS:
            text = read()
            if text is None:
                return False
            host.rules, host.read_at = Protego.parse(text), self._clock.now()
        return host.rules is None or host.rules.can_fetch(url, NAME)

    def _pause_of(self, host: _Host) -> float:
        asked = host.rules.crawl_delay(NAME) if host.rules else None
        return max(self._pause, min(asked or 0.0, LONGEST_PAUSE))

    def _host(self, site: str) -> _Host:
        with self._lock:
            host = self._hosts.pop(site, None) or _Host()
            self._hosts[site] = host
            if len(self._hosts) > HOSTS:
                self._hosts.popitem(last=False)
            return host
