from __future__ import annotations

import pytest

from notifiers.address import check_address
from obligations.outbox import channel

ENVIRON = {
    "BOT": "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc",
    "PW": "p@ss/w:rd#1?",
    "CA_DIA_CHI": "mailtos://may:pw@mail.so.vn?from=a@so.vn&to=b@so.vn",
    "RONG": "",
}


@pytest.mark.parametrize(
    "address",
    [
        "mailbox:",
        "mailtos://may:${PW}@mail.so.vn?from=a@so.vn&to=b@so.vn",
        "mailto://127.0.0.1:2525/b@so.vn?from=a@so.vn",
        "${CA_DIA_CHI}",
        "tgram://${BOT}/123456",
        "tgram://${BOT}/-100123:5/?silent=yes",
        "json://may.so.vn/duong-dan",
    ],
)
def test_an_address_apprise_can_use_passes(address: str) -> None:
    assert check_address(address, ENVIRON) is None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "thiếu loại kênh"),
        ("nva@so.vn", "mailtos://"),
        ("khongco://x", "không có kênh khongco"),
        ("tgram://sai/1", "viết chưa đúng mẫu của kênh tgram"),
        ("tgram://${BOT}", "thiếu người nhận"),
        ("mailto://may:pw@so.vn", "thiếu người nhận"),
        ("mailto://mail.so.vn?from=a@so.vn&to=nguyễn@so.vn", "thiếu người nhận"),
        ("mailto://mail.so.vn?from=a@so.vn&to=b@so.vn,c@so.vn", "một người nhận"),
        ("mailto://mail.so.vn?from=a@so.vn&to=b@so.vn&cc=c@so.vn", "một người nhận"),
        ("mailto://mail.so.vn?from=a@so.vn&to=b@so.vn&name=A%0D%0ABcc:%20x@y.vn", "ký tự"),
        ("tgram://${CHUA_CO}/1", "hãy đặt CHUA_CO"),
        ("tgram://${RONG}/1", "hãy đặt RONG"),
        ("tgram://${}/1", "tên biến môi trường"),
        ("mailto://[hong?to=x", "viết chưa đúng mẫu"),
        ("slack://", "Apprise"),
    ],
)
def test_an_address_apprise_cannot_use_is_explained(address: str, said: str) -> None:
    assert said in (check_address(address, ENVIRON) or "")


def test_an_explanation_holds_no_secret() -> None:
    bad = [f"tgram://{ENVIRON['BOT']}/!!", "mailto://may:mat-khau@so.vn?to=khong", "discord://1234/khoa-bi-mat/x/y"]
    told = " ".join(check_address(address, ENVIRON) or "" for address in bad)
    assert not any(secret in told for secret in ("AAEh", "mat-khau", "khoa-bi-mat"))


def test_probing_an_address_writes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    check_address("mailto://may:pw@so.vn?to=nguyễn@so.vn,khong", {})
    check_address("khongco://x", {})
    assert caplog.records == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("mailto://x", "email"),
        ("MAILTOS://x", "email"),
        (" tgram://x", "telegram"),
        ("mailbox:", "mailbox"),
        ("slack://x", "other"),
        ("${DIA_CHI}", "other"),
    ],
)
def test_the_channel_is_read_from_the_scheme(address: str, expected: str) -> None:
    assert channel(address) == expected
