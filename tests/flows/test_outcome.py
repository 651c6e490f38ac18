"""What a run says follows from what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun

from flows.body import ended, late_words, stale, tried
from flows.links import rebased
from flows.outcome import WORDS, Word, message_lines, outcome, told_by
from flows.pages.run import run_page
from obligations.model import Draft, Due, Occurrence, Role, Status, Window
from obligations.records import (
    Message,
    MessageState,
    Payload,
    ReminderState,
    StoredObligation,
    StoredOccurrence,
    StoredPlan,
    StoredReminder,
)
from obligations.reminders import Reminder, Standing
from obligations.service import Draft as Outgoing
from obligations.service import Row, RunReport
from tests.flows.seeds import MADE, PLAN, duty, reading

ON = date(2026, 3, 20)
DUTY = duty("III.3")
DUE = Due(
    "2026-Q1", Window(date(2026, 1, 1), date(2026, 3, 31)), date(2026, 1, 5), date(2026, 3, 31), date(2026, 3, 31)
)
PEOPLE = {"a": "Người đầu mối A", "b": "Thủ trưởng B"}


def occurrence(unit: str) -> Occurrence:
    """Make the first quarter of a unit."""
    return Occurrence(PLAN, "III.3", "III.3", DUTY.kind, DUTY.cadence, unit, DUE, 1)


def row(number: int, status: Status, *planned: str, nobody: tuple[str, ...] = ()) -> Row:
    """Make the row of the unit of that number, with reminders planned to these people."""
    value = occurrence(f"u{number}")
    told = tuple(Reminder(value, "-5", Role.HEAD, person) for person in planned)
    standing = Standing(value, status, accepted=int(status.closed))
    stored = StoredOccurrence(number, value, status)
    return Row(stored, standing, f"Đơn vị {number}", "Quý I/2026", planned=told, nobody=nobody)


def report(
    *rows: Row, messages: Sequence[Message] = (), drafts: Sequence[Outgoing] = (), stored: bool = True
) -> RunReport:
    """Make the report of a run on 20/03/2026."""
    plan = StoredPlan(1, PLAN, reading(DUTY).header, "", (), "thử.txt", sample=False, imported_at=MADE)
    obligation = StoredObligation(1, PLAN, "III.3", Draft.APPROVED, DUTY)
    return RunReport(plan, obligation, ON, rows, messages=tuple(messages), drafts=tuple(drafts), stored=stored)


def message(state: MessageState, error: str | None = None) -> Message:
    """Make a message to an address that must not be shown."""
    payload = Payload("Nhắc việc", "", "", "")
    address = "mailto://user:secret@relay.example?to=someone@example.vn"
    return Message(1, "k", ON, "b", "Thủ trưởng B", "head", address, payload, state, 1, 1, MADE, error=error)


@pytest.mark.parametrize(
    ("rows", "word", "failed"),
    [
        ([], "Chưa đến hạn", False),
        ([row(1, Status.PENDING)], "Chưa đến hạn", False),
        ([row(1, Status.DUE_SOON)], "Chưa đến hạn", False),
        ([row(1, Status.DUE_SOON, "a")], "Đã nhắc", False),
        ([row(1, Status.PENDING, "a"), row(2, Status.MET)], "Đã nhắc", False),
        ([row(1, Status.IN_REVIEW)], "Chờ xác nhận", False),
        ([row(1, Status.MET), row(2, Status.MET)], "Đúng hạn", False),
        ([row(1, Status.MET), row(2, Status.MET_LATE)], "Hoàn thành muộn", False),
        ([row(1, Status.WAIVED)], "Bỏ qua", False),
        ([row(1, Status.WAIVED), row(2, Status.MET)], "Đúng hạn", False),
        ([row(1, Status.MET), row(2, Status.OVERDUE), row(3, Status.DUE_SOON, "a")], "Quá hạn", True),
    ],
)
def test_the_worst_unit_gives_the_state(rows: list[Row], word: str, failed: bool) -> None:
    said = outcome(report(*rows), (), PEOPLE)
    state = ended(said.word, said.message)
    assert (said.word, state.name, state.is_failed(), state.is_completed()) == (word, word, failed, not failed)


def test_every_status_has_a_word() -> None:
    assert set(WORDS) == set(Status)


def test_the_table_tells_each_unit_and_whom_it_was_said_to() -> None:
    rows = row(1, Status.OVERDUE, "b"), row(2, Status.MET), row(3, Status.WAIVED)
    told = told_by([_stored(1, "a", ReminderState.JOINED)], PEOPLE, ON)
    said = outcome(report(*rows), told, PEOPLE)
    assert [(r["Đơn vị"], r["Tình trạng"], r["Minh chứng"], r["Hạn"], r["Đã nhắc"]) for r in said.table] == [
        ("Đơn vị 1", "Quá hạn", "0/1", "31/03/2026", "Người đầu mối A, Thủ trưởng B"),
        ("Đơn vị 2", "Đúng hạn", "1/1", "31/03/2026", "—"),
        ("Đơn vị 3", "Được miễn", "1/1", "31/03/2026", "—"),
    ]
    assert said.name == "III.3 · 3 đơn vị · Quý I/2026"
    assert said.message == "1 quá hạn, 1 đúng hạn, 1 được miễn (ngày 20/03/2026)"
    assert said.headline == "Quá hạn · III.3 · 1 quá hạn, 1 đúng hạn, 1 được miễn · 20/03/2026"


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing(occurrence("u1"), Status.OVERDUE, accepted=0), "1 tin, bài"),
        (Standing(occurrence("u1"), Status.IN_REVIEW, accepted=0, in_review=1), "1 tin, bài"),
        (Standing(occurrence("u1"), Status.MET, accepted=1), "không"),
        (Standing(occurrence("u1"), Status.WAIVED, accepted=0), "không"),
        (
            Standing(occurrence("u1"), Status.DUE_SOON, accepted=0, returned=("cũ", "sai chuyên mục.")),
            "1 tin, bài (đã trả lại: sai chuyên mục)",
        ),
    ],
)
def test_the_table_says_what_is_missing_and_why_it_was_returned(standing: Standing, words: str) -> None:
    (cells,) = outcome(report(replace(row(1, standing.status), standing=standing)), (), PEOPLE).table
    assert cells["Còn thiếu"] == words


def test_a_unit_told_on_an_earlier_day_still_counts_as_reminded() -> None:
    told = told_by([_stored(1, "a", ReminderState.JOINED)], PEOPLE, ON)
    assert outcome(report(row(1, Status.DUE_SOON)), told, PEOPLE).word is Word.REMINDED


@pytest.mark.parametrize(
    ("state", "planned_on", "counts"),
    [
        (ReminderState.PLANNED, ON, True),
        (ReminderState.JOINED, date(2026, 3, 1), True),
        (ReminderState.SKIPPED, ON, False),
        (ReminderState.CANCELLED, ON, False),
        (ReminderState.JOINED, ON + timedelta(days=1), False),
    ],
)
def test_only_what_reached_somebody_by_that_day_counts_as_told(
    state: ReminderState, planned_on: date, counts: bool
) -> None:
    assert bool(told_by([_stored(1, "a", state, planned_on)], PEOPLE, ON)) is counts


def _stored(occurrence_id: int, person: str, state: ReminderState, planned_on: date = ON) -> StoredReminder:
    value = Reminder(occurrence("u1"), "-10", Role.FOCAL, person)
    return StoredReminder(1, occurrence_id, value, state, planned_on)


def test_the_log_says_what_was_checked_planned_sent_and_who_is_missing() -> None:
    found = report(row(1, Status.DUE_SOON, "b", nobody=("-5: focal",)), messages=[message(MessageState.SENT)])
    lines = "\n".join(outcome(found, (), PEOPLE).lines)
    assert "Kiểm tra III.3 của kế hoạch 12-kh-stc-2026, tính đến ngày 20/03/2026." in lines
    assert "Đơn vị 1, Quý I/2026: Đã nhắc; minh chứng 0/1; còn thiếu 1 tin, bài; hạn 31/03/2026." in lines
    assert "Đã lên lịch nhắc Thủ trưởng B (thủ trưởng đơn vị) về Đơn vị 1, Quý I/2026, bậc -5." in lines
    assert "Không có ai để nhắc cho Đơn vị 1 ở bậc -5: focal" in lines
    assert "Thư cho Thủ trưởng B, qua thư điện tử (s***@example.vn): đã gửi." in lines


def test_a_what_if_says_that_nothing_leaves() -> None:
    outgoing = Outgoing("Thủ trưởng B", "head", "tgram://token/1", Payload("Nhắc việc", "", "", ""))
    lines = "\n".join(outcome(report(row(1, Status.DUE_SOON, "b"), drafts=[outgoing], stored=False), (), PEOPLE).lines)
    assert "Sẽ nhắc Thủ trưởng B" in lines
    assert "Xem trước, không gửi: Thủ trưởng B, qua Telegram (…/***): “Nhắc việc”." in lines


@pytest.mark.parametrize("state", list(MessageState))
def test_no_line_shows_an_address(state: MessageState) -> None:
    lines = " ".join(message_lines([message(state, "máy chủ từ chối")]))
    assert "máy chủ từ chối" in lines
    assert not any(secret in lines for secret in ("secret", "relay", "someone"))


NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("late", "auto", "expected"),
    [
        (timedelta(hours=23), True, False),
        (timedelta(hours=25), True, True),
        (timedelta(days=30), False, False),
    ],
)
def test_a_scheduled_run_more_than_a_day_late_is_stale_but_never_one_a_person_started(
    late: timedelta, auto: bool, expected: bool
) -> None:
    run = FlowRun.model_validate({"flow_id": uuid4(), "expected_start_time": NOW - late, "auto_scheduled": auto})
    assert stale(run, NOW) is expected


def test_a_stale_run_says_of_which_day_it_was() -> None:
    due = datetime(2026, 3, 18, 23, 30, tzinfo=UTC)
    run = FlowRun.model_validate({"flow_id": uuid4(), "expected_start_time": due})
    assert "của ngày 19/03/2026" in late_words(run)


@pytest.mark.parametrize(
    ("send", "auto", "tags", "expected"),
    [
        (False, False, [], True),
        (False, False, ["chạy tay"], True),
        (True, False, [], False),
        (False, True, [], False),
        (False, False, ["có việc mới"], False),
    ],
)
def test_a_person_s_run_is_a_trial_unless_it_sends(send: bool, auto: bool, tags: list[str], expected: bool) -> None:
    run = FlowRun.model_validate({"flow_id": uuid4(), "auto_scheduled": auto, "tags": tags})
    assert tried(run, send) is expected


def test_a_trial_says_that_it_would_remind_and_that_nothing_was_sent() -> None:
    outgoing = Outgoing("Thủ trưởng B", "head", "mailbox:", Payload("Nhắc việc", "Nội dung *thư*", "", ""))
    found = report(row(1, Status.DUE_SOON, "b"), drafts=[outgoing], stored=False)
    said = outcome(found, (), PEOPLE)
    assert said.word is Word.WOULD_REMIND
    assert said.message.startswith("Chạy thử, chưa lưu và chưa gửi gì: ")
    page = run_page(found, said)
    assert "## Xem trước: không lưu, không gửi" in page
    assert "**Thủ trưởng B**: Nhắc việc" in page
    assert "> Nội dung \\*thư\\*" in page


def test_the_page_of_a_run_quotes_the_clause_and_leads_to_the_plan_and_the_start_page() -> None:
    found = report(row(1, Status.OVERDUE, "b"), messages=[message(MessageState.SENT)])
    page = run_page(found, outcome(found, (), PEOPLE))
    assert f"Điều III.3, [Kế hoạch 12/KH-STC](/v2/artifacts/key/trang-ke-hoach-{PLAN}):" in page
    assert "> mỗi quý gửi 01 tin, bài" in page
    assert "| Đơn vị 1 | Quý I/2026 | Quá hạn |" in page
    assert "- Thư cho Thủ trưởng B, qua thư điện tử (s\\*\\*\\*@example.vn): đã gửi." in page
    assert "[Trang bắt đầu](/v2/artifacts/key/bat-dau)" in page
    assert "[Trang bắt đầu](/prefect/v2/artifacts/key/bat-dau)" in rebased(page, "/prefect")


@pytest.mark.parametrize(
    ("rows", "quiet"),
    [([row(1, Status.PENDING)], True), ([row(1, Status.DUE_SOON, "b")], False), ([row(1, Status.OVERDUE)], False)],
)
def test_a_run_is_tagged_with_duty_units_and_whether_there_was_anything_new(rows: list[Row], quiet: bool) -> None:
    tags = outcome(report(*rows), (), PEOPLE).tags
    assert {f"kế hoạch: {PLAN}", "loại: gửi cổng thông tin", "định kỳ: hằng quý", "đơn vị: Đơn vị 1"} <= set(tags)
    assert ("không có việc mới" in tags) is quiet
    assert not any("," in tag for tag in tags)
