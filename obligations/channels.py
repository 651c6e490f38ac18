"""Where things are published: the agency's channels, which of them a duty names, and which one an address is on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from obligations.addresses import belongs, host, looks_like
from obligations.text import fold


class ChannelKind(StrEnum):
    """What sort of channel it is."""

    PORTAL = "portal"
    SITE = "site"
    NEWSPAPER = "newspaper"
    BROADCAST = "broadcast"
    ZALO = "zalo"
    FACEBOOK = "facebook"
    YOUTUBE = "youtube"
    OTHER = "other"

    @property
    def by_address(self) -> bool:
        """Tell whether its pages show nothing to whoever is not logged in: only the address can be judged."""
        return self in (ChannelKind.ZALO, ChannelKind.FACEBOOK, ChannelKind.YOUTUBE)


@dataclass(frozen=True, slots=True)
class Channel:
    """A place where units publish (kênh). `domains` are hosts, or hosts with the beginning of a path.

    `feeds`, `sitemaps` and `lists` are addresses that are followed for new pages. `units` are the keys of those whose
    channel it is: none means that it is everybody's, and a page has to name its unit.
    """

    key: str
    name: str
    kind: ChannelKind
    domains: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """List the addresses that are followed."""
        return (*self.feeds, *self.sitemaps, *self.lists)


# What plans call the kinds, in folded text.
SAID = {
    ChannelKind.PORTAL: r"\bcong (?:thong tin dien tu|ttdt|thong tin)\b|\bcong tinh\b",
    ChannelKind.SITE: r"\b(?:trang (?:thong tin dien tu|ttdt|web|tin)|website|web site|chuyen trang)\b",
    ChannelKind.NEWSPAPER: r"\b(?:tren|dang|tai|cac|voi|va|gui) (?:cac )?bao\b|\bbao (?:chi|dien tu|tinh|in)\b",
    ChannelKind.BROADCAST: r"\b(?:phat thanh|truyen hinh|truyen thanh|dai pt th|dai ptth|loa)\b",
    ChannelKind.ZALO: r"\bzalo\b|\bmang xa hoi\b",
    ChannelKind.FACEBOOK: r"\b(?:facebook|fanpage|fan page)\b|\bmang xa hoi\b",
    ChannelKind.YOUTUBE: r"\byou ?tube\b|\bmang xa hoi\b",
}


def named(channels: Sequence[Channel], words: str) -> tuple[Channel, ...]:
    """List the channels that a duty's words name, by name or else by kind; all where they name none."""
    text = f" {fold(words)} "
    by_name = [c for c in channels if any(f" {fold(name)} " in text for name in (c.name, *c.aliases))]
    kinds = {kind for kind, pattern in SAID.items() if re.search(pattern, text)}
    left = kinds - {c.kind for c in by_name}
    if not by_name and not kinds:
        return tuple(channels)
    return tuple(c for c in channels if c in by_name or c.kind in left)


def open_to(channels: Iterable[Channel], units: Iterable[str]) -> tuple[Channel, ...]:
    """List the channels on which a unit may publish; `units` are its key and those of the groups it belongs to."""
    keys = set(units)
    return tuple(c for c in channels if not c.units or keys & {*c.units})


def channel_of(channels: Iterable[Channel], address: str) -> Channel | None:
    """Find the channel an address is on: of several, the one whose domain says most."""
    fitting = [(len(d), c) for c in channels for d in c.domains if belongs(address, d)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def imitated(channels: Iterable[Channel], address: str) -> Channel | None:
    """Find the channel whose host an address only imitates."""
    name = host(address)
    return next((c for c in channels for d in c.domains if looks_like(name, d)), None)
