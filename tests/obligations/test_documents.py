"""A document's number is found however it is written, and is the same number then."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.documents import DocumentRef, parse_document
from obligations.errors import BadEvidence

JUNE_10 = date(2024, 6, 10)


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("123/BC-VP ngày 10/6/2024", "123/BC-VP", JUNE_10),
        ("123/BC-VP", "123/BC-VP", None),
        ("Báo cáo số 123/BC-VP ngày 10 tháng 6 năm 2024", "123/BC-VP", JUNE_10),
        ("Số: 05 /BNV-VP, ngày 10.06.2024", "05/BNV-VP", JUNE_10),
        ("số 15/2024/QĐ-UBND (10-6-2024)", "15/2024/QĐ-UBND", JUNE_10),
        ("24-KH/TU ngày 10/06/24", "24-KH/TU", JUNE_10),
        ("24 - KH / TU", "24-KH/TU", None),
        ("123/bc–vp ngay 10/6/2024", "123/BC-VP", JUNE_10),
        ("CV 123 / SXD-VP1, 2024-06-10", "123/SXD-VP1", JUNE_10),
        ("Ngày 10/6/2024: Công văn số 7/UBND-KSTTHC", "7/UBND-KSTTHC", JUNE_10),
        ("45/TB", "45/TB", None),
        ("12/TTr-SXD", "12/TTr-SXD", None),
        ("12/BC-P.KHTC ngày 10/6/2024", "12/BC-P.KHTC", JUNE_10),
        ("9/KH-BCĐ", "9/KH-BCĐ", None),
        ("1/BC-VHTT&DL", "1/BC-VHTT&DL", None),
    ],
)
def test_number_and_date_are_found_in_all_their_spellings(text: str, number: str, day: date | None) -> None:
    found = parse_document(text)
    assert (found.number, found.issued_on) == (number, day)


@pytest.mark.parametrize(
    ("text", "issuer", "signer", "about"),
    [
        (
            "Báo cáo số 12/BC-VP ngày 10/6/2024 của Văn phòng Sở về kết quả quý II",
            "Văn phòng Sở",
            None,
            "kết quả quý II",
        ),
        ("12/BC-VP ngày 10/6/2024, người ký: Chánh Văn phòng", None, "Chánh Văn phòng", None),
        ("12/BC-VP của UBND xã Tân Lập, ký bởi Chủ tịch", "UBND xã Tân Lập", "Chủ tịch", None),
        ("12/BC-VP do đồng chí Chánh Văn phòng ký ngày 10/6/2024", None, "đồng chí Chánh Văn phòng", None),
        ("12/BC-VP ngày 10/6/2024", None, None, None),
    ],
)
def test_issuer_signer_and_matter_are_told_where_they_stand(
    text: str, issuer: str | None, signer: str | None, about: str | None
) -> None:
    found = parse_document(text)
    assert (found.issuer, found.signer, found.about) == (issuer, signer, about)


@pytest.mark.parametrize("one", ["5/BC-VP", "05/BC-VP", " 005 / bc - vp ", "Số 5/BC–VP ngày 1/2/2024"])
def test_one_number_has_one_identity(one: str) -> None:
    assert parse_document(one).identity == "5-bc-vp"


@pytest.mark.parametrize("text", ["", "báo cáo quý", "10/6/2024", "ngày 10/6/2024", "3/tháng", "BC-VP", "123/", "//-"])
def test_what_holds_no_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadEvidence, match="123/BC-VP"):
        parse_document(text)


@pytest.mark.parametrize(("text", "words"), [("1/BC-VP ngày 31/6/2024", "31/6"), ("1/2023/QĐ-X ngày 1/1/2024", "2024")])
def test_a_date_that_cannot_be_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadEvidence, match=words):
        parse_document(text)


@given(
    st.integers(1, 99999), st.sampled_from(["BC-VP", "QĐ-UBND", "SXD-VP"]), st.dates(date(2000, 1, 1), date(2099, 1, 1))
)
def test_what_is_written_plainly_comes_back(number: int, symbol: str, day: date) -> None:
    text = f"{number}/{symbol} ngày {day.day}/{day.month}/{day.year}"
    assert parse_document(text) == DocumentRef(f"{number}/{symbol}", day)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    try:
        parse_document(text)
    except BadEvidence:
        return
