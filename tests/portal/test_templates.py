"""Templates at the command line: exported, changed, checked, previewed."""

from __future__ import annotations

from pathlib import Path

from portal.sample import FOLDER, plan_text
from tests.portal.conftest import Cli
from tests.portal.test_commands import TODAY


def test_templates_are_exported_changed_checked_and_used(cli: Cli, tmp_path: Path) -> None:
    assert "mẫu gốc" in cli("templates", "list").out
    cli("templates", "check", code=53)
    cli("templates", "export", "mau-thu")
    assert "--force" in cli("templates", "export", "mau-thu", code=53).err
    (tmp_path / "dunghan.toml").write_text('templates_dir = "mau-thu"', "utf-8")
    subject = tmp_path / "mau-thu" / "subject.txt.j2"
    subject.write_text("SỞ MẪU: {{ subject }}", "utf-8")
    assert "dùng được" in cli("templates", "check").out
    assert cli("templates", "preview", "--form", "subject").out.startswith("SỞ MẪU: [Đúng Hạn")
    subject.write_text("SỞ MẪU: {{ subjet }}", "utf-8")
    assert "subject.txt.j2, dòng 1" in cli("templates", "check", code=53).err
    assert "mẫu riêng có lỗi" in cli("templates", "list").all
    assert "[Đúng Hạn" in cli("templates", "preview", "--role", "leader", "--form", "subject").out


def test_a_broken_template_is_told_by_the_sweep_and_every_message_leaves(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "ke-hoach.txt").write_text(plan_text(TODAY), "utf-8")
    cli("units", "import", FOLDER / "units.yaml")
    cli("import", "ke-hoach.txt", "--name", "mau")
    cli("approve", "mau")
    (tmp_path / "mau-thu").mkdir()
    (tmp_path / "mau-thu" / "mail.txt.j2").write_text("{{ kinh_gui }}", "utf-8")
    (tmp_path / "dunghan.toml").write_text('templates_dir = "mau-thu"', "utf-8")
    said = cli("remind", "--as-of", "28/6/2024")
    assert "mail.txt.j2, dòng 1: không có biến “kinh_gui”" in said.all
    assert list((tmp_path / "data" / "hom-thu").glob("*.eml"))


def test_a_person_s_real_digest_is_previewed_into_a_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "ke-hoach.txt").write_text(plan_text(TODAY), "utf-8")
    cli("units", "import", FOLDER / "units.yaml")
    cli("import", "ke-hoach.txt", "--name", "mau")
    cli("approve", "mau")
    where = ("--as-of", "28/6/2024", "--form", "html", "--out", "thu.html")
    cli("templates", "preview", "--person", "Chánh Thanh tra (mẫu)", *where)
    assert "Thanh tra Sở" in (tmp_path / "thu.html").read_text("utf-8")
    assert "có thư cho" in cli("templates", "preview", "--person", "Ai đó", *where, code=53).err
