"""Mergers and splits in the register's file, and the commands for what changes while a plan runs."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from obligations.errors import BadRegister
from obligations.units import Succession, successors
from portal.register_file import dump_register, load_register
from portal.sample import FOLDER, plan_text
from tests.portal.conftest import Cli

DOCS = Path(__file__).parents[2] / "docs"
UNITS = "units: [{name: Phòng A}, {name: Phòng B}, {name: Phòng C}]\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "danh-ba.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_mergers_of_2025_in_the_docs_load_and_lead_to_the_units_of_today(tmp_path: Path) -> None:
    text = next(
        t for t in re.findall(r"```yaml\n(.*?)```", (DOCS / "units.md").read_text("utf-8"), re.S) if "2025-" in t
    )
    register = load_register(written(tmp_path, text))
    names = {u.key: u.name for u in register.units}
    keys = {u.name: u.key for u in register.units}

    def today(name: str) -> list[str]:
        return [names[key] for key in successors(register, keys[name], date(2025, 3, 1))]

    assert today("Sở Giao thông vận tải") == ["Sở Xây dựng"]
    assert today("Sở Tài nguyên và Môi trường") == ["Sở Nông nghiệp và Môi trường"]
    assert today("Sở Thông tin và Truyền thông") == ["Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch"]
    assert successors(register, keys["Sở Giao thông vận tải"], date(2025, 2, 28)) == (keys["Sở Giao thông vận tải"],)
    assert load_register(written(tmp_path, dump_register(register))).successions == register.successions


def test_a_chain_of_mergers_leads_to_its_end(tmp_path: Path) -> None:
    chain = (
        "successions:\n- {from: Phòng A, to: Phòng B, date: 2025-01-01}\n"
        "- {from: [Phòng B], to: Phòng C, date: 2026-01-01, document: QĐ 1}\n"
    )
    register = load_register(written(tmp_path, UNITS + chain))
    assert register.successions[1] == Succession("phong-b", ("phong-c",), date(2026, 1, 1), "QĐ 1")
    assert successors(register, "phong-a", date(2025, 6, 1)) == ("phong-b",)
    assert successors(register, "phong-a", date(2026, 1, 1)) == ("phong-c",)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{from: Phòng X, to: Phòng B, date: 2025-01-01}", "chưa được khai"),
        ("{from: Phòng A, to: Phòng A, date: 2025-01-01}", "trở lại thành chính nó"),
        ("{from: Phòng A, to: Phòng B}", "thiếu mục này"),
        ("{from: Phòng A, to: Phòng B, date: hôm nay}", "cần ngày dạng"),
        ("{from: [Phòng A, Phòng A], to: Phòng B, date: 2025-01-01}", "đã có đơn vị kế thừa"),
        ("{from: [], to: Phòng B, date: 2025-01-01}", "trống"),
    ],
)
def test_a_wrong_succession_is_told_with_its_place(tmp_path: Path, entry: str, words: str) -> None:
    with pytest.raises(BadRegister, match=words):
        load_register(written(tmp_path, f"{UNITS}successions:\n  - {entry}\n"))


def test_extending_waiving_ending_and_renewing_from_the_command_line(cli: Cli, tmp_path: Path) -> None:
    plan = tmp_path / "ke-hoach.txt"
    plan.write_text(plan_text(date(2024, 6, 3)), "utf-8")
    cli("units", "import", FOLDER / "units.yaml")
    cli("import", plan, "--name", "mau")
    cli("approve", "mau")
    granted = ("--until", "15/7/2024", "--document", "15/CV-SM", "--why", "chờ số liệu")
    quarter = ("mau", "II.1.b", "--period", "Q2/2024")
    said = cli("extend", *quarter, *granted).out
    assert "15/07/2024" in said
    assert "Quý II/2024" in said
    assert "--force" in cli("extend", *quarter, *granted, code=35).err
    cli("waive", "mau", "II.1.b", "--period", "Q3/2024", "--unit", "Thanh tra Sở", "--why", "đi thanh tra")
    cli("term", "mau", "--until", "31/10/2024", "--why", "kết thúc sớm")
    rows = json.loads(cli("status", "mau", "--as-of", "2024-10-01", "--json").out)
    found = [r for r in rows if r["clause"] == "II.1.b"]
    assert {r["due"] for r in found if r["period"] == "2024-Q2"} == {"2024-07-15"}
    assert [r["unit"] for r in found if r["status"] == "waived"] == ["Thanh tra Sở"]
    assert {r["period"] for r in found} == {"2024-Q2", "2024-Q3"}
    assert "mau-2025" in cli("renew", "mau", "--year", "2025").out
    assert "--year 2025" in cli("renew", "mau", "--year", "2024", code=34).err
