"""Days as Vietnamese pages and feeds write them: the day first, the zone GMT+7."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

from obligations.zone import day_of

FIRST_YEAR = 1997  # the first year of the web in Việt Nam
SHIFT = timedelta(hours=7)
NUMBERS = re.compile(
    r"(?<![\d/.:-])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*((?:19|20)\d\d)(?![\d/])"
    r"|ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+((?:19|20)\d\d)"
    r"|(\d{1,2})\s+tháng\s+(\d{1,2})\s*,?\s+(?:năm\s+)?((?:19|20)\d\d)",
    re.I,
)
ISO = re.compile(
    r"((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.I,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Day:
    """A day as read; `sure` where neither reading of a missing zone would move it."""

    day: date
    sure: bool = False


def written(text: str) -> Iterator[tuple[date, tuple[int, int]]]:
    """Find the days in a text for people, day first, with their places."""
    for found in NUMBERS.finditer(text):
        day, month, year = (int(part) for part in found.groups() if part)
        if made := _made(year, month, day):
            yield made, found.span()


def _made(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= day <= 31 and year >= FIRST_YEAR):
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def stamped(text: str) -> Day | None:
    """Read a timestamp meant for machines (ISO 8601, RFC 2822), else a day for people; the day in Vietnam."""
    text = text.strip()
    if found := ISO.match(text):
        return _iso(found)
    if (moment := _mail(text)) is not None:
        return _zoned(moment)
    day = next((day for day, _ in written(text)), None)
    return Day(day) if day else None


def _iso(found: re.Match[str]) -> Day | None:
    year, month, day, hour, minute, second, zone = found.groups()
    if (made := _made(int(year), int(month), int(day))) is None:
        return None
    if hour is None:
        return Day(made)
    try:
        moment = datetime.fromisoformat(
            f"{made}T{int(hour):02}:{minute}:{second or '00'}{(zone or '').upper().replace('Z', '+00:00')}"
        )
    except ValueError:
        return Day(made)
    return _zoned(moment)


def _zoned(moment: datetime) -> Day:
    """Give the day in Vietnam. A time without zone, or in UTC, may be either: sure where both give one day."""
    offset = moment.utcoffset()
    if offset == SHIFT:
        return Day(moment.date(), sure=True)
    if offset is None:
        return Day(moment.date(), sure=(moment + SHIFT).date() == moment.date())
    local = day_of(moment)
    return Day(local, sure=local == moment.date())


def _mail(text: str) -> datetime | None:
    """Read an RFC 2822 date, also with the zones that Vietnamese feeds write (`GMT+7`, `+07`)."""
    if not any(month in text.lower() for month in MONTHS):
        return None
    mended = re.sub(r"(?:GMT|UTC)?\s*\+0?7(?::?00)?\s*$", " +0700", text)
    try:
        return parsedate_to_datetime(mended)
    except ValueError:
        return None


def in_address(address: str) -> date | None:
    """Read the day that stands in an address: `/2024/04/19/`, `-20240419`."""
    path = address.partition("://")[2].partition("/")[2].partition("?")[0]
    for pattern in (r"(?<!\d)(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)", r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)"):
        for found in re.finditer(pattern, path):
            year, month, day = map(int, found.groups())
            if made := _made(year, month, day):
                return made
    return None
