"""Files opened by what is in them, and clear words where they cannot be."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest

from intake import open_plan
from intake.textfile import MAX_BYTES
from obligations.errors import EmptyPlan, NotText

PLAN = "KẾ HOẠCH\nĐịnh kỳ hằng quý báo cáo.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_text_is_read_in_any_unicode_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "ke-hoach.txt"
    file.write_bytes(PLAN.encode(encoding))
    opened = open_plan(file)
    assert opened.text == PLAN
    assert opened.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert opened.source == "ke-hoach.txt"


def test_loose_marks_become_one_letter_and_line_breaks_one_sign(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(unicodedata.normalize("NFD", PLAN).replace("\n", "\r\n").encode())
    opened = open_plan(file)
    assert opened.text == PLAN
    assert opened.warnings


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", "\ufeff \n".encode(), b"*** --- ***"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "trong.txt"
    file.write_bytes(data)
    with pytest.raises(EmptyPlan, match=r"trong\.txt"):
        open_plan(file)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04rest", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "Word"),
        (b"\x89PNG\r\n", "OCR"),
        (b"K\xd5 ho\xb9ch c\xb6i c\xb8ch", "UTF-8"),
        (bytes(range(32)) * 50, "nhị phân"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(tmp_path: Path, data: bytes, words: str) -> None:
    file = tmp_path / "van-ban.txt"
    file.write_bytes(data)
    with pytest.raises(NotText, match=words):
        open_plan(file)


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotText, match="Không tìm thấy"):
        open_plan(tmp_path / "khong-co.txt")
    with pytest.raises(NotText, match="thư mục"):
        open_plan(tmp_path)
    huge = tmp_path / "lon.txt"
    huge.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(NotText, match="20 MB"):
        open_plan(huge)
