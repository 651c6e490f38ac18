"""The day and the title of a page, where what several methods read off it agrees (rule 17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz

from obligations.text import fold


class Method(StrEnum):
    """How a date or title was read. Structured: JSON-LD, meta, microdata, time; the others go by what people see.

    VISIBLE is a line that says it tells the day of publication, BESIDE one that tells some day near the article.
    """

    JSON_LD = "json-ld"
    META = "meta"
    MICRODATA = "microdata"
    TIME = "time"
    VISIBLE = "visible"
    LIBRARY = "library"
    BESIDE = "beside"
    ADDRESS = "address"
    FEED = "feed"
    CLAIMED = "claimed"
    HEADING = "heading"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Found:
    """A date (ISO day) or title that one method read off a page.

    `sure`: structured data that leaves no doubt about the day in Vietnam, or says outright that this is the title.
    """

    method: Method
    value: str
    sure: bool = False


STRUCTURED = (Method.JSON_LD, Method.META, Method.MICRODATA, Method.TIME)
# Dates that stand apart from structured data: where they speak, it may not say otherwise.
WITNESSES = ((Method.VISIBLE, Method.BESIDE), (Method.ADDRESS,))
WORDS = {
    Method.JSON_LD: "dữ liệu cấu trúc",
    Method.META: "thẻ meta",
    Method.MICRODATA: "dữ liệu cấu trúc",
    Method.TIME: "thẻ time",
    Method.VISIBLE: "dòng ngày trên trang",
    Method.BESIDE: "ngày ghi gần bài",
    Method.LIBRARY: "thư viện htmldate",
    Method.ADDRESS: "địa chỉ trang",
    Method.FEED: "bản tin của kênh",
    Method.CLAIMED: "tiêu đề đơn vị khai",
    Method.HEADING: "tiêu đề trong bài",
    Method.HEAD: "tiêu đề của trang",
}
TITLE_WORDS = 4  # fewer are the name of a section: "Tin tức", "Chi tiết tin bài"
ALIKE = 92.0
SHOWN = 80  # letters of a title


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the methods agree on, and which they are; `value` is None where they do not, and `why` says so."""

    value: str | None
    methods: tuple[Method, ...] = ()
    why: str | None = None

    @property
    def words(self) -> str:
        """Name the methods for people."""
        return ", ".join(dict.fromkeys(WORDS[m] for m in self.methods))


def agreed_day(dates: Iterable[Found], today: date) -> Agreed:
    """Agree on the day of publication: sure structured data that nothing seen contradicts, or two kinds of methods."""
    found = list(dates)
    if not found:
        return Agreed(None, why="không tìm thấy ngày đăng trên trang")
    if late := sorted({f.value for f in found if f.method is not Method.LIBRARY and f.value > today.isoformat()}):
        return Agreed(None, why=f"trang ghi ngày ở tương lai ({_shown(late)})")
    witnesses = [{f.value for f in found if f.method in methods} for methods in WITNESSES]
    days = {
        day
        for day in {f.value for f in found if f.sure} or _seconded(found)
        if all(day in seen for seen in witnesses if seen)
    }
    if len(days) == 1:
        day = days.pop()
        return Agreed(day, tuple(dict.fromkeys(f.method for f in found if f.value == day)))
    every = sorted({f.value for f in found})
    why = "các cách đọc ngày đăng chưa khớp nhau" if len(every) > 1 else "chỉ một cách đọc ra ngày đăng"
    return Agreed(None, why=f"{why} ({_shown(every)})")


def _seconded(found: Iterable[Found]) -> set[str]:
    """List the days that two kinds of methods read; structured data is one kind."""
    found = list(found)
    # Of several days that people can see, no library knows which is meant.
    alone = len({f.value for f in found if f.method in WITNESSES[0]}) <= 1
    kinds = defaultdict(set)
    for one in (f for f in found if f.method is not Method.BESIDE and (alone or f.method is not Method.LIBRARY)):
        kinds[one.value].add("structured" if one.method in STRUCTURED else one.method.value)
    return {day for day, by in kinds.items() if len(by) > 1}


def _shown(days: Iterable[str]) -> str:
    return "; ".join(f"{date.fromisoformat(day):%d/%m/%Y}" for day in days)


def agreed_title(titles: Iterable[Found]) -> Agreed:
    """Agree on the title: one that structured data states, or that two methods read; the shortest of those alike."""
    found = [f for f in titles if len(fold(f.value).split()) >= TITLE_WORDS]
    if not found:
        return Agreed(None, why="không đọc được tiêu đề bài")
    groups = [[f for f in found if same_title(one.value, f.value)] for one in found]
    best = max(groups, key=lambda group: (len({f.method for f in group}), any(f.sure for f in group)))
    if len({f.method for f in best}) > 1 or (best[0].sure and len(found) == 1):
        shortest = min((f for f in best if f.method is not Method.ADDRESS), key=lambda f: len(f.value))
        return Agreed(shortest.value, tuple(dict.fromkeys(f.method for f in best)))
    why = "các cách đọc tiêu đề chưa khớp nhau" if len(found) > 1 else "chỉ một cách đọc ra tiêu đề"
    return Agreed(None, why=f"{why} («{found[0].value[:SHOWN]}»)")


def same_title(one: str, other: str) -> bool:
    """Tell whether two titles are the same but for spelling, a section in front or the site's name behind."""
    a, b = fold(one), fold(other)
    short, long = sorted((a, b), key=len)
    return fuzz.ratio(a, b) >= ALIKE or (len(short.split()) >= TITLE_WORDS and f" {short} " in f" {long} ")
