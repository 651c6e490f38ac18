"""Yields logs and reasons without the passwords and tokens of the addresses in use."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

LOGGERS = ("apprise", "httpx", "httpcore", "urllib3.connectionpool")
"""Who may write an address: Apprise, and the clients beneath its plugins (httpx names the URL, and in it the token)."""

_BOT_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")
_MAIL = ("mailto", "mailtos")
_SHORTEST_PASSWORD, _SHORTEST_PART = 4, 6


class Redactor(logging.Filter):
    """Keeps what must not be written, and strikes it out of every record and text."""

    def __init__(self) -> None:
        super().__init__()
        self._words: frozenset[str] = frozenset()
        self._here = threading.local()

    @contextmanager
    def muted(self) -> Iterator[None]:
        """Drop what this thread would log: for probing an address, whose faults are told otherwise."""
        self._here.muted = True
        try:
            yield
        finally:
            self._here.muted = False

    def learn(self, url: str) -> None:
        """Remember the parts of an address that may be secret."""
        new = secret_parts(url) - self._words
        if new:
            self._words |= new

    def clean(self, text: str) -> str:
        """Strike what was learnt, and anything of the shape of a bot token, out of `text`."""
        for word in sorted(self._words, key=len, reverse=True):
            text = text.replace(word, "***")
        return _BOT_TOKEN.sub("***", text)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.clean(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = self.clean(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return record.levelno >= logging.WARNING and not getattr(self._here, "muted", False)


def secret_parts(url: str) -> frozenset[str]:
    """List the parts of an address that may be secret: of a mail address its password, of any other all its parts."""
    scheme, _, rest = url.partition("://")
    if scheme.lower() in _MAIL:
        login = re.split(r"[/?]", rest)[0].rpartition("@")[0].partition(":")[2]
        return _long([rest, login, *re.findall(r"(?i)[?&](?:pass|pgp\w*)=([^&]*)", rest)], _SHORTEST_PASSWORD)
    return _long([rest, *re.split(r"[/?&=@]+", rest), *re.split(r"[/:?&=@,]+", rest)], _SHORTEST_PART)


def _long(parts: list[str], shortest: int) -> frozenset[str]:
    return frozenset(p for raw in parts for p in (raw, unquote(raw)) if len(p) >= shortest)


REDACTOR = Redactor()


def quieten() -> None:
    """Put the redactor before the loggers that may write an address, and lift Apprise's to WARNING (idempotent)."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.addFilter(REDACTOR)
        if logger.level < logging.WARNING:
            logger.setLevel(logging.WARNING)
