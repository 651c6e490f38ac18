"""What contradicts itself or cannot be dated becomes a finding, never silence."""

from __future__ import annotations

import pytest

from obligations.model import Cadence
from obligations.reading.reader import read
from tests.reading.samples import body

CONTRADICTIONS = [
    (
        ["1. Văn phòng Sở hoàn thành rà soát trước ngày 03/01/2026."],
        "hạn 02/01/2026 trước ngày ban hành kế hoạch (05/01/2026)",
    ),
    (
        ["1. Văn phòng Sở báo cáo Sở Tài chính hằng quý trước ngày 10 của tháng cuối quý, chậm nhất ngày 15 của tháng "
         "cuối quý."],
        "một kỳ có hai hạn khác nhau: 09/03/2026 và 15/03/2026",
    ),
    (
        ["1. Văn phòng Sở định kỳ 6 tháng báo cáo Sở Tài chính trước ngày 15 tháng 6.",
         "2. Văn phòng Sở định kỳ 6 tháng báo cáo Sở Tài chính trước ngày 20 tháng 6."],
        "cùng một báo cáo có hai hạn khác nhau (xem thêm I.2)",
    ),
    (
        ["1. Các phòng, đơn vị thuộc Sở định kỳ 6 tháng báo cáo về Văn phòng Sở trước ngày 16 tháng 6.",
         "2. Văn phòng Sở định kỳ 6 tháng báo cáo UBND tỉnh trước ngày 18 tháng 5.",
         "3. Văn phòng Sở định kỳ hằng tháng báo cáo UBND tỉnh trước ngày 10 hằng tháng.",
         "4. Các phòng, đơn vị thuộc Sở báo cáo hằng tháng về Văn phòng Sở trước ngày 15 hằng tháng."],
        "muộn hơn hạn 09/01/2026 mà nơi nhận phải báo cáo tiếp (I.3)",
    ),
    (["1. Văn phòng Sở hoàn thành trước ngày 15/12/2024."], "không thuộc năm của kế hoạch"),
    (["1. Văn phòng Sở họp giao ban 02 tháng một lần."], "chu kỳ “02 tháng một lần”"),
    (["1. Văn phòng Sở báo cáo 6 tháng, 9 tháng và năm về Sở Tài chính."], "9 tháng"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "what"), CONTRADICTIONS)
def test_a_contradiction_is_a_finding_with_its_place(lines: list[str], what: str) -> None:
    findings = read(body(*lines), "").findings
    assert [f.place.startswith("I.") for f in findings if what in f.what][:1] == [True], findings


def test_a_plan_in_order_contradicts_nothing() -> None:
    lines = (
        "1. Các phòng, đơn vị thuộc Sở báo cáo hằng tháng về Văn phòng Sở trước ngày 15 hằng tháng.",
        "2. Văn phòng Sở định kỳ hằng tháng báo cáo UBND tỉnh trước ngày 20 hằng tháng.",
    )
    assert read(body(*lines), "").findings == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Trong thời hạn 05 ngày làm việc kể từ ngày nhận được Kế hoạch, các phòng gửi danh sách về Văn phòng Sở.",
        "Văn phòng Sở công khai dự toán trong vòng 15 (mười lăm) ngày kể từ khi được giao.",
        "Thanh tra Sở trả lời chậm nhất sau 02 ngày làm việc, kể từ ngày chốt số liệu.",
    ],
)
def test_a_deadline_that_counts_from_an_event_waits_for_a_person(sentence: str) -> None:
    reading = read(body(f"1. {sentence}"), "")
    assert [o.cadence for o in reading.obligations] == [Cadence.ON_CHANGE]
    assert reading.obligations[0].flags == ("thời hạn tính từ một sự kiện",)
    assert any(f.place == "I.1" and "tính từ một sự kiện" in f.what for f in reading.findings)


def test_nine_months_beside_quarters_are_the_third_quarter() -> None:
    text = body("1. Văn phòng Sở báo cáo quý I, 6 tháng, 9 tháng và năm trước ngày 05 của tháng cuối kỳ báo cáo.")
    found = {o.cadence.value: len(o.due) for o in read(text, "").obligations}
    assert found == {"quarterly": 4, "half_yearly": 1, "yearly": 1}


def test_nine_months_with_a_day_of_their_own_come_once() -> None:
    text = body("1. Văn phòng Sở báo cáo 6 tháng trước ngày 10/6, 9 tháng trước ngày 10/9 và năm trước ngày 10/12.")
    found = {o.cadence.value: [str(d) for d in o.due] for o in read(text, "").obligations}
    assert found == {"half_yearly": ["2026-06-09"], "nine_months": ["2026-09-09"], "yearly": ["2026-12-09"]}


def test_a_daily_routine_is_continuous() -> None:
    found = read(body("1. Văn phòng Sở kiểm tra hộp thư điện tử ít nhất 02 lần/ngày."), "").obligations
    assert [(o.cadence, o.count) for o in found] == [(Cadence.CONTINUOUS, None)]
