"""Answering on a real database: who is told afterwards, what is refused, what the log says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from notifiers.codes import SignedCodes
from obligations import service
from obligations.answers import DATED_VERBS, Grant
from obligations.errors import BadAnswer, BadCode, BadEvidence
from obligations.model import Role, Status
from obligations.ports import Store
from obligations.records import ReminderState
from obligations.service import Office, answering, filing
from obligations.service.answering import About
from obligations.units import Person, Post, Register
from tests.office import KEY, at, open_test_office, reading, register

PLAN = "24-kh-sm-2024"
JUNE_21 = date(2024, 6, 21)
HEAD, FOCAL = "truong-van-phong", "dau-moi-van-phong"


def people() -> Register:
    """The usual agency with a deputy of the first unit who has no post, and a second focal officer."""
    there = register()
    deputy, second = Person("pho-van-phong", "Phó Văn phòng Sở"), Person("dau-moi-2", "Đầu mối thứ hai")
    posts = (*there.posts, Post("dau-moi-2", Role.FOCAL, "van-phong"))
    return replace(there, people=(*there.people, deputy, second), posts=posts)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    desk = open_test_office(tmp_path, JUNE_21)
    with desk.database.begin() as store:
        store.save_register(people())
        plan = service.ingest(store, reading(), source="ke-hoach.txt", at=desk.clock(), by="thử").plan
        service.approve(desk, store, plan, by="thử")
    return on(desk, JUNE_21)


def on(office: Office, day: date) -> Office:
    return replace(office, clock=at(day), codes=SignedCodes(KEY, at(day), 30))


def about(office: Office, store: Store, *, person: str = HEAD, clause: str = "III.3", period: str = "Q2/2024") -> About:
    plan = service.find_plan(store, PLAN)
    obligation = service.one_obligation(store, plan, clause)
    unit = None if clause == "III.4" else "van-phong"
    return answering.by_hand(
        store, plan, obligation, today=office.today(), unit=unit, period=period, person=person, by="văn thư"
    )


def matter_of(office: Office, *, person: str = HEAD, clause: str = "III.3") -> About:
    with office.database.begin() as store:
        return about(office, store, person=person, clause=clause)


def told(office: Office, day: date, clause: str = "III.3") -> set[str]:
    """Sweep on a day and list who of the first unit, or above it, was told of the clause."""
    service.sweep(on(office, day), send=False, by="thử")
    with office.database.begin() as store:
        return {
            r.value.person
            for r in store.reminders()
            if (r.state, r.planned_on, r.value.occurrence.unit) == (ReminderState.PLANNED, day, "van-phong")
            and r.value.occurrence.code == clause
        }


def log(office: Office, action: str) -> list[str]:
    with office.database.begin() as store:
        return [f"{c.by}: {c.after}" for c in store.changes() if c.action == action]


def test_an_acknowledged_unit_is_quiet_until_the_day_and_its_superiors_are_told_all_the_same(office: Office) -> None:
    with office.database.begin() as store:
        answering.acknowledge(office, store, about(office, store), date(2024, 7, 2), note="đang viết bài")
    assert told(office, date(2024, 6, 28)) == set()
    assert told(office, date(2024, 7, 1)) == {"theo-doi"}
    assert told(office, date(2024, 7, 3)) == {"giam-doc"}
    assert log(office, "answer-ack") == [f"văn thư: {HEAD}: 2024-07-02"]


def test_what_was_planned_before_the_answer_does_not_leave_after_it(office: Office) -> None:
    assert told(office, JUNE_21) == {HEAD, FOCAL, "dau-moi-2"}
    with office.database.begin() as store:
        answering.acknowledge(office, store, about(office, store), date(2024, 6, 25))
    sent = service.sweep(office, by="thử").messages
    assert HEAD not in {m.person for m in sent}
    assert HEAD in told(office, date(2024, 6, 26))


def test_a_snooze_quiets_one_person_for_a_working_day(office: Office) -> None:
    with office.database.begin() as store:
        kept = answering.snooze(office, store, about(office, store))
    assert kept.until == date(2024, 6, 24)
    assert told(office, JUNE_21) == {FOCAL, "dau-moi-2"}
    assert HEAD in told(office, date(2024, 6, 25))


def test_who_takes_over_is_told_in_place_of_who_handed_over_this_matter_only(office: Office) -> None:
    with office.database.begin() as store:
        answering.hand_over(office, store, about(office, store), "pho-van-phong")
    assert told(office, JUNE_21) == {"pho-van-phong", FOCAL, "dau-moi-2"}
    assert HEAD in told(office, date(2024, 9, 23))


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("khong-co", "không có trong danh bạ"),
        ("truong-thanh-tra", "thuộc đơn vị khác"),
        (HEAD, "đang theo dõi việc này"),
    ],
)
def test_a_matter_is_handed_only_to_another_of_the_unit(office: Office, to: str, said: str) -> None:
    with office.database.begin() as store, pytest.raises(BadAnswer, match=said) as refused:
        answering.hand_over(office, store, about(office, store), to)
    assert "pho-van-phong" in str(refused.value)


def test_done_files_the_evidence_and_puts_the_matter_in_review(office: Office) -> None:
    with office.database.begin() as store:
        piece = filing.link("https://cong.example.vn/bai-1", JUNE_21)
        filed = answering.done(office, store, about(office, store), piece)
    assert told(office, JUNE_21) == set()
    with office.database.begin() as store:
        (mine,) = store.occurrences(only=[filed.occurrence.id])
    assert mine.status is Status.IN_REVIEW
    assert log(office, "answer-done") == [f"văn thư: {HEAD}: https://cong.example.vn/bai-1"]
    with office.database.begin() as store, pytest.raises(BadEvidence):
        answering.done(office, store, about(office, store), piece)


def test_a_continuous_duty_is_asked_about_answered_once_and_closed(office: Office) -> None:
    report = service.sweep(office, by="thử")
    with office.database.begin() as store:
        asked = [r for r in store.reminders() if r.value.rung == "hỏi"]
    assert {r.value.person for r in asked} == {"truong-thanh-tra", "dau-moi-thanh-tra"}
    assert {r.message for r in asked} <= {m.id for m in report.messages}
    matter = matter_of(office, person="truong-thanh-tra", clause="III.4")
    with office.database.begin() as store:
        with pytest.raises(BadAnswer, match="kết quả"):
            answering.continues(office, store, matter, "  ")
        with pytest.raises(BadAnswer, match="không trả lời bằng"):
            answering.acknowledge(office, store, matter, JUNE_21)
        answering.continues(office, store, matter, "đã kiểm tra 02 đơn vị")
    service.sweep(on(office, date(2024, 8, 1)), by="thử")
    with office.database.begin() as store:
        found = {o.value.due.period: o.status for o in store.occurrences(PLAN, "III.4")}
        with pytest.raises(BadAnswer, match="đã xong"):
            answering.continues(office, store, matter, "lần nữa")
    assert found == {"2024-Q2": Status.MET, "2024-Q3": Status.PENDING, "2024-Q4": Status.PENDING}


@pytest.mark.parametrize("until", [date(2024, 6, 20), date(2024, 9, 30)])
def test_a_day_past_or_too_far_is_refused_with_the_days_there_are(office: Office, until: date) -> None:
    with office.database.begin() as store, pytest.raises(BadAnswer, match="từ 21/06/2024 đến 20/08/2024"):
        answering.acknowledge(office, store, about(office, store), until)


def test_what_is_met_needs_no_answer(office: Office) -> None:
    matter = matter_of(office)
    with office.database.begin() as store:
        filed = answering.done(office, store, matter, filing.link("https://cong.example.vn/1", JUNE_21))
        filing.accept(office, store, filed.evidence.id, by="thử")
        with pytest.raises(BadAnswer, match="không cần trả lời"):
            answering.acknowledge(office, store, matter, JUNE_21)


def granted(office: Office, person: str = HEAD) -> str:
    matter = matter_of(office)
    assert office.codes is not None
    return office.codes.give(Grant(matter.occurrence.id, person, office.today(), DATED_VERBS))


def test_a_code_stands_for_its_reader(office: Office) -> None:
    with office.database.begin() as store:
        found = answering.by_code(office, store, granted(office))
    assert (found.person.key, found.obligation.code, found.by) == (HEAD, "III.3", "Trưởng Văn phòng Sở")


def test_the_codes_in_messages_are_those_that_can_be_used_and_only_for_the_unit_s_own(office: Office) -> None:
    later = on(office, date(2024, 7, 1))
    service.sweep(later, by="thử")
    with office.database.begin() as store:
        messages = {m.person: m.payload.text for m in store.messages()}
    assert later.codes is not None
    code = later.codes.give(Grant(matter_of(office).occurrence.id, HEAD, later.today(), DATED_VERBS))
    assert code in messages[HEAD]
    assert "Mã trả lời" in messages[HEAD]
    assert code.partition(".")[0] not in messages["theo-doi"]


@pytest.mark.parametrize("reader", ["truong-thanh-tra", "theo-doi", "khong-con"])
def test_a_code_of_somebody_without_part_in_the_matter_is_refused(office: Office, reader: str) -> None:
    with office.database.begin() as store, pytest.raises(BadAnswer, match="không còn theo dõi"):
        answering.by_code(office, store, granted(office, reader))


def test_who_handed_over_can_no_longer_answer_and_who_took_over_can(office: Office) -> None:
    old, new = granted(office), granted(office, "pho-van-phong")
    matter = matter_of(office)
    with office.database.begin() as store:
        answering.hand_over(office, store, matter, "pho-van-phong")
        assert answering.by_code(office, store, new).person.key == "pho-van-phong"
        with pytest.raises(BadAnswer, match="không còn theo dõi"):
            answering.by_code(office, store, old)


def test_a_revoked_code_is_refused_and_a_later_one_is_not(office: Office) -> None:
    code = granted(office)
    with office.database.begin() as store:
        answering.revoke(office, store, HEAD, why="mất điện thoại", by="quản trị")
        with pytest.raises(BadCode, match="thu hồi"):
            answering.by_code(office, store, code)
    tomorrow = on(office, JUNE_21 + timedelta(days=3))
    with office.database.begin() as store:
        assert answering.by_code(tomorrow, store, granted(tomorrow)).person.key == HEAD
    assert log(office, "revoke-codes") == ["quản trị: None"]


def test_several_open_matters_are_listed_when_none_is_named(office: Office) -> None:
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        three = service.one_obligation(store, plan, "III.3")
        with pytest.raises(BadAnswer, match="--unit và --period"):
            answering.by_hand(store, plan, three, today=JUNE_21, unit=None, period=None, person=None, by="thử")
