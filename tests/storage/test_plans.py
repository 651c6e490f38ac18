"""Plans and obligations come back as they went in, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from obligations.errors import BadEdit, NotText
from obligations.model import Cadence, Draft, Kind, Reading
from obligations.records import ReminderState
from storage import SqlDatabase
from storage.database import SqlStore
from tests.storage.samples import (
    NOW,
    POSTS,
    REPORTS,
    add_evidence,
    add_occurrence,
    add_plan,
    add_reminder,
    enqueue,
    reading,
)


def test_a_plan_comes_back_as_it_was_read(database: SqlDatabase) -> None:
    with database.begin() as store:
        add_plan(store)
    with database.begin() as store:
        plan = store.plan("ke-hoach")
        assert plan is not None
        assert (plan.text, plan.header, plan.findings) == (reading().text, reading().header, reading().findings)
        assert (plan.source, plan.sample, plan.imported_at) == ("kh.pdf", True, NOW)
        assert store.plan_by_sha("a" * 64) == plan
        assert store.plans() == [plan]
        assert [(o.code, o.state, o.value) for o in store.obligations()] == [
            ("III.1", Draft.DRAFT, POSTS),
            ("III.2", Draft.DRAFT, REPORTS),
        ]


def test_what_is_not_there_is_none(database: SqlDatabase) -> None:
    with database.begin() as store:
        assert store.plan("ke-hoach") is None
        assert store.plan_by_sha("a" * 64) is None
        assert store.obligation("ke-hoach", "III.1") is None


def test_importing_the_same_file_twice_stores_it_once(database: SqlDatabase) -> None:
    with database.begin() as store:
        codes = ("III.1", "III.2")
        first = store.add_plan(reading(), name="a", codes=codes, source="kh.pdf", sample=False, at=NOW)
        second = store.add_plan(reading(), name="b", codes=codes, source="ban-sao.pdf", sample=True, at=NOW)
        assert second == first
        assert len(store.obligations()) == 2


def test_two_plans_do_not_share_a_name(database: SqlDatabase) -> None:
    with database.begin() as store:
        add_plan(store)
        with pytest.raises(BadEdit, match="ke-hoach"):
            add_plan(store, sha256="b" * 64)


@pytest.mark.parametrize("broken", ["\0", "\ud83d"])
def test_text_no_database_takes_is_refused_in_words(database: SqlDatabase, broken: str) -> None:
    whole = reading()
    bad = Reading(whole.text + broken, whole.header, whole.obligations, whole.findings)
    with database.begin() as store, pytest.raises(NotText, match=r"kh\.pdf"):
        store.add_plan(bad, name="a", codes=("1", "2"), source="kh.pdf", sample=False, at=NOW)


def test_codes_and_obligations_run_in_parallel(database: SqlDatabase) -> None:
    with pytest.raises(ValueError, match="zip"), database.begin() as store:
        store.add_plan(reading(), name="a", codes=("III.1",), source="kh.pdf", sample=False, at=NOW)
    with database.begin() as store:
        assert store.plans() == []


def test_obligations_are_listed_in_reading_order_plan_by_plan(database: SqlDatabase) -> None:
    with database.begin() as store:
        for name, sha256 in (("z", "1" * 64), ("a", "2" * 64)):
            codes = ("III.10", "III.9")
            store.add_plan(reading(sha256), name=name, codes=codes, source="", sample=False, at=NOW)
        listed = [(o.plan, o.code) for o in store.obligations()]
        assert listed == [("z", "III.10"), ("z", "III.9"), ("a", "III.10"), ("a", "III.9")]


def test_a_person_judges_and_corrects_an_obligation(database: SqlDatabase) -> None:
    corrected = replace(REPORTS, cadence=Cadence.YEARLY, count=2, flags=("đã sửa",))
    with database.begin() as store:
        add_plan(store)
        before = store.obligation("ke-hoach", "III.2")
        assert before is not None
        store.set_obligation_state(before.id, Draft.APPROVED)
        store.set_obligation_value(before.id, corrected)
        assert store.obligation("ke-hoach", "III.2") == replace(before, state=Draft.APPROVED, value=corrected)
        assert [o.code for o in store.obligations(state=Draft.APPROVED)] == ["III.2"]
        assert [o.code for o in store.obligations("ke-hoach", Draft.DRAFT)] == ["III.1"]


def test_a_corrected_obligation_shows_in_its_occurrences(database: SqlDatabase) -> None:
    with database.begin() as store:
        add_occurrence(store)
        stored = store.obligations()[0]
        store.set_obligation_value(stored.id, replace(POSTS, kind=Kind.TASK, aggregate=True))
        value = store.occurrences()[0].value
        assert (value.kind, value.aggregate) == (Kind.TASK, True)


def test_an_unknown_id_is_no_silent_success(database: SqlDatabase) -> None:
    with database.begin() as store, pytest.raises(LookupError):
        store.set_obligation_state(99, Draft.APPROVED)


def _hang_everything_on(store: SqlStore, name: str, sha256: str) -> int:
    number = add_occurrence(store, name, sha256)
    store.offer(add_evidence(store, f"https://so.vn/{name}"), number)
    store.join([add_reminder(store, number)], enqueue(store, f"{name}:1"))
    return number


def test_a_sample_is_removed_with_all_that_hangs_on_it_and_nothing_else(database: SqlDatabase) -> None:
    with database.begin() as store:
        kept = _hang_everything_on(store, "that", "1" * 64)
        _hang_everything_on(store, "mau", "2" * 64)
        store.remove_plan("mau")
    with database.begin() as store:
        assert [p.name for p in store.plans()] == ["that"]
        assert {o.plan for o in store.obligations()} == {"that"}
        assert [o.id for o in store.occurrences()] == [kept]
        assert [u.evidence.reference for u in store.evidence_uses()] == ["https://so.vn/that"]
        assert store.evidence_piece(2) is None
        assert [(r.occurrence, r.state) for r in store.reminders()] == [(kept, ReminderState.JOINED)]
        assert [m.key for m in store.messages()] == ["that:1"]


def test_what_a_sample_shares_with_another_plan_stays(database: SqlDatabase) -> None:
    with database.begin() as store:
        kept, sample = add_occurrence(store, "that", "1" * 64), add_occurrence(store, "mau", "2" * 64)
        piece, message = add_evidence(store), enqueue(store, "chung")
        for number in (sample, kept):
            store.offer(piece, number)
            store.join([add_reminder(store, number)], message)
        store.remove_plan("mau")
        assert [(u.occurrence, u.evidence.id) for u in store.evidence_uses()] == [(kept, piece)]
        assert [r.occurrence for r in store.reminders_of(message)] == [kept]


def test_numbers_of_what_was_removed_are_not_given_again(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        piece, message = add_evidence(store), enqueue(store, "1")
        store.offer(piece, number)
        store.join([add_reminder(store, number)], message)
        store.remove_plan("ke-hoach")
        assert store.messages() == []
        assert add_evidence(store) > piece
        assert enqueue(store, "1") > message
