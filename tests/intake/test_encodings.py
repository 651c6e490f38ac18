"""Texts in the encodings of thirty years, told by their syllables; none believed without reason."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from intake import open_plan
from intake.faults import UnknownEncoding
from intake.legacy import from_tcvn3, from_vni, table
from intake.syllables import is_syllable, syllable_share

PLAN = (
    "ỦY BAN NHÂN DÂN\nKẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2024 của Sở Nội vụ.\n"
    "Định kỳ hằng quý, các đơn vị báo cáo kết quả thực hiện; gửi trước ngày 15 của tháng cuối quý.\n"
)
TONED = "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵăâêôơưđ"


def encoded(text: str, name: str) -> bytes:
    """Write a text in an old encoding, small letters for capitals it lacks."""
    codes = {letter: code for code, letter in table(name).items()}
    return "".join(codes.get(c, codes.get(c.lower(), c)) for c in text).encode("latin-1")


def as_1258(text: str) -> bytes:
    """Write a text in Windows-1258, whose tones stand behind their letters."""
    made = b""
    for letter in text:
        loose = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in loose if c in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(c for c in loose if c not in tone))
        made += (base + tone).encode("cp1258")
    return made


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_every_letter_has_one_code_and_every_code_one_letter(name: str) -> None:
    codes = table(name)
    assert set(TONED) <= set(codes.values())
    assert len(set(codes.values())) == len(codes)


def test_vni_has_all_capitals_and_tcvn3_those_without_tones() -> None:
    assert set(TONED.upper()) <= set(table("vni").values())
    assert set("ĂÂÊÔƠƯĐ") <= set(table("tcvn3").values())


@pytest.mark.parametrize("letter", TONED)
def test_every_small_letter_comes_back(letter: str) -> None:
    assert from_tcvn3(encoded(letter, "tcvn3").decode("latin-1")) == letter
    assert from_vni(encoded(letter, "vni").decode("latin-1")) == letter


@pytest.mark.parametrize("letter", TONED.upper())
def test_every_vni_capital_comes_back(letter: str) -> None:
    assert from_vni(encoded(letter, "vni").decode("latin-1")) == letter


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("KÕ HO¹CH", "KẾ HOẠCH"),
        ("Së Néi vô", "Sở Nội vụ"),
        ("§¹i héi", "Đại hội"),
        ("Uû ban nh©n d©n", "Uỷ ban nhân dân"),
        ("UBND tØnh", "UBND tỉnh"),
    ],
)
def test_capitals_of_tcvn3_get_their_marks_back_from_their_neighbours(written: str, meant: str) -> None:
    assert from_tcvn3(written) == meant


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_text_is_read_in_any_unicode_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "ke-hoach.txt"
    file.write_bytes(PLAN.encode(encoding))
    opened = open_plan(file)
    assert (opened.text, opened.warnings) == (PLAN, ())


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (encoded(PLAN, "tcvn3"), "TCVN3"),
        (encoded(PLAN, "vni"), "VNI"),
        (as_1258(PLAN), "Windows-1258"),
        (encoded(PLAN, "tcvn3").decode("latin-1").encode(), "TCVN3"),
        (encoded(PLAN, "vni").decode("latin-1").encode(), "VNI"),
    ],
)
def test_old_encodings_are_told_by_content_and_said(tmp_path: Path, data: bytes, name: str) -> None:
    file = tmp_path / "cu.txt"
    file.write_bytes(data)
    opened = open_plan(file)
    assert opened.text == PLAN
    assert name in opened.warnings[0]


@pytest.mark.parametrize(
    "data",
    [
        b"K\xd5 \xb6",
        "Voilà le plan français déjà présenté à l'Élysée, où été".encode("latin-1"),
        PLAN.encode("utf-16")[:-1],
    ],
)
def test_what_cannot_be_told_is_refused_and_not_guessed(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "la.txt"
    file.write_bytes(data)
    with pytest.raises(UnknownEncoding, match="UTF-8"):
        open_plan(file)


def test_a_few_broken_letters_are_shown_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "cut.txt"
    file.write_bytes((PLAN * 3).encode() + "ế".encode()[:-1])
    opened = open_plan(file)
    assert opened.text.startswith(PLAN)
    assert "1 ký tự hỏng" in opened.warnings[0]


def test_text_garbled_by_recognition_keeps_its_letters(tmp_path: Path) -> None:
    file = tmp_path / "ocr.txt"
    garbled = "Cac phong, don vi d@ng tai tin, bai dinh ky hang quy; béo cdo két qua thyc hién vé Sé Noi vu.\n" * 4
    file.write_text(garbled, encoding="utf-8")
    opened = open_plan(file)
    assert opened.text == garbled
    assert any("mất dấu" in w for w in opened.warnings)


@pytest.mark.parametrize(
    "word", ["nghiệp", "quyết", "khuya", "giữa", "đường", "ỷ", "yêu", "toàn", "hoà", "thuở", "qua"]
)
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ho¹ch", "français", "ếế", "zế", "déjà", "vụụ"])
def test_what_is_no_syllable_is_not(word: str) -> None:
    assert not is_syllable(word)


def test_a_text_without_marks_gives_no_share() -> None:
    assert syllable_share("ke hoach") == (0.0, 0)
