"""Sentences that open with times and conditions, numbers of issues, half-years with dates, and lost first sections."""

from __future__ import annotations

import pytest

from obligations.errors import NotVietnamese
from obligations.reading.reader import read
from tests.reading.samples import body

OPENINGS = [
    ("Hằng tuần, vào thứ Sáu, Chi cục Văn thư - Lưu trữ gửi tin, bài về Văn phòng Sở.", "Chi cục Văn thư - Lưu trữ"),
    ("Mỗi tháng, vào tuần đầu, Trung tâm Công nghệ thông tin đăng 02 tin, bài.", "Trung tâm Công nghệ thông tin"),
    ("Khi có thay đổi về thủ tục, Phòng Cải cách hành chính công khai danh mục.", "Phòng Cải cách hành chính"),
    ("Ngay sau khi được phê duyệt, trước ngày 20/3/2026, Thanh tra Sở báo cáo kết quả.", "Thanh tra Sở"),
    ("Trên cơ sở kết quả rà soát, hằng quý, Văn phòng Sở tổng hợp, báo cáo.", "Văn phòng Sở"),
    ("Định kỳ hằng quý, trước ngày 15 của tháng cuối quý, Thanh tra Sở báo cáo kết quả.", "Thanh tra Sở"),
    ("Theo yêu cầu của UBND tỉnh, hằng tháng, Phòng Tổ chức cán bộ báo cáo biên chế.", "Phòng Tổ chức cán bộ"),
]  # fmt: skip
ISSUES = [
    (["1. Văn phòng Sở", "Duy trì chuyên mục cải cách hành chính trên Trang thông tin điện tử, tối thiểu 02 số/tháng."],
     "Văn phòng Sở", "monthly", 2),
    (["1. Thanh tra Sở", "a) Dựng tối thiểu 01 số/quý chuyên mục “Tiếp công dân”."], "Thanh tra Sở", "quarterly", 1),
    (["1. Văn phòng Sở phát hành bản tin nội bộ 12 số/năm."], "Văn phòng Sở", "yearly", 12),
    (["1. Văn phòng Sở", "- Phát sóng chuyên mục ít nhất 03 kỳ/tuần."], "Văn phòng Sở", "weekly", 3),
    (["1. Văn phòng Sở xây dựng ít nhất 02 chương trình mỗi tháng."], "Văn phòng Sở", "monthly", 2),
]  # fmt: skip
HALVES = [
    "Văn phòng Sở báo cáo 6 tháng, năm trước ngày 15/6 và 15/12 hằng năm.",
    "Văn phòng Sở định kỳ 6 tháng (trước ngày 15/6/2026), năm (trước ngày 15/12/2026) báo cáo UBND tỉnh.",
    "Văn phòng Sở báo cáo kết quả hằng năm (6 tháng trước ngày 15/6/2026, năm trước ngày 15/12/2026).",
    "Văn phòng Sở báo cáo sơ kết 6 tháng trước ngày 15/6/2026, tổng kết năm trước ngày 15/12/2026.",
    "Sáu tháng đầu năm và cả năm, trước ngày 15/6 và 15/12, Văn phòng Sở báo cáo UBND tỉnh.",
    "Văn phòng Sở báo cáo 6 tháng, một năm gửi UBND tỉnh (6 tháng: trước ngày 15/6; năm: trước ngày 15/12).",
]
HEAD = "SỞ NỘI VỤ\n\nSố: 01/KH-SNV\nCà Mau, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\nTuyên truyền năm 2026\n\n"
TASKS = "1. Văn phòng Sở báo cáo hằng quý.\n2. Thanh tra Sở báo cáo hằng tháng.\n"
LOST = [
    (f"II. NHIỆM VỤ\n{TASKS}III. KINH PHÍ\n1. Ngân sách.\n", ["II.1", "II.2"], ("II", "mục I ")),
    (f"III. NHIỆM VỤ\n{TASKS}IV. KINH PHÍ\n1. Ngân sách.\n", ["III.1", "III.2"], ("III", "mục I đến II ")),
    (f"I. MỤC ĐÍCH\n1. Nâng cao.\nIV. NHIỆM VỤ\n{TASKS}V. KINH PHÍ\n", ["IV.1", "IV.2"], ("IV", "mục II đến III ")),
    (TASKS.replace("1.", "5.").replace("2.", "6."), ["5", "6"], ("5", "mục 1 đến 4 ")),
]
FOREIGN = (
    "Please send the quarterly report to the office.",
    "Rapport trimestriel sur la réforme administrative et la transition numérique",
    "Rencana kerja tahunan dinas tahun 2026 untuk semua unit kerja",
)


