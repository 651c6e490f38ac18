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
from obligations.records import MessageState, ReminderState
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
        service.reject(store, plan, ["III.3"], at=office.clock(), by="thử", why="không phải việc của Sở")
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
