"""Occurrences are stored once, follow corrections, and are listed as they fall due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from obligations.errors import UnknownUnit
from obligations.model import Due, Status, Window
from storage import SqlDatabase
from tests.storage.samples import REPORTS, add_evidence, add_plan, add_reminder, occurrence

MONTHS = (3, 4, 5)


def test_opening_twice_opens_once(database: SqlDatabase) -> None:
    wanted = [occurrence(unit, month) for unit in ("van-phong", "thanh-tra") for month in MONTHS]
    with database.begin() as store:
        number = add_plan(store).id
        assert store.add_occurrences(number, wanted) == 6
        assert store.add_occurrences(number, wanted) == 0
        assert store.add_occurrences(number, [*wanted, occurrence(month=6)]) == 1
        stored = store.occurrences()
    assert [o.value for o in stored] == sorted(
        [*wanted, occurrence(month=6)], key=lambda o: (o.due.legal, o.due.period, o.unit)
    )
    assert {(o.status, o.waived) for o in stored} == {(Status.PENDING, None)}


def test_the_dues_somebody_is_held_to_are_listed_once_for_all_units(database: SqlDatabase) -> None:
    assumed = replace(occurrence().due, assumed=("hạn theo mặc định “ngày 10”",))
    wanted = [replace(occurrence(unit), due=assumed) for unit in ("van-phong", "thanh-tra")] + [occurrence(month=6)]
    with database.begin() as store:
        number = add_plan(store).id
        store.add_occurrences(number, wanted)
        assert store.stored_dues() == {number: [assumed, occurrence(month=6).due]}
        waived = next(one for one in store.occurrences() if one.value.due.period == occurrence(month=6).due.period)
        store.set_status(waived.id, Status.WAIVED, "không còn phải làm")
        assert store.stored_dues() == {number: [assumed]}


def test_a_unit_outside_the_register_is_named(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_plan(store).id
        with pytest.raises(UnknownUnit, match="so-la"):
            store.add_occurrences(number, [occurrence(), occurrence("so-la")])
        assert store.occurrences() == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 7),
        ({"plan": "ke-hoach"}, 7),
        ({"plan": "khac"}, 0),
        ({"code": "III.2"}, 1),
        ({"unit": "thanh-tra"}, 3),
        ({"period": "2026-04"}, 2),
        ({"plan": "ke-hoach", "code": "III.1", "unit": "van-phong", "period": "2026-05"}, 1),
    ],
)
def test_occurrences_are_found_by_plan_code_unit_and_period(
    database: SqlDatabase, asked: dict[str, Any], found: int
) -> None:
    with database.begin() as store:
        add_plan(store)
        posts, reports = store.obligations()
        store.add_occurrences(posts.id, [occurrence(u, m) for u in ("van-phong", "thanh-tra") for m in MONTHS])
        store.add_occurrences(reports.id, [occurrence(month=6, value=REPORTS)])
        listed = store.occurrences(**asked)
    assert len(listed) == found


def test_periods_of_one_obligation_come_as_they_fall_due(database: SqlDatabase) -> None:
    periods = [("2026-Q1", 3), ("2026-H1", 6), ("2026-Q3", 9), ("2026", 12)]
    with database.begin() as store:
        number = add_plan(store).id
        for period, month in reversed(periods):
            value = occurrence(month=month)
            store.add_occurrences(number, [replace(value, due=replace(value.due, period=period))])
        assert [o.value.due.period for o in store.occurrences()] == [period for period, _ in periods]


def test_what_a_correction_dropped_goes_unless_something_hangs_on_it(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_plan(store).id
        store.add_occurrences(number, [occurrence(month=m) for m in (1, 2, 3, 4, 5)])
        january, february, march, *_ = (o.id for o in store.occurrences())
        store.offer(add_evidence(store), january)
        add_reminder(store, february)
        store.set_status(march, Status.MET)
        assert store.remove_occurrences_beyond(number, [("van-phong", "2026-05")]) == 1
        assert [o.value.due.period for o in store.occurrences()] == ["2026-01", "2026-02", "2026-03", "2026-05"]
        assert store.remove_occurrences_beyond(number, [("van-phong", "2026-05")]) == 0


def test_due_dates_and_count_follow_a_correction(database: SqlDatabase) -> None:
    first, last = date(2026, 3, 5), date(2026, 3, 9)
    due = Due("2026-03", Window(first, last), first, last, last)
    mended = replace(occurrence(), due=due, needed=2)
    with database.begin() as store:
        store.add_occurrences(add_plan(store).id, [occurrence()])
        stored = store.occurrences()[0]
        store.update_due(stored.id, mended)
        assert store.occurrences() == [replace(stored, value=mended)]


def test_a_waiver_keeps_its_reason_until_it_is_none(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.add_occurrences(add_plan(store).id, [occurrence()])
        number = store.occurrences()[0].id
        seen = []
        for status, why in [
            (Status.OVERDUE, None),
            (Status.WAIVED, "đã giao đơn vị khác"),
            (Status.WAIVED, None),
            (Status.MET, None),
        ]:
            store.set_status(number, status, why)
            seen.append((store.occurrences()[0].status, store.occurrences()[0].waived))
    assert seen == [
        (Status.OVERDUE, None),
        (Status.WAIVED, "đã giao đơn vị khác"),
        (Status.WAIVED, "đã giao đơn vị khác"),
        (Status.MET, None),
    ]


def test_more_ids_than_a_statement_has_places_for_can_be_asked_at_once(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.add_occurrences(add_plan(store).id, [occurrence()])
        number = store.occurrences()[0].id
        add_reminder(store, number)
        store.offer(add_evidence(store), number)
        many = range(number, number + 70_000)
        assert len(store.reminders(many)) == 1
        assert len(store.evidence_uses(many)) == 1
        assert store.reminders([]) == []
        assert store.evidence_uses([]) == []
