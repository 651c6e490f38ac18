"""Addresses compared: one page under several spellings, hosts of one owner, hosts that only imitate."""

from __future__ import annotations

import pytest

from obligations.addresses import belongs, canonical, host, looks_like, owned

HOME = "thunghiem.gov.vn"


@pytest.mark.parametrize(
    "address",
    [
        "https://cong.thunghiem.gov.vn/tin/1",
        "http://cong.thunghiem.gov.vn/tin/1/",
        "https://www.cong.thunghiem.gov.vn:443/tin/1#binh-luan",
        "https://CONG.thunghiem.gov.vn/tin/1?utm_source=zalo&fbclid=x",
    ],
)
def test_spellings_of_one_page_are_one_page(address: str) -> None:
    assert canonical(address) == "//cong.thunghiem.gov.vn/tin/1"


def test_what_the_query_says_is_part_of_the_page_in_any_order() -> None:
    assert canonical("https://a.vn/?b=2&a=1") == canonical("https://a.vn/?a=1&b=2") != canonical("https://a.vn/?a=1")


@pytest.mark.parametrize(
    ("address", "domain", "on_it"),
    [
        ("https://thunghiem.gov.vn/x", HOME, True),
        ("https://www.thunghiem.gov.vn/x", HOME, True),
        ("https://so.thunghiem.gov.vn/x", HOME, True),
        ("https://xthunghiem.gov.vn/x", HOME, False),
        ("https://thunghiem.gov.vn.example.com/x", HOME, False),
        ("https://thunghiem.gov.vn@example.com/x", HOME, False),
        ("https://example.com/thunghiem.gov.vn", HOME, False),
        ("https://facebook.com/so-mau/posts/1", "facebook.com/so-mau", True),
        ("https://www.facebook.com/So-Mau", "facebook.com/so-mau", True),
        ("https://facebook.com/so-mau-gia/posts/1", "facebook.com/so-mau", False),
        ("https://facebook.com/", "facebook.com/so-mau", False),
        ("khong phai dia chi", HOME, False),
    ],
)
def test_an_address_is_on_a_domain_or_it_is_not(address: str, domain: str, on_it: bool) -> None:
    assert belongs(address, domain) is on_it


@pytest.mark.parametrize(
    ("name", "trap"),
    [
        ("thunghiem.gov.vn.example.com", True),
        ("thunghiem.gov.vn-tin.example.com", True),
        ("thunghiem-gov.vn", True),
        ("thungh1em.com", False),
        ("so.thunghiem.gov.vn", False),
        ("thunghien.gov.vn", False),
        ("example.com", False),
    ],
)
def test_a_host_that_carries_the_name_without_being_below_it_is_a_trap(name: str, trap: bool) -> None:
    assert looks_like(name, HOME) is trap


@pytest.mark.parametrize(
    "name",
    ["baothunghiern.vn", "baothunghi3m.vn", "bao-thunghiem.vn", host("https://baothunghìem.vn"), "baothunghem.vn"],
)
def test_a_host_one_letter_away_is_a_trap_outside_gov_vn(name: str) -> None:
    assert looks_like(name, "baothunghiem.vn")


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("so.tinh.gov.vn", "tinh.gov.vn"),
        ("a.b.bao.vn", "bao.vn"),
        ("x.example.com", "example.com"),
        ("gov.vn", "gov.vn"),
    ],
)
def test_what_one_organisation_owns(name: str, part: str) -> None:
    assert owned(name) == part


@pytest.mark.parametrize("address", ["", "http://", "https://[::1", "https://a..b.vn", "https://" + "á" * 80 + ".vn"])
def test_what_is_no_address_has_no_host(address: str) -> None:
    assert host(address) in ("", "a..b.vn")
