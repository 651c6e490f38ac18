"""A page read: letters in any encoding, days as pages write them, its own address, and no fault on rubbish."""

from __future__ import annotations

import random
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.charset import text_of
from evidence.days import in_address, stamped, written
from evidence.fetching import Answer
from evidence.pages import page_of
from obligations.agreeing import Method
from tests.evidence import layouts as lay
from tests.evidence.cases import articles, in_1258
from tests.evidence.web import NOW

WORDS = "Cải cách hành chính, chuyển đổi số: người dân, doanh nghiệp được phục vụ tốt hơn"
ADDRESS = "http://thu.vn/tin/1"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (WORDS.encode(), ""),
        (WORDS.encode(), "text/html; charset=iso-8859-1"),
        (f'<meta charset="windows-1252">{WORDS}'.encode(), "text/html"),
        (b"\xef\xbb\xbf" + WORDS.encode(), "text/html; charset=windows-1258"),
        (WORDS.encode("utf-16"), "text/html"),
        (unicodedata.normalize("NFD", WORDS).encode(), ""),
    ],
)
def test_utf_8_is_known_whatever_is_declared(body: bytes, content_type: str) -> None:
    assert WORDS in text_of(body, content_type)


def test_a_page_cut_in_the_middle_of_a_letter_is_still_utf_8() -> None:
    assert text_of((WORDS * 20).encode() + b"\xc3").startswith(WORDS)


@pytest.mark.parametrize("declared", ["", "windows-1258", "iso-8859-1", "windows-1252", "utf-8", "khong-co-bang-ma"])
def test_windows_1258_is_read_whatever_is_declared(declared: str) -> None:
    assert WORDS in text_of(in_1258(WORDS), f"text/html; charset={declared}")


@pytest.mark.parametrize(
    ("text", "day", "sure"),
    [
        ("2024-04-19T08:00:00+07:00", date(2024, 4, 19), True),
        ("2024-04-19T08:00:00.000+0700", date(2024, 4, 19), True),
        ("2024-04-18T18:30:00Z", date(2024, 4, 19), False),
        ("2024-04-18T08:30:00Z", date(2024, 4, 18), True),
        ("2024-04-19T23:30:00", date(2024, 4, 19), False),
        ("2024-04-19 08:30", date(2024, 4, 19), True),
        ("2024-04-19", date(2024, 4, 19), False),
        ("Fri, 19 Apr 2024 08:00:00 +0700", date(2024, 4, 19), True),
        ("Fri, 19 Apr 2024 08:00:00 GMT+7", date(2024, 4, 19), True),
        ("Thu, 18 Apr 2024 20:00:00 GMT", date(2024, 4, 19), False),
        ("03/04/2024 08:15 GMT+7", date(2024, 4, 3), False),
        ("Thứ Sáu, 19/4/2024", date(2024, 4, 19), False),
    ],
)
def test_a_stamp_gives_the_day_in_vietnam_and_whether_it_is_sure(text: str, day: date, sure: bool) -> None:
    read = stamped(text)
    assert read is not None
    assert (read.day, read.sure) == (day, sure)


@pytest.mark.parametrize("text", ["", "hôm qua", "31/02/2024", "2024-13-01", "1/1/1900", "19/4", "99/99/2024"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert stamped(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Ngày 19 tháng 4 năm 2024", [date(2024, 4, 19)]),
        ("19.4.2024 và 5-6-2024", [date(2024, 4, 19), date(2024, 6, 5)]),
        ("số 12/3/2024/QĐ", []),
        ("1/2/3/2024", []),
    ],
)
def test_days_in_a_text_are_read_day_first(text: str, days: list[date]) -> None:
    assert [day for day, _ in written(text)] == days


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("http://a.vn/2024/04/19/bai", date(2024, 4, 19)),
        ("http://a.vn/bai-20240419.html", date(2024, 4, 19)),
        ("http://a.vn/bai-119240419081500.htm", None),
        ("http://a.vn/2024/13/45/bai", None),
        ("http://2024-04-19.vn/", None),
        ("http://a.vn/bai?d=20240419", None),
    ],
)
def test_a_day_in_an_address(address: str, day: date | None) -> None:
    assert in_address(address) == day


