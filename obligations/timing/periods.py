"""Periods (kỳ): half-open stretches of days with a key, found by day, by key, or by what a person types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from obligations.errors import UnknownPeriod
from obligations.model import Cadence
from obligations.text import fold

_DAY = timedelta(days=1)
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, not including, `end`."""

    cadence: Cadence
    start: date
    end: date
    key: str

    @property
    def last(self) -> date:
        """Give its last day."""
        return self.end - _DAY

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end


def _months(cadence: Cadence, year: int, first: int, length: int, key: str) -> Period:
    year_after, month_after = divmod(first - 1 + length, 12)
    return Period(cadence, date(year, first, 1), date(year + year_after, month_after + 1, 1), key)


def _week(year: int, number: int) -> Period:
    start = date.fromisocalendar(year, number, 1)
    return Period(Cadence.WEEKLY, start, start + 7 * _DAY, f"{year}-W{number:02}")


def _month(year: int, number: int) -> Period:
    return _months(Cadence.MONTHLY, year, number, 1, f"{year}-{number:02}")


def _quarter(year: int, number: int) -> Period:
    return _months(Cadence.QUARTERLY, year, 3 * number - 2, 3, f"{year}-Q{number}")


def _half(year: int, number: int) -> Period:
    return _months(Cadence.HALF_YEARLY, year, 6 * number - 5, 6, f"{year}-H{number}")


def _nine(year: int) -> Period:
    return _months(Cadence.NINE_MONTHS, year, 1, 9, f"{year}-9M")


def _year(year: int) -> Period:
    return _months(Cadence.YEARLY, year, 1, 12, f"{year}")


def _once(day: date) -> Period:
    return Period(Cadence.ONCE, day, day + _DAY, day.isoformat())


