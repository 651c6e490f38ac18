"""An answer read as a page: its text, titles and days, each with the method that read it."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import parse_qsl, urljoin, urlsplit

import trafilatura
from htmldate import find_date
from lxml.html import HtmlElement

from evidence.charset import text_of
from evidence.days import in_address
from evidence.fetching import Answer
from evidence.markup import article, headings, parse, without_asides, words
from evidence.structured import found_dates, found_titles, same_address
from evidence.visible import visible_dates
from obligations.addresses import canonical, host
from obligations.agreeing import Found, Method
from obligations.finding import Entry
from obligations.judging import Page
from obligations.likeness import sketch
from obligations.zone import day_of

LEAST = 150  # letters of a text that can be judged
SLUG_WORDS = 5
MOST = 100_000  # letters of a text that are kept
SHOWN = 400  # letters in which a page says that there is nothing
MISSING = re.compile(
    r"không tìm thấy|không tồn tại|đã bị (?:xóa|xoá|gỡ)|đã (?:được )?gỡ bỏ|không có bài viết|không còn tồn tại"
    r"|lỗi 404|404 not found|page not found|không khả dụng",
    re.I,
)
HTML = ("text/html", "application/xhtml+xml", "text/plain", "")

# Their complaints about odd pages are no news for whoever runs this.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def page_of(answer: Answer, fetched_at: datetime, told: Entry | None = None) -> Page:
    """Read an answer. `told` is what a feed or list says of the address."""
    blank = Page(
        asked=answer.asked,
        final=answer.final,
        canonical=_canonical(answer.final),
        fetched_at=fetched_at,
        status=answer.status,
        failure=answer.failure,
        tls_error=answer.tls_error,
        headers=tuple(sorted((answer.headers or {}).items())),
        sha256=answer.sha256,
        dates=told.dates if told else (),
        titles=told.titles if told else (),
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
    )
    kind = (answer.header("content-type") or "").partition(";")[0].strip().lower()
    if not answer.body or kind not in HTML:
        return blank
    root = parse(text_of(answer.body, answer.header("content-type") or ""))
    return blank if root is None else _read(blank, root)


def _read(page: Page, root: HtmlElement) -> Page:
    titles = (*found_titles(root), *_head_titles(root))
    dates = found_dates(root)
    own = _own_address(page.final, *same_address(root))
    bare = without_asides(copy.deepcopy(root))
    text = _main_text(bare)[:MOST]
    titles = (*titles, *(Found(Method.HEADING, words(e)) for e in headings(bare)[:4]), *_slug(page.final))
    titles = (*titles, *page.titles)
    return replace(
        page,
        canonical=own,
        title=next((t.value for t in titles if t.value), None),
        titles=titles,
        dates=(*dates, *_seen_dates(page, bare), *page.dates),
        text=text,
        sketch=sketch(text),
        doubtful=bool(MISSING.search(f"{_heading(titles)}\n{text[:SHOWN]}")),
        readable=len(text) >= LEAST,
    )


def _heading(titles: tuple[Found, ...]) -> str:
    return "\n".join(t.value for t in titles)


def _head_titles(root: HtmlElement) -> Iterator[Found]:
    for element in root.iter("title"):
        if text := words(element):
            yield Found(Method.HEAD, text)
            return


def _slug(address: str) -> Iterator[Found]:
    """Take the words in an address for a title: `/tin/van-phong-so-rut-ngan-thoi-gian-123.html`."""
    last = urlsplit(address).path.rstrip("/").rpartition("/")[2].partition(".")[0]
    said = [word for word in re.split(r"[-_]", last) if word and not word.isdigit()]
    if len(said) >= SLUG_WORDS:
        yield Found(Method.ADDRESS, " ".join(said))


def _main_text(bare: HtmlElement) -> str:
    # Without `fast` a second extractor is asked, whose time grows with the square of a page's length.
    found = trafilatura.extract(copy.deepcopy(bare), include_comments=False, include_tables=True, fast=True)
    region = article(bare)
    return found or (words(region.whole) if region else "")


def _seen_dates(page: Page, bare: HtmlElement) -> Iterator[Found]:
    today = day_of(page.fetched_at)
    if day := in_address(page.final):
        yield Found(Method.ADDRESS, day.isoformat())
    region = article(bare)
    if region is None:
        return
    yield from visible_dates(region, today)
    if (guess := _guessed(region.whole, today)) is not None:
        yield Found(Method.LIBRARY, guess)


def _guessed(region: HtmlElement, today: date) -> str | None:
    """Ask the library, of the article alone and without what it says to machines: a second pair of eyes."""
    found = find_date(
        copy.deepcopy(region),
        extensive_search=True,
        original_date=True,
        deferred_url_extractor=True,
        max_date=today.isoformat(),
    )
    return str(found) if found else None


def _canonical(address: str) -> str:
    try:
        return canonical(address)
    except ValueError:
        return address


def _own_address(final: str, link: str | None, shared: str | None) -> str:
    """Take the address a page calls its own, unless it is one that all pages of a careless site would share."""
    here = _canonical(final)
    if not link:
        return here
    there = urljoin(final, link)
    if host(there).removeprefix("www.") != host(final).removeprefix("www."):
        return here
    agreed = shared is not None and _canonical(urljoin(final, shared)) == _canonical(there)
    return _canonical(there) if _tells_apart(final, there, agreed) else here


def _tells_apart(final: str, there: str, agreed: bool) -> bool:
    """Tell whether the other address still says which article it is."""
    mine, other = urlsplit(final), urlsplit(there)
    numbers = set(re.findall(r"\d+", mine.path)) | {v for _, v in parse_qsl(mine.query) if v.isdigit()}
    if other.path.strip("/") == "":
        return False
    if numbers:
        return bool(numbers & set(re.findall(r"\d+", f"{other.path}?{other.query}")))
    return mine.path.rstrip("/") == other.path.rstrip("/") or agreed
