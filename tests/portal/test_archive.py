"""The same content gives the same bytes, whenever it is written; a manifest is what sha256sum reads."""

from __future__ import annotations

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from portal import archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a folder with a file below another."""
    made = tmp_path / "goi"
    (made / "minh-chung").mkdir(parents=True)
    (made / "index.xlsx").write_bytes(b"bang")
    (made / "minh-chung" / "1.pdf").write_bytes(b"x" * 3_000_000)
    return made


def test_the_manifest_is_checked_by_sha256sum_and_finds_a_changed_file(folder: Path) -> None:
    archive.write_manifest(folder)
    check = ["sha256sum", "-c", archive.MANIFEST]
    assert subprocess.run(check, cwd=folder, capture_output=True, check=False, timeout=30).returncode == 0
    (folder / "index.xlsx").write_bytes(b"bang khac")
    assert subprocess.run(check, cwd=folder, capture_output=True, check=False, timeout=30).returncode != 0


def test_a_zip_holds_the_folder_under_its_name_and_is_the_same_twice(folder: Path, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        archive.write_zip(folder, tmp_path / name)
    (folder / "index.xlsx").touch()
    archive.write_zip(folder, tmp_path / "c.zip")
    assert len({(tmp_path / name).read_bytes() for name in ("a.zip", "b.zip", "c.zip")}) == 1
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.namelist() == ["goi/index.xlsx", "goi/minh-chung/1.pdf"]
        assert packed.testzip() is None


def _office_file(stamp: str) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("docProps/core.xml", f'<a><dcterms:modified xsi:type="x">{stamp}</dcterms:modified></a>')
    return held.getvalue()


def test_an_office_file_loses_the_time_it_was_written_and_nothing_else() -> None:
    one, other = (archive.restamped(_office_file(stamp)) for stamp in ("2024-01-01T00:00:00Z", "2026-01-01T00:00:00Z"))
    assert one == other
    with zipfile.ZipFile(BytesIO(one)) as made:
        assert made.namelist() == ["[Content_Types].xml", "docProps/core.xml"]
        assert b'xsi:type="x">1980-01-01T00:00:00Z<' in made.read("docProps/core.xml")
