"""The labels Word numbers paragraphs with, written out as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
PLACEHOLDER = re.compile(r"%([1-9])")
# Bullets people take for signs of their own; any other picture of a bullet is a dash.
KEPT_BULLETS = "-+*"
HIGHEST = 32767


def roman(number: int) -> str:
    """Write a number in small Roman figures."""
    written = ""
    for value, letters in ROMAN:
        written += letters * (number // value)
        number %= value
    return written


def letters(number: int) -> str:
    """Write a number as Word letters it: a to z, then aa, bb.

    Word knows no đ: the fifth item of a list is `e` although officers write `đ`. What Word shows is what is given.
    """
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


WAYS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": lambda n: roman(n).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda n: letters(n).upper(),
    "lowerLetter": letters,
    "none": lambda _n: "",
    "ordinal": lambda n: f"{n}.",
    "decimalEnclosedCircle": lambda n: f"({n})",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering: how it counts, how it is written, the style tied to it."""

    start: int = 1
    way: str = "decimal"
    text: str = ""
    after: str = " "
    restart: int | None = None
    plain: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """What a numId stands for: the counters it shares, its levels, and the levels it starts anew."""

    counters: str
    levels: tuple[Level, ...]
    anew: dict[int, int]

    def level_of(self, style: str | None) -> int:
        """Find the level a style is tied to; the first where none is."""
        return next((at for at, level in enumerate(self.levels) if style and level.style == style), 0)


@dataclass(slots=True)
class Numbering:
    """The series of a document and how far each has counted."""

    series: dict[str, Series]
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, number: str, at: int) -> str:
        """Count a paragraph of a series at a level and write its label, with the blank behind it."""
        series = self.series.get(number)
        if series is None or not 0 <= at < len(series.levels):
            return ""
        counts = self.counts.setdefault(series.counters, [None] * LEVELS)
        self._begin(number, series, counts)
        level, last = series.levels[at], counts[at]
        counts[at] = level.start if last is None else min(last + 1, HIGHEST)
        for deeper in range(at + 1, LEVELS):
            restart = series.levels[deeper].restart if deeper < len(series.levels) else None
            if restart is None or (restart and at < restart):
                counts[deeper] = None
        for outer in range(at):
            counts[outer] = counts[outer] if counts[outer] is not None else series.levels[outer].start
        return _written(series, at, counts)

    def _begin(self, number: str, series: Series, counts: list[int | None]) -> None:
        if number in self.begun:
            return
        self.begun.add(number)
        for at, start in series.anew.items():
            counts[at] = start - 1


def _written(series: Series, at: int, counts: list[int | None]) -> str:
    level = series.levels[at]
    if level.way == "bullet":
        sign = level.text.strip()
        return (sign if sign in KEPT_BULLETS and sign else "-") + " "

    def figure(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place > at or place >= len(series.levels):
            return ""
        way = "decimal" if level.plain else series.levels[place].way
        return WAYS.get(way, str)(counts[place] or 0)

    text = PLACEHOLDER.sub(figure, level.text)
    return text + level.after if text else ""


def numbering_of(root: Element | None) -> Numbering:
    """Read numbering.xml."""
    if root is None:
        return Numbering({})
    abstracts = {a.get(f"{W}abstractNumId", ""): a for a in root.iterfind(f"{W}abstractNum")}
    linked = {_value(a, "styleLink"): key for key, a in abstracts.items() if _value(a, "styleLink")}
    series = {}
    for number in root.iterfind(f"{W}num"):
        key = _value(number, "abstractNumId") or ""
        link = _value(abstracts[key], "numStyleLink") if key in abstracts else None
        key = linked.get(link, key) if link else key
        if key in abstracts:
            series[number.get(f"{W}numId", "")] = _series(key, abstracts[key], number)
    return Numbering(series)


def _series(key: str, abstract: Element, number: Element) -> Series:
    levels = [Level()] * LEVELS
    for element in abstract.iterfind(f"{W}lvl"):
        _put(levels, element)
    anew = {}
    for override in number.iterfind(f"{W}lvlOverride"):
        at = whole(override.get(f"{W}ilvl"), 0)
        if (own := override.find(f"{W}lvl")) is not None:
            _put(levels, own)
        if (start := _value(override, "startOverride")) is not None and 0 <= at < LEVELS:
            anew[at] = whole(start, 1)
    return Series(key, tuple(levels), anew)


def _put(levels: list[Level], element: Element) -> None:
    at = whole(element.get(f"{W}ilvl"), -1)
    if not 0 <= at < LEVELS:
        return
    restart = _value(element, "lvlRestart")
    after = {"nothing": ""}.get(_value(element, "suff") or "", " ")
    levels[at] = Level(
        whole(_value(element, "start"), 0),
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText") or "",
        after,
        None if restart is None else whole(restart, 0),
        element.find(f"{W}isLgl") is not None,
        _value(element, "pStyle"),
    )


def _value(element: Element, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def whole(text: str | None, otherwise: int) -> int:
    """Read a whole number from an attribute, within what Word allows."""
    digits = (text or "").strip()
    if not digits.lstrip("-").isdecimal() or len(digits) > 6:
        return otherwise
    return max(-1, min(int(digits), HIGHEST))
