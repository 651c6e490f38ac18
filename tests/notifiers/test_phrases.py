from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from notifiers import dates, phrases
from notifiers.urgency import Urgency, counts, urgency
from obligations.model import Kind, Role, Status
from obligations.policy import Policy, Step
from obligations.reminders import RETURNED
from tests.notifiers.messages import POSTS, REPORT, due, item


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2024, 6, 28), "28/06/2024"),
        (date(2024, 6, 5), "05/06/2024"),
        (date(2024, 1, 5), "05/01/2024"),
        (date(2024, 12, 31), "31/12/2024"),
    ],
)
def test_a_date_is_written_with_two_digits_each(value: date, expected: str) -> None:
    assert phrases.day(value) == expected


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (
            date(2024, 6, 25),
            "thứ Sáu, 28/06/2024; còn 3 ngày làm việc. Hạn theo kế hoạch là Chủ nhật, 30/06/2024, trùng ngày nghỉ.",
        ),
        (date(2024, 6, 28), "thứ Sáu, 28/06/2024; hôm nay là hạn cuối. Hạn theo kế hoạch là Chủ nhật, 30/06/2024, "),
        (date(2024, 6, 29), "Chủ nhật, 30/06/2024; còn 1 ngày, đều là ngày nghỉ."),
        (date(2024, 7, 2), "Chủ nhật, 30/06/2024; đã quá hạn 2 ngày."),
    ],
)
def test_a_due_date_says_how_far_off_it_is(on: date, said: str) -> None:
    ((label, words),) = dates.due_lines(POSTS.standing, on)
    assert (label, words[: len(said)]) == ("Hạn", said)


EVENT = replace(due("2024", date(2024, 10, 10)), window=due("2024", date(2024, 10, 25)).window)


@pytest.mark.parametrize(
    ("on", "labels", "said"),
    [
        (date(2024, 10, 5), ["Ngày tổ chức", "Gửi minh chứng"], "thứ Năm, 10/10/2024; còn 4 ngày làm việc."),
        (date(2024, 10, 10), ["Ngày tổ chức", "Gửi minh chứng"], "thứ Năm, 10/10/2024; hôm nay."),
        (date(2024, 10, 18), ["Hạn gửi minh chứng"], "thứ Sáu, 25/10/2024; còn 5 ngày làm việc."),
        (date(2024, 10, 27), ["Hạn gửi minh chứng"], "thứ Sáu, 25/10/2024; đã quá hạn 2 ngày."),
    ],
)
def test_an_event_is_not_late_while_its_evidence_may_follow(on: date, labels: list[str], said: str) -> None:
    lines = dates.due_lines(item(Kind.EVENT, EVENT).standing, on)
    assert [label for label, _ in lines] == labels
    assert lines[0][1] == said


@pytest.mark.parametrize(
    ("kind", "needed", "recipient", "expected"),
    [
        (Kind.POST, 4, None, "Quý II/2024: đăng 04 tin, bài"),
        (Kind.POST, 1, "Trang tin", "Quý II/2024: đăng tin, bài trên Trang tin"),
        (Kind.PORTAL_SUBMISSION, 1, "Cổng tỉnh", "Quý II/2024: gửi tin, bài đăng trên Cổng tỉnh"),
        (Kind.REPORT, 1, "Sở Nội vụ", "Quý II/2024: báo cáo gửi Sở Nội vụ"),
        (Kind.REPORT, 1, None, "Quý II/2024: báo cáo kết quả thực hiện"),
        (Kind.EVENT, 1, None, "Quý II/2024: tổ chức hoạt động"),
        (Kind.DELIVERABLE, 1, None, "Quý II/2024: hoàn thành sản phẩm được giao"),
        (Kind.TASK, 1, None, "Quý II/2024: thực hiện nhiệm vụ được giao"),
    ],
)
def test_what_is_asked_is_said_by_kind(kind: Kind, needed: int, recipient: str | None, expected: str) -> None:
    one = item(kind, due("2024-Q2", date(2024, 6, 30)), needed=needed, recipient=recipient)
    assert phrases.deed(one) == expected


@pytest.mark.parametrize(
    ("needed", "accepted", "in_review", "expected"),
    [
        (4, 1, 0, "đã xác nhận 1/4 tin, bài, còn thiếu 3"),
        (4, 1, 2, "đã xác nhận 1/4 tin, bài, còn thiếu 3; 2 tin, bài đã gửi, đang chờ xác nhận"),
        (4, 0, 0, "chưa nhận được tin, bài nào, cần 4"),
        (4, 0, 1, "chưa có tin, bài nào được xác nhận, cần 4; 1 tin, bài đã gửi, đang chờ xác nhận"),
        (1, 0, 0, "chưa nhận được tin, bài"),
        (1, 0, 1, "1 tin, bài đã gửi, đang chờ xác nhận"),
        (2, 2, 0, "đã xác nhận 2/2 tin, bài"),
    ],
)
def test_what_is_missing_is_counted(needed: int, accepted: int, in_review: int, expected: str) -> None:
    standing = replace(POSTS.standing, occurrence=replace(POSTS.standing.occurrence, needed=needed))
    assert phrases.progress(replace(standing, accepted=accepted, in_review=in_review)) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("III.2", "mục III.2"),
        ("V.1.đ", "mục V.1.đ"),
        ("PL.5", "dòng 5 Phụ lục"),
        ("PL2.12", "dòng 12 Phụ lục 2"),
        ("Điều 3.1.b", "điểm b khoản 1 Điều 3"),
        ("Điều 3", "Điều 3"),
        ("Phần 3.I.2", "mục I.2 Phần 3"),
    ],
)
def test_a_clause_is_named_as_documents_do(clause: str, expected: str) -> None:
    assert phrases.place(clause) == expected