_OF: dict[Cadence, Callable[[date], Period]] = {
    Cadence.WEEKLY: lambda day: _week(*day.isocalendar()[:2]),
    Cadence.MONTHLY: lambda day: _month(day.year, day.month),
    Cadence.QUARTERLY: lambda day: _quarter(day.year, (day.month + 2) // 3),
    Cadence.HALF_YEARLY: lambda day: _half(day.year, (day.month + 5) // 6),
    Cadence.NINE_MONTHS: lambda day: _nine(day.year + (day.month > 9)),
    Cadence.YEARLY: lambda day: _year(day.year),
    Cadence.ONCE: _once,
}


def period_of(cadence: Cadence, day: date) -> Period:
    """Give the period of that cadence that contains `day`. Raise UnknownPeriod for a cadence without due dates.

    Nine months leave the last quarter out: a day of it is given the nine months of the year to come.
    """
    if not cadence.dated:
        raise UnknownPeriod(f"Nhiệm vụ “{cadence}” không chia theo kỳ; hãy đặt định kỳ hoặc thời hạn cho nhiệm vụ này.")
    return _OF[cadence](day)


def following(period: Period) -> Period:
    """Give the period after this one; after a single day comes the next day, after nine months the next year's."""
    return period_of(period.cadence, period.end)


def periods_within(cadence: Cadence, start: date, last: date) -> Iterator[Period]:
    """List the periods from the one that contains `start`, as long as they end on `last` or before."""
    period = period_of(cadence, start)
    while period.last <= last:
        yield period
        period = following(period)


_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "dau": 1, "cuoi": 2}
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_NUMBER = r"(?P<n>\d\d?)"
_DAY_NUMBER = r"(?P<day>\d\d?)"
_QUARTER = r"(?P<n>0?[1-4]|i{1,3}|iv|mot|hai|ba|bon|tu)"

# What folded text (no marks, no case, one blank for punctuation) names; stored keys first, then what people type.
_TYPED: tuple[tuple[str, Callable[[int, int, int], Period]], ...] = (
    (rf"{_YEAR} w{_NUMBER}", lambda year, n, _: _week(year, n)),
    (rf"w ?{_NUMBER}(?: nam)? {_YEAR}", lambda year, n, _: _week(year, n)),
    (rf"tuan (?:thu )?{_NUMBER}(?: nam)? {_YEAR}(?: \d\d \d\d \d\d \d\d)?", lambda year, n, _: _week(year, n)),
    (rf"{_YEAR} q(?P<n>[1-4])", lambda year, n, _: _quarter(year, n)),
    (rf"(?:qu[yi] |q ?){_QUARTER}(?: nam)? {_YEAR}", lambda year, n, _: _quarter(year, n)),
    (rf"{_YEAR} h(?P<n>[12])", lambda year, n, _: _half(year, n)),
    (rf"h ?(?P<n>[12])(?: nam)? {_YEAR}", lambda year, n, _: _half(year, n)),
    (rf"(?:0?6|sau) thang (?P<n>dau|cuoi)(?: nam)? {_YEAR}", lambda year, n, _: _half(year, n)),
    (rf"(?:0?6|sau) thang(?: nam)? {_YEAR}", lambda year, *_: _half(year, 1)),
    (rf"{_YEAR} 9m", lambda year, *_: _nine(year)),
    (rf"(?:9m|(?:0?9|chin) thang(?: dau)?)(?: nam)? {_YEAR}", lambda year, *_: _nine(year)),
    (rf"{_YEAR} {_NUMBER}", lambda year, n, _: _month(year, n)),
    (rf"(?:thang |t ?)?{_NUMBER}(?: nam)? {_YEAR}", lambda year, n, _: _month(year, n)),
    (rf"(?:nam )?{_YEAR}", lambda year, *_: _year(year)),
    (rf"{_YEAR} {_NUMBER} {_DAY_NUMBER}", lambda year, n, day: _once(date(year, n, day))),
    (rf"(?:ngay )?{_DAY_NUMBER} (?:thang )?{_NUMBER}(?: nam)? {_YEAR}", lambda year, n, day: _once(date(year, n, day))),
)
_PATTERNS = [(re.compile(pattern, re.ASCII), build) for pattern, build in _TYPED]


def _whole(found: re.Match[str], group: str) -> int:
    word = found.groupdict().get(group) or "0"
    return _NUMERALS[word] if word in _NUMERALS else int(word)


def parse(key: str) -> Period:
    """Find the period that a key, a label or a person's typing names. Raise UnknownPeriod where there is none."""
    folded = fold(key)
    for pattern, build in _PATTERNS:
        if found := pattern.fullmatch(folded):
            try:
                return build(_whole(found, "year"), _whole(found, "n"), _whole(found, "day"))
            except ValueError:
                break
    raise UnknownPeriod(
        f"Không có kỳ nào là “{key}”. Hãy viết như: 2026-11, Q2/2026, quý II/2026, 6 tháng đầu năm 2026, "
        "9 tháng năm 2026, 2026, 2026-W45 hoặc ngày 20/4/2026."
    )


def _short(day: date) -> str:
    return f"{day.day:02}/{day.month:02}"


_LABELS: dict[Cadence, Callable[[Period], str]] = {
    Cadence.WEEKLY: lambda p: f"Tuần {p.key[-2:]}/{p.key[:4]} ({_short(p.start)}-{_short(p.last)})",
    Cadence.MONTHLY: lambda p: f"Tháng {p.start.month}/{p.start.year}",
    Cadence.QUARTERLY: lambda p: f"Quý {_ROMAN[p.start.month // 3]}/{p.start.year}",
    Cadence.HALF_YEARLY: lambda p: f"6 tháng {'đầu' if p.start.month == 1 else 'cuối'} năm {p.start.year}",
    Cadence.NINE_MONTHS: lambda p: f"9 tháng đầu năm {p.start.year}",
    Cadence.YEARLY: lambda p: f"Năm {p.start.year}",
    Cadence.ONCE: lambda p: f"ngày {p.start.day}/{p.start.month}/{p.start.year}",
}


@lru_cache(maxsize=4096)
def label(key: str) -> str:
    """Say a period in Vietnamese: `2026-Q2` is "Quý II/2026". Raise UnknownPeriod for what is no period."""
    period = parse(key)
    return _LABELS[period.cadence](period)
