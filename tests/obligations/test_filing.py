"""Filing on a real database: what is the same, what came late, who is told, and two officers at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from obligations import service
from obligations.answers import Answer, Verb
from obligations.errors import BadEvidence, UnknownEvidence
from obligations.model import Attachment, FileRole, Verdict
from obligations.records import ReminderState
from obligations.service import Office, filing, reviewing
from obligations.service.filing import Filed, Piece
from tests.office import at, open_test_office, reading, register

PLAN = "24-kh-sm-2024"
JUNE = date(2024, 6, 20)
LINK = "https://cong.example.vn/1"
PHOTO = Attachment("anh.jpg", "a" * 64, 10, FileRole.PHOTO)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Open an office on 27/6/2024 with the plan approved."""
    desk = open_test_office(tmp_path, date(2024, 6, 27))
    with desk.database.begin() as store:
        store.save_register(register())
        plan = service.ingest(store, reading(), source="kh.txt", at=desk.clock(), by="thử").plan
        service.approve(desk, store, plan, by="thử")
    return desk


def add(
    office: Office, piece: Piece, unit: str = "van-phong", clause: str = "III.3", period: str | None = None
) -> Filed:
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        duty = service.one_obligation(store, plan, clause)
        return filing.add(office, store, plan, duty, piece, unit=unit, period=period, by="đầu mối")


def decide(office: Office, verb: Callable[..., Filed], evidence: int, **more: object) -> Filed:
    with office.database.begin() as store:
        return verb(office, store, evidence, by="thử", **more)


def test_a_document_of_a_unit_counts_once_whether_it_names_itself_or_not(office: Office) -> None:
    add(office, filing.document("5/BC-VP ngày 20/6/2024", None))
    for again in ("05/BC-VP ngày 20/6/2024", "5/BC-VP ngày 21/6/2024 của Văn phòng Sở"):
        with pytest.raises(BadEvidence, match="đã được nộp"):
            add(office, filing.document(again, None), clause="III.1", period="2024-05-10")


def test_the_same_number_of_another_unit_is_taken_and_shown_to_a_person(office: Office) -> None:
    first = add(office, filing.document("5/BC-UBND ngày 20/6/2024", None))
    other = add(office, filing.document("5/BC-UBND ngày 20/6/2024", None), unit="thanh-tra")
    assert any(f"minh chứng #{first.evidence.id}" in note for note in other.evidence.notes)


def test_a_file_used_before_is_shown_to_a_person(office: Office) -> None:
    first = add(office, filing.event("Hội nghị", JUNE, [PHOTO]))
    extra = Attachment("khac.jpg", "d" * 64, 10, FileRole.PHOTO)
    again = add(office, filing.event("Tập huấn", JUNE, [PHOTO, extra]), unit="thanh-tra")
    assert again.evidence.notes[-1] == f"Có tệp đã dùng với minh chứng #{first.evidence.id}; xem có phải là một không."


def test_what_comes_after_the_due_date_for_a_day_before_it_is_flagged_and_counts(office: Office) -> None:
    late = replace(office, clock=at(date(2024, 7, 3)))
    filed = add(late, filing.link(LINK, JUNE))
    assert filed.late is not None
    assert "sau hạn 3 ngày" in filed.late
    assert add(office, filing.link("https://cong.example.vn/2", JUNE), unit="thanh-tra").late is None
    assert decide(late, filing.accept, filed.evidence.id).evidence.verdict is Verdict.ACCEPTED


def test_two_officers_at_once_the_second_is_told(office: Office) -> None:
    seen = add(office, filing.link(LINK, JUNE)).evidence
    decide(office, filing.accept, seen.id, seen=seen.version)
    with pytest.raises(BadEvidence, match="người khác"):
        decide(office, filing.give_back, seen.id, why="sai chuyên mục", seen=seen.version)
    with office.database.begin() as store:
        assert filing.filed(store, seen.id).evidence.verdict is Verdict.ACCEPTED


def test_a_returned_piece_is_told_to_its_unit_in_the_next_digest_with_the_reason(
    office: Office, tmp_path: Path
) -> None:
    early = replace(office, clock=at(date(2024, 4, 22)))  # no rung of the ladder is due for weeks
    number = add(early, filing.link(LINK, date(2024, 4, 20))).evidence.id
    decide(early, filing.give_back, number, why="Bài không nói về cải cách hành chính")
    with office.database.begin() as store:
        planned = [(r.value.person, r.state) for r in store.reminders() if r.value.rung.startswith("trả-lại")]
    assert planned == [("dau-moi-van-phong", ReminderState.PLANNED), ("truong-van-phong", ReminderState.PLANNED)]
    report = service.sweep(early, by="thử")
    assert {m.person for m in report.messages} >= {"dau-moi-van-phong", "truong-van-phong"}
    told = [m for m in report.messages if m.person == "dau-moi-van-phong"]
    assert "Bài không nói về cải cách hành chính" in told[0].payload.text
    assert "Minh chứng bị trả lại" in told[0].payload.text
    assert service.sweep(early, by="thử").messages == ()


