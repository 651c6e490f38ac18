"""The zone in which dates live (rule 8): an instant gives the day it falls on in Vietnam."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def day_of(instant: datetime) -> date:
    """Give the day on which an aware instant falls in Vietnam."""
    return instant.astimezone(VIETNAM).date()
