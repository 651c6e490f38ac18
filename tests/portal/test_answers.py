"""Answering at the command line, by an officer and by the code of a message."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from portal.sample import FOLDER, plan_text
from tests.portal.conftest import Cli
from tests.portal.test_commands import TODAY

WHERE = ("mau", "II.1.b", "--unit", "Thanh tra Sở", "--period", "Q2/2024")


@pytest.fixture
def office(cli: Cli, tmp_path: Path) -> Cli:
    (tmp_path / "ke-hoach.txt").write_text(plan_text(TODAY), "utf-8")
    cli("units", "import", FOLDER / "units.yaml")
    cli("import", "ke-hoach.txt", "--name", "mau")
    cli("approve", "mau")
    return cli


def code_in_the_mail(folder: Path, person: str) -> str:
    """Give the answer code of the first matter in a person's mail."""
    mails = [message_from_bytes(p.read_bytes(), policy=policy.default) for p in folder.glob("*.eml")]
    mine = next(m for m in mails if person in str(m["to"]))
    body = mine.get_body(("plain",))
    assert body is not None
    found = re.search(r"Mã trả lời:\s+(\S+)", str(body.get_content()))
    assert found is not None
    return found[1]


def test_an_officer_answers_for_a_unit_and_everything_stands_in_the_log(office: Cli) -> None:
    future = "20/1/2050"
    assert "từ" in office("answer", "ack", *WHERE, "--until", future, code=52).err
    assert "có thể chuyển cho" in office("answer", "hand-over", *WHERE, "--to", "ai-do", code=52).err
    assert "Thanh tra viên" in office("answer", "hand-over", *WHERE, "--to", "Thanh tra viên (mẫu)").out
    done = ("--link", "https://cong.example.vn/1", "--date", "10/6/2024")
    assert "chờ xác nhận" in office("answer", "done", *WHERE, *done).out
    assert "nộp minh chứng" in office("answer", "list", "mau").all
    assert "answer-done" in office("log", "mau").all


def test_the_code_of_a_message_answers_its_matter(office: Cli, tmp_path: Path) -> None:
    office("remind", "--as-of", "28/6/2024")
    code = code_in_the_mail(tmp_path / "data" / "hom-thu", "Chánh Thanh tra")
    assert "II.1.b" in office("answer", "--token", code).out
    said = office("answer", "--token", code, "done", "--doc", "12/BC-TTr", "--date", "20/6/2024")
    assert "Thanh tra Sở, Quý II/2024" in said.out
    assert "người thử" in office("log", "mau").all


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--token", "abc", "ack", "--until", "1/7/2024"), 50, "không đúng"),
        (("ack", "--until", "1/7/2024"), 52, "--token"),
        (("--token", "abc", "ack", "mau", "--until", "1/7/2024"), 52, "--token"),
        (("done", *WHERE), 52, "--link"),
        (("ack", *WHERE, "--until", "mai"), 34, "không phải ngày"),
        (("revoke", "ai-do", "--why", "x"), 52, "danh bạ"),
    ],
)
def test_a_wrong_answer_says_what_to_do(office: Cli, arguments: tuple[str, ...], code: int, words: str) -> None:
    assert words in office("answer", *arguments, code=code).err


def test_revoked_codes_are_refused(office: Cli, tmp_path: Path) -> None:
    office("remind", "--as-of", "28/6/2024")
    code = code_in_the_mail(tmp_path / "data" / "hom-thu", "Chánh Thanh tra")
    office("answer", "revoke", "Chánh Thanh tra (mẫu)", "--why", "mất thư")
    assert "thu hồi" in office("answer", "--token", code, code=50).err


def test_an_obligation_s_own_ladder_is_set_shown_and_undone(office: Cli) -> None:
    assert "+1 head,office" in office("ladder").all
    assert "Không nhiệm vụ nào" in office("ladder", "mau").all
    office("edit", "mau", "II.1.b", "--set", "ladder=0 head; -3 focal,head", "--why", "việc gấp")
    assert "riêng" in office("ladder", "mau").all
    assert "trước hạn 3 ngày làm việc" in office("ladder", "mau", "II.1.b").all
    wrong = office("edit", "mau", "II.1.b", "--set", "ladder=-3 sếp", "--why", "x", code=34)
    assert "không có vai trò “sếp”" in wrong.err
    office("edit", "mau", "II.1.b", "--set", "ladder=-", "--why", "hết gấp")
    assert "Không nhiệm vụ nào" in office("ladder", "mau").all
    assert "ladder=-3 focal,head; 0 head" in office("log", "mau").all
