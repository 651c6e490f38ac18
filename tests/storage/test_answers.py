from __future__ import annotations

from datetime import date, timedelta

from obligations.answers import Answer, Verb
from obligations.model import Role
from obligations.records import ReminderState
from obligations.reminders import VACANT, Reminder
from storage import SqlDatabase
from tests.storage.samples import NOW, TODAY, add_occurrence


def test_answers_come_back_as_they_were_given_oldest_first(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        given = [
            Answer(number, Verb.ACK, "dau-moi", NOW, until=date(2026, 3, 20), note="đang viết"),
            Answer(number, Verb.HAND_OVER, "dau-moi", NOW + timedelta(hours=1), to="lanh-dao"),
            Answer(number, Verb.CONTINUES, "lanh-dao", NOW, note="đã đăng 05 tin, bài"),
        ]
        for answer in given:
            store.add_answer(answer)
    with database.begin() as store:
        assert store.answers([number]) == store.answers() == given
        assert store.answers([number + 1]) == []


def test_a_person_s_codes_are_void_before_the_last_revocation(database: SqlDatabase) -> None:
    with database.begin() as store:
        assert store.answers_void_before("dau-moi") is None
        store.revoke_answers("dau-moi", NOW)
        store.revoke_answers("dau-moi", NOW + timedelta(days=1))
        assert store.answers_void_before("dau-moi") == NOW + timedelta(days=1)
        assert store.answers_void_before("lanh-dao") is None


def test_why_nobody_was_told_is_kept(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        (stored,) = store.occurrences(only=[number])
        reminder = Reminder(stored.value, "-10", Role.FOCAL, "", VACANT)
        assert store.add_reminder(number, reminder, ReminderState.SKIPPED, TODAY)
        assert not store.add_reminder(number, reminder, ReminderState.SKIPPED, TODAY)
        (kept,) = store.reminders([number])
        assert (kept.value.why, kept.value.person) == (VACANT, "")
