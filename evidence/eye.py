"""Looks at an address as a careful reader would: the page, and whether it is one at all."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from rapidfuzz import fuzz

from evidence.fetching import Fetcher, Known
from evidence.following import follow
from evidence.pages import page_of
from obligations.agreeing import Method
from obligations.finding import Entry, Followed, Source, SourceState
from obligations.judging import Page
from obligations.text import fold

ALIKE = 90.0
COMPARED = 6_000  # letters of each text
REMEMBERED = 128
NOWHERE = secrets.token_hex(8)
GENERIC = (Method.VISIBLE, Method.BESIDE, Method.LIBRARY, Method.META, Method.TIME, Method.MICRODATA)


@dataclass(frozen=True, slots=True)
class _Empty:
    """What a site shows where there is nothing: the page of an address nobody has, and the home page."""

    nowhere: Page
    home: Page


class Eye:
    """Looks at pages; remembers for each part of a site what it shows where there is nothing."""

    def __init__(self, fetcher: Fetcher, clock: Callable[[], datetime]) -> None:
        self._fetcher, self._clock = fetcher, clock
        self._empty: OrderedDict[str, Page] = OrderedDict()

    def look(self, address: str, before: Page | None = None, told: Entry | None = None) -> Page:
        """Look at a page. `before` is what was seen there last; unchanged since, it comes back with the new time."""
        known = Known(before.etag, before.last_modified) if before and before.readable else None
        answer = self._fetcher.get(address, known)
        if answer.status == 304 and before is not None:
            return replace(before, fetched_at=self._clock(), unchanged=True)
        page = page_of(answer, self._clock(), told)
        return self._compared(page) if page.readable and page.status == 200 else page

    def _compared(self, page: Page) -> Page:
        empty = _Empty(self._remembered(_nowhere(page.final)), self._remembered(_home(page.final)))
        generic = {fold(t.value) for p in (empty.nowhere, empty.home) for t in p.titles}
        everywhere = {(d.method, d.value) for d in empty.nowhere.dates if d.method in GENERIC}
        return replace(
            page,
            soft_404=_is_empty(page, empty),
            titles=tuple(t for t in page.titles if fold(t.value) not in generic),
            dates=tuple(d for d in page.dates if (d.method, d.value) not in everywhere),
        )

    def _remembered(self, address: str) -> Page:
        page = self._empty.pop(address, None) or page_of(self._fetcher.get(address), self._clock())
        self._empty[address] = page
        if len(self._empty) > REMEMBERED:
            self._empty.popitem(last=False)
        return page

    def follow(self, source: Source, state: SourceState | None) -> Followed:
        """Ask a source for what is new since `state`."""
        return follow(self._fetcher.get, source, state)


def _is_empty(page: Page, empty: _Empty) -> bool:
    """Tell whether a page shows no more than the site does where there is nothing; also where that cannot be told."""
    if empty.nowhere.status is None or _path(page.final) == "" != _path(page.asked):
        return True
    others = (p for p in (empty.nowhere, empty.home) if p.status == 200 and p.text)
    return any(fuzz.ratio(page.text[:COMPARED], other.text[:COMPARED]) >= ALIKE for other in others)


def _path(address: str) -> str:
    parts = urlsplit(address)
    return (parts.path.strip("/") + parts.query).lower().removesuffix("index.html").removesuffix("default.aspx")


def _nowhere(address: str) -> str:
    """Make an address beside this one that nobody has: another number where a query numbers the pages."""
    parts = urlsplit(address)
    query = [(k, re.sub(r"\d+", "990000001", v) if v.isdigit() else v) for k, v in parse_qsl(parts.query)]
    if any(v.startswith("990000") for _, v in query):
        return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
    folder, _, last = parts.path.rpartition("/")
    _, dot, ending = last.rpartition(".")
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{NOWHERE}{dot}{ending if dot else ''}", "", ""))


def _home(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
