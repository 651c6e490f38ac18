"""A file is known by its content, and kept once, whole."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from evidence import FileDigest, copy_kept, digest_file, keep_file
from obligations.errors import BadEvidence

CONTENT = "Báo cáo quý I".encode() * 200_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Write a file larger than one read."""
    path = tmp_path / "Báo cáo quý I.pdf"
    path.write_bytes(CONTENT)
    return path


def test_a_file_is_known_by_name_content_and_size(report: Path) -> None:
    assert digest_file(report, limit=len(CONTENT)) == FileDigest("Báo cáo quý I.pdf", DIGEST, len(CONTENT))


def test_a_file_over_the_limit_is_refused(report: Path) -> None:
    with pytest.raises(BadEvidence, match="lớn hơn 1,5 MB"):
        digest_file(report, limit=1_500_000)
    with pytest.raises(BadEvidence):
        digest_file(report, limit=len(CONTENT) - 1)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _nothing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(
    ("make", "words"),
    [(_empty, "trống"), (_pipe, "tệp thường"), (Path.mkdir, "tệp thường"), (_nothing, "Không mở được")],
)
def test_what_is_no_readable_file_is_told(tmp_path: Path, make: object, words: str) -> None:
    path = tmp_path / "minh-chung.pdf"
    assert callable(make)
    make(path)
    with pytest.raises(BadEvidence, match=words):
        digest_file(path, limit=100)


def test_a_file_is_kept_by_content_and_only_once(report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kho" / "minh-chung"
    kept = keep_file(report, folder)
    assert kept == folder / DIGEST[:2] / DIGEST
    assert kept.read_bytes() == CONTENT
    copy = tmp_path / "ten-khac.pdf"
    copy.write_bytes(CONTENT)
    assert keep_file(copy, folder) == kept
    assert [p for p in folder.rglob("*") if p.is_file()] == [kept]


def test_a_kept_file_that_was_damaged_is_made_whole_again(report: Path, tmp_path: Path) -> None:
    kept = keep_file(report, tmp_path / "kho")
    kept.write_bytes(b"hong")
    assert keep_file(report, tmp_path / "kho").read_bytes() == CONTENT


def test_a_folder_that_cannot_be_written_is_told(report: Path) -> None:
    with pytest.raises(BadEvidence, match="Không lưu được"):
        keep_file(report, report / "kho")


def test_nothing_is_kept_of_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadEvidence):
        keep_file(tmp_path / "khong-co.pdf", tmp_path / "kho")
    assert not (tmp_path / "kho").exists()


def test_a_kept_file_is_copied_whole_or_not_at_all(report: Path, tmp_path: Path) -> None:
    kept, copy = keep_file(report, tmp_path / "kho"), tmp_path / "ban-sao.pdf"
    assert copy_kept(tmp_path / "kho", DIGEST, copy)
    assert copy.read_bytes() == CONTENT
    kept.write_bytes(b"hong")
    copy.unlink()
    assert not copy_kept(tmp_path / "kho", DIGEST, copy)
    kept.unlink()
    assert not copy_kept(tmp_path / "kho", DIGEST, copy)
    assert not copy.exists()
