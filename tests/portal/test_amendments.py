"""What a person sees on importing a plan that changes an earlier one."""

from __future__ import annotations

from pathlib import Path

from tests.obligations.test_amending import NEW, OLD, REPLACES, numbered
from tests.portal.conftest import Cli
from tests.reading.samples import body


def test_the_person_at_the_keyboard_sees_the_difference(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "cu.txt").write_text(body(*OLD), "utf-8")
    (tmp_path / "moi.txt").write_text(numbered(body(*NEW, title=REPLACES), "09"), "utf-8")
    cli("import", "cu.txt")
    said = cli("import", "moi.txt").all
    assert "thay thế 01-kh-snv-2026" in said
    assert "số lượng 2 → 4" in said
    assert "− I.3" in said
    assert "dunghan reject 01-kh-snv-2026 I.3 I.2" in said
