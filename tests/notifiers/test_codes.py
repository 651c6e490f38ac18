from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from itsdangerous import URLSafeTimedSerializer

from notifiers.codes import SignedCodes
from obligations.answers import DATED_VERBS, Grant, Verb
from obligations.errors import BadCode, ExpiredCode

KEY = b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
NOW = datetime(2024, 6, 25, 1, tzinfo=UTC)
GRANT = Grant(1234, "truong-van-phong", date(2024, 6, 25), DATED_VERBS)


def codes(now: datetime = NOW, key: bytes = KEY) -> SignedCodes:
    return SignedCodes(key, lambda: now, 30)


def test_a_code_gives_back_what_it_grants_and_when_it_was_made() -> None:
    assert codes().read(codes().give(GRANT)) == (GRANT, NOW)


def test_a_code_is_short_and_safe_in_a_link() -> None:
    code = codes().give(GRANT)
    assert len(code) < 130
    assert code.replace("-", "").replace("_", "").replace(".", "").isalnum()


@pytest.mark.parametrize("form", ["{}", " {}\n", "https://nhac.example.vn/tra-loi/{}", "https://nhac.example.vn/{}/"])
def test_a_code_is_read_as_people_paste_it(form: str) -> None:
    assert codes().read(form.format(codes().give(GRANT)))[0] == GRANT


def test_a_code_broken_over_lines_by_a_mail_program_is_read() -> None:
    code = codes().give(GRANT)
    assert codes().read(f"{code[:60]}\r\n{code[60:]}")[0] == GRANT


@pytest.mark.parametrize("days", [0, 29, 30])
def test_a_code_is_good_for_its_days(days: int) -> None:
    assert codes(NOW + timedelta(days=days)).read(codes().give(GRANT))[0] == GRANT


@pytest.mark.parametrize("later", [timedelta(days=30, seconds=1), timedelta(days=400), timedelta(hours=-1)])
def test_a_code_too_old_or_of_the_future_is_refused(later: timedelta) -> None:
    with pytest.raises(ExpiredCode, match="hết hạn"):
        codes(NOW + later).read(codes().give(GRANT))


OTHER_PURPOSE = URLSafeTimedSerializer(KEY, salt="khac").dumps([1234, "truong-van-phong", 738000, "a"])


@pytest.mark.parametrize(
    "code",
    [
        "",
        "abc",
        "a.b.c",
        codes().give(GRANT)[:-1],
        "X" + codes().give(GRANT)[1:],
        codes(key=b"another key, of another installation").give(GRANT),
        OTHER_PURPOSE,
        "😀" * 20,
        "x" * 10_000,
    ],
    ids=["empty", "word", "dots", "cut", "changed", "foreign", "another purpose", "emoji", "long"],
)
def test_a_code_that_is_cut_changed_foreign_or_for_something_else_is_refused(code: str | bytes) -> None:
    with pytest.raises(BadCode, match="không đúng"):
        codes().read(str(code))


def test_a_code_names_its_verbs_and_no_others() -> None:
    asked = Grant(1, "a", date(2024, 1, 1), (Verb.CONTINUES,))
    assert codes().read(codes().give(asked))[0].verbs == (Verb.CONTINUES,)
