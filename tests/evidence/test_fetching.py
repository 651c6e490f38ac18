"""Fetching: deadlines that hold, sizes that hold, certificates verified, sites visited politely."""

from __future__ import annotations

import gzip
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from evidence.fetching import Answer, Fetcher, Known, Limits
from evidence.refusing import NotFetched
from evidence.unpacking import body
from tests.evidence.web import Patient, Reply, Web, html, moved, on_loopback, web

HOST, OTHER = "cong.thunghiem.test", "so.thunghiem.test"
PAGE = "<html><body><p>Bài viết</p></body></html>"


@pytest.fixture
def sites() -> Iterator[Web]:
    with web() as made:
        yield made


def fetching(
    sites: Web, patient: Patient | None = None, *, seconds: float = 5, certificates: Path | None = None
) -> Fetcher:
    allowed = frozenset(f"{host}:{sites.port}" for host in (HOST, OTHER))
    limits = Limits(seconds=seconds, pause=3, internal=allowed, contact="theo-doi@so.example.vn")
    return Fetcher(limits, certificates=certificates, clock=(patient or Patient()).clock, ask=on_loopback)


def get(sites: Web, path: str = "/tin", **more: float) -> Answer:
    return fetching(sites, **more).get(sites.url(HOST, path))  # type: ignore[arg-type]


@pytest.mark.parametrize("slow", [{"drip": 0.02}, {"head_drip": 0.02}])
def test_one_deadline_holds_however_slowly_a_page_drips(sites: Web, slow: dict[str, float]) -> None:
    sites.put(HOST, "/robots.txt", html(""))
    sites.put(HOST, "/tin", Reply(PAGE.encode() * 20, **slow))  # type: ignore[arg-type]
    before = time.monotonic()
    answer = get(sites, seconds=0.6)
    assert "không trả lời" in (answer.failure or "")
    assert time.monotonic() - before < 1.5


def test_a_host_that_cannot_be_resolved_in_time_is_given_up() -> None:
    def slow(host: str, port: int) -> list[str]:
        time.sleep(1)
        return ["127.0.0.1"]

    before = time.monotonic()
    answer = Fetcher(Limits(seconds=0.2), clock=Patient().clock, ask=slow).get("http://cham.example/")
    assert "phân giải" in (answer.failure or "")
    assert time.monotonic() - before < 0.8


def test_a_page_larger_than_allowed_is_cut_off_whether_it_says_so_or_not(sites: Web) -> None:
    sites.put(HOST, "/tin", Reply(b"x" * 4_000_000))
    sites.put(HOST, "/am", Reply(gzip.compress(b"x" * 200_000_000, 1), headers=(("Content-Encoding", "gzip"),)))
    assert get(sites).failure == "trang lớn hơn 3 MB"
    assert get(sites, "/am").failure == "trang lớn hơn 3 MB"


RAW = zlib.compressobj(wbits=-15)
RAW_BYTES = RAW.compress(PAGE.encode()) + RAW.flush()


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (PAGE.encode(), ""),
        (gzip.compress(PAGE.encode()), "gzip"),
        (gzip.compress(PAGE[:20].encode()) + gzip.compress(PAGE[20:].encode()), "gzip"),
        (gzip.compress(PAGE.encode()) + b"\x00" * 20, "gzip"),
        (zlib.compress(PAGE.encode()), "deflate"),
        (RAW_BYTES, "deflate"),
    ],
)
def test_what_was_packed_is_unpacked(packed: bytes, encoding: str) -> None:
    single = [packed[i : i + 1] for i in range(len(packed))]
    assert body([packed], encoding, 1000) == body(single, encoding, 1000) == PAGE.encode()


@pytest.mark.parametrize(
    ("packed", "encoding", "why"),
    [
        (PAGE.encode(), "gzip", "hỏng"),
        (gzip.compress(PAGE.encode())[:-12], "gzip", "cụt"),
        (PAGE.encode(), "br", "không đọc được"),
        (gzip.compress(b"x" * 2000), "gzip", "lớn hơn"),
        (b"x" * 2000, "identity", "lớn hơn"),
    ],
)
def test_what_cannot_be_unpacked_within_bounds_says_why(packed: bytes, encoding: str, why: str) -> None:
    with pytest.raises(NotFetched, match=why):
        body([packed], encoding, 1000)


def test_the_bot_says_who_it_is_and_where_to_complain(sites: Web) -> None:
    sites.put(HOST, "/tin", html(PAGE))
    get(sites)
    _, headers = sites.asked[-1]
    assert "DungHanBot/" in headers["User-Agent"]
    assert "theo-doi@so.example.vn" in headers["User-Agent"]
    assert headers["Host"] == f"{HOST}:{sites.port}"


