"""Working days: which days offices are open, and the nearest ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The weekdays that are off and the weekend days that are worked; weekends are off otherwise.

    `noticed` are the years whose days off were announced; other years are estimated. None: nothing is estimated.
    """

    days_off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    noticed: frozenset[int] | None = None

    def is_estimated(self, day: date) -> bool:
        """Tell whether nobody has announced yet which days of that year are off."""
        return self.noticed is not None and day.year not in self.noticed

    def is_working(self, day: date) -> bool:
        """Tell whether offices are open on `day`."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def previous_working(self, day: date) -> date:
        """Give `day` itself if it is a working day, else the last working day before it."""
        while not self.is_working(day):
            day -= DAY
        return day

    def next_working(self, day: date) -> date:
        """Give `day` itself if it is a working day, else the first working day after it."""
        while not self.is_working(day):
            day += DAY
        return day

    def shift(self, day: date, count: int) -> date:
        """Go `count` working days from `day`: 0 and below start at the working day on or before it."""
        if count > 0:
            for _ in range(count):
                day = self.next_working(day + DAY)
            return day
        day = self.previous_working(day)
        for _ in range(-count):
            day = self.previous_working(day - DAY)
        return day


WEEKENDS = Calendar()
