"""Single sentences: cadences, due rules, quotas, and what must not be taken for a duty."""

from __future__ import annotations

import pytest

from obligations.reading.reader import read
from tests.reading.samples import body

SENTENCES = [
    ("Hằng tuần, Văn phòng Sở đăng tải 01 tin, bài.", "weekly", 1, []),
    ("Văn phòng Sở báo cáo Sở Tài chính chậm nhất ngày 25 tháng 11 hằng năm.", "yearly", None, ["2026-11-25"]),
    ("Văn phòng Sở báo cáo kết quả trước ngày 15/12 hàng năm.", "yearly", None, ["2026-12-14"]),
    ("Văn phòng Sở báo cáo trước ngày 01/6 và 15/11 hằng năm.", "half_yearly", None, ["2026-05-31", "2026-11-14"]),
    ("Văn phòng Sở gửi báo cáo trước ngày 20 hằng tháng.", "monthly", None, [f"2026-{m:02}-19" for m in range(1, 13)]),
    ("Văn phòng Sở hoàn thành kế hoạch xong trước ngày 31 tháng 3 năm 2026.", "once", 1, ["2026-03-30"]),
    ("Văn phòng Sở hoàn thành rà soát trước tháng 11 năm 2026.", "once", None, ["2026-10-31"]),
    ("Văn phòng Sở hoàn thành rà soát trong tháng 5/2026.", "once", None, ["2026-05-31"]),
    ("Văn phòng Sở ban hành kế hoạch trong quý I năm 2026.", "once", 1, ["2026-03-31"]),
    ("Văn phòng Sở hoàn thành rà soát trước 17h ngày 10/6/2026.", "once", None, ["2026-06-10"]),
    ("Định kỳ hằng quý, Văn phòng Sở báo cáo trước ngày 05 tháng cuối cùng của mỗi quý.", "quarterly", None,
     ["2026-03-04", "2026-06-04", "2026-09-04", "2026-12-04"]),
    ("Văn phòng Sở báo cáo 3 tháng một lần chậm nhất vào ngày 10 của tháng đầu quý tiếp theo.", "quarterly", None,
     ["2026-04-10", "2026-07-10", "2026-10-10", "2027-01-10"]),
    ("Văn phòng Sở định kỳ 6 tháng báo cáo trước ngày 15 tháng 6 và trước ngày 01 tháng 12.", "half_yearly", None,
     ["2026-06-14", "2026-11-30"]),
    ("Văn phòng Sở phát sóng tối thiểu 03 lần/tháng.", "monthly", 3, []),
    ("Văn phòng Sở họp thường kỳ mỗi tháng 01 lần.", "monthly", 1, []),
    ("Văn phòng Sở tổ chức đối thoại ít nhất 02 lần/năm.", "yearly", 2, []),
    ("Mỗi quý Văn phòng Sở có ít nhất 04 tin, bài trên Trang thông tin điện tử.", "quarterly", 4, []),
    ("Văn phòng Sở có tối thiểu 12 (mười hai) tin/bài/năm.", "yearly", 12, []),
    ("Văn phòng Sở tổ chức 02 hội nghị trong năm.", "yearly", 2, []),
]  # fmt: skip
SILENT = [
    "Kinh phí thực hiện từ ngân sách hằng năm.",
    "Văn phòng Sở sử dụng kinh phí thường xuyên được cấp hằng năm.",
    "Văn phòng Sở phân công cụ thể thời gian (có thể chia từng quý, từng tháng).",
    "Căn cứ Nghị quyết số 03/NQ-CP ngày 09 tháng 01 năm 2026 của Chính phủ.",
    "Chỉ số PAR INDEX tăng 05 bậc, xếp vị thứ 20/63 tỉnh, đạt 69,5 điểm.",
    "Văn phòng Sở phấn đấu có ít nhất 10% công chức được tập huấn.",
    "Văn phòng Sở tập trung tuyên truyền tới người dân.",
    "Việc chăm sóc trẻ em từ 06 tháng tuổi được quan tâm.",
    "Các quy định của pháp luật Việt Nam năm 2026.",
    "Việc thực hiện chế độ báo cáo định kỳ hằng quý, 6 tháng, năm của các đơn vị.",
    "Thời điểm số liệu: từ ngày 01/01/2025 đến hết ngày 31/3/2026.",
]


