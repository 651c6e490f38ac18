"""The line that tells readers when an article came out: a short one near it, mostly made of its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml.html import HtmlElement

from evidence.days import written
from evidence.markup import words

LONGEST = 160  # letters of a line of date
RESIDUE = 45  # letters that may stand beside the date: an author, a section
LABELS = re.compile(
    r"ngày\s*(?:đăng|xuất bản|tạo|viết|phát hành)|đăng\s*(?:ngày|lúc|bởi)?|cập nhật|thời gian|lúc|xuất bản|post(?:ed)?"
    r"|publish(?:ed)?|date|by|thứ\s*(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s*nhật|\bcn\b|gmt\s*[+-]\s*\d+|\b(?:am|pm|sa|ch)\b"
    r"|\d{1,2}\s*[:hg]\s*\d{2}(?::\d{2})?|lượt (?:xem|đọc|truy cập)|\d+|ngày|tác giả|nguồn|bản in|in bài|gửi email"
    r"|[\W_]+",
    re.I,
)
CHANGED = re.compile(r"cập nhật|chỉnh sửa|sửa đổi|modified|updated", re.I)
TAGS = ("span", "div", "p", "time", "small", "em", "i", "b", "strong", "td", "dd", "label", "h4", "h5", "h6")
LISTED = ("li", "a", "option", "th")


def visible_days(article: HtmlElement, body: HtmlElement) -> tuple[date, ...]:
    """List the days of the date lines above an article's body; those of changes only where there are no others."""
    lines = list(_lines(article, body))
    first = [day for text, day in lines if not CHANGED.search(text)]
    return tuple(dict.fromkeys(first or [day for _, day in lines]))


def _lines(article: HtmlElement, body: HtmlElement) -> Iterator[tuple[str, date]]:
    for element in article.iter():
        # What stands behind the text are other articles, and dates of something else.
        if element is body:
            return
        if element.tag not in TAGS or any(a.tag in LISTED for a in (element, *element.iterancestors())):
            continue
        text = _own(element)
        days = list(written(text))
        if len(days) == 1 and _is_line(text, days[0][1]):
            yield text, days[0][0]


def _own(element: HtmlElement) -> str:
    """Give an element's text where it is short enough to be a line of date."""
    text = words(element)
    return text if len(text) <= LONGEST else ""


def _is_line(text: str, place: tuple[int, int]) -> bool:
    rest = text[: place[0]] + " " + text[place[1] :]
    return len("".join(LABELS.sub(" ", rest).split())) <= RESIDUE and not text.rstrip().endswith((".", ";"))
