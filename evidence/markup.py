"""A page's markup taken apart: what belongs to the article, where its heading and its body stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

ASIDE_TAGS = ("nav", "aside", "footer", "form", "script", "style", "noscript", "iframe", "svg", "button", "select")
# Classes and ids of what stands around an article; words of their own, so that `article-header` stays.
ASIDE = re.compile(
    r"(?:^|[\s_-])(?:side-?bar|widget|related|lien-?quan|tin-?khac|other-?news|bai-?khac|cung-?chuyen-?muc|menu|nav"
    r"|breadcrumbs?|comments?|binh-?luan|footer|chan-?trang|banner|most-?view\w*|xem-?nhieu|tin-?moi\w*|new-?news"
    r"|right-?col\w*|col-?right|left-?col\w*|cot-?phai|cot-?trai|social|share|tags?|ads?|quang-?cao|lich|calendar"
    r"|thong-?ke|counter|weather|thoi-?tiet|van-?ban-?moi|thong-?bao|hot-?news|popular|site-?header|top-?bar"
    r"|page-?header|topbar|login)(?:$|[\s_-])",
    re.I,
)
HEADED = re.compile(r"(?:^|[\s_-])(?:title|tieu-?de|headline|post-?title|ten-?bai|heading)\w*(?:$|[\s_-])", re.I)
BODY_LEAST = 40  # letters of a paragraph
TEXT_LEAST = 80  # letters of one that is no line of date


def parse(text: str) -> HtmlElement | None:
    """Parse a page; None where there is no markup at all."""
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None


def named(element: HtmlElement) -> str:
    """Give an element's class and id, by which its makers say what it is."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def words(element: HtmlElement) -> str:
    """Give the text below an element, blanks joined."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def without_asides(root: HtmlElement) -> HtmlElement:
    """Take away, in place, what stands around the article; `body` and what holds most of the text stays."""
    body = root.find("body")
    if body is None:
        return root
    whole = max(len(words(body)), 1)
    for element in list(body.iterdescendants()):
        if isinstance(element.tag, str) and _aside(element) and len(words(element)) < whole * 0.6:
            element.drop_tree()
    return root


def _aside(element: HtmlElement) -> bool:
    if element.tag == "footer" and any(a.tag == "article" for a in element.iterancestors()):
        return False  # the line of author and date stands there
    if element.tag in ASIDE_TAGS:
        return True
    if element.tag == "header":
        return element.find(".//h1") is None and not any(a.tag in ("article", "main") for a in element.iterancestors())
    return element.tag in ("div", "section", "ul", "ol", "table", "td", "span", "p") and bool(
        ASIDE.search(named(element))
    )


def headings(root: HtmlElement) -> list[HtmlElement]:
    """List what stands as a heading, strongest first: h1, what is named a title, h2 to h4."""
    called = [
        e for e in root.iter("div", "span", "p", "h2", "h3", "h4", "td", "strong", "b") if HEADED.search(named(e))
    ]
    for found in (list(root.iter("h1")), called, *(list(root.iter(tag)) for tag in ("h2", "h3", "h4"))):
        fitting = [e for e in found if 0 < len(words(e)) <= 300 and e.find(".//p") is None and not _linked(e)]
        if fitting:
            return fitting
    return []


def _linked(element: HtmlElement) -> bool:
    """Tell whether an element is, or lies in, the link to another page in a list of them."""
    return any(a.tag in ("li", "a") for a in element.iterancestors())


@dataclass(frozen=True, slots=True)
class Region:
    """Where an article stands: the smallest element with its heading and text, and where the text begins."""

    whole: HtmlElement
    heading: HtmlElement | None
    body: HtmlElement


def article(root: HtmlElement) -> Region | None:
    """Find where the article stands; None where there is no text."""
    body = _densest(root)
    if body is None:
        return None
    first = next((p for p in _paragraphs(body) if p.tag != "br" and len(words(p)) >= TEXT_LEAST), body)
    above = {id(e): e for e in (body, *body.iterancestors())}
    for heading in headings(root):
        shared = next((above[id(a)] for a in heading.iterancestors() if id(a) in above), None)
        if shared is not None:
            return Region(shared, heading, first)
    parent = body.getparent()
    return Region(body if parent is None else parent, None, first)


def _densest(root: HtmlElement) -> HtmlElement | None:
    """Find the element whose own paragraphs hold the most text."""
    weights: dict[int, int] = {}
    parents: dict[int, HtmlElement] = {}
    for piece in _paragraphs(root):
        parent = piece.getparent()
        if parent is not None:
            weights[id(parent)] = weights.get(id(parent), 0) + len(words(piece))
            parents[id(parent)] = parent
    return parents[max(weights, key=lambda key: weights[key])] if weights else None


def _paragraphs(root: HtmlElement) -> Iterator[HtmlElement]:
    for element in root.iter("p", "div", "br"):
        if element.tag == "br":
            if len(element.tail or "") >= BODY_LEAST:
                yield element
        elif element.find("p") is None and element.find("div") is None and len(words(element)) >= BODY_LEAST:
            yield element
