"""Due rules: what a deadline fixes, and the days it gives in a plan's year."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from obligations.model import Cadence

MONTHS_OF = {
    Cadence.MONTHLY: tuple(range(1, 13)),
    Cadence.QUARTERLY: (3, 6, 9, 12),
    Cadence.HALF_YEARLY: (6, 12),
    Cadence.NINE_MONTHS: (9,),
    Cadence.YEARLY: (12,),
}


class Cue(StrEnum):
    """What a sentence says of a date: before it, by it, within it, or from it on."""

    BEFORE = "before"
    BY = "by"
    WITHIN = "within"
    UNTIL = "until"
    START = "start"
    NONE = "none"


class Shape(StrEnum):
    """What a date expression fixes."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TERM_LAST = "term_last"
    NEXT_QUARTER = "next_quarter"
    MONTHLY = "monthly"
    NEXT_MONTH = "next_month"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class DueRule:
    """A due rule found: its place, cue and shape with day, month (or quarter) and year as far as they are said.

    `again` is the cadence that the expression itself names (`hằng năm`, `tháng cuối quý`); `worn`: a character of the
    date was mended. A date of which more than one is possible is UNREAD and gives no day.
    """

    start: int
    end: int
    cue: Cue
    shape: Shape
    day: int = 0
    month: int = 0
    year: int | None = None
    again: Cadence | None = None
    worn: bool = False

    def dates(self, cadence: Cadence, plan_year: int) -> tuple[date, ...]:
        """Work out the due dates in the plan's year: `trước` excludes what it names, every other cue includes it."""
        year = self.year or plan_year
        if not year or self.shape is Shape.UNREAD:
            return ()
        if self.shape is Shape.TERM_LAST:
            months = (self.month,) if self.month else MONTHS_OF.get(cadence, MONTHS_OF[Cadence.QUARTERLY])
            return self._days([(year, m) for m in months])
        if self.shape is Shape.NEXT_QUARTER:
            return self._days([(year, 4), (year, 7), (year, 10), (year + 1, 1)])
        if self.shape is Shape.MONTHLY:
            return self._days([(year, m) for m in range(1, 13)])
        if self.shape is Shape.NEXT_MONTH:
            return self._days([*((year, m) for m in range(2, 13)), (year + 1, 1)])
        return (self._one(year),)

    def _days(self, months: list[tuple[int, int]]) -> tuple[date, ...]:
        return tuple(self._shift(date(y, m, min(self.day, calendar.monthrange(y, m)[1]))) for y, m in months)

    def _one(self, year: int) -> date:
        if self.shape is Shape.DAY:
            return self._shift(date(year, self.month, self.day))
        first, last = _limits(self.shape, self.month, year)
        return first - timedelta(days=1) if self.cue is Cue.BEFORE else last

    def _shift(self, day: date) -> date:
        return day - timedelta(days=1) if self.cue is Cue.BEFORE else day


def _limits(shape: Shape, number: int, year: int) -> tuple[date, date]:
    if shape is Shape.YEAR:
        return date(year, 1, 1), date(year, 12, 31)
    first = number if shape is Shape.MONTH else 3 * number - 2
    last = number if shape is Shape.MONTH else 3 * number
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
