"""The verbs on a real database: once is enough, and what is met is left in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from obligations import service
from obligations.errors import BadEdit, BadEvidence, NoObligation, UnknownClause, UnknownPlan, UnknownUnit
from obligations.model import Draft, Status, Verdict
from obligations.ports import Delivered, Outcome
from obligations.records import Message, MessageState, ReminderState
from obligations.service import Office, filing
from tests.office import UNITS, at, open_test_office, reading, register

JUNE_27 = date(2024, 6, 27)
PLAN = "24-kh-sm-2024"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    desk = open_test_office(tmp_path, JUNE_27)
    with desk.database.begin() as store:
        store.save_register(register())
        service.ingest(store, reading(), source="ke-hoach.txt", at=desk.clock(), by="thử")
    return desk


def approve(office: Office, *clauses: str, partial: bool = False) -> list[str]:
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        return [o.code for o in service.approve(office, store, plan, clauses, by="thử", partial=partial)]


def submit(office: Office, unit: str, day: date, *, accept: bool = True, clause: str = "III.3") -> int:
    piece = filing.link(f"https://cong.example.vn/{unit}/{day}", day)
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        filed = filing.add(
            office, store, plan, service.one_obligation(store, plan, clause), piece, unit=unit, period=None, by="thử"
        )
        if accept:
            filing.accept(office, store, filed.evidence.id, by="thử")
        return filed.evidence.id


def mail(tmp_path: Path) -> list[str]:
    return sorted(p.name for p in (tmp_path / "mail").glob("*.eml"))


def test_a_plan_is_stored_once_however_often_it_is_ingested(office: Office) -> None:
    with office.database.begin() as store:
        again = service.ingest(store, reading(), source="khac.txt", at=office.clock(), by="thử")
        assert not again.new
        assert [p.name for p in store.plans()] == [PLAN]
        assert len(store.obligations(PLAN)) == 6


def test_a_plan_without_obligations_is_refused_and_nothing_is_stored(office: Office) -> None:
    empty = replace(reading("b" * 64), obligations=())
    with pytest.raises(NoObligation), office.database.begin() as store:
        service.ingest(store, empty, source="trong.txt", at=office.clock(), by="thử")
    with office.database.begin() as store:
        assert len(store.plans()) == 1


def test_duties_of_one_clause_get_codes_of_their_own() -> None:
    assert service.codes(reading().obligations) == ("III.1", "III.2-1", "III.2-2", "III.2-3", "III.3", "III.4")


@pytest.mark.parametrize("reference", [PLAN, "24/KH-SM", "ke-hoach.txt", "ke-hoach", "a" * 8])
def test_a_plan_answers_to_its_name_number_file_and_hash(office: Office, reference: str) -> None:
    with office.database.begin() as store:
        assert service.find_plan(store, reference).name == PLAN


def test_an_unknown_plan_names_those_there_are(office: Office) -> None:
    with office.database.begin() as store, pytest.raises(UnknownPlan, match=PLAN):
        service.find_plan(store, "99/KH-KHAC")


def test_nothing_is_opened_before_approval(office: Office) -> None:
    assert service.sweep(office, by="thử").runs == ()
    with office.database.begin() as store:
        assert store.occurrences() == []
    with pytest.raises(UnknownClause, match="chưa được duyệt"):
        service.run_obligation(office, PLAN, "III.3", by="thử")


def test_approval_opens_units_by_periods_and_a_second_one_changes_nothing(office: Office) -> None:
    assert approve(office, "III.3") == ["III.3"]
    assert approve(office, "III.3") == []
    with office.database.begin() as store:
        opened = store.occurrences(PLAN, "III.3")
    assert {o.value.unit for o in opened} == set(UNITS)
    assert {o.value.due.period for o in opened} == {"2024-Q2", "2024-Q3", "2024-Q4"}
    assert len(opened) == 15


def test_approval_is_refused_as_a_whole_where_a_unit_is_unknown(office: Office) -> None:
    stranger = replace(reading("c" * 64).obligations[0], responsible=("Phòng Không Có",))
    other = replace(reading("c" * 64), obligations=(stranger, reading().obligations[4]))
    with office.database.begin() as store:
        plan = service.ingest(store, other, source="hai.txt", at=office.clock(), by="thử", name="hai").plan
    with pytest.raises(UnknownUnit, match="Phòng Không Có"), office.database.begin() as store:
        service.approve(office, store, plan, by="thử")
    with office.database.begin() as store:
        assert store.obligations("hai", Draft.APPROVED) == []
        assert [o.code for o in service.approve(office, store, plan, by="thử", partial=True)] == ["III.3"]


def test_one_digest_goes_to_each_head_who_has_not_met_and_none_on_the_second_run(
    office: Office, tmp_path: Path
) -> None:
    approve(office, "III.3")
    for met in ("thanh-tra", "van-tai"):
        submit(office, met, date(2024, 5, 20))
    first = service.run_obligation(office, PLAN, "III.3", as_of=JUNE_27, send=True, by="thử")
    told = {m.person for m in first.messages}
    assert told == {"truong-van-phong", "truong-ke-hoach", "truong-cang-vu"}
    assert {m.state for m in first.messages} == {MessageState.SENT}
    assert len(mail(tmp_path)) == 3
    again = service.run_obligation(office, PLAN, "III.3", as_of=JUNE_27, send=True, by="thử")
    assert again.messages == ()
    assert len(mail(tmp_path)) == 3


def test_a_what_if_on_another_day_keeps_nothing(office: Office, tmp_path: Path) -> None:
    approve(office, "III.3")
    report = service.run_obligation(office, PLAN, "III.3", as_of=date(2024, 9, 28), by="thử")
    assert report.drafts
    assert not report.stored
    with office.database.begin() as store:
        assert store.reminders() == []
        assert {o.status for o in store.occurrences(PLAN, "III.3")} == {Status.PENDING}
    assert mail(tmp_path) == []


def test_a_run_without_send_plans_and_the_sweep_sends_it_in_one_digest_a_person(office: Office, tmp_path: Path) -> None:
    approve(office)
    service.run_obligation(office, PLAN, "III.3", by="thử")
    assert mail(tmp_path) == []
    report = service.sweep(office, by="thử")
    assert len({m.person for m in report.messages}) == len(report.messages)
    assert service.sweep(office, by="thử").messages == ()


def test_met_evidence_stops_what_was_planned_but_not_sent(office: Office, tmp_path: Path) -> None:
    approve(office, "III.3")
    service.run_obligation(office, PLAN, "III.3", by="thử")
    submit(office, "van-phong", date(2024, 6, 1))
    report = service.sweep(office, by="thử")
    assert "truong-van-phong" not in {m.person for m in report.messages}
    with office.database.begin() as store:
        states = {r.value.person: r.state for r in store.reminders() if r.value.rung == "-2"}
    assert states["truong-van-phong"] is ReminderState.CANCELLED


def test_a_digest_of_which_an_item_closed_while_it_waited_is_worded_anew(office: Office) -> None:
    approve(office, "III.1", "III.3")
    with office.database.begin() as store:
        for code in ("III.1", "III.3"):
            stored = [o for o in store.occurrences(PLAN, code) if o.value.due.legal < date(2024, 7, 1)]
            service.check(office, store, stored, JUNE_27, by="thử", keep=True)
        service.remind(office, store, JUNE_27, now=office.clock())
    submit(office, "van-phong", date(2024, 6, 1))
    sent = {m.person: m for m in service.deliver(office) if m.state is MessageState.SENT}
    text = sent["truong-van-phong"].payload.text if "truong-van-phong" in sent else ""
    assert "III.3" not in text


def test_a_correction_moves_what_is_open_and_stands_in_the_log(office: Office) -> None:
    approve(office, "III.1")
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        service.edit(office, store, plan, "III.1", {"due": "20/7/2024"}, by="thử", why="công văn 12")
        assert [o.value.due.legal for o in store.occurrences(PLAN, "III.1")] == [date(2024, 7, 20)]
        line = store.changes(f"plan/{PLAN}/III.1")[-1]
    assert (line.action, line.by, line.why) == ("edit", "thử", "công văn 12")
    assert "2024-07-20" in (line.after or "")


@pytest.mark.parametrize("change", [{"hạn": "x"}, {"due": "31/2/2024"}, {"count": "0"}, {"kind": "thơ"}])
def test_a_correction_that_cannot_be_is_refused_with_what_it_takes(office: Office, change: dict[str, str]) -> None:
    with office.database.begin() as store, pytest.raises(BadEdit, match=r"sửa được|cần"):
        service.edit(office, store, service.find_plan(store, PLAN), "III.1", change, by="thử", why="thử")


def test_rejecting_closes_what_was_open(office: Office) -> None:
    approve(office, "III.3")
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        service.reject(office, store, plan, ["III.3"], by="thử", why="không phải việc của Sở")
        assert store.occurrences(PLAN, "III.3") == []


def test_one_link_counts_once_in_whatever_spelling(office: Office) -> None:
    approve(office, "III.3")
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        duty = service.one_obligation(store, plan, "III.3")
        one = filing.link("https://www.cong.example.vn/tin/1/?utm_source=zalo#x", date(2024, 5, 1))
        filing.add(office, store, plan, duty, one, unit="Thanh tra Sở", period=None, by="thử")
    again = filing.link("http://cong.example.vn/tin/1", date(2024, 5, 1))
    with pytest.raises(BadEvidence), office.database.begin() as store:
        filing.add(office, store, plan, duty, again, unit="Văn phòng Sở", period=None, by="thử")


def test_evidence_outside_its_period_is_not_accepted(office: Office) -> None:
    approve(office, "III.3")
    piece = filing.link("https://cong.example.vn/cu", date(2024, 2, 1))
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        duty = service.one_obligation(store, plan, "III.3")
        filed = filing.add(office, store, plan, duty, piece, unit="thanh-tra", period="Q2/2024", by="thử")
        assert filed.doubt
        with pytest.raises(BadEvidence):
            filing.accept(office, store, filed.evidence.id, by="thử")


def test_a_returned_piece_can_be_handed_in_again_and_its_reason_reaches_the_unit(office: Office) -> None:
    approve(office, "III.3")
    number = submit(office, "thanh-tra", date(2024, 5, 20), accept=False)
    with office.database.begin() as store:
        filed = filing.give_back(office, store, number, why="đường dẫn không mở được", by="thử")
        assert filed.evidence.verdict is Verdict.RETURNED
    report = service.run_obligation(office, PLAN, "III.3", unit="thanh-tra", send=True, by="thử")
    assert "đường dẫn không mở được" in report.messages[0].payload.text
    submit(office, "thanh-tra", date(2024, 5, 20))


def test_a_total_is_met_by_the_pieces_of_its_parts_and_nobody_is_told_of_it(office: Office) -> None:
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        service.edit(office, store, plan, "III.2-1", {"responsible": "Cảng vụ"}, by="thử", why="thử")
    approve(office, "III.2")
    late = replace(office, clock=at(date(2025, 1, 2)))
    for unit, clause in (("van-phong", "III.2-2"), ("thanh-tra", "III.2-3")):
        for month in (5, 7, 9, 11):
            submit(late, unit, date(2024, month, 3), clause=clause)
    with late.database.begin() as store:
        total = service.standings(late, store, store.occurrences(PLAN, "III.2-1"), date(2024, 12, 31))
    assert [(s.status, s.accepted) for _, s in total] == [(Status.MET, 8)]
    assert service.run_obligation(late, PLAN, "III.2-1", send=True, by="thử").messages == ()


def test_every_change_leaves_its_line(office: Office) -> None:
    approve(office, "III.3")
    submit(office, "thanh-tra", date(2024, 5, 20))
    with office.database.begin() as store:
        actions = [c.action for c in store.changes(f"plan/{PLAN}")]
    assert actions == ["import", "approved", "evidence-add", "evidence-accepted"]


def test_a_plan_without_a_date_takes_the_one_a_person_adds_later(office: Office) -> None:
    undated = replace(reading("d" * 64), header=replace(reading("d" * 64).header, issued_on=None, number=None))
    with office.database.begin() as store:
        at_first = service.ingest(store, undated, source="khong-ngay.txt", at=office.clock(), by="thử")
        assert at_first.plan.header.issued_on is None
        again = service.dated(undated, date(2024, 3, 5))
        service.ingest(store, again, source="khong-ngay.txt", at=office.clock(), by="thử")
        assert service.find_plan(store, "khong-ngay").header.issued_on == date(2024, 3, 5)


def test_a_plan_that_cannot_be_timed_is_a_problem_of_its_own_and_the_sweep_goes_on(office: Office) -> None:
    approve(office, "III.3")
    header = replace(reading("e" * 64).header, issued_on=date(2024, 4, 19), number="9/KH-SM")
    with office.database.begin() as store:
        plan = service.ingest(
            store, replace(reading("e" * 64), header=header), source="x.txt", at=office.clock(), by="thử"
        ).plan
        service.approve(office, store, plan, ["III.3"], by="thử")
        store.set_plan_header(plan.id, replace(header, issued_on=None, year=None))
    report = service.sweep(office, by="thử")
    assert [run.plan.name for run in report.runs] == [PLAN]
    assert any(plan.name in problem for problem in report.problems)


def test_what_could_not_leave_is_tried_again_after_its_pause(office: Office, tmp_path: Path) -> None:
    approve(office, "III.3")
    refusing = replace(office, send=lambda _: Outcome(Delivered.LATER, "máy chủ thư đang bận"))
    first = service.run_obligation(refusing, PLAN, "III.3", send=True, by="thử")
    assert {m.state for m in first.messages} == {MessageState.WAITING}
    assert service.retry(office) == []
    later = replace(office, clock=lambda: office.clock() + timedelta(hours=12))
    assert {m.state for m in service.retry(later)} == {MessageState.SENT}
    assert len(mail(tmp_path)) == 5


def told(office: Office, day: date, clause: str) -> list[tuple[str, str]]:
    """Sweep on a day; list who was sent a digest that names the clause."""
    report = service.sweep(replace(office, clock=at(day)), by="thử")
    return [(m.person, m.payload.text) for m in report.messages if clause in m.payload.text]


def test_a_one_off_whose_date_was_corrected_moves_with_its_evidence_and_the_old_date_is_not_told_again(
    office: Office,
) -> None:
    approve(office, "III.1")
    early = replace(office, clock=at(date(2024, 5, 8)))
    assert told(early, date(2024, 5, 8), "III.1")
    submit(early, "van-phong", date(2024, 5, 7), accept=False, clause="III.1")
    with early.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        service.edit(early, store, plan, "III.1", {"due": "31/5/2024"}, by="thử", why="gia hạn")
        moved = store.occurrences(PLAN, "III.1")
        assert [o.value.due.legal for o in moved] == [date(2024, 5, 31)]
        assert len(store.evidence_uses([moved[0].id])) == 1
    assert told(office, date(2024, 5, 14), "III.1") == []


def test_units_a_duty_no_longer_names_are_left_in_peace_and_their_history_stays(office: Office) -> None:
    approve(office, "III.3")
    assert told(office, date(2024, 6, 27), "III.3")
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        service.edit(office, store, plan, "III.3", {"responsible": "Thanh tra Sở"}, by="thử", why="phân công lại")
        gone = [o for o in store.occurrences(PLAN, "III.3", "van-tai") if o.value.due.period == "2024-Q2"]
        assert [o.status for o in gone] == [Status.WAIVED]
        assert any(c.action == "withdraw" for c in store.changes(f"plan/{PLAN}/III.3"))
    late = told(office, date(2024, 7, 4), "III.3")
    assert late
    assert not any("Phòng Vận tải" in text for _, text in late)


def test_a_unit_that_left_the_register_is_asked_for_nothing(office: Office) -> None:
    approve(office, "III.3")
    service.sweep(office, by="thử")
    smaller = register()
    units = tuple(
        replace(u, members=tuple(m for m in u.members if m != "van-tai")) for u in smaller.units if u.key != "van-tai"
    )
    posts = tuple(p for p in smaller.posts if p.unit != "van-tai")
    with office.database.begin() as store:
        store.save_register(replace(smaller, units=units, posts=posts))
        service.reopen(office, store)
    assert not any("van-tai" in text or "Vận tải" in text for _, text in told(office, date(2024, 7, 4), "III.3"))


def test_a_reminder_cancelled_by_evidence_that_was_then_returned_is_told_after_all(office: Office) -> None:
    approve(office, "III.3")
    service.run_obligation(office, PLAN, "III.3", by="thử")
    number = submit(office, "van-phong", date(2024, 6, 1))
    service.run_obligation(office, PLAN, "III.3", by="thử")
    with office.database.begin() as store:
        filing.give_back(office, store, number, why="sai chuyên mục", by="thử")
    assert "truong-van-phong" in {person for person, _ in told(office, JUNE_27, "III.3")}


def test_a_relay_that_is_down_for_a_day_loses_nothing(office: Office, tmp_path: Path) -> None:
    approve(office, "III.3")
    refusing = replace(office, send=lambda _: Outcome(Delivered.LATER, "máy chủ thư đang bận"))
    service.run_obligation(refusing, PLAN, "III.3", send=True, by="thử")
    start = office.clock()
    for minutes in range(0, 24 * 60, 20):
        service.retry(replace(refusing, clock=lambda m=minutes: start + timedelta(minutes=m)))  # type: ignore[misc]
    service.retry(replace(office, clock=lambda: start + timedelta(hours=26)))
    assert len(mail(tmp_path)) == 5


def test_a_corrected_address_gets_what_the_wrong_one_refused(office: Office) -> None:
    sent: list[str] = []

    def send(message: Message) -> Outcome:
        if "sai@" in message.address:
            return Outcome(Delivered.NEVER, "550 không có hộp thư này")
        sent.append(message.address)
        return Outcome(Delivered.SENT)

    desk = replace(office, send=send)
    with desk.database.begin() as store:
        store.save_register(register("mailto://127.0.0.1?from=a@so.example.vn&to=sai@so.example.vn"))
    approve(desk, "III.3")
    first = service.sweep(desk, by="thử")
    assert {m.state for m in first.messages} == {MessageState.DEAD}
    assert any("không gửi được" in problem for problem in first.problems)
    right = "mailto://127.0.0.1?from=a@so.example.vn&to=dung@so.example.vn"
    with desk.database.begin() as store:
        store.save_register(register(right))
    service.sweep(desk, by="thử")
    assert sent == [right] * 5


def test_an_address_that_refuses_for_good_gives_way_to_the_next_one(office: Office) -> None:
    tried: list[str] = []

    def send(message: Message) -> Outcome:
        tried.append(message.address)
        return Outcome(Delivered.NEVER if "mot" in message.address else Delivered.SENT)

    desk = replace(office, send=send)
    known = register()
    two = ("mailto://127.0.0.1?from=a@b.vn&to=mot@b.vn", "mailto://127.0.0.1?from=a@b.vn&to=hai@b.vn")
    with desk.database.begin() as store:
        store.save_register(replace(known, people=tuple(replace(p, addresses=two) for p in known.people)))
    approve(desk, "III.3")
    report = service.run_obligation(desk, PLAN, "III.3", unit="thanh-tra", send=True, by="thử")
    assert [m.state for m in report.messages] == [MessageState.SENT]
    assert tried == list(two)


def test_somebody_who_left_stops_only_their_own_reminder(office: Office) -> None:
    approve(office, "III.3")
    on = date(2024, 6, 24)
    early = replace(office, clock=at(on))
    service.run_obligation(early, PLAN, "III.3", unit="thanh-tra", by="thử")
    known = register()
    with office.database.begin() as store:
        posts = tuple(p for p in known.posts if p.person != "dau-moi-thanh-tra")
        people = tuple(p for p in known.people if p.key != "dau-moi-thanh-tra")
        store.save_register(replace(known, posts=posts, people=people))
    who = {person for person, _ in told(office, on, "III.3")}
    assert "truong-thanh-tra" in who
    assert "dau-moi-thanh-tra" not in who


def test_what_was_met_after_a_failed_sending_does_not_leave_any_more(office: Office, tmp_path: Path) -> None:
    approve(office, "III.3")
    refusing = replace(office, send=lambda _: Outcome(Delivered.LATER, "máy chủ thư đang bận"))
    service.run_obligation(refusing, PLAN, "III.3", unit="van-phong", send=True, by="thử")
    submit(office, "van-phong", date(2024, 6, 1))
    service.retry(replace(office, clock=at(date(2024, 6, 28))))
    assert mail(tmp_path) == []


def test_a_day_to_come_is_a_what_if_even_with_send(office: Office, tmp_path: Path) -> None:
    approve(office, "III.3")
    report = service.run_obligation(office, PLAN, "III.3", as_of=date(2024, 7, 15), send=True, by="thử")
    assert report.drafts
    assert not report.stored
    assert mail(tmp_path) == []
    assert len(told(office, JUNE_27, "III.3")) == 5


def test_a_dry_run_shows_also_what_an_earlier_run_planned(office: Office) -> None:
    approve(office, "III.3")
    service.run_obligation(office, PLAN, "III.3", by="thử")
    assert len(service.would_send(office, JUNE_27)) == 5


@pytest.mark.parametrize("address", ["http://[bad", "http://a.vn:99999/x", "ftp://a.vn/x", "khong-phai"])
def test_a_malformed_link_is_refused_in_words(address: str) -> None:
    with pytest.raises(BadEvidence, match="không phải địa chỉ web"):
        filing.link(address, JUNE_27)


def test_a_correction_or_a_return_without_a_reason_is_refused(office: Office) -> None:
    approve(office, "III.3")
    number = submit(office, "thanh-tra", date(2024, 5, 20), accept=False)
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        with pytest.raises(BadEdit, match="lý do"):
            service.edit(office, store, plan, "III.3", {"count": "2"}, by="thử", why=" ")
        with pytest.raises(BadEdit, match="lý do"):
            service.reject(office, store, plan, ["III.3"], by="thử", why="")
        with pytest.raises(BadEvidence, match="lý do"):
            filing.give_back(office, store, number, why="", by="thử")


def test_what_was_withdrawn_and_is_asked_for_again_the_same_day_leaves_the_same_day(office: Office) -> None:
    approve(office, "III.3")
    refusing = replace(office, send=lambda _: Outcome(Delivered.LATER, "máy chủ thư đang bận"))
    service.run_obligation(refusing, PLAN, "III.3", unit="van-phong", send=True, by="thử")
    number = submit(office, "van-phong", date(2024, 6, 1))
    later = replace(office, clock=lambda: office.clock() + timedelta(hours=1))
    assert [m.state for m in service.retry(later)] == [MessageState.CANCELLED]
    with office.database.begin() as store:
        filing.give_back(office, store, number, why="sai chuyên mục", by="thử")
    report = service.run_obligation(later, PLAN, "III.3", unit="van-phong", send=True, by="thử")
    assert {(m.person, m.state) for m in report.messages} == {
        ("truong-van-phong", MessageState.SENT),
        ("dau-moi-van-phong", MessageState.SENT),
    }
