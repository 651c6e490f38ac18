"""Evidence at the command line: filed in every kind, looked at, reviewed by hand and by a file of decisions."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.portal.conftest import Cli

ADD = ("evidence", "add", "mau", "II.1.b")
ON = ("--date", "10/6/2024")


@pytest.fixture
def office(sampled: Cli, tmp_path: Path) -> Cli:
    """Have a file to hand in beside the approved sample plan."""
    (tmp_path / "anh.jpg").write_bytes(b"\xff\xd8anh")
    return sampled


@pytest.fixture
def waiting(office: Cli) -> Cli:
    """File two links that wait for a verdict."""
    for number, unit in enumerate(("Văn phòng Sở", "Thanh tra Sở"), 1):
        office(*ADD, unit, "--link", f"https://so.vn/{number}", *ON)
    return office


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sit somebody at a terminal who types these lines."""

    def types(*lines: str) -> None:
        typed = io.StringIO("".join(f"{line}\n" for line in lines))
        monkeypatch.setattr(typed, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", typed)

    return types


def verdicts(cli: Cli) -> dict[int, str]:
    waits = {each["evidence"] for each in json.loads(cli("evidence", "review", "--json").out)}
    shown = {n: cli("evidence", "show", str(n)).out.splitlines()[0] for n in (1, 2)}
    return {n: "chờ" if n in waits else line.rpartition("· ")[2] for n, line in shown.items()}


@pytest.mark.parametrize(
    ("given", "kind", "also"),
    [
        (("--link", "https://www.facebook.com/so/1", *ON), "đường dẫn", "mạng xã hội"),
        (("--doc", "Báo cáo số 5/BC-VP ngày 10/6/2024", "--signer", "Chánh Văn phòng"), "văn bản", "Chánh Văn phòng"),
        (("--doc", "5/BC-VP", "--file", "anh.jpg", *ON), "văn bản", "anh.jpg"),
        (("--event", "Hội nghị", "--photo", "anh.jpg", *ON), "sự kiện", "chưa có biên bản"),
        (("--statement", "Đài đã phát nhưng không lưu băng", *ON), "xác nhận", "không có minh chứng độc lập"),
        (("--file", "anh.jpg", "--form", "screen", *ON), "tệp", "màn hình điện tử"),
    ],
)
def test_every_kind_of_piece_is_filed_and_shown(office: Cli, given: tuple[str, ...], kind: str, also: str) -> None:
    office(*ADD, "Văn phòng Sở", *given)
    shown = office("evidence", "show", "1").all
    assert f"#1 · {kind}" in shown
    assert also in shown
    assert "người thử · nộp" in shown


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "đúng một trong"),
        (("--link", "https://so.vn/1", "--doc", "5/BC-VP", *ON), "đúng một trong"),
        (("--link", "https://so.vn/1", "--file", "anh.jpg", *ON), "không kèm tệp"),
        (("--link", "https://so.vn/1"), "--date"),
        (("--doc", "5/BC-VP"), "ngày ban hành"),
        (("--event", "Hội nghị", *ON), "ít nhất một tệp"),
        (("--file", "khong-co.pdf", *ON), "Không mở được"),
        (("--file", "anh.jpg", "--file", "anh.jpg", *ON), "đúng một trong"),
        (("--event", "Hội nghị", *ON, *("--photo", "anh.jpg") * 21), "Nhiều nhất 20 tệp"),
    ],
)
def test_a_piece_that_is_not_whole_is_refused_with_what_to_do(office: Cli, given: tuple[str, ...], words: str) -> None:
    assert words in " ".join(office(*ADD, "Văn phòng Sở", *given, code=33).err.split())
    assert "II.1.b" not in office("evidence", "list").out


def test_a_file_over_the_agency_s_limit_is_refused(office: Cli, tmp_path: Path) -> None:
    (tmp_path / "to.bin").write_bytes(b"x" * 1_000_001)
    (tmp_path / "dunghan.toml").write_text("evidence_file_mb = 1\n", "utf-8")
    assert "lớn hơn 1 MB" in office(*ADD, "Văn phòng Sở", "--file", "to.bin", *ON, code=33).err