def test_nobody_is_told_of_a_returned_piece_once_the_duty_is_met(office: Office) -> None:
    bad, good = (add(office, filing.link(f"{LINK}/{n}", JUNE)).evidence.id for n in (1, 2))
    decide(office, filing.give_back, bad, why="đường dẫn không mở được")
    decide(office, filing.accept, good)
    told = [m for m in service.sweep(office, by="thử").messages if m.person.endswith("van-phong")]
    assert not any("không mở được" in m.payload.text for m in told)


def answer(office: Office, number: int, verb: Verb, **more: object) -> None:
    """Answer, as the unit's head, the matter that a piece belongs to."""
    with office.database.begin() as store:
        occurrence = filing.filed(store, number).occurrence.id
        store.add_answer(Answer(occurrence, verb, "truong-van-phong", office.clock(), **more))  # type: ignore[arg-type]


def returned_early(office: Office) -> tuple[Office, int]:
    """Hand in a piece on a day when no rung is due for weeks; nobody has decided on it yet."""
    early = replace(office, clock=at(date(2024, 4, 22)))
    return early, add(early, filing.link(LINK, date(2024, 4, 20))).evidence.id


def readers(office: Office, said: str) -> set[str]:
    return {m.person for m in service.sweep(office, by="thử").messages if said in m.payload.text}


@pytest.mark.parametrize("answered_first", [True, False])
def test_quiet_and_an_extension_hold_back_no_returned_piece(office: Office, *, answered_first: bool) -> None:
    early, number = returned_early(office)
    if answered_first:
        answer(early, number, Verb.ACK, until=date(2024, 5, 10))
    decide(early, filing.give_back, number, why="sai chuyên mục")
    if not answered_first:
        answer(early, number, Verb.ACK, until=date(2024, 5, 10))
    with early.database.begin() as store:
        one = filing.filed(store, number).occurrence
        store.lapse_reminders(one.id, one.value.due.legal.isoformat())
    assert readers(early, "sai chuyên mục") == {"truong-van-phong", "dau-moi-van-phong"}


def test_who_took_over_is_told_of_a_returned_piece(office: Office) -> None:
    early, number = returned_early(office)
    answer(early, number, Verb.HAND_OVER, to="theo-doi")
    decide(early, filing.give_back, number, why="sai chuyên mục")
    assert readers(early, "sai chuyên mục") == {"theo-doi", "dau-moi-van-phong"}


def test_a_piece_taken_back_and_accepted_is_told_to_nobody_as_returned(office: Office) -> None:
    early = replace(office, clock=at(date(2024, 4, 22)))
    number = add(early, filing.link(LINK, date(2024, 4, 20)), clause="III.2-2").evidence.id
    decide(early, filing.give_back, number, why="sai chuyên mục")
    decide(early, filing.accept, number)
    assert not {p for p in readers(early, "") if p.endswith("van-phong")}


def test_what_waits_for_a_verdict_is_not_asked_for_and_is_again_once_returned(office: Office) -> None:
    service.sweep(office, send=False, by="thử")
    number = add(office, filing.link(LINK, JUNE)).evidence.id
    asked = readers(office, "mục III.3")
    assert "truong-thanh-tra" in asked
    assert not {p for p in asked if p.endswith("van-phong")}
    decide(office, filing.give_back, number, why="sai chuyên mục")
    assert "truong-van-phong" in readers(office, "sai chuyên mục")


def test_nobody_reads_in_a_refusal_who_handed_the_piece_in(office: Office) -> None:
    add(office, filing.link(LINK, JUNE))
    with pytest.raises(BadEvidence) as refused:
        add(office, filing.link(LINK, JUNE), unit="thanh-tra")
    assert "đầu mối" not in str(refused.value)
    assert "văn phòng" not in str(refused.value).lower()


def test_an_unknown_piece_is_told(office: Office) -> None:
    with office.database.begin() as store, pytest.raises(UnknownEvidence, match="số 9"):
        reviewing.to_look_at(store, 9)
