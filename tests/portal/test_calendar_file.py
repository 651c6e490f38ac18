"""A calendar file that programs can follow: the same entries under the same UIDs, alarms, dates that move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from obligations.timing.occurrences import extended
from portal.calendar_file import Entry, calendar_file
from portal.sample import FOLDER, plan_text
from storage.calendars import public_calendar
from tests.portal.conftest import Cli
from tests.timing.values import POLICY, dues_of, duty

MADE = datetime(2024, 5, 1, 3, tzinfo=UTC)
ENTRY = Entry(
    "mau", "III.3", "gửi đăng cổng", dues_of(duty())[0], ("Văn phòng Sở", "Thanh tra Sở"), "Hằng quý,\n gửi tin"
)


def events(written: bytes) -> list[Event]:
    return [e for e in Calendar.from_ical(written.decode()).walk("VEVENT") if isinstance(e, Event)]


def test_an_entry_names_duty_units_dates_and_the_plan_s_words() -> None:
    (event,) = events(calendar_file([ENTRY], "Kế hoạch mẫu", MADE))
    assert event["summary"] == "Hạn III.3: gửi đăng cổng, Quý II/2024"
    assert event.decoded("dtstart") == date(2024, 6, 28)
    assert event.decoded("dtend") == date(2024, 6, 29)
    for words in ("Văn phòng Sở; Thanh tra Sở", "30/06/2024", "“Hằng quý, gửi tin”"):
        assert words in event["description"]


def test_two_alarms_ring_in_the_morning_before() -> None:
    (event,) = events(calendar_file([ENTRY], "Kế hoạch mẫu", MADE))
    found = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert found == [timedelta(days=-5, hours=8), timedelta(days=-1, hours=8)]


def test_a_due_date_that_moved_comes_as_an_update_of_the_same_entry() -> None:
    moved = replace(ENTRY, due=extended(ENTRY.due, duty().kind, date(2024, 7, 15), POLICY, public_calendar()))
    (before,) = events(calendar_file([ENTRY], "x", MADE))
    (after,) = events(calendar_file([moved], "x", MADE + timedelta(days=1)))
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstart") == date(2024, 7, 15)


def test_a_unit_with_more_time_has_an_entry_of_its_own_and_the_others_keep_theirs() -> None:
    later = extended(ENTRY.due, duty().kind, date(2024, 7, 15), POLICY, public_calendar())
    rest, given = replace(ENTRY, units=("A", "B")), replace(ENTRY, units=("C",), due=later)
    (whole,) = events(calendar_file([ENTRY], "x", MADE))
    first, second = events(calendar_file([given, rest], "x", MADE))
    assert second["uid"] == whole["uid"] != first["uid"]
    assert first["uid"] == events(calendar_file([rest, given], "x", MADE))[1]["uid"]


def test_entries_of_other_periods_codes_and_plans_are_others() -> None:
    others = [ENTRY, replace(ENTRY, plan="khac"), replace(ENTRY, code="III.4"), replace(ENTRY, due=dues_of(duty())[1])]
    assert len({event["uid"] for event in events(calendar_file(others, "x", MADE))}) == 4


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(plan_text(date(2024, 6, 3)), "utf-8")
    return path


def test_the_year_is_shown_by_month_with_the_days_off(cli: Cli, plan: Path) -> None:
    said = cli("calendar", plan, "--year", "--units", FOLDER / "units.yaml").out
    assert "09/2024" in said
    assert "02, 03" in said
    assert "II.1.b · gửi đăng cổng · Quý II/2024 · 6 đơn vị" in said


def test_a_calendar_file_is_written_and_its_uids_stay(cli: Cli, plan: Path, tmp_path: Path) -> None:
    found = []
    for name in ("mot.ics", "hai.ics"):
        cli("calendar", plan, "--ics", tmp_path / name)
        found.append({str(event["uid"]) for event in events((tmp_path / name).read_bytes())})
    assert found[0] == found[1]
    assert len(found[0]) > 5