def test_a_unit_is_shown_its_own_pieces_only(waiting: Cli) -> None:
    shown = waiting("evidence", "list", "mau", "--unit", "Thanh tra Sở").out
    assert "so.vn/2" in shown
    assert "so.vn/1" not in shown
    waits = json.loads(waiting("evidence", "review", "--unit", "Thanh tra Sở", "--json").out)
    assert [each["reference"] for each in waits] == ["https://so.vn/2"]


def test_working_through_at_a_terminal(waiting: Cli, keyboard: Callable[..., None]) -> None:
    keyboard("c", "t", "Bài không nói về cải cách hành chính")
    said = waiting("evidence", "review").out
    assert "── 1/2 ──" in said
    assert verdicts(waiting) == {1: "đã chấp nhận", 2: "trả lại"}
    assert "không nói về cải cách" in waiting("evidence", "show", "2").all


def test_a_move_a_slip_of_the_finger_and_an_early_end(waiting: Cli, keyboard: Callable[..., None]) -> None:
    keyboard("x", "k", "Q3/2024", "", "nộp nhầm kỳ", "q")
    waiting("evidence", "review")
    assert "Quý III/2024" in waiting("evidence", "show", "1").out
    assert verdicts(waiting) == {1: "chờ", 2: "chờ"}


def test_what_is_refused_is_said_and_asked_again(office: Cli, keyboard: Callable[..., None]) -> None:
    office(*ADD, "Văn phòng Sở", "--link", "https://so.vn/1", "--date", "10/6/2024", "--period", "Q3/2024")
    keyboard("c", "b")
    assert "ngoài kỳ" in " ".join(office("evidence", "review").out.split())


def test_without_a_terminal_it_is_listed(waiting: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    said = waiting("evidence", "review").all
    assert "2 minh chứng chờ xác nhận" in said
    assert "Mở trang" in said


def test_decisions_from_a_file_are_kept_one_by_one(waiting: Cli, tmp_path: Path) -> None:
    waiting("evidence", "return", "2", "--why", "sai")
    entries = [
        {"evidence": 1, "decision": "accept", "version": 1},
        {"evidence": 2, "decision": "accept", "version": 1},
        {"evidence": 9, "decision": "accept"},
    ]
    (tmp_path / "quyet-dinh.jsonl").write_text("\n".join(map(json.dumps, entries)), "utf-8")
    said = waiting("evidence", "review", "--decisions", "quyet-dinh.jsonl", code=33)
    assert "1 quyết định đã ghi" in said.out
    assert "#2, #9" in said.err
    assert verdicts(waiting) == {1: "đã chấp nhận", 2: "trả lại"}


@pytest.mark.parametrize(
    ("content", "words"),
    [("{", "Không đọc được"), ('{"evidence": 1, "decision": "xoa"}', "thứ 1"), ('[{"evidence": 1}]', "decision")],
)
def test_a_malformed_file_of_decisions_decides_nothing(waiting: Cli, tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "x.json").write_text(content, "utf-8")
    assert words in waiting("evidence", "review", "--decisions", "x.json", code=33).err


def test_decisions_come_through_a_pipe_too(waiting: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('[{"evidence": 1, "decision": "return", "why": "sai kỳ"}]'))
    waiting("evidence", "review", "--decisions", "-")
    assert verdicts(waiting)[1] == "trả lại"


def test_a_verdict_is_changed_only_on_purpose(waiting: Cli) -> None:
    waiting("evidence", "accept", "1")
    assert "--force" in waiting("evidence", "return", "1", "--why", "xem lại", code=33).err
    waiting("evidence", "return", "1", "--why", "xem lại", "--force")
    assert verdicts(waiting)[1] == "trả lại"


def test_moving_and_sharing_are_in_the_history_with_their_reasons(waiting: Cli) -> None:
    waiting("evidence", "move", "1", "--unit", "Phòng Nghiệp vụ", "--why", "bài của phòng")
    waiting("evidence", "share", "1", "mau", "II.2", "--why", "một bài, hai việc")
    shown = waiting("evidence", "show", "1").all
    assert "chuyển" in shown
    assert "bài của phòng" in shown
    assert "(dùng chung: một bài, hai việc)" in shown
    waiting("evidence", "unshare", "1", "mau", "II.2", "--why", "nhầm")
    assert "(dùng chung" not in waiting("evidence", "show", "1").all


def test_nothing_waits_is_said(office: Cli) -> None:
    assert "Không có minh chứng nào chờ" in office("evidence", "review").out