@pytest.mark.parametrize(
    ("final", "head", "canonical"),
    [
        ("http://a.vn/tin/12?ref=x", '<link rel="canonical" href="/tin/12">', "//a.vn/tin/12"),
        ("http://a.vn/Pages/t.aspx?Id=5", '<link rel="canonical" href="/Pages/t.aspx">', "//a.vn/Pages/t.aspx?Id=5"),
        ("http://a.vn/tin/bai-hay", '<link rel="canonical" href="http://a.vn/">', "//a.vn/tin/bai-hay"),
        ("http://a.vn/tin/bai-hay", '<link rel="canonical" href="http://khac.vn/tin/bai-hay">', "//a.vn/tin/bai-hay"),
        (
            "http://a.vn/x/bai",
            '<link rel="canonical" href="/y/bai"><meta property="og:url" content="/y/bai">',
            "//a.vn/y/bai",
        ),
        ("http://a.vn/x/bai", '<link rel="canonical" href="/tin-tuc">', "//a.vn/x/bai"),
    ],
)
def test_an_address_a_page_calls_its_own_is_believed_where_it_tells_pages_apart(
    final: str, head: str, canonical: str
) -> None:
    page = page_of(
        Answer(final, final, 200, {"content-type": "text/html"}, f"<html><head>{head}</head><p>a</p></html>".encode()),
        NOW,
    )
    assert page.canonical == canonical


def test_dates_of_lists_and_asides_are_not_read() -> None:
    page = page_of(
        Answer(ADDRESS, ADDRESS, 200, {"content-type": "text/html"}, lay.wordpress(articles()["mot-cua"]).encode()), NOW
    )
    assert {f.value for f in page.dates} == {"2024-04-19"}
    assert Method.TIME in {f.method for f in page.dates}


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/json"])
def test_what_is_no_page_is_kept_without_being_read(kind: str) -> None:
    page = page_of(Answer(ADDRESS, ADDRESS, 200, {"content-type": kind}, b"%PDF-1.7 " * 50), NOW)
    assert (page.readable, page.text) == (False, "")
    assert page.sha256


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_bytes_make_reading_fail(rubbish: bytes) -> None:
    page_of(Answer(ADDRESS, ADDRESS, 200, {"content-type": "text/html"}, rubbish), NOW)


def test_no_damage_to_a_page_makes_reading_fail() -> None:
    chance = random.Random(7)  # noqa: S311
    sound = [layout(articles()["mot-cua"]).encode() for layout in (lay.newspaper, lay.aspx, lay.joomla, lay.old_table)]
    for at in range(60):
        damaged = bytearray(sound[at % len(sound)])
        for _ in range(30):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.randrange(6)] = chance.randbytes(chance.randrange(4))
        page_of(Answer(ADDRESS, ADDRESS, 200, {"content-type": "text/html"}, bytes(damaged)), NOW)


SHAPES = {
    "deep": "<div>" * 3000 + "chữ " * 100,
    "brackets": "<html><head><script type='application/ld+json'>" + "[" * 5000 + "</script></head><p>a</p>",
    "days": "<html>" + "<p>1/1/2024</p>" * 3000,
    "links": "<a href='x'>" * 2000,
    "tables": "<table><tr><td>" * 500 + "chữ",
    "comment": "<!--" + "x" * 1000,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_markup_makes_reading_fail(shape: str) -> None:
    answer = Answer(ADDRESS, ADDRESS, 200, {"content-type": "text/html"}, SHAPES[shape].encode())
    assert page_of(answer, NOW).status == 200
