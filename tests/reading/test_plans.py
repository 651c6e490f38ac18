"""Whole plans of several sorts and levels, read clause by clause."""

from __future__ import annotations

from datetime import date

import pytest

from obligations.model import Cadence, Kind
from tests.reading.samples import PLANS, reading_of, text_of, under

HEADERS = [
    ("xa-2026.txt", "15/KH-UBND", "UBND xã Tân Hưng", date(2026, 1, 12), 2026),
    ("quyet-dinh-2025.txt", "07/QĐ-STP", "Sở Tư pháp thành phố Cần Thơ", date(2025, 2, 9), 2025),
    ("bang-2026.md", "112/KH-SKHCN", "Sở Khoa học và Công nghệ tỉnh Lào Cai", date(2026, 3, 3), 2026),
    ("bo-2025.txt", "35/KH-BNV", "Bộ Nội vụ", date(2025, 1, 22), 2025),
    ("huyen-2024.txt", None, "Phòng Nội vụ huyện Phú Hòa", None, 2024),
    ("bang-phang-2025.txt", "88/KH-SYT", "Sở Y tế tỉnh Đắk Lắk", date(2025, 2, 14), 2025),
    ("ban-2025.txt", "45/KH-BQLKKT", "Ban Quản lý Khu kinh tế tỉnh Gia Lai", date(2025, 1, 2), 2025),
    ("phuong-2026.txt", None, "UBND phường Hải Châu", None, 2026),
    ("van-phong-2025.md", "210/KH-VPUB", "Văn phòng UBND tỉnh Quảng Ngãi", date(2025, 3, 18), 2025),
]
# plan, clause, kind, cadence, count, first unit, due dates
DUTIES = [
    ("xa-2026.txt", "III.1.a", "deliverable", "once", None, "Văn phòng HĐND và UBND xã", ["2026-02-14"]),
    ("xa-2026.txt", "III.1.b", "post", "monthly", 2, "Văn phòng HĐND và UBND xã", []),
    ("xa-2026.txt", "III.1.c", "report", "quarterly", None, "Văn phòng HĐND và UBND xã",
     ["2026-03-14", "2026-06-14", "2026-09-14", "2026-12-14"]),
    ("xa-2026.txt", "III.1.c", "report", "half_yearly", None, "Văn phòng HĐND và UBND xã", ["2026-06-14"]),
    ("xa-2026.txt", "III.1.c", "report", "yearly", None, "Văn phòng HĐND và UBND xã", ["2026-12-14"]),
    ("xa-2026.txt", "III.2", "post", "weekly", 1, "Phòng Văn hóa - Xã hội", []),
    ("xa-2026.txt", "III.2", "event", "yearly", 2, "Phòng Văn hóa - Xã hội", []),
    ("xa-2026.txt", "III.4", "event", "quarterly", 1, "Các ấp", []),
    ("quyet-dinh-2025.txt", "Điều 2.1", "report", "monthly", None, "Các phòng, đơn vị thuộc Sở",
     [f"2025-{month:02}-19" for month in range(1, 13)]),
    ("quyet-dinh-2025.txt", "Điều 2.2.a", "report", "half_yearly", None, "Văn phòng Sở", ["2025-06-10"]),
    ("quyet-dinh-2025.txt", "Điều 2.2.a", "report", "yearly", None, "Văn phòng Sở", ["2025-12-10"]),
    ("quyet-dinh-2025.txt", "Điều 2.2.b", "task", "yearly", 2, "Văn phòng Sở", []),
    ("quyet-dinh-2025.txt", "Điều 2.3", "deliverable", "quarterly", None, "Phòng Hành chính tư pháp",
     ["2025-03-25", "2025-06-25", "2025-09-25", "2025-12-25"]),
    ("bang-2026.md", "II.1", "event", "once", None, "Các phòng, đơn vị thuộc Sở", ["2026-10-10"]),
    ("bang-2026.md", "II.2", "portal_submission", "yearly", 6, "Các phòng, đơn vị thuộc Sở", []),
    ("bang-2026.md", "II.2", "portal_submission", "quarterly", 1, "Các phòng, đơn vị thuộc Sở", []),
    ("bang-2026.md", "III.1", "deliverable", "once", None, "Văn phòng Sở", ["2026-03-30"]),
    ("bang-2026.md", "III.3", "event", "once", None, "Phòng Chuyển đổi số", ["2026-06-30"]),
    ("bang-2026.md", "III.4", "task", "once", None, "Thanh tra Sở", ["2026-10-31"]),
    ("bang-2026.md", "III.5", "report", "half_yearly", None, "Văn phòng Sở", []),
    ("bo-2025.txt", "Phần 2.I.1", "event", "once", 1, "Vụ Cải cách hành chính", ["2025-09-30"]),
    ("bo-2025.txt", "Phần 2.II.1.a", "post", "weekly", None, "Trung tâm Thông tin", []),
    ("bo-2025.txt", "Phần 2.II.1.b", "post", "once", 2, "Trung tâm Thông tin", ["2025-09-30"]),
    ("bo-2025.txt", "Phần 2.II.2", "report", "once", None, "Các đơn vị thuộc Bộ", ["2025-12-04"]),
    ("bo-2025.txt", "Phần 3.II.1", "report", "half_yearly", None, "Sở Nội vụ", ["2025-06-19"]),
    ("huyen-2024.txt", "B.I.1.2", "post", "weekly", 2, "Trung tâm Văn hóa - Thể thao và Truyền thanh - Truyền hình",
     []),
    ("huyen-2024.txt", "B.II.1", "report", "half_yearly", None, "Các cơ quan chuyên môn thuộc UBND huyện",
     ["2024-06-09"]),
    ("huyen-2024.txt", "B.II.1", "report", "yearly", None, "Các cơ quan chuyên môn thuộc UBND huyện", ["2024-12-04"]),
    ("huyen-2024.txt", "B.II.1", "report", "once", None, "Các cơ quan chuyên môn thuộc UBND huyện", ["2024-03-09"]),
    ("huyen-2024.txt", "C", "task", "once", None, "Các đơn vị", ["2024-12-15"]),
    ("ban-2025.txt", "II.1.a", "event", "quarterly", None, "Văn phòng Ban", []),
    ("ban-2025.txt", "II.1.b", "deliverable", "once", None, "Phòng Quản lý đầu tư", ["2025-09-29"]),
    ("ban-2025.txt", "II.2", "report", "half_yearly", None, "Các phòng, đơn vị", ["2025-06-09"]),
    ("ban-2025.txt", "II.2", "report", "yearly", None, "Các phòng, đơn vị", ["2025-12-09"]),
    ("ban-2025.txt", "III.2", "report", "weekly", None, "Văn phòng Ban", []),
    ("ban-2025.txt", "III.3", "report", "once", None, "Các sở, ban, ngành", ["2025-12-04"]),
    ("ban-2025.txt", "III.5", "event", "once", 4, "Phòng Doanh nghiệp", ["2025-11-30"]),
    ("phuong-2026.txt", "I.2", "post", "monthly", 5, "Phòng Văn hóa - Xã hội", []),
    ("phuong-2026.txt", "I.3", "task", "weekly", None, "Trung tâm Phục vụ hành chính công", []),
    ("phuong-2026.txt", "I.4", "task", "once", None, "Văn phòng HĐND và UBND phường", ["2026-04-30", "2026-10-31"]),
    ("phuong-2026.txt", "I.5", "task", "once", None, "Văn phòng HĐND và UBND phường", ["2026-06-14", "2026-12-14"]),
    ("phuong-2026.txt", "I.7", "task", "once", None, "Phòng Kinh tế, Hạ tầng và Đô thị", ["2026-09-30"]),
    ("phuong-2026.txt", "I.8", "event", "once", None, "Phòng Văn hóa - Xã hội", ["2026-10-10"]),
    ("phuong-2026.txt", "II", "report", "quarterly", None, "Các phòng, ban, đơn vị",
     ["2026-03-19", "2026-06-19", "2026-09-19", "2026-12-19"]),
    ("van-phong-2025.md", "Phần 2.I.1", "portal_submission", "quarterly", None,
     "Phòng Kiểm soát thủ tục hành chính", []),
    ("van-phong-2025.md", "Phần 2.I.2.a", "post", "quarterly", 8, "Trung tâm Tin học - Công báo", []),
    ("van-phong-2025.md", "Phần 2.I.2.b", "post", "weekly", 2, "Trung tâm Tin học - Công báo", []),
    ("van-phong-2025.md", "Phần 2.III.2", "event", "once", None, "Trung tâm Tin học - Công báo", ["2025-10-10"]),
    ("van-phong-2025.md", "Phần 3", "report", "half_yearly", None, "Phòng Hành chính - Tổ chức", ["2025-06-09"]),
    ("van-phong-2025.md", "Phần 3", "report", "yearly", None, "Phòng Hành chính - Tổ chức", ["2025-12-04"]),
    ("bang-phang-2025.txt", "II.1", "report", "once", None, "Văn phòng Sở", ["2025-11-30"]),
    ("bang-phang-2025.txt", "PL.1", "post", "monthly", None, "Văn phòng Sở", []),
    ("bang-phang-2025.txt", "PL.2", "task", "once", None, "Phòng Nghiệp vụ Y", ["2025-09-30"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "number", "issuer", "issued_on", "year"), HEADERS)
def test_a_header_is_read_or_left_open(
    name: str, number: str | None, issuer: str, issued_on: date | None, year: int
) -> None:
    header = reading_of(name).header
    assert (header.number, header.issuer, header.issued_on, header.year) == (number, issuer, issued_on, year)


@pytest.mark.parametrize(("name", "clause", "kind", "cadence", "count", "unit", "due"), DUTIES)
def test_a_duty_is_read_with_its_fields(
    name: str, clause: str, kind: str, cadence: str, count: int | None, unit: str, due: list[str]
) -> None:
    found = [o for o in under(reading_of(name), clause) if o.cadence == cadence]
    assert [(o.kind, o.count, o.responsible[0], [str(d) for d in o.due]) for o in found] == [(kind, count, unit, due)]


@pytest.mark.parametrize(
    ("name", "dated"),
    [
        ("xa-2026.txt", 8),
        ("quyet-dinh-2025.txt", 5),
        ("bang-2026.md", 9),
        ("bo-2025.txt", 8),
        ("bang-phang-2025.txt", 3),
    ],
)
def test_nothing_else_is_taken_for_a_dated_duty(name: str, dated: int) -> None:
    assert sum(o.cadence.dated for o in reading_of(name).obligations) == dated


@pytest.mark.parametrize("path", sorted(PLANS.iterdir()), ids=lambda path: path.name)
def test_every_quote_stands_in_the_text(path: object) -> None:
    name = getattr(path, "name", "")
    text = text_of(name)
    for value in reading_of(name).obligations:
        assert text[slice(*value.span)] == value.quote
        assert 0 < value.confidence < 1


def test_a_total_with_parts_that_do_not_add_up_is_a_finding() -> None:
    reading = reading_of("huyen-2024.txt")
    counts = [(o.count, o.aggregate, o.responsible[0]) for o in under(reading, "B.I.1.1")]
    assert counts == [
        (24, True, "Ủy ban nhân dân các xã, thị trấn"),
        (10, False, "UBND xã Hòa An"),
        (8, False, "UBND xã Hòa Thắng"),
        (5, False, "UBND thị trấn Phú Hòa"),
    ]
    assert any("23" in f.what and f.place == "B.I.1.1" for f in reading.findings)


def test_undated_duties_keep_their_sort() -> None:
    assert {o.cadence for o in under(reading_of("xa-2026.txt"), "III.3")} == {Cadence.CONTINUOUS, Cadence.ON_CHANGE}
    assert [o.cadence for o in under(reading_of("bang-phang-2025.txt"), "PL.4")] == [Cadence.EXTERNAL]
    assert [o.cadence for o in under(reading_of("bang-phang-2025.txt"), "II.2")] == [Cadence.ON_CHANGE]


def test_recipients_and_partners_are_no_leads() -> None:
    reading = reading_of("xa-2026.txt")
    assert {o.recipient for o in under(reading, "III.1.c")} == {"Sở Nội vụ"}
    meetings = [o for o in under(reading, "III.2") if o.kind is Kind.EVENT]
    assert meetings[0].coordinating == ("Văn phòng HĐND và UBND xã",)
    assert under(reading_of("bang-2026.md"), "II.2")[0].recipient == "Cổng Thông tin điện tử tỉnh"
    assert under(reading_of("bang-2026.md"), "III.5")[0].recipient == "Sở Nội vụ"


def test_a_stated_obligation_of_all_parts_is_mandatory() -> None:
    assert all(o.mandatory for o in under(reading_of("bang-2026.md"), "II.2"))


def test_a_period_of_two_months_is_left_to_a_person() -> None:
    reading = reading_of("van-phong-2025.md")
    assert [o.cadence.value for o in under(reading, "Phần 2.I.2.c")] == ["yearly"]
    assert any("02 tháng một lần" in f.what for f in reading.findings)


def test_what_is_blank_is_a_finding() -> None:
    assert {f.place for f in reading_of("huyen-2024.txt").findings} >= {"number", "issued_on"}
