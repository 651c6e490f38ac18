"""A cell holds what was put there: never a formula, never a letter a sheet cannot hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from portal.sheet import LONGEST, Column, Linked, Sheet, Value, write_book


def cell(value: Value) -> Any:
    sheet = Sheet("Thử", "TIÊU ĐỀ", (Column("Cột", 20),), ((value,),))
    return load_workbook(BytesIO(write_book([sheet])))["Thử"].cell(4, 1)


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","Bấm")',
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "\t=1+1",
        "{=1}",
        "Bài viết bình thường",
    ],
)
def test_text_stays_text(text: str) -> None:
    found = cell(text)
    assert (found.value, found.data_type) == (text, "s")
    risky = text[0] in "=+-@\t"
    assert bool(found.quotePrefix) is risky


def test_letters_no_sheet_can_hold_become_blanks_and_long_text_is_cut() -> None:
    assert cell("a\x00b\x1fc").value == "a b c"
    assert len(cell("x" * 40_000).value) == LONGEST


def test_numbers_days_and_links_keep_their_kind() -> None:
    assert cell(3).value == 3
    assert float(cell(Decimal("0.25")).value) == 0.25
    day = cell(date(2024, 6, 10))
    assert (day.value.date(), day.number_format) == (date(2024, 6, 10), "dd/mm/yyyy")
    link = cell(Linked("=bấm", "https://so.vn/1"))
    assert (link.value, link.data_type, link.hyperlink.target) == ("=bấm", "s", "https://so.vn/1")
    assert cell(Linked("dài", "https://so.vn/" + "a" * 3000)).hyperlink is None


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheet = Sheet("Thử", "TIÊU ĐỀ", (Column("A", 5), Column("B", 9, fill_in=True)), ((1, "x"), (2, None)), ("dòng",))
    assert write_book([sheet]) == write_book([sheet])
