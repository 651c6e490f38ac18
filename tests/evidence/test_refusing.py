"""Hostile addresses and redirects: nothing is fetched, no connection is opened to a refused host."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.fetching import Fetcher, Limits
from evidence.network import Deadline, PinnedBackend
from evidence.refusing import NotFetched, refusal, target
from tests.evidence.web import Patient, Web, html, moved, on_loopback, web

PORTAL = "cong.thunghiem.test"

HOSTILE = (
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://ten.trong.mang/",
    "http://10.0.0.5/",
    "http://172.16.3.4/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.170.2/",
    "http://168.63.129.16/",
    "http://192.0.0.8/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[5f00::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[100::1]/",
    "http://hai-dia-chi.example/",
    "http://doi-y.example/",
    "http://sau.example/",
    "http://cong.thunghiem.test/",
    "http://nguoi:mat-khau@cong.thunghiem.test/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1\\@example.com/",
    "http://example.com\t.127.0.0.1/",
    "http://exa\nmple.com/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://public.example:22/",
    "http://public.example:6379/",
    "http://public.example:0/",
    "http://public.example:99999/",
    "http:///khong-may",
    "http://./",
    "//127.0.0.1/",
    "file:///etc/passwd",
    "ftp://public.example/",
    "gopher://127.0.0.1:6379/_INFO",
    "javascript:alert(1)",
    "data:text/html,x",
    "unix:///var/run/docker.sock",
    "http://" + "a" * 3000 + ".example/",
)

PUBLIC = ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946")
NAMES = {
    "localhost": ["127.0.0.1"],
    "ten.trong.mang": ["10.1.2.3"],
    "hai-dia-chi.example": [PUBLIC[0], "127.0.0.1"],
    "sau.example": [PUBLIC[1], "::1"],
    "public.example": [PUBLIC[0]],
}


class Opened:
    """Counts what the socket library was asked to connect to, and answers from one list of names."""

    def __init__(self) -> None:
        self.connections: list[Any] = []
        self.asked: list[str] = []

    def resolve(self, host: str, port: int) -> list[str]:
        """Resolve as the system would: odd spellings of numbers are numbers, names change their mind."""
        self.asked.append(host)
        if host == "doi-y.example":
            return [PUBLIC[0]] if self.asked.count(host) > 1 else ["127.0.0.1"]
        if host in NAMES:
            return NAMES[host]
        if ":" in host:
            return [host]
        try:
            return [socket.inet_ntoa(socket.inet_aton(host))]
        except OSError:
            return on_loopback(host, port)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    seen = Opened()
    real = socket.create_connection

    def count(address: Any, *rest: Any, **more: Any) -> socket.socket:
        seen.connections.append(address)
        return real(address, *rest, **more)

    monkeypatch.setattr(socket, "create_connection", count)
    return seen


@pytest.fixture
def sites() -> Iterator[Web]:
    with web() as made:
        yield made


def fetching(opened: Opened, *allowed: str) -> Fetcher:
    limits = Limits(seconds=5, pause=0, internal=frozenset(allowed))
    return Fetcher(limits, clock=Patient().clock, ask=opened.resolve)


def test_the_table_is_long_enough() -> None:
    assert len(set(HOSTILE)) >= 70


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_address_is_not_fetched_and_nothing_is_connected_to(address: str, opened: Opened) -> None:
    answer = fetching(opened).get(address)
    assert (answer.status, answer.body) == (None, b"")
    assert answer.failure
    assert opened.connections == []


@pytest.mark.parametrize("address", HOSTILE)
def test_a_redirect_to_a_hostile_address_is_not_followed(address: str, opened: Opened, sites: Web) -> None:
    place = address.encode("utf-8").decode("latin-1").replace("\n", "").replace("\t", "")
    sites.put(PORTAL, "/di", moved(place, 307))
    allowed = f"{PORTAL}:{sites.port}"
    answer = fetching(opened, allowed).get(sites.url(PORTAL, "/di"))
    assert answer.status in (None, 404)
    assert {port for _, port in opened.connections} == {sites.port}
    # Whatever cannot be told to be another host is a path of this one, which has no such page.
    assert answer.status is None or answer.final.startswith(sites.url(PORTAL))


def test_robots_that_lead_elsewhere_are_not_followed_into_the_machine(opened: Opened, sites: Web) -> None:
    sites.put(PORTAL, "/robots.txt", moved("http://169.254.169.254/"))
    sites.put(PORTAL, "/tin", html("bài"))
    answer = fetching(opened, f"{PORTAL}:{sites.port}").get(sites.url(PORTAL, "/tin"))
    assert answer.status is None
    assert {port for _, port in opened.connections} == {sites.port}


def test_what_was_checked_is_what_is_connected_to(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([[PUBLIC[0]], ["127.0.0.1"]])
    monkeypatch.setattr(socket, "create_connection", lambda address, *_, **__: opened.connections.append(address))
    backend = PinnedBackend(Deadline(5), internal=False, ask=lambda *_: next(answers))
    with pytest.raises(AttributeError):  # there is no socket behind it
        backend.connect_tcp("doi-y.example", 80)
    assert opened.connections == [(PUBLIC[0], 80)]


def test_an_internal_portal_is_opened_only_where_the_settings_name_it(opened: Opened, sites: Web) -> None:
    sites.put(PORTAL, "/tin", html("<p>bài</p>"))
    address = sites.url(PORTAL, "/tin")
    assert fetching(opened).get(address).status is None
    assert fetching(opened, PORTAL).get(address).status is None  # its port is not named
    assert fetching(opened, f"khac.test:{sites.port}").get(address).status is None
    assert opened.connections == []
    assert fetching(opened, f"{PORTAL}:{sites.port}").get(address).status == 200


@pytest.mark.parametrize("number", ["169.254.169.254", "fe80::1", "224.0.0.1", "0.0.0.0", "::", "240.0.0.1"])
def test_an_internal_portal_may_not_be_the_machine_s_own_services(number: str) -> None:
    assert refusal(number, internal=True)


@pytest.mark.parametrize("number", [*PUBLIC, "1.1.1.1", "203.162.0.1", "2405:4800::1"])
def test_public_addresses_are_let_through(number: str) -> None:
    assert refusal(number, internal=False) is None


@given(st.ip_addresses())
def test_whatever_is_let_through_is_global_unicast(ip: Any) -> None:
    if refusal(str(ip), internal=False) is None:
        assert ip.is_global
        assert not ip.is_multicast
        assert ip.version == 4 or ip in ip_network("2000::/3")


@given(st.ip_addresses(v=4))
def test_an_embedded_address_never_carries_a_refused_one_in(ip: Any) -> None:
    if refusal(str(ip), internal=False) is not None:
        number = int(ip)
        for form in (number, 0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
            assert refusal(str(ip_address(form) if form >= 1 << 32 else ip), internal=False) is not None


@given(st.text(max_size=60))
def test_no_text_makes_the_check_fail_in_another_way(text: str) -> None:
    for address in (text, f"http://{text}/", f"https://thu.vn/{text}"):
        with suppress(NotFetched):
            goal = target(address)
            assert goal.url.isascii()
            assert goal.port in (80, 443)
