"""What channels tell of new pages: feeds, sitemaps and pages of links read as entries."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

import feedparser
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from lxml.html import HtmlElement

from evidence.charset import text_of
from evidence.days import stamped, written
from evidence.markup import parse, without_asides, words
from evidence.refusing import NotFetched
from evidence.unpacking import GZIP, body
from obligations.addresses import belongs, canonical, host
from obligations.finding import Entry

MOST = 300  # entries of one source
LONGEST = 500  # letters of an address; a longer one is no article's
SHOWN = 600  # letters of a summary
TITLE_WORDS = 4
NEAR = 4  # elements above a link in which its date may stand


class Unreadable(Exception):
    """A source holds nothing that can be read; the message says what, in Vietnamese."""


def feed(content: bytes, address: str, channel: str) -> tuple[Entry, ...]:
    """Read RSS or Atom. Raises Unreadable where it is neither."""
    found = feedparser.parse(io.BytesIO(content))
    if not found.get("version") and not found.entries:
        raise Unreadable("không phải RSS hay Atom")
    made = (
        _entry(urljoin(address, str(item.get("link") or "")), channel, _plain(item.get("title")), _told(item), summary)
        for item in found.entries[:MOST]
        for summary in (_plain(item.get("summary")),)
        if item.get("link")
    )
    return _once(made)


def _told(item: feedparser.FeedParserDict) -> date | None:
    """Read an entry's day ourselves: the library gives up on `19/04/2024` and on `GMT+7`."""
    # `item.get` would give one for the other, with a warning.
    raw = next((str(dict.__getitem__(item, name)) for name in ("published", "updated") if name in item), "")
    read = stamped(raw) if raw else None
    return read.day if read else None


def _plain(markup: object) -> str:
    text = str(markup or "")
    root = parse(text) if "<" in text else None
    return " ".join((words(root) if root is not None else text).split())[:SHOWN]


def _entry(address: str, channel: str, title: str, on: date | None, summary: str = "") -> Entry | None:
    if not host(address) or urlsplit(address).scheme not in ("http", "https") or len(address) > LONGEST:
        return None
    return Entry(address, canonical(address), channel, title, on, summary)


def _once(entries: Iterator[Entry | None]) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry is not None and len(found) < MOST:
            found.setdefault(entry.canonical, entry)
    return tuple(found.values())


def sitemap(content: bytes, address: str, channel: str, limit: int) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Read a sitemap: its pages, the latest first, and the sitemaps it refers to. Raises Unreadable."""
    try:
        root = fromstring(body([content], "gzip", limit) if content.startswith(GZIP) else content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, NotFetched) as error:
        raise Unreadable("sơ đồ trang không phải XML hợp lệ") from error
    listed = [(_changed(e), urljoin(address, _value(e, "loc")), e) for e in root if _value(e, "loc")]
    listed.sort(key=lambda one: one[0] or date.min, reverse=True)
    if _tag(root) == "sitemapindex":
        return (), tuple(place for _, place, _ in listed if host(place) == host(address))
    made = (_entry(place, channel, _value(e, "title") or _slug(place), _published(e)) for _, place, e in listed)
    return _once(made), ()


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(element: Element, name: str) -> str:
    return next(((e.text or "").strip() for e in element.iter() if _tag(e) == name), "")


def _changed(element: Element) -> date | None:
    read = stamped(_value(element, "lastmod")) if _value(element, "lastmod") else None
    return read.day if read else _published(element)


def _published(element: Element) -> date | None:
    text = _value(element, "publication_date")
    read = stamped(text) if text else None
    return read.day if read else None


def _slug(address: str) -> str:
    """Take the words in an address for a title: where there is no other, it is all there is to choose by."""
    last = urlsplit(address).path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return " ".join(word for word in re.split(r"[-_]", last) if word and not word.isdigit())


def links(content: bytes, content_type: str, address: str, channel: str) -> tuple[Entry, ...]:
    """Read a page of links as its readers do: titles that lead to pages of the same site, and the days beside them.

    Raises Unreadable where there are none.
    """
    root = parse(text_of(content, content_type))
    found = _once(_listed(root, address, channel)) if root is not None else ()
    if not found:
        raise Unreadable("không thấy danh sách bài trên trang")
    return found


def _listed(root: HtmlElement, address: str, channel: str) -> Iterator[Entry | None]:
    here = canonical(address)
    for element in without_asides(root).iter("a"):
        place, title = (
            urljoin(address, str(element.get("href") or "")),
            words(element) or str(element.get("title") or ""),
        )
        if len(title.split()) >= TITLE_WORDS and belongs(place, host(address)) and canonical(place) != here:
            yield _entry(place, channel, title[:SHOWN], _beside(element))


def _beside(link: HtmlElement) -> date | None:
    """Find the one day that stands in what holds this link alone."""
    place = link.get("href")
    for above in [link, *link.iterancestors()][:NEAR]:
        if any(a.get("href") not in (place, None) for a in above.iter("a")):
            return None
        days = {day for day, _ in written(words(above))}
        if days:
            return days.pop() if len(days) == 1 else None
    return None