def test_redirects_are_followed_to_the_end_and_no_further(sites: Web) -> None:
    sites.put(HOST, "/1", moved("/2"))
    sites.put(HOST, "/2", moved(sites.url(OTHER, "/tin"), 308))
    sites.put(OTHER, "/tin", html(PAGE))
    sites.put(HOST, "/vong", moved("/vong"))
    answer = get(sites, "/1")
    assert (answer.status, answer.final) == (200, sites.url(OTHER, "/tin"))
    assert "quá 5 lần" in (get(sites, "/vong").failure or "")


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (html("User-agent: *\nDisallow: /"), False),
        (html("User-agent: DungHanBot\nDisallow: /"), False),
        (html("User-agent: *\nDisallow: /quan-tri\nAllow: /"), True),
        (html("User-agent: KhacBot\nDisallow: /"), True),
        (html("không có", 404), True),
        (html("cấm", 403), True),
        (html("hỏng", 500), False),
        (Reply(b"\xff\xfe\x00" * 50), True),
        (moved("/robots2.txt"), True),
    ],
)
def test_robots_are_asked_first_and_obeyed(sites: Web, robots: Reply, allowed: bool) -> None:
    sites.put(HOST, "/robots.txt", robots)
    sites.put(HOST, "/tin", html(PAGE))
    answer = get(sites)
    assert (answer.status == 200) is allowed
    assert allowed or "robots.txt" in (answer.failure or "")
    assert (f"{HOST}/tin" in sites.paths) is allowed


def test_one_request_to_a_host_every_few_seconds_and_other_hosts_need_not_wait(sites: Web) -> None:
    patient = Patient()
    for host in (HOST, OTHER):
        sites.put(host, "/tin", html(PAGE))
    fetches = fetching(sites, patient)
    for _ in range(3):
        fetches.get(sites.url(HOST, "/tin"))
    assert len(sites.paths) == 4  # robots.txt once
    assert patient.time == 9
    fetches.get(sites.url(OTHER, "/tin"))
    assert patient.time == 12  # its own robots.txt, its own pause


def test_a_longer_pause_that_a_site_asks_for_is_kept_within_reason(sites: Web) -> None:
    sites.put(HOST, "/robots.txt", html("User-agent: *\nCrawl-delay: 10"))
    sites.put(OTHER, "/robots.txt", html("User-agent: *\nCrawl-delay: 86400"))
    for host, waits in ((HOST, [3, 10]), (OTHER, [3, 30])):
        patient = Patient()
        sites.put(host, "/tin", html(PAGE))
        fetches = fetching(sites, patient)
        for _ in range(2):
            fetches.get(sites.url(host, "/tin"))
        assert patient.waits == waits


def test_a_page_that_did_not_change_is_not_sent_again(sites: Web) -> None:
    sites.put(HOST, "/tin", Reply(PAGE.encode(), etag='"v1"'))
    fetches, address = fetching(sites), sites.url(HOST, "/tin")
    first = fetches.get(address)
    again = fetches.get(address, Known(first.header("etag")))
    assert (first.status, again.status, again.body) == (200, 304, b"")


def test_proxies_of_the_environment_are_not_used(sites: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    sites.put(HOST, "/tin", html(PAGE))
    assert get(sites).status == 200


@dataclass(frozen=True)
class Keys:
    """An authority the fetcher trusts, and one it does not know."""

    trusted: trustme.CA
    stranger: trustme.CA
    file: Path


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    trusted, stranger = trustme.CA(), trustme.CA()
    path = tmp_path_factory.mktemp("chung-thu") / "tin-cay.pem"
    trusted.cert_pem.write_to_path(path)
    return Keys(trusted, stranger, path)


@contextmanager
def secured(leaf: trustme.LeafCert, *, whole: bool = True) -> Iterator[Web]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if whole:
        leaf.configure_cert(context)
    else:
        with leaf.private_key_and_cert_chain_pem.tempfile() as path:
            only = Path(path).with_suffix(".one")
            only.write_bytes(leaf.private_key_pem.bytes() + leaf.cert_chain_pems[0].bytes())
            context.load_cert_chain(only)
            only.unlink()
    with web(context) as sites:
        sites.put(HOST, "/tin", html(PAGE))
        yield sites


def test_a_page_behind_a_verified_certificate_is_read(keys: Keys) -> None:
    with secured(keys.trusted.issue_cert(HOST)) as sites:
        answer = fetching(sites, certificates=keys.file).get(sites.url(HOST, "/tin"))
    assert (answer.status, answer.tls_error) == (200, None)


def _expired(keys: Keys) -> trustme.LeafCert:
    return keys.trusted.issue_cert(HOST, not_after=datetime.now(UTC) - timedelta(days=1))


@pytest.mark.parametrize(
    ("name", "codes"),
    [("stranger", {19, 20}), ("expired", {10}), ("other host", {62}), ("no intermediate", {20})],
)
def test_a_certificate_that_cannot_be_verified_is_told_by_its_code(keys: Keys, name: str, codes: set[int]) -> None:
    middle = keys.trusted.create_child_ca()
    leaf = {
        "stranger": lambda: keys.stranger.issue_cert(HOST),
        "expired": lambda: _expired(keys),
        "other host": lambda: keys.trusted.issue_cert("khac.test"),
        "no intermediate": lambda: middle.issue_cert(HOST),
    }[name]()
    with secured(leaf, whole=name != "no intermediate") as sites:
        answer = fetching(sites, certificates=keys.file).get(sites.url(HOST, "/tin"))
        assert sites.asked == []
    assert answer.tls_error in codes
    assert (answer.status, answer.body) == (None, b"")


def test_an_intermediate_certificate_that_is_trusted_completes_the_chain(keys: Keys, tmp_path: Path) -> None:
    middle = keys.trusted.create_child_ca()
    path = tmp_path / "them.pem"
    path.write_bytes(keys.file.read_bytes() + middle.cert_pem.bytes())
    with secured(middle.issue_cert(HOST), whole=False) as sites:
        assert fetching(sites, certificates=path).get(sites.url(HOST, "/tin")).status == 200
