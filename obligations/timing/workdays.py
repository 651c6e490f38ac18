"""Working days: which days offices are open, and the nearest ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The weekdays that are off and the weekend days that are worked; weekends are off otherwise."""

    days_off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

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


WEEKENDS = Calendar()
