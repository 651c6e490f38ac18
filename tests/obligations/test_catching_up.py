"""After any time off, each person gets one digest with the highest rung, and the skipped ones are recorded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from obligations import service
from obligations.model import Cadence, Kind, Reading
from obligations.records import MessageState, ReminderState
from obligations.service import Office
from storage.calendars import public_calendar
from tests.office import GROUP, at, duty, open_test_office, reading, register

PLAN = "24-kh-sm-2026"
CALENDAR = public_calendar()


def plan_of(year: int, deadline: date) -> Reading:
    """Make a plan of January with a deadline for everybody and a monthly duty."""
    base = reading()
    duties = (
        replace(duty("1. Văn", "III.1", Kind.DELIVERABLE, Cadence.ONCE, GROUP), due=(deadline,)),
        duty("3. Hằng", "III.3", Kind.PORTAL_SUBMISSION, Cadence.MONTHLY, GROUP, count=1),
    )
    return replace(base, header=replace(base.header, issued_on=date(year, 1, 2), year=year), obligations=duties)


def opened(folder: Path, deadline: date, start: date) -> Office:
    office = replace(open_test_office(folder, start), calendar=CALENDAR)
    with office.database.begin() as store:
        store.save_register(register())
        plan = service.ingest(store, plan_of(2026, deadline), source="x.txt", at=office.clock(), by="thử").plan
        service.approve(office, store, plan, by="thử")
    return office


def sweep(office: Office, on: date) -> Counter[str]:
    """Sweep on a day; count the messages each person got."""
    report = service.sweep(replace(office, clock=at(on)), by="thử")
    return Counter(m.person for m in report.messages if m.state is MessageState.SENT)


@pytest.mark.parametrize(
    ("deadline", "last", "back"),
    [
        (date(2026, 3, 6), date(2026, 3, 4), date(2026, 3, 6)),
        (date(2026, 3, 10), date(2026, 3, 4), date(2026, 3, 12)),
        (date(2026, 2, 25), date(2026, 2, 13), date(2026, 2, 23)),
        (date(2026, 2, 26), date(2026, 2, 9), date(2026, 3, 2)),
    ],
    ids=["a day", "a week", "over Tết", "three weeks with Tết"],
)
def test_on_return_each_person_gets_one_digest_and_a_second_sweep_none(
    tmp_path: Path, deadline: date, last: date, back: date
) -> None:
    office = opened(tmp_path, deadline, date(2026, 1, 5))
    sweep(office, last)
    got = sweep(office, back)
    assert got
    assert set(got.values()) == {1}
    assert not sweep(office, back)


def test_the_highest_rung_is_told_and_those_below_are_recorded_as_skipped(tmp_path: Path) -> None:
    office = opened(tmp_path, date(2026, 2, 26), date(2026, 1, 5))
    sweep(office, date(2026, 2, 9))
    sweep(office, date(2026, 2, 25))
    with office.database.begin() as store:
        mine = {o.id for o in store.occurrences(PLAN, "III.1", unit="van-phong")}
        found = {(r.value.rung, str(r.value.role), r.state) for r in store.reminders(sorted(mine))}
    assert ("-2", "head", ReminderState.JOINED) in found
    assert {rung for rung, _, state in found if state is ReminderState.SKIPPED} == {"-5"}
    assert {rung for rung, _, state in found if state is ReminderState.JOINED} == {"-10", "-2"}


def test_days_off_do_not_advance_the_ladder(tmp_path: Path) -> None:
    """The last day before Tết is three working days from the deadline, twelve by the calendar."""
    office = opened(tmp_path, date(2026, 2, 25), date(2026, 1, 5))
    sweep(office, date(2026, 2, 13))
    with office.database.begin() as store:
        mine = {o.id for o in store.occurrences(PLAN, "III.1", unit="van-phong")}
        told = {r.value.rung for r in store.reminders(sorted(mine), ReminderState.JOINED)}
    assert told == {"-5"}
    assert CALENDAR.shift(date(2026, 2, 25), -3) == date(2026, 2, 13)


def test_sweeping_every_day_and_sweeping_after_a_gap_end_in_the_same_reminders_known(tmp_path: Path) -> None:
    every, rare = (opened(tmp_path / name, date(2026, 2, 26), date(2026, 1, 5)) for name in ("every", "rare"))
    day, end = date(2026, 2, 9), date(2026, 3, 6)
    while day <= end:
        if CALENDAR.is_working(day):
            sweep(every, day)
        day += timedelta(days=1)
    sweep(rare, end)

    def known(office: Office) -> set[tuple[str, str, str]]:
        with office.database.begin() as store:
            return {(r.value.occurrence.unit, r.value.rung, r.value.person) for r in store.reminders()}

    assert known(every) == known(rare)
