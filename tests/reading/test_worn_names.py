"""Who has to do it stays known where the list, the capital or the number of a heading is damaged."""

from __future__ import annotations

import pytest

from obligations.model import Obligation
from obligations.reading.levels import Level
from obligations.reading.naming import default_vocabulary, units_in
from obligations.reading.reader import read
from obligations.reading.sheet import open_sheet
from tests.reading.samples import body

UNMARKED = "So Noi vu tham muu Uy ban nhan dan tinh trién khai cong tac cai cach hanh chinh trén dia ban tinh.\n"
WORN = [
    ("So ai nguyén va Moi truong", ["Sở Tài nguyên và Môi trường"]),
    ("S@ hong tin va Truyén thong", ["Sở Thông tin và Truyền thông"]),
    ("So Khoa hoc a Cong nghé", ["Sở Khoa học và Công nghệ"]),
    ("S@ 4hoa hoc va Cong nghé", ["Sở Khoa học và Công nghệ"]),
    ("Sé Tho(g tin va Truyén thong", ["Sở Thông tin và Truyền thông"]),
    ("Cac so, ban, nganh; lBND cac xa, phudng", ["Các sở, ban, ngành", "UBND các xã, phường"]),
    ("Cac so, ban, nganh UBND cac xa, phudng", ["Các sở, ban, ngành", "UBND các xã, phường"]),
    ("Phong Ndi vu tong hop, bao cao két qua", ["Phòng Nội vụ"]),
    ("Bao Ca Mau., Dai Phat thanh va Truyén hinh Ca Mau", ["Báo Cà Mau", "Đài Phát thanh và Truyền hình Cà Mau"]),
]
NO_UNITS = ["Bao caof két qua thuc hién", "Bao ca- két qua thuc hién"]
NAMED = [
    ("Phòng Kế hoạch tổng hợp xây dựng Kế hoạch, xong trước ngày 15/3/2026.", "Phòng Kế hoạch tổng hợp"),
    ("Phòng Thanh tra - Kiểm tra kiểm tra công vụ ít nhất 02 lần/năm.", "Phòng Thanh tra - Kiểm tra"),
    ("Phòng Tổ chức cán bộ tổng hợp kết quả, báo cáo trước ngày 15/3/2026.", "Phòng Tổ chức cán bộ"),
]
NO_PERIODS = [
    "Van phong So thuc hién co ché mot cua, mot cua lén théng trong giai quyét thu tuc.",
    "Van phong So phan cong cu thé thdi gian (é thé chia tung quy, ting thang).",
    "Van phong So niém yét cong khai theo ting quy dinh tai Bo phan Mot cua.",
]
LOST_NUMBERS = [
    ("I. TỔ CHỨC THỰC HIỆN\n. Các sở, ban, ngành\na) Tuyên truyền\nb) Báo cáo\n2. Văn phòng Sở",
     ["I", "I.1", "I.1.a", "I.1.b", "I.2"]),
    ("I. MỤC ĐÍCH\n1. Một\nII. KINH PHÍ THỰC HIỆN\nTheo dự toán\nIg THỜI GIAN THỰC HIỆN\nTrong năm\n"
     "IV. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ", ["I", "I.1", "II", "III", "IV", "IV.1"]),
]  # fmt: skip


def under_heading(*lines: str) -> list[Obligation]:
    return list(read(body(*lines), "").obligations)


@pytest.mark.parametrize(("heading", "names"), WORN)
def test_a_damaged_heading_names_its_units(heading: str, names: list[str]) -> None:
    found = units_in(heading, (0, len(heading)), default_vocabulary())
    assert [unit.name for unit in found] == names


@pytest.mark.parametrize("text", NO_UNITS)
def test_a_damaged_report_is_no_newspaper(text: str) -> None:
    assert not units_in(text, (0, len(text)), default_vocabulary())


@pytest.mark.parametrize(("sentence", "unit"), NAMED)
def test_a_verb_at_the_end_of_a_name_belongs_to_it_where_another_verb_follows(sentence: str, unit: str) -> None:
    assert {o.responsible for o in under_heading(f"1. {sentence}")} == {(unit,)}


def test_a_unit_alone_behind_a_topic_has_to_do_what_follows() -> None:
    found = under_heading("1. Công tác tuyên truyền: Phòng Công tác xã hội", "a) Mỗi tháng đăng ít nhất 02 tin, bài.")
    assert [o.responsible for o in found] == [("Phòng Công tác xã hội",)]


def test_what_stands_behind_a_topic_and_is_no_unit_names_nobody() -> None:
    found = under_heading("1. Công tác tuyên truyền: Đăng tin", "a) Văn phòng Sở mỗi tháng đăng ít nhất 02 tin, bài.")
    assert [o.responsible for o in found] == [("Văn phòng Sở",)]


@pytest.mark.parametrize("sentence", NO_PERIODS)
def test_a_share_and_a_rule_are_no_periods_in_damaged_words(sentence: str) -> None:
    assert not [o for o in read(UNMARKED * 3 + body(f"1. {sentence}"), "").obligations if o.cadence.dated]


def test_a_period_right_behind_the_same_words_is_one() -> None:
    sentence = "1. Van phong So hang quy dinh ky bao cao két qua thuc hién vé So Noi vu."
    assert [o.cadence.value for o in read(UNMARKED * 3 + sentence, "").obligations] == ["quarterly"]


@pytest.mark.parametrize(("text", "paths"), LOST_NUMBERS)
def test_a_heading_whose_number_is_gone_keeps_its_place(text: str, paths: list[str]) -> None:
    clauses = open_sheet(text).clauses
    assert [c.label for c in clauses if c.level is not None and c.level < Level.DASH] == paths


def test_a_phrase_does_not_reach_from_one_paragraph_into_the_next() -> None:
    text = UNMARKED * 3 + "IV. THOI GIAN THUC IEN\n\nTrong nam 2026 hoan thanh."
    assert not [h for h in open_sheet(text).hits if h.group == "cadence"]


@pytest.mark.parametrize("number", ["1ư", "x1"])
def test_a_number_with_a_letter_stuck_to_it_is_that_number_in_a_phrase(number: str) -> None:
    text = UNMARKED * 3 + f"Van phong So dang tin dam bao 01 lan/{number} thang."
    assert any(h.value == "monthly" for h in open_sheet(text).hits if h.group == "cadence")
