"""`dunghan backup` and `restore`, as an operator uses them on the day the disk dies."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.portal.conftest import Cli

UNITS = "đơn vị"


def _sample(cli: Cli) -> None:
    cli("sample")


def test_a_day_of_loss_told_command_by_command(cli: Cli, tmp_path: Path) -> None:
    _sample(cli)
    before = cli("status", "--json").out
    made = cli("backup", "--to", "giu-rieng")
    assert "KHÔNG nằm trong bản này" in made.out
    archive = next((tmp_path / "giu-rieng").glob("*.zip"))
    assert "nguyên vẹn" in cli("backup", "--check", archive).out
    shutil.copy(tmp_path / "data" / "secret.key", tmp_path / "secret.key")
    shutil.rmtree(tmp_path / "data")

    refused = cli("restore", archive, code=43)
    assert "secret.key" in refused.err
    assert not (tmp_path / "data" / "dunghan.db").exists(), "nothing is made before the key is there"

    (tmp_path / "data").mkdir(exist_ok=True)
    shutil.copy(tmp_path / "secret.key", tmp_path / "data" / "secret.key")
    assert "Đã khôi phục" in cli("restore", archive).out
    assert cli("status", "--json").out == before
    assert "restore" in cli("log").out or "khôi phục" in cli("log").out


def test_data_that_is_there_is_not_overwritten_unasked_and_stays_aside_when_asked(cli: Cli, tmp_path: Path) -> None:
    _sample(cli)
    cli("backup")
    archive = next((tmp_path / "data" / "sao-luu").glob("*.zip"))
    assert "--force" in cli("restore", archive, code=43).err
    assert "được giữ ở" in cli("restore", archive, "--force").all
    assert list((tmp_path / "data").glob(".truoc-khoi-phuc-*/dunghan.db"))


def test_only_the_newest_backups_stay(cli: Cli, tmp_path: Path) -> None:
    _sample(cli)
    folder = tmp_path / "giu"
    folder.mkdir()
    for name in ("dunghan-20240101-000000.zip", "dunghan-20250101-000000.zip", "khac.zip"):
        (folder / name).write_text("cũ", "utf-8")
    cli("backup", "--to", folder, "--keep", 2)
    kept = sorted(path.name for path in folder.iterdir())
    assert kept[0] == "dunghan-20250101-000000.zip"
    assert len(kept) == 3
    assert "khac.zip" in kept


def test_what_is_no_backup_is_said_so(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("không", "utf-8")
    assert "không phải bản sao lưu" in cli("restore", "x.zip", code=43).err
    assert "Không có tệp" in cli("backup", "--check", "y.zip", code=43).err
