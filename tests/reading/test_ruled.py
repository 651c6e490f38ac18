"""Tables whose header cannot be read, and blocks of bars that are no table."""

from __future__ import annotations

import pytest

from obligations.reading.reader import read
from tests.reading.samples import body

ROWS = (
    "| 1 | Ban hành kế hoạch chi tiết | Văn phòng Sở | Các phòng, đơn vị thuộc Sở | Trước 31/3/2026 |",
    "| 2 | Đăng tải tin, bài | Thanh tra Sở | Văn phòng Sở | Hằng tháng |",
    "| 3 | Tổ chức hội nghị tập huấn | Văn phòng Sở | Thanh tra Sở | Quý II/2026 |",
)


def test_a_table_without_a_readable_header_is_known_by_its_cells() -> None:
    text = body("1. Các phòng theo dõi.", "| xxx | yyyy zz | qqq | rrr | sss |", *ROWS)
    found = [(o.cadence.value, o.responsible, o.coordinating) for o in read(text, "").obligations]
    assert found == [
        ("once", ("Văn phòng Sở",), ("Các phòng, đơn vị thuộc Sở",)),
        ("monthly", ("Thanh tra Sở",), ("Văn phòng Sở",)),
        ("once", ("Văn phòng Sở",), ("Thanh tra Sở",)),
    ]


@pytest.mark.parametrize("block", ["| - | - |\n|---|---|", "|||\n|||\n|||", "a | b | c\nd | e | f"])
def test_bars_alone_are_no_table(block: str) -> None:
    assert read(body("1. Các phòng theo dõi.", block), "").obligations == ()
