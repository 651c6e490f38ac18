"""The line that tells readers when an article came out: a short one near it, mostly made of its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement

from evidence.days import written
from evidence.markup import Region, named, words
from obligations.agreeing import Found, Method

LONGEST = 160  # letters of a line of date
RESIDUE = 45  # letters that may stand beside the date: an author, a section
# What a line may say beside its day without saying something else of it.
LABELS = re.compile(
    r"ngày\s*(?:đăng|xuất bản|tạo|viết|phát hành)|đăng\s*(?:ngày|lúc|bởi|vào)?|được|cập nhật|thời gian đăng|lúc"
    r"|xuất bản|lần cuối|post(?:ed)?|publish(?:ed)?|submitted|\b(?:date|by|on|at|am|pm|sa|ch|cn)\b"
    r"|thứ\s*(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s*nhật|gmt\s*[+-]\s*\d+|\d{1,2}\s*[:hg]\s*\d{2}(?::\d{2})?"
    r"|lượt (?:xem|đọc|truy cập)|tác giả|nguồn|bản in|in bài|gửi email|ngày|\d+|[\W_]+",
    re.I,
)
CHANGED = re.compile(r"cập nhật|chỉnh sửa|sửa đổi|modified|updated", re.I)
# A line that says outright that it tells when something came out.
PUBLISHED = re.compile(
    r"ngày\s*(?:đăng|xuất bản|tạo|viết|phát hành)|đăng\s*(?:ngày|lúc|bởi|vào|:)|thời gian đăng|cập nhật|xuất bản"
    r"|\bpost(?:ed)?\b|publish|submitted",
    re.I,
)
TIMED = re.compile(r"\d{1,2}\s*[:hg]\s*\d{2}", re.I)
# A maker's name for the day of publication; `date`, `time` and `meta` alone are given to any day.
CALLED = re.compile(
    r"publish|posted|(?:post|entry|news|article)[-_]?(?:date|time)|date[-_]?(?:post|pub|header|line)|pub[-_]?date"
    r"|ngay[-_]?(?:dang|xuat)|byline",
    re.I,
)
# Days of something else: when it took place, until when it holds, of which document.
OTHERWISE = re.compile(
    r"tổ chức|diễn ra|khai mạc|bế mạc|địa điểm|hiệu lực|hết hạn|thời hạn|hạn (?:nộp|cuối|chót)|từ ngày|đến ngày"
    r"|trước ngày|ban hành|ký ngày|số\s*:|sinh ngày",
    re.I,
)
TAGS = ("span", "div", "p", "time", "small", "em", "i", "b", "strong", "td", "dd", "label", "h4", "h5", "h6")
LISTED = ("li", "a", "option", "th")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of date: its text, its day, and whether it says that it tells the day of publication."""

    text: str
    day: date
    published: bool


def visible_dates(region: Region, today: date) -> tuple[Found, ...]:
    """List the days in an article's lines of date; of those of publication, the first before changes.

    A bare `today` may be the day on which the page is read: it is no day of publication.
    """
    lines = list(_lines(region, today))
    first = [line for line in lines if not CHANGED.search(line.text)] or lines
    found = [Found(Method.VISIBLE if line.published else Method.BESIDE, line.day.isoformat()) for line in first]
    return tuple(dict.fromkeys(found))


def _lines(region: Region, today: date) -> Iterator[Line]:
    """List the lines between heading and text, and behind the text those that say outright what they tell."""
    below, behind = region.heading is None, False
    for element in region.whole.iter():
        below, behind = below or element is region.heading, behind or element is region.body
        if not below or element.tag not in TAGS or any(a.tag in LISTED for a in (element, *element.iterancestors())):
            continue
        line = _line(element, today)
        if line is not None and (not behind or (line.published and PUBLISHED.search(line.text))):
            yield line


def _line(element: HtmlElement, today: date) -> Line | None:
    text = words(element)
    days = list(written(text)) if len(text) <= LONGEST else []
    if len(days) != 1 or text.rstrip().endswith((".", ";")):
        return None
    day, (start, end) = days[0]
    beside = "".join(LABELS.sub(" ", f"{text[:start]} {text[end:]}").split())
    if len(beside) > RESIDUE:
        return None
    told = bool(PUBLISHED.search(text)) and not OTHERWISE.search(text)
    return Line(text, day, told or (not beside and day != today and _looks_published(element, text)))


def _looks_published(element: HtmlElement, text: str) -> bool:
    """Tell whether a line of nothing but its date stands for the day of publication: by a time of day or its name."""
    near = (element, *list(element.iterancestors())[:1])
    return bool(TIMED.search(text)) or any(CALLED.search(named(e)) for e in near)
