"""What a page says of itself to machines: titles and days out of JSON-LD, meta, microdata and time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from evidence.days import stamped
from obligations.agreeing import Found, Method

PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "date",
)
TITLES = ("og:title", "twitter:title", "dc.title")
ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|VideoObject|SocialMediaPosting)$")
DEEPEST = 12


def found_dates(root: HtmlElement) -> tuple[Found, ...]:
    """List the days of publication that structured data states."""
    stated = (*_json_dates(root), *_meta_dates(root), *_item_dates(root))
    return tuple(dict.fromkeys(f for method, value in stated if (f := _dated(method, value))))


def _dated(method: Method, value: str) -> Found | None:
    read = stamped(value)
    return Found(method, read.day.isoformat(), sure=read.sure) if read else None


def found_titles(root: HtmlElement) -> tuple[Found, ...]:
    """List the titles that structured data states."""
    headlines = [str(a.get("headline") or a.get("name") or "") for a in _articles(root)]
    stated = [Found(Method.JSON_LD, h.strip(), sure=True) for h in headlines if h.strip()]
    shared = (m for m in root.iter("meta") if _key(m) in TITLES)
    return (*stated, *(Found(Method.META, value) for m in shared if (value := (m.get("content") or "").strip())))


def same_address(root: HtmlElement) -> tuple[str | None, str | None]:
    """Give the address a page calls its own, by `rel=canonical` and by `og:url`."""
    links = [e.get("href") for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    shared = [m.get("content") for m in root.iter("meta") if _key(m) == "og:url"]
    return (links[0] if len(links) == 1 else None), (shared[0] if shared else None)


def _key(meta: HtmlElement) -> str:
    return (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()


def _json_dates(root: HtmlElement) -> Iterator[tuple[Method, str]]:
    for item in _articles(root):
        value = item.get("datePublished") or item.get("uploadDate")
        if isinstance(value, str):
            yield Method.JSON_LD, value


def _articles(root: HtmlElement) -> list[dict[str, Any]]:
    """List the articles of a page's JSON-LD; where several stand there, none can be told to be the page's own."""
    found = [item for script in root.iter("script") if _is_json(script) for item in _items(_loaded(script), 0)]
    return found if len(found) == 1 else []


def _is_json(script: HtmlElement) -> bool:
    return (script.get("type") or "").lower().startswith("application/ld+json")


def _loaded(script: HtmlElement) -> object:
    try:
        return json.loads(script.text or "", strict=False)
    except (ValueError, RecursionError):
        return None


def _items(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _items(one, depth + 1)
    if isinstance(value, dict):
        kinds = value.get("@type")
        if any(ARTICLE.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
            yield value
            return
        for one in value.values():
            yield from _items(one, depth + 1)


def _meta_dates(root: HtmlElement) -> Iterator[tuple[Method, str]]:
    for meta in root.iter("meta"):
        if _key(meta) in PUBLISHED and (value := meta.get("content")):
            yield (Method.MICRODATA if meta.get("itemprop") else Method.META), value


def _item_dates(root: HtmlElement) -> Iterator[tuple[Method, str]]:
    for element in root.iter("time", "span", "div", "abbr", "p"):
        value = element.get("datetime") or element.get("content") or element.get("title")
        if (element.get("itemprop") or "").lower() == "datepublished":
            yield Method.MICRODATA, value or str(element.text_content())
        elif element.tag == "time" and value and (element.get("pubdate") is not None or _publishes(element)):
            yield Method.TIME, value


def _publishes(element: HtmlElement) -> bool:
    return bool(re.search(r"publish|entry-date|ngay-dang|posted", element.get("class") or "", re.I))
