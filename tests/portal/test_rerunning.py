"""A whole plan or kind from the command line: shown first, sent with --send, never twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal.sample import FOLDER, plan_text
from tests.portal.conftest import Cli

AS_OF = "27/6/2024"


@pytest.fixture
def office(cli: Cli, tmp_path: Path) -> Cli:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(plan_text(date(2024, 6, 3)), "utf-8")
    cli("units", "import", FOLDER / "units.yaml")
    cli("import", path, "--name", "mau")
    cli("approve", "mau")
    return cli


def mails(tmp_path: Path) -> int:
    return len(list((tmp_path / "data" / "hom-thu").glob("*.eml")))


def test_a_whole_plan_is_shown_unless_told_to_send_and_then_sent_once(office: Cli, tmp_path: Path) -> None:
    shown = office("rerun", "mau", "--as-of", AS_OF)
    assert "Sẽ gửi" in shown.out
    assert "Chưa gửi gì; thêm --send để gửi." in shown.out
    assert mails(tmp_path) == 0
    assert "đã gửi" in office("rerun", "mau", "--as-of", AS_OF, "--send").out
    sent = mails(tmp_path)
    assert sent > 0
    assert "Không có tin nhắn mới" in office("rerun", "mau", "--as-of", AS_OF, "--send").out
    assert mails(tmp_path) == sent


def test_who_had_it_run_stands_in_the_log(office: Cli) -> None:
    office("rerun", "mau", "II.1.b", "--as-of", AS_OF, "--by", "Nguyễn Văn Thử")
    office("rerun", "mau", "--as-of", AS_OF, "--send", "--by", "Trần Thị Mẫu")
    said = office("log", "mau").all
    assert "Nguyễn Văn Thử rerun" in said
    assert "Trần Thị Mẫu rerun" in said
    assert "thư" in said


def test_a_whole_kind_is_chosen_by_its_name(office: Cli) -> None:
    said = office("rerun", "--kind", "portal_submission", "--as-of", AS_OF)
    assert "II.1.b" in said.out
    assert "II.1.a" not in said.out


def test_a_day_to_come_is_never_sent(office: Cli, tmp_path: Path) -> None:
    said = office("rerun", "mau", "--as-of", "27/6/2090", "--send")
    assert "Ngày ở tương lai" in said.out
    assert mails(tmp_path) == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 34),
        (("khong-co",), 20),
        (("mau", "IX.9", "--kind", "post"), 21),
        (("mau", "--unit", "Sở Không Có"), 22),
        (("mau", "--period", "Q1/2030"), 23),
        (("--kind", "sai"), 2),
    ],
)
def test_wrong_turns_say_what_to_do(office: Cli, arguments: tuple[str, ...], code: int) -> None:
    assert office("rerun", *arguments, code=code).err
