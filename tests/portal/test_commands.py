"""The command line as a person meets it: the way from a file to a reminder, and every wrong turn."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from portal.sample import FOLDER, plan_text
from tests.portal.conftest import DUNGHAN, Cli, Said

TODAY = date(2024, 6, 3)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(plan_text(TODAY), "utf-8")
    return path


@pytest.fixture
def office(cli: Cli, plan: Path) -> Cli:
    cli("units", "import", FOLDER / "units.yaml")
    cli("import", plan, "--name", "mau")
    cli("approve", "mau")
    return cli


def mails(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "data" / "hom-thu").glob("*.eml"))


def test_the_installed_command_answers_and_a_bad_file_ends_it_without_a_traceback(plan: Path, tmp_path: Path) -> None:
    good = subprocess.run([DUNGHAN, "read", plan], capture_output=True, text=True, timeout=120, check=False)
    bad = subprocess.run([DUNGHAN, "read", tmp_path / "x"], capture_output=True, text=True, timeout=120, check=False)
    assert (good.returncode, bad.returncode) == (0, 11)
    assert "II.1.b" in good.stdout
    assert "Traceback" not in bad.stderr


def test_reading_prints_a_table_and_the_findings(cli: Cli, plan: Path) -> None:
    said = cli("read", plan).out
    for words in ("II.1.b", "hằng quý", "gửi đăng cổng", "nhiệm vụ", "Văn phòng Sở"):
        assert words in said


def test_reading_shows_the_quote_under_each_row_on_demand(cli: Cli, plan: Path) -> None:
    assert "đăng ít nhất 02 tin, bài" not in cli("read", plan).all
    assert "đăng ít nhất 02" in cli("read", plan, "--quotes").all


def test_reading_as_json_quotes_its_source_verbatim(cli: Cli, plan: Path) -> None:
    answer = json.loads(cli("read", plan, "--json").out)
    text = plan.read_text("utf-8")
    assert answer["plan"]["number"] == "01/KH-SM"
    assert answer["plan"]["issued_on"] == "2024-06-01"
    assert len(answer["obligations"]) >= 7
    for obligation in answer["obligations"]:
        start, end = obligation["span"]
        assert text[start:end] == obligation["quote"]


def test_english_is_given_wherever_lang_stands(cli: Cli, plan: Path) -> None:
    assert "How often" in cli("read", plan, "--lang", "en").out
    assert "How often" in cli("--lang=en", "read", plan).out


def test_importing_twice_stores_once(cli: Cli, plan: Path) -> None:
    assert "dự thảo" in cli("import", plan).out
    assert "đã có" in cli("import", plan).out


def test_the_way_from_file_to_reminder(office: Cli, tmp_path: Path) -> None:
    ran = office("rerun", "mau", "II.1.b", "--as-of", "27/6/2024")
    assert "đã gửi" in ran.out
    first = len(mails(tmp_path))
    assert first > 0
    assert "Không có tin nhắn mới" in office("rerun", "mau", "II.1.b", "--as-of", "27/6/2024").out
    assert len(mails(tmp_path)) == first


def test_no_send_shows_what_would_go_out_and_keeps_nothing(office: Cli, tmp_path: Path) -> None:
    said = office("rerun", "mau", "II.1.b", "--as-of", "27/6/2024", "--no-send")
    assert "Sẽ gửi" in said.out
    assert mails(tmp_path) == []
    assert "đã gửi" in office("rerun", "mau", "II.1.b", "--as-of", "27/6/2024").out


def test_evidence_that_was_accepted_stops_the_reminders(office: Cli) -> None:
    units = {line["unit"] for line in statuses(office) if line["clause"] == "II.1.b"}
    for number, unit in enumerate(sorted(units), 1):
        link = f"https://cong.example.vn/{number}"
        office("evidence", "add", "mau", "II.1.b", unit, "--link", link, "--date", "10/6/2024", "--accept")
    found = [line for line in statuses(office, "2024-06-27") if line["clause"] == "II.1.b"]
    assert {line["status"] for line in found if line["period"] == "2024-Q2"} == {"met"}
    said = office("rerun", "mau", "II.1.b", "--as-of", "27/6/2024", "--period", "Q2/2024")
    assert "Không có tin nhắn mới" in said.out


def statuses(cli: Cli, as_of: str = "2024-06-27") -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(cli("status", "mau", "--as-of", as_of, "--json").out)
    return found


def test_returned_evidence_keeps_its_reason(office: Cli) -> None:
    unit = next(line["unit"] for line in statuses(office) if line["clause"] == "II.1.b")
    office("evidence", "add", "mau", "II.1.b", unit, "--doc", "12/BC-VP", "--date", "10/6/2024")
    office("evidence", "return", "1", "--why", "thiếu đường dẫn")
    assert "thiếu đường dẫn" in office("evidence", "list", "mau").all


def test_a_file_is_kept_by_its_content(office: Cli, tmp_path: Path) -> None:
    proof = tmp_path / "anh.jpg"
    proof.write_bytes(b"\xff\xd8anh")
    unit = next(line["unit"] for line in statuses(office) if line["clause"] == "II.1.b")
    office("evidence", "add", "mau", "II.1.b", unit, "--file", proof, "--date", "10/6/2024")
    kept = [p for p in (tmp_path / "data" / "minh-chung").rglob("*") if p.is_file()]
    assert [p.read_bytes() for p in kept] == [b"\xff\xd8anh"]


def test_the_calendar_of_a_file_needs_no_database(cli: Cli, plan: Path, tmp_path: Path) -> None:
    rows = json.loads(cli("calendar", plan, "--json").out)
    quarterly = [r for r in rows if r["clause"] == "II.1.b"]
    assert {r["period"] for r in quarterly} == {"2024-Q2", "2024-Q3", "2024-Q4"}
    assert quarterly[0] == {
        "clause": "II.1.b",
        "kind": "portal_submission",
        "frequency": "quarterly",
        "unit": quarterly[0]["unit"],
        "period": "2024-Q2",
        "window": ["2024-04-01", "2024-06-30"],
        "legal_due": "2024-06-30",
        "internal_due": "2024-06-28",
        "assumed": False,
    }
    assert not (tmp_path / "data").exists()


def test_the_calendar_expands_groups_by_the_register(cli: Cli, plan: Path) -> None:
    alone = json.loads(cli("calendar", plan, "--json").out)
    expanded = json.loads(cli("calendar", plan, "--units", FOLDER / "units.yaml", "--json").out)
    assert [len({r["unit"] for r in rows if r["clause"] == "II.1.b"}) for rows in (alone, expanded)] == [1, 6]


def test_a_simulated_year_names_who_is_told_what(cli: Cli, plan: Path) -> None:
    said = cli(
        "simulate", plan, "--units", FOLDER / "units.yaml", "--from", "2024-06-01", "--to", "2024-12-31", "--json"
    )
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert lines
    assert set(lines[0]) == {"date", "to", "role", "channel", "items"}
    assert set(lines[0]["items"][0]) == {"clause", "unit", "period", "rung", "due"}
    assert len({(line["date"], line["to"]) for line in lines}) == len(lines)


def test_a_stretch_of_time_that_ends_before_it_begins_is_refused(cli: Cli, plan: Path) -> None:
    assert "--to" in cli("simulate", plan, "--from", "2024-12-31", "--to", "2024-01-01", code=34).err


def test_the_language_of_the_settings_is_spoken(cli: Cli, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "dunghan.toml").write_text('language = "en"\n', "utf-8")
    assert "How often" in cli("read", plan).out
    assert "Định kỳ" in cli("read", plan, "--lang", "vi").out


def test_editing_and_rejecting_stand_in_the_list(office: Cli) -> None:
    office("edit", "mau", "II.2", "--set", "due=1/7/2024", "--why", "gia hạn")
    assert "01/07/2024" in office("list", "mau").out
    office("reject", "mau", "II.3", "--why", "việc của đơn vị khác")
    assert "không nhận" in office("list", "mau").out


def test_the_log_tells_who_did_what_and_why(office: Cli) -> None:
    office("edit", "mau", "II.2", "--set", "due=1/7/2024", "--why", "gia hạn theo công văn 12")
    said = office("log", "mau").all
    assert "người thử" in said
    assert "gia hạn theo" in said


def test_the_sample_goes_with_one_command(cli: Cli) -> None:
    cli("sample")
    assert "MẪU" in cli("list").out
    cli("sample", "--remove")
    assert "Chưa có kế hoạch nào" in cli("list").out
    assert "trống" in cli("units", "list").out


def test_units_check_says_what_is_missing(cli: Cli, plan: Path) -> None:
    cli("import", plan)
    said = cli("units", "check", code=3)
    assert "Văn phòng Sở" in said.out


def wrong(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


ENGLISH = b"This plan asks all departments to publish two articles every month and to report each quarter. " * 20
PROSE = "Văn bản này chỉ kể chuyện về một dòng sông chảy qua thành phố và những người dân sống hai bên bờ sông. " * 20


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("trong.txt", b"", 10),
        ("trang.txt", b" \n\t\n", 10),
        ("nhi-phan.txt", bytes(range(256)) * 40, 11),
        ("anh.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), 11),
        ("ke-hoach.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(50), 11),
        ("van-xuoi.txt", PROSE.encode(), 12),
        ("english.txt", ENGLISH, 13),
    ],
)
@pytest.mark.parametrize("command", ["read", "import"])
def test_bad_files_have_codes_of_their_own_and_leave_nothing(
    cli: Cli, tmp_path: Path, command: str, name: str, content: bytes, code: int
) -> None:
    said = cli(command, wrong(tmp_path, name, content), code=code)
    assert said.err.startswith("✗")
    assert "Chưa có kế hoạch nào" in cli("list").out


def test_a_missing_file_is_a_clear_error(cli: Cli, tmp_path: Path) -> None:
    assert "khong-co.txt" in cli("read", tmp_path / "khong-co.txt", code=11).err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("approve", "khong-co"), 20),
        (("approve", "mau", "IX.9"), 21),
        (("rerun", "mau", "II.1.b", "--unit", "Sở Không Có"), 22),
        (("rerun", "mau", "II.1.b", "--period", "Q1/2030"), 23),
        (("evidence", "accept", "99"), 24),
        (("evidence", "add", "mau", "II.1.b", "Văn phòng Sở", "--link", "khong-phai", "--date", "1/6/2024"), 33),
        (("evidence", "add", "mau", "II.1.b", "Văn phòng Sở", "--date", "1/6/2024"), 33),
        (("edit", "mau", "II.2", "--set", "due=mai", "--why", "thử"), 34),
        (("edit", "mau", "II.2", "--set", "mau=do", "--why", "thử"), 34),
        (("doctor",), 1),
    ],
)
def test_wrong_turns_have_codes_of_their_own(office: Cli, arguments: tuple[str, ...], code: int) -> None:
    assert complaint(office(*arguments, code=code))


def complaint(said: Said) -> bool:
    return "✗" in said.all


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("units: [", 30),
        ("units:\n  - tên: x\n", 30),
        ("", 30),
        ("units:\n  - name: A\npeople:\n  - {key: a, name: A, addresses: ['khongco://x']}\n", 32),
    ],
)
def test_a_malformed_register_is_refused_and_the_old_one_stays(
    office: Cli, tmp_path: Path, content: str, code: int
) -> None:
    before = office("units", "list").out
    office("units", "import", wrong(tmp_path, "hong.yaml", content.encode()), code=code)
    assert office("units", "list").out == before


def test_an_unreachable_database_is_a_clear_error(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dunghan.toml").write_text('database_url = "postgresql://x:bimat@127.0.0.1:1/khong"\n', "utf-8")
    said = cli("list", code=42)
    assert "bimat" not in said.all


def test_a_malformed_setting_is_a_clear_error(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "dunghan.toml").write_text("due_soon_days = 'bốn'\n", "utf-8")
    assert "due_soon_days" in cli("list", code=31).all
