"""What channels tell of new pages, which of them are worth a look, and who looks: values and the port."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from obligations.agreeing import Found, Method
from obligations.channels import Channel, channel_of
from obligations.judging import Expectation, Page, names_unit
from obligations.subjects import mentions

DAY = timedelta(days=1)
# What a title or summary says before the page is opened: its subject, its unit, the unit's own channel.
SUBJECT, UNIT, OWN = 4, 2, 1


class SourceKind(StrEnum):
    """What a followed address is."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Source:
    """An address that is followed for new pages, and the channel it belongs to."""

    kind: SourceKind
    address: str
    channel: str


@dataclass(frozen=True, slots=True)
class SourceState:
    """When a source was last followed, what it answered with, and since when it fails."""

    address: str
    checked_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    failure: str | None = None
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A page a source tells of. `on`: the day it gives. `channel`: the key of the one that told."""

    address: str
    canonical: str
    channel: str
    title: str = ""
    on: date | None = None
    summary: str = ""

    @property
    def dates(self) -> tuple[Found, ...]:
        """Give the day its source tells as one more method."""
        return (Found(Method.FEED, self.on.isoformat()),) if self.on else ()

    @property
    def titles(self) -> tuple[Found, ...]:
        """Give the title its source tells as one more method."""
        return (Found(Method.FEED, self.title),) if self.title else ()


@dataclass(frozen=True, slots=True)
class Followed:
    """What following a source brought. `failure` says why nothing, in Vietnamese; `unchanged`: as it was before."""

    entries: tuple[Entry, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    failure: str | None = None
    unchanged: bool = False


class Eye(Protocol):
    """Looks at addresses; never raises for what it meets there."""

    def look(self, address: str, before: Page | None = None, told: Entry | None = None) -> Page:
        """Look at a page; `before` is what was seen there last, `told` what a source says of it."""

    def follow(self, source: Source, state: SourceState | None) -> Followed:
        """Ask a source for what is new since `state`."""


def sources(channels: Iterable[Channel]) -> tuple[Source, ...]:
    """List what is to be followed, each address once."""
    told = [
        Source(kind, address, channel.key)
        for channel in channels
        for kind, addresses in (
            (SourceKind.FEED, channel.feeds),
            (SourceKind.SITEMAP, channel.sitemaps),
            (SourceKind.LIST, channel.lists),
        )
        for address in addresses
    ]
    return tuple({source.address: source for source in reversed(told)}.values())[::-1]


def promise(entry: Entry, expectation: Expectation) -> int:
    """Say how much speaks for an entry before its page is opened; 0: not worth opening.

    Its day may be off by one: feeds tell it in other zones.
    """
    channel = channel_of(expectation.allowed, entry.address)
    window = expectation.window
    if channel is None or (entry.on and not window.first - DAY <= entry.on <= window.last + DAY):
        return 0
    told = f"{entry.title}\n{entry.summary}"
    about = any(any(mentions(subject, told)) for subject in expectation.subjects)
    named = names_unit(expectation.unit_names, told)
    return SUBJECT * about + UNIT * named + OWN * (expectation.unit in channel.units)


def ranked(entries: Iterable[Entry], wanted: Sequence[Expectation]) -> list[Entry]:
    """List the entries worth opening, the most promising first, of these the latest."""
    scored = [(max((promise(e, w) for w in wanted), default=0), e) for e in entries]
    worth = [(score, e) for score, e in scored if score > 0]
    return [e for _, e in sorted(worth, key=lambda pair: (-pair[0], -(pair[1].on or date.min).toordinal()))]
