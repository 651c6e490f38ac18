"""The installation the drills are made on: a plan with a duty due tomorrow, people at a mail server, a clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from obligations import service
from obligations.records import MessageState
from obligations.service import Office
from tests.office import open_test_office, reading, register

DAY = date(2024, 5, 9)  # a Thursday; III.1 falls due on the Friday
Url = Callable[[str], str]


def office_in(folder: Path, url: Url) -> Office:
    """Open an office on DAY, its plan approved, everybody with an address of the mail server."""
    office = open_test_office(folder, DAY)
    people = tuple(replace(p, addresses=(url(f"{p.key}@so.example.vn"),)) for p in register().people)
    with office.database.begin() as store:
        store.save_register(replace(register(), people=people))
        plan = service.ingest(store, reading(), source="thử.txt", at=office.clock(), by="thử").plan
        service.approve(office, store, plan, ["III.1", "III.3"], by="thử")
    return office


def on(office: Office, day: date, hour: int = 8) -> Office:
    """Give the same office at an hour of a day, in Vietnam."""
    return replace(office, clock=lambda: datetime(day.year, day.month, day.day, hour - 7, tzinfo=UTC))


def states(office: Office) -> Counter[MessageState]:
    """Count the messages by state."""
    with office.database.begin() as store:
        return Counter(message.state for message in store.messages())
