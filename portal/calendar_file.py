"""Due dates as an iCalendar file: one all-day entry a due date, with alarms; an entry changes under the same UID."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from obligations.model import Due
from obligations.policy import assumption_words
from obligations.timing.periods import label

# Eight in the morning, five days and one day before an all-day entry begins.
ALARMS = (timedelta(days=-5, hours=8), timedelta(days=-1, hours=8))


@dataclass(frozen=True, slots=True)
class Entry:
    """One due date of a plan: its duty, the units held to it, and the plan's own words.

    `apart` marks those of a period that are due on another day than the most, by what they are told apart.
    """

    plan: str
    code: str
    what: str
    due: Due
    units: tuple[str, ...]
    quote: str
    apart: str = ""


def told_apart(entries: Iterable[Entry]) -> list[Entry]:
    """Mark the entries of one period that differ from the one of most units: one unit was given more time."""
    found = list(entries)
    most: dict[tuple[str, str, str], Entry] = {}
    for entry in found:
        key = entry.plan, entry.code, entry.due.period
        if key not in most or len(most[key].units) < len(entry.units):
            most[key] = entry
    usual = set(map(id, most.values()))
    return [e if id(e) in usual else replace(e, apart="; ".join(sorted(e.units))) for e in found]


def calendar_file(entries: Iterable[Entry], name: str, made: datetime) -> bytes:
    """Write entries as a calendar that programs can subscribe to; `made` is when, an aware instant.

    The UID stands for plan, code and period: a due date that moved comes as an update of the same entry. Where units
    of one period are due on different days, those of the fewer units have entries of their own.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Dung Han//dunghan//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    for entry in told_apart(entries):
        calendar.add_component(_event(entry, made))
    return bytes(calendar.to_ical())


def _event(entry: Entry, made: datetime) -> Event:
    due = entry.due
    event = Event()
    event.add("uid", uid(entry.plan, entry.code, due.period, entry.apart))
    event.add("dtstamp", made.astimezone(UTC))
    event.add("last-modified", made.astimezone(UTC))
    event.add("sequence", _sequence(made))
    event.add("dtstart", due.internal)
    event.add("dtend", due.internal + timedelta(days=1))
    event.add("summary", f"Hạn {entry.code}: {entry.what}, {label(due.period)}")
    event.add("description", "\n".join(_lines(entry)))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [entry.plan])
    for before in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Sắp đến hạn {entry.code}: {entry.what}")
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event


def uid(plan: str, code: str, period: str, apart: str = "") -> str:
    """Give what identifies an entry for ever: the same for the same plan, code and period."""
    named = (plan, code, period, apart) if apart else (plan, code, period)
    digest = hashlib.sha256("\0".join(named).encode()).hexdigest()
    return f"{digest[:32]}@dunghan"


def _sequence(made: datetime) -> int:
    """Number the state of a calendar: a later one is higher, as programs want of an update."""
    return int((made - datetime.combine(date(2024, 1, 1), time(), UTC)).total_seconds() // 60)


def _lines(entry: Entry) -> Iterable[str]:
    due = entry.due
    yield f"Đơn vị: {'; '.join(entry.units)}"
    yield f"Hạn theo kế hoạch: {due.legal:%d/%m/%Y}; nên xong: {due.internal:%d/%m/%Y}."
    yield f"Số liệu từ {due.window.first:%d/%m/%Y} đến {due.window.last:%d/%m/%Y}."
    yield from (assumption_words(name) for name in due.assumed)
    yield f"“{' '.join(entry.quote.split())}”"
