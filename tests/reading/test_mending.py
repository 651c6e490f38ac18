"""What is mended where a character went wrong: dates, labels, names, tables; and what is left to people."""

from __future__ import annotations

from datetime import date

import pytest

from obligations.model import Obligation
from obligations.reading.labels import labels_of
from obligations.reading.levels import Level
from obligations.reading.reader import read
from obligations.reading.worn_dates import worn_dates
from tests.reading.samples import body

MENDED = [
    ("28/02/20626", date(2026, 2, 28)),
    ("1é0/10/2026", date(2026, 10, 10)),
    ("31/32026", date(2026, 3, 31)),
    ("20/12/20269", date(2026, 12, 20)),
    ("30/9/206", date(2026, 9, 30)),
    ("10e/6", date(2026, 6, 10)),
]
AMBIGUOUS = ["175/6/2026", "207/6"]
NO_DATES = ["15/KH-UBND", "42/2022/NĐ-CP", "1022", "95,5%"]
WRECKS = [
    ("3g2. Phòng Nội vụ", Level.SUB, 2),
    ("2q Văn phòng Sở", Level.NUMBER, 2),
    ("ai Phòng Kế hoạch", Level.LETTER, 1),
    ("II9- TỔ CHỨC THỰC HIỆN", Level.ROMAN, 3),
    ("19. MỤC ĐÍCH", Level.NUMBER, 1),
    ("Đié1u 2. Trách nhiệm", Level.ARTICLE, 2),
]


def obligations(*lines: str) -> tuple[Obligation, ...]:
    return read(body(*lines), "").obligations


@pytest.mark.parametrize(("seen", "meant"), MENDED)
def test_a_date_one_character_away_from_one_day_is_that_day(seen: str, meant: date) -> None:
    text = f"trước ngày {seen}, gửi báo cáo"
    assert [w.day for w in worn_dates(text, (0, len(text)), 2026)] == [meant]


@pytest.mark.parametrize("seen", AMBIGUOUS)
def test_a_date_that_may_be_several_is_none(seen: str) -> None:
    assert [w.day for w in worn_dates(seen, (0, len(seen)), 2026)] == [None]


@pytest.mark.parametrize("seen", NO_DATES)
def test_numbers_that_were_never_dates_stay_alone(seen: str) -> None:
    assert list(worn_dates(seen, (0, len(seen)), 2026)) == []


def test_a_duty_whose_date_cannot_be_read_is_kept_without_a_date_and_said() -> None:
    reading = read(body("1. Văn phòng Sở báo cáo Sở Nội vụ trước ngày 175/6/2026."), "")
    assert [(o.cadence, o.due, "ngày hạn không đọc rõ" in o.flags) for o in reading.obligations] == [("once", (), True)]
    assert any("cần người nhập ngày" in f.what for f in reading.findings)


def test_a_mended_date_is_flagged() -> None:
    found = obligations("1. Văn phòng Sở báo cáo Sở Nội vụ trước ngày 15/6/20265.")
    assert [(o.due, o.flags) for o in found] == [((date(2026, 6, 14),), ("đọc từ chữ hỏng",))]


@pytest.mark.parametrize(("line", "level", "ordinal"), WRECKS)
def test_a_label_one_letter_off_is_offered(line: str, level: Level, ordinal: int) -> None:
    assert (level, ordinal) in {(label.level, label.ordinal) for label in labels_of(line)}


def test_a_lost_label_among_its_siblings_is_found_again() -> None:
    lines = ["1. Văn phòng Sở", "a) Hằng tháng đăng 02 tin, bài.", "2q Thanh tra Sở", "a) Hằng quý kiểm tra công vụ.",
             "3. Phòng Tổ chức cán bộ", "a) Hằng năm tổ chức 01 lớp tập huấn."]  # fmt: skip
    assert [o.clause for o in obligations(*lines)] == ["I.1.a", "I.2.a", "I.3.a"]


@pytest.mark.parametrize(
    "lead",
    ["Văn hòng Sở", "ăn phòng Sở", "Trung âm Phục vụ hành chính công", "Trung tâm Phục vụ hành hính công",
     "Phòng Kế ho)ach - Tài chính", "Phòng Tổ chvc cán bộ"],
)  # fmt: skip
def test_a_name_with_a_wrong_letter_is_that_name(lead: str) -> None:
    whole = {"Văn hòng Sở": "Văn phòng Sở", "ăn phòng Sở": "Văn phòng Sở",
             "Trung âm Phục vụ hành chính công": "Trung tâm Phục vụ hành chính công",
             "Trung tâm Phục vụ hành hính công": "Trung tâm Phục vụ hành chính công",
             "Phòng Kế ho)ach - Tài chính": "Phòng Kế hoạch - Tài chính",
             "Phòng Tổ chvc cán bộ": "Phòng Tổ chức cán bộ"}  # fmt: skip
    found = obligations(f"1. {lead}", "a) Hằng tháng đăng 02 tin, bài.")
    assert [o.responsible for o in found] == [(whole[lead],)]


def test_a_table_whose_header_lost_a_column_is_read_by_its_cells() -> None:
    rows = [
        "| STT | Nội dung công việc | Dn vi chqrtri | Đơn vị phối hợp | Thời gian hoàn thành |",
        "|--|-1-|--|--|--|",
    ]
    rows += [
        f"| {n} | Rà soát, cập nhật thủ tục | {unit} | Các phòng, đơn vị | Hằng quý |"
        for n, unit in enumerate(("Văn phòng Sở", "Thanh tra Sở", "Phòng Tổ chức cán bộ"), start=1)
    ]
    assert [o.responsible[0] for o in obligations(*rows)] == ["Văn phòng Sở", "Thanh tra Sở", "Phòng Tổ chức cán bộ"]