@pytest.mark.parametrize(("sentence", "cadence", "count", "due"), SENTENCES)
def test_a_sentence_gives_its_cadence_count_and_dates(
    sentence: str, cadence: str, count: int | None, due: list[str]
) -> None:
    found = [o for o in read(body(f"1. {sentence}"), "").obligations if o.cadence.dated]
    assert [(o.cadence, o.count, [str(d) for d in o.due]) for o in found] == [(cadence, count, due)]
    assert found[0].responsible == ("Văn phòng Sở",)


@pytest.mark.parametrize("sentence", SILENT)
def test_a_sentence_without_a_duty_gives_none(sentence: str) -> None:
    assert [o for o in read(body(f"1. {sentence}"), "").obligations if o.cadence.dated] == []


def test_several_periods_in_one_breath_are_several_duties() -> None:
    text = body("1. Định kỳ hàng quý, sáu tháng và năm Văn phòng Sở tổng hợp, báo cáo kết quả gửi Sở Nội vụ.")
    assert [o.cadence for o in read(text, "").obligations] == ["quarterly", "half_yearly", "yearly"]


def test_dates_given_in_the_next_sentence_belong_to_the_reports_before() -> None:
    text = body(
        "1. Văn phòng Sở báo cáo định kỳ hằng quý, 6 tháng, năm về Sở Nội vụ. "
        "Thời gian gửi báo cáo: quý trước ngày 10 của tháng cuối quý; 6 tháng trước ngày 10/6; năm trước ngày 10/11."
    )
    found = {o.cadence.value: [str(d) for d in o.due] for o in read(text, "").obligations}
    assert found["half_yearly"] == ["2026-06-09"]
    assert found["yearly"] == ["2026-11-09"]
    assert found["quarterly"] == ["2026-03-09", "2026-06-09", "2026-09-09", "2026-12-09"]


def test_the_unit_may_stand_in_the_heading_only() -> None:
    found = read(
        body("1. Thanh tra Sở", "Hằng quý, có ít nhất 01 tin/bài gửi đăng trên Cổng Thông tin điện tử tỉnh."), ""
    )
    assert [(o.responsible, o.kind) for o in found.obligations] == [(("Thanh tra Sở",), "portal_submission")]


def test_parts_inherit_from_an_unnamed_total_of_the_issuer() -> None:
    found = read(
        body(
            "1. Đăng tải tối thiểu 08 tin/bài trong năm (chỉ tiêu bắt buộc). Cụ thể:",
            "- Văn phòng Sở: 04 tin/bài;",
            "- Thanh tra Sở: 04 tin/bài.",
        ),
        "",
    ).obligations
    assert [(o.count, o.aggregate, o.mandatory) for o in found] == [(8, True, True), (4, False, True), (4, False, True)]
    assert found[0].responsible == ("Sở Nội vụ tỉnh Cà Mau",)


def test_an_unnamed_unit_is_said_to_be_a_guess() -> None:
    reading = read(body("1. Hằng tháng gửi tin, bài về Văn phòng."), "")
    assert "đơn vị không nêu trong điều khoản" in reading.obligations[0].flags
    assert any(f.place == "I.1" for f in reading.findings)


def test_closing_words_lay_no_duty() -> None:
    text = body("1. Văn phòng Sở theo dõi.", "Trên đây là Kế hoạch; vướng mắc báo cáo Sở Nội vụ trước ngày 20/12/2026.")
    assert read(text, "").obligations == ()
