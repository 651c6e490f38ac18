"""Reminders are planned once and joined once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from obligations.model import Role
from obligations.records import ReminderState, StoredReminder
from obligations.reminders import Reminder
from storage import SqlDatabase
from tests.storage.samples import TODAY, add_occurrence, add_plan, add_reminder, enqueue, occurrence


def test_a_reminder_comes_back_with_its_occurrence(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        add_reminder(store, number)
        (stored,) = store.reminders()
        value = Reminder(store.occurrences()[0].value, "-5", Role.FOCAL, "dau-moi")
        assert stored == StoredReminder(stored.id, number, value, ReminderState.PLANNED, TODAY)


def test_planning_twice_plans_once(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        reminder = Reminder(occurrence(), "-5", Role.FOCAL, "dau-moi")
        variants = [
            reminder,
            replace(reminder, rung="-2"),
            replace(reminder, role=Role.HEAD),
            replace(reminder, person="khac"),
        ]
        mine = [(number, r) for r in variants]
        assert store.add_reminders(mine[:3], ReminderState.PLANNED, TODAY) == mine[:3]
        assert store.add_reminders(mine, ReminderState.PLANNED, TODAY) == mine[3:]
        assert store.add_reminders([*mine, *mine], ReminderState.SKIPPED, date(2026, 4, 1)) == []
        assert len(store.reminders(state=ReminderState.PLANNED)) == 4


def test_what_was_cancelled_is_planned_anew_and_told_only_while_it_is_not(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        mine = [(number, Reminder(occurrence(), "-5", Role.FOCAL, "dau-moi"))]
        store.add_reminders(mine, ReminderState.PLANNED, TODAY)
        assert store.told([number]) == {number: {("-5", Role.FOCAL, "dau-moi")}}
        assert store.cancel_reminders() == 0
        assert store.cancel_reminders(number, 999) == 1
        assert store.told([number]) == {}
        assert store.add_reminders(mine, ReminderState.PLANNED, date(2026, 4, 1)) == mine
        assert [r.planned_on for r in store.reminders(state=ReminderState.PLANNED)] == [date(2026, 4, 1)]


def test_only_planned_reminders_are_joined_cancelled_and_released(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        rungs = [add_reminder(store, number, rung) for rung in ("-10", "-5", "-2", "0")]
        one, two = enqueue(store, "1"), enqueue(store, "2")
        assert store.join(rungs[:2], one) == 2
        assert store.join(rungs[1:3], two) == 1
        assert store.cancel_reminders(number) == 1
        assert store.join(rungs, two) == 0
        assert [r.id for r in store.reminders_of(one)] == rungs[:2]
        assert [r.id for r in store.reminders_of(two)] == rungs[2:3]
        assert store.release_reminders(one) == 2
        states = [(r.state, r.message) for r in store.reminders()]
    planned = (ReminderState.PLANNED, None)
    assert states == [planned, planned, (ReminderState.JOINED, two), (ReminderState.CANCELLED, None)]


def test_reminders_are_found_by_occurrence_and_state(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.add_occurrences(add_plan(store).id, [occurrence(month=m) for m in (3, 4)])
        march, april = (o.id for o in store.occurrences())
        first, second = add_reminder(store, march), add_reminder(store, april)
        store.cancel_reminders(march)
        assert [r.id for r in store.reminders([march, april])] == [first, second]
        assert [r.id for r in store.reminders([march])] == [first]
        assert [r.id for r in store.reminders(state=ReminderState.PLANNED)] == [second]
        assert store.reminders([march], ReminderState.PLANNED) == []
