"""The morning summary: in the digest of those who keep the plans, once a day, with what became of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from obligations import service
from obligations.model import Role
from obligations.policy import Policy
from obligations.ports import Delivered, Outcome, Sender
from obligations.records import Message, MessageState
from obligations.service import Office, filing
from obligations.service.notices import NOTICES
from obligations.service.summing import AGENCY, morning
from obligations.summary import Summary, Vacancy
from tests.office import at, open_test_office, reading, register

PLAN = "24-kh-sm-2024"
JUNE_27 = date(2024, 6, 27)
ADDRESS = "mailtos://gui:mat-khau@thu.example.vn?to=rieng.tu@so.example.vn"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    desk = replace(open_test_office(tmp_path, JUNE_27, send=sending()), policy=Policy())
    with desk.database.begin() as store:
        there = register(ADDRESS)
        store.save_register(replace(there, posts=tuple(p for p in there.posts if p.person != "truong-cang-vu")))
        plan = service.ingest(store, reading(), source="ke-hoach.txt", at=desk.clock(), by="thử").plan
        service.approve(desk, store, plan, by="thử")
    return desk


def sending(refused: str = "") -> Sender:
    def send(message: Message) -> Outcome:
        return (
            Outcome(Delivered.NEVER, "550 không có hộp thư") if message.person == refused else Outcome(Delivered.SENT)
        )

    return send


def on(office: Office, day: date) -> Office:
    return replace(office, clock=at(day))


def to_the_keeper(office: Office) -> list[Message]:
    with office.database.begin() as store:
        return [m for m in store.messages() if m.person == "theo-doi" and not m.key.startswith(NOTICES)]


def test_the_keeper_of_plans_gets_one_message_a_day_with_the_summary_and_what_to_follow_up(office: Office) -> None:
    service.sweep(office, by="thử")
    assert [m.payload.subject for m in to_the_keeper(office)] == ["[Đúng Hạn] Tình hình nhắc việc ngày 27/06/2024"]
    service.sweep(on(office, date(2024, 7, 1)), by="thử")
    service.sweep(on(office, date(2024, 7, 1)), by="thử")
    _, monday = to_the_keeper(office)
    assert "việc cần đôn đốc" in monday.payload.subject
    assert "TÌNH HÌNH NHẮC VIỆC" in monday.payload.text
    assert "Tình hình nhắc việc" in monday.payload.html
    assert "Thư nhắc hôm nay" in monday.payload.short


def test_it_says_what_became_of_the_others_and_masks_how_they_are_reached(office: Office) -> None:
    desk = replace(office, send=sending(refused="truong-van-phong"))
    service.sweep(desk, by="thử")
    text = to_the_keeper(desk)[0].payload.text
    assert "1 không gửi được" in text
    assert "Trưởng Văn phòng Sở (r***@so.example.vn): không gửi được" in " ".join(text.split())
    assert "mat-khau" not in text
    assert "rieng.tu" not in text


def test_it_names_what_is_overdue_in_review_and_held_by_nobody(office: Office) -> None:
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        three = service.one_obligation(store, plan, "III.3")
        piece = filing.link("https://cong.example.vn/1", JUNE_27)
        filing.add(office, store, plan, three, piece, unit="thanh-tra", period="2024-Q2", by="thử")
    service.sweep(office, send=False, by="thử")
    with office.database.begin() as store:
        found = morning(office, store, JUNE_27)
    assert [(late.unit_name, late.count) for late in found.late] == [("Văn phòng Sở", 1)]
    assert found.in_review == 1
    assert Vacancy("Cảng vụ", Role.HEAD, 2) in found.vacant
    assert found.sent == ()


def test_a_role_that_nobody_holds_is_told_once_and_stands_in_the_log(office: Office) -> None:
    for day in (JUNE_27, JUNE_27 + timedelta(days=1)):
        service.sweep(on(office, day), by="thử")
    with office.database.begin() as store:
        said = [c for c in store.changes() if c.action == "nobody" and "cang-vu/2024-Q2" in c.subject]
        assert {c.after for c in said} == {f"bậc {rung}: người đứng đầu" for rung in ("-5", "-2", "0")}
        assert len(said) == 3
        assert morning(office, store, JUNE_27 + timedelta(days=1)).vacant == (Vacancy("Cảng vụ", Role.HEAD, 1),)


def test_an_agency_without_a_leader_is_told_so(office: Office) -> None:
    with office.database.begin() as store:
        there = store.register()
        store.save_register(replace(there, posts=tuple(p for p in there.posts if p.role is not Role.LEADER)))
    service.sweep(on(office, date(2024, 7, 3)), by="thử")
    with office.database.begin() as store:
        found = morning(office, store, date(2024, 7, 3)).vacant
    assert any((v.unit_name, v.role) == (AGENCY, Role.LEADER) for v in found)


def test_faults_of_templates_reach_the_keeper(office: Office) -> None:
    desk = replace(office, warnings=lambda: ("mẫu thư subject.txt.j2, dòng 1: sai cú pháp",))
    report = service.sweep(desk, by="thử")
    assert "mẫu thư subject.txt.j2" in to_the_keeper(desk)[0].payload.text
    assert any("subject.txt.j2" in problem for problem in report.problems)


def test_where_there_is_nothing_to_say_nothing_is_sent(office: Office) -> None:
    assert not Summary(JUNE_27)
    quiet = on(office, date(2024, 4, 22))
    assert service.sweep(quiet, by="thử").messages == ()


def test_an_agency_may_do_without(office: Office) -> None:
    desk = replace(office, policy=Policy(summary=False))
    service.sweep(desk, by="thử")
    assert to_the_keeper(desk) == []


def test_a_summary_that_could_not_leave_is_worded_anew_with_the_summary(office: Office) -> None:
    monday = on(office, date(2024, 7, 1))
    busy = replace(monday, send=lambda m: Outcome(Delivered.LATER if m.person == "theo-doi" else Delivered.SENT, "bận"))
    service.sweep(busy, by="thử")
    with monday.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        three = service.one_obligation(store, plan, "III.3")
        piece = filing.link("https://cong.example.vn/2", date(2024, 6, 28))
        filed = filing.add(monday, store, plan, three, piece, unit="thanh-tra", period="2024-Q2", by="thử")
        filing.accept(monday, store, filed.evidence.id, by="thử")
    later = replace(monday, clock=lambda: monday.clock() + timedelta(hours=2))
    service.deliver(later)
    states = {m.state: m.payload.text for m in to_the_keeper(monday)}
    assert MessageState.CANCELLED in states
    assert "TÌNH HÌNH NHẮC VIỆC" in states[MessageState.SENT]
    assert "Thanh tra Sở: chưa nhận được" not in states[MessageState.SENT]
