from __future__ import annotations

import unicodedata
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers.clean import body_text, cut, header_text, mask

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)


@given(ANYTHING)
def test_a_header_is_one_visible_line_whatever_comes(text: str) -> None:
    line = header_text(text)
    assert line.splitlines() in ([line], [])
    assert "=?" not in line
    assert len(line) <= 180
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    line.encode("utf-8")


@given(ANYTHING)
def test_a_cleaned_subject_is_the_only_header_it_makes(text: str) -> None:
    mail = EmailMessage()
    mail["Subject"] = header_text(text)
    head = mail.as_bytes().partition(b"\n\n")[0]
    (only,) = [line for line in head.split(b"\n") if line and not line.startswith(b" ")]
    assert only.startswith(b"Subject:")


def test_an_encoded_word_stays_the_text_it_is() -> None:
    mail = EmailMessage()
    mail["Subject"] = header_text("=?utf-8?q?A=0D=0AX-La:_1?=")
    assert b"X-La: 1" not in mail.as_bytes()
    assert "=?" not in header_text("a =? b =?utf-8?q?c?=")


@given(ANYTHING)
def test_a_body_keeps_its_lines_and_can_be_encoded(text: str) -> None:
    assert "\r" not in body_text(text)
    body_text(text).encode("utf-8")
    assert body_text("một\r\nhai\tba") == "một\nhai\tba"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [("ngắn", 10, "ngắn"), ("Văn phòng Sở Nội vụ", 12, "Văn phòng…"), ("abcdefghij", 5, "abcd…")],
)
def test_a_cut_falls_on_a_blank_where_there_is_one(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("mailtos://may:mat-khau@mail.so.vn?from=a@so.vn&to=nguyenvana@so.vn", "mailtos://n***@so.vn"),
        ("mailto://may:mat-khau@mail.so.vn/nguyenvana@so.vn", "mailto://n***@so.vn"),
        ("mailto://may:mat-khau@mail.so.vn", "mailto://…"),
        ("tgram://123456789:AAEhBOweik6ad9r_QXMENQ/987654321", "tgram://…/9***21"),
        ("tgram://123456789:AAEhBOweik6ad9r_QXMENQ", "tgram://…"),
        ("discord://1234/khoa-bi-mat", "discord://…"),
        ("mailbox:", "mailbox:"),
        ("${DIA_CHI}", "${DIA_CHI}"),
        ("nguyenvana@so.vn", "n***@so.vn"),
        ("mailto://[hong", "mailto://…"),
        ("", "…"),
    ],
)
def test_a_masked_address_shows_whose_it_is_and_no_secret(address: str, expected: str) -> None:
    assert mask(address) == expected
