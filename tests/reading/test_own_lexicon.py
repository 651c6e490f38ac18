"""Phrases of an agency's own: they are read, they take nothing away, and what does not fit is said."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from obligations.errors import BadSettings
from obligations.reading.own_lexicon import own_lexicon
from obligations.reading.phrases import bundled
from obligations.reading.reader import read
from tests.reading.samples import body, reading_of, text_of

DOC = Path(__file__).parents[2] / "docs" / "lexicon.md"
FAULTS = [
    ("[cadnce]\nmonthly = ['x y']", r"không có nhóm \[cadnce\]; có thể là: cadence"),
    ("[cadence]\nquartely = ['mỗi ba tháng']", "có thể là: quarterly"),
    ("[cadence]\nmonthly = 'mỗi tháng trăng'", "danh sách trong ngoặc vuông"),
    ("[cadence]\nmonthly = [3]", "ngoặc kép"),
    ("[cadence]\nmonthly = ['.']", "quá ngắn"),
    ("[cadence]\nmonthly = ['Hằng quý']", r"đã thuộc \[cadence\] quarterly"),
    ("cadence = 3", "phải gồm các dòng"),
    ("[cadence", "không phải TOML hợp lệ"),
    ("[common]\nsyllables = 'a'", "không có nhóm"),
]


def test_a_phrase_of_one_s_own_is_read() -> None:
    text = body("1. Văn phòng Sở cứ mỗi con trăng tròn báo cáo Sở Tài chính.")
    lexicon = own_lexicon("[cadence]\nmonthly = ['Mỗi con trăng, tròn']", "x.toml")
    assert read(text, "").obligations == ()
    assert [o.cadence for o in read(text, "", lexicon=lexicon).obligations] == ["monthly"]


def test_a_new_portal_bears_its_own_name() -> None:
    text = body("1. Văn phòng Sở đăng tải ít nhất 02 tin, bài hằng tháng trên trang zalo xã.")
    lexicon = own_lexicon("[portal]\n'Trang Zalo của xã' = ['trang zalo xã']", "x.toml")
    assert [o.recipient for o in read(text, "", lexicon=lexicon).obligations] == ["Trang Zalo của xã"]


def test_own_phrases_take_nothing_away() -> None:
    lexicon = own_lexicon("[cadence]\nmonthly = ['mỗi con trăng tròn']", "x.toml")
    assert read(text_of("xa-2026.txt"), "0" * 64, lexicon=lexicon) == reading_of("xa-2026.txt")


@pytest.mark.parametrize(("text", "what"), FAULTS)
def test_what_does_not_fit_is_said_with_its_place(text: str, what: str) -> None:
    with pytest.raises(BadSettings, match=what) as raised:
        own_lexicon(text, "cum-tu.toml")
    assert str(raised.value).startswith("cum-tu.toml: ")


def test_the_example_in_the_docs_fits_and_its_groups_exist() -> None:
    text = DOC.read_text("utf-8")
    example = regex.search(r"```toml\n(.*?)```", text, regex.DOTALL)
    assert example is not None
    own_lexicon(regex.sub(r"(?m)^   ", "", example[1]), "docs")
    named = {g for cell in regex.findall(r"(?m)^\| (`[^|]+) \|", text) for g in regex.findall(r"`(\w+)`", cell)}
    assert named <= set(bundled())