@pytest.mark.parametrize(("sentence", "unit"), OPENINGS)
def test_behind_times_and_conditions_stands_who_has_to_do_it(sentence: str, unit: str) -> None:
    found = read(body(f"1. {sentence}"), "").obligations
    assert {o.responsible for o in found} == {(unit,)}


@pytest.mark.parametrize(("lines", "unit", "cadence", "count"), ISSUES)
def test_issues_are_counted_straight_before_a_period(lines: list[str], unit: str, cadence: str, count: int) -> None:
    found = read(body(*lines), "").obligations
    assert [(o.responsible, o.cadence, o.count, o.kind) for o in found] == [((unit,), cadence, count, "post")]


@pytest.mark.parametrize(
    "sentence", ["Văn phòng Sở rà soát 02 số liệu.", "Văn phòng Sở dùng một số mẫu, 03 số điện thoại."]
)
def test_numbers_and_figures_are_no_issues(sentence: str) -> None:
    assert read(body(f"1. {sentence}"), "").obligations == ()


@pytest.mark.parametrize("sentence", HALVES)
def test_a_half_year_and_a_year_with_their_dates_are_two_reports(sentence: str) -> None:
    found = {o.cadence.value: [str(d) for d in o.due] for o in read(body(f"1. {sentence}"), "").obligations}
    assert found == {"half_yearly": ["2026-06-14"], "yearly": ["2026-12-14"]}


def test_days_in_brackets_behind_the_periods_are_due_days() -> None:
    text = body("1. Các phòng gửi báo cáo 6 tháng và năm (ngày 10/6/2026 và ngày 10/12/2026) về Văn phòng Sở.")
    found = {o.cadence.value: [str(d) for d in o.due] for o in read(text, "").obligations}
    assert found == {"half_yearly": ["2026-06-10"], "yearly": ["2026-12-10"]}


def test_a_day_narrows_the_quarter_before_it() -> None:
    text = body("1. Trong quý II, chậm nhất ngày 15/6/2026, Phòng Tổ chức cán bộ tổ chức 01 hội nghị tập huấn.")
    assert [(o.count, [str(d) for d in o.due]) for o in read(text, "").obligations] == [(1, ["2026-06-15"])]


@pytest.mark.parametrize(("text", "clauses", "finding"), LOST)
def test_where_sections_are_lost_the_printed_numbers_stay(
    text: str, clauses: list[str], finding: tuple[str, str]
) -> None:
    reading = read(HEAD + text, "")
    assert [o.clause for o in reading.obligations] == clauses
    assert [f.place for f in reading.findings if f"không thấy {finding[1]}" in f.what] == [finding[0]]


def test_numbers_that_run_on_through_the_sections_miss_nothing() -> None:
    text = f"I. YÊU CẦU\n1. Thiết thực.\n2. Hiệu quả.\nII. NHIỆM VỤ\n{TASKS.replace('2.', '4.').replace('1.', '3.')}"
    assert not any("không thấy mục" in f.what for f in read(HEAD + text, "").findings)


@pytest.mark.parametrize("text", FOREIGN)
def test_a_few_words_of_another_language_are_not_vietnamese(text: str) -> None:
    with pytest.raises(NotVietnamese):
        read(text, "")


@pytest.mark.parametrize("text", ["Kế hoạch năm 2026", "Ghi chú: mua sữa, trứng, bánh mì, cà phê", "12 34 56"])
def test_a_few_words_without_a_duty_are_only_that(text: str) -> None:
    assert read(text, "").obligations == ()
