"""The working calendar of the Vietnamese public sector: notices where there are any, else what the law lets expect."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from obligations.timing.workdays import Calendar

NOTICES = Path(__file__).with_name("holidays.toml")
FIRST, LAST = 2018, 2037
CULTURE_DAY_FROM = 2026
WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True)
class Notice:
    """One row of the table: what it is for, the weekdays off, the weekend days worked, and where that is said."""

    what: str
    off: tuple[date, ...]
    worked: tuple[date, ...]
    source: str


@cache
def notices() -> dict[int, tuple[Notice, ...]]:
    """Read the table of notices: year by year; a year in it is complete."""
    table = tomllib.loads(NOTICES.read_text("utf-8"))
    return {int(year): tuple(map(_notice, rows)) for year, rows in table.items()}


def _notice(row: dict[str, Any]) -> Notice:
    return Notice(row["what"], tuple(row.get("off", ())), tuple(row.get("worked", ())), row["notice"])


@cache
def public_calendar(days_off: tuple[date, ...] = (), worked: tuple[date, ...] = ()) -> Calendar:
    """Give the calendar of 2018-2037, with an agency's own days off and days worked on top.

    Years without a notice are estimated from the lunar calendar and Bộ luật Lao động 2019, Điều 111-112, and marked so.
    """
    known = notices()
    off = {day for rows in known.values() for row in rows for day in row.off}
    on = {day for rows in known.values() for row in rows for day in row.worked}
    off |= set(_expected(year for year in range(FIRST, LAST + 1) if year not in known))
    return Calendar(
        frozenset(off - set(worked) | set(days_off)), frozenset(on - set(days_off) | set(worked)), frozenset(known)
    )


def _expected(years: Iterable[int]) -> Iterable[date]:
    """List the weekdays expected off in years without a notice; 24/11 is not made up for (NQ 28/2026/QH16)."""
    import holidays  # a tenth of a second, which only the commands pay that ask for days

    wanted = list(years)
    for day in holidays.country_holidays("VN", years=wanted):
        if day.month != 11 and day.weekday() not in WEEKEND:
            yield day
    for year in wanted:
        if year >= CULTURE_DAY_FROM and date(year, 11, 24).weekday() not in WEEKEND:
            yield date(year, 11, 24)