@pytest.mark.parametrize(
    ("number", "title", "expected"),
    [
        ("24/KH-SNV", "Kế hoạch tuyên truyền năm 2024", "mục III.2 Kế hoạch số 24/KH-SNV (tuyên truyền năm 2024)"),
        ("24/KH-SNV", None, "mục III.2 Kế hoạch số 24/KH-SNV"),
        ("505/QĐ-UBND", None, "mục III.2 Quyết định số 505/QĐ-UBND"),
        ("05/SNV-VP", None, "mục III.2 Văn bản số 05/SNV-VP"),
        (None, "tuyên truyền năm 2024", "mục III.2 Kế hoạch tuyên truyền năm 2024"),
        (None, None, "mục III.2 kế hoạch đã giao"),
    ],
)
def test_the_source_names_clause_and_plan(number: str | None, title: str | None, expected: str) -> None:
    assert phrases.source(replace(POSTS, plan_number=number, plan_title=title)) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("Thanh tra Sở", "Chánh Thanh tra Sở"),
        ("Văn phòng Sở", "Chánh Văn phòng Sở"),
        ("Phòng Pháp chế - An toàn", "Trưởng Phòng Pháp chế - An toàn"),
        ("Sở Nội vụ", "Giám đốc Sở Nội vụ"),
        ("UBND xã Tân Lập", "Chủ tịch UBND xã Tân Lập"),
        ("Cảng vụ đường thủy nội địa", "Thủ trưởng Cảng vụ đường thủy nội địa"),
    ],
)
def test_the_head_of_a_unit_is_called_by_function(unit: str, expected: str) -> None:
    assert phrases.function(unit) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("-10", "trước hạn 10 ngày làm việc"),
        ("0", "đúng ngày đến hạn"),
        ("+3", "đôn đốc sau hạn 3 ngày làm việc"),
        ("nhịp-Q3", "theo tiến độ quý III"),
        ("tay", "theo yêu cầu"),
    ],
)
def test_a_rung_is_said_in_words(code: str, expected: str) -> None:
    assert phrases.rung_words(code) == expected


def test_the_leads_of_an_event_are_said_in_calendar_days() -> None:
    assert phrases.rung_words("-60d") == "chuẩn bị trước 60 ngày"
    assert phrases.rung_words("mc-5") == "nhắc gửi minh chứng trước 5 ngày làm việc"
    assert phrases.rung_words("mc0") == "nhắc gửi minh chứng đúng ngày cuối"
    assert phrases.rung_words("hỏi") == "hỏi định kỳ mỗi quý"


def test_who_hears_next_follows_the_ladder() -> None:
    soon = replace(POSTS, rung="-2")
    told = "việc sẽ được báo Văn phòng khi quá hạn 1 ngày làm việc, báo lãnh đạo cơ quan khi quá hạn 3 ngày làm việc."
    assert phrases.next_step([soon], Policy()) == f"Nếu không nhận được kết quả, {told}"
    office = replace(POSTS, rung="+1")
    assert "Văn phòng" not in (phrases.next_step([office], Policy()) or "")
    assert phrases.next_step([REPORT], Policy()) is None
    assert phrases.next_step([soon], Policy(steps=(Step(0, (Role.HEAD,)),))) is None


def test_an_item_returned_says_so_even_where_more_waits_for_a_verdict() -> None:
    returned = replace(POSTS, standing=replace(POSTS.standing, status=Status.IN_REVIEW))
    assert urgency(returned, date(2024, 6, 25)) is Urgency.SOON
    waiting = replace(returned, standing=replace(returned.standing, returned=()))
    assert urgency(waiting, date(2024, 6, 25)) is Urgency.REVIEW


def test_a_returned_piece_of_a_duty_that_is_not_due_soon_is_told_as_that() -> None:
    early = replace(POSTS, rung=f"{RETURNED}7.2", standing=replace(POSTS.standing, status=Status.PENDING))
    assert urgency(early, date(2024, 4, 22)) is Urgency.RETURNED
    assert counts([early], date(2024, 4, 22)) == "1 việc có minh chứng bị trả lại"
    late = replace(early, standing=replace(early.standing, status=Status.OVERDUE))
    assert urgency(late, date(2024, 7, 2)) is Urgency.OVERDUE
