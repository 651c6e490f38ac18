"""What a person sees on importing a plan that changes an earlier one."""

from __future__ import annotations

from pathlib import Path

from tests.obligations.test_amending import NEW, OLD, REPLACES, numbered
from tests.portal.conftest import Cli
from tests.reading.samples import body

UNITS = """agency: {office: theo-doi, leader: giam-doc}
units:
  - {key: van-phong, name: Văn phòng Sở, head: {name: Trưởng một}, focal: {name: Đầu mối một}}
  - {key: thanh-tra, name: Thanh tra Sở, head: {name: Trưởng hai}, focal: {name: Đầu mối hai}}
  - {key: to-chuc, name: Phòng Tổ chức cán bộ, head: {name: Trưởng ba}, focal: {name: Đầu mối ba}}
people:
  - {key: theo-doi, name: Người theo dõi}
  - {key: giam-doc, name: Giám đốc}
"""


def test_the_person_at_the_keyboard_sees_the_difference(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "cu.txt").write_text(body(*OLD), "utf-8")
    (tmp_path / "moi.txt").write_text(numbered(body(*NEW, title=REPLACES), "09"), "utf-8")
    cli("import", "cu.txt")
    said = cli("import", "moi.txt").all
    assert "thay thế 01-kh-snv-2026" in said
    assert "số lượng 2 → 4" in said
    assert "− I.3" in said
    assert "dunghan reject 01-kh-snv-2026 I.3 I.2" in said


def test_what_goes_on_is_not_approved_a_second_time(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "cu.txt").write_text(body(*OLD), "utf-8")
    (tmp_path / "moi.txt").write_text(numbered(body(*NEW, title=REPLACES), "09"), "utf-8")
    cli("import", "cu.txt")
    (tmp_path / "units.yaml").write_text(UNITS, "utf-8")
    cli("units", "import", "units.yaml")
    cli("approve", "01-kh-snv-2026")
    said = cli("import", "moi.txt").all
    assert "1 nhiệm vụ không đổi đã duyệt ở 01-kh-snv-2026 vẫn chạy tiếp" in said
    assert "dunghan approve 09-kh-snv-2026 I.2 I.3`" in said
