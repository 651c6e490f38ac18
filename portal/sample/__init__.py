"""The bundled sample: a plan and a register of our own writing, for a first look; one command removes them."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

from obligations import service
from obligations.reading.reader import read
from obligations.records import Change
from obligations.service import Office
from obligations.units import Register
from portal.options import vocabulary
from portal.register_file import load_register

FOLDER = Path(__file__).parent
SOURCE = "ke-hoach-mau.txt"
LEAD = timedelta(days=2)
LAST_MONTH_BEFORE_10_10 = 9
# A plan issued in the last quarter comes too late for the day 10-10.
BEFORE = ("Ngày Chuyển đổi số quốc gia", "tổ chức hoạt động hưởng ứng Ngày Chuyển đổi số quốc gia 10-10")
AFTER = ("Dữ liệu mở", "công bố danh mục dữ liệu mở, xong trước ngày 25/12/{year}")


def plan_text(today: date) -> str:
    """Write the sample plan as if it had been issued this month, with a deadline two working days from `today`."""
    deadline, issued = _working(today + LEAD), today.replace(day=1)
    topic, event = BEFORE if today.month <= LAST_MONTH_BEFORE_10_10 else AFTER
    return (
        (FOLDER / "plan.txt")
        .read_text("utf-8")
        .format(issued=issued, deadline=deadline, year=today.year, topic=topic, event=event.format(year=today.year))
    )


def _working(day: date) -> date:
    return day + timedelta(days=max(7 - day.weekday(), 0)) if day.weekday() >= 5 else day


def sample_register() -> Register:
    """Give the sample's units and people; they have no addresses, so their messages go to the mailbox folder."""
    return load_register(FOLDER / "units.yaml")


def load(office: Office, *, by: str) -> bool:
    """Store and approve the sample where the database holds no plan yet; tell whether it did."""
    at, today = office.clock(), office.today()
    text = plan_text(today)
    with office.database.begin() as store:
        if store.plans():
            return False
        if not store.register().units:
            store.save_register(sample_register())
            store.record(Change(at, by, "units-import", "register", after="danh bạ mẫu"))
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        reading = read(text, sha256, vocabulary(store.register()))
        done = service.ingest(store, reading, source=SOURCE, at=at, by=by, sample=True, name="ke-hoach-mau")
        service.approve(office, store, done.plan, by=by, why="dữ liệu mẫu", partial=True)
    return True


def unload(office: Office, *, by: str) -> list[str]:
    """Remove the sample plans, and the register where it still is the sample's; return the plans' names."""
    with office.database.begin() as store:
        gone = service.remove_sample(store, at=office.clock(), by=by)
        if store.register() == sample_register() and not store.plans():
            store.save_register(Register())
            store.record(Change(office.clock(), by, "units-remove", "register", before="danh bạ mẫu"))
    return gone
