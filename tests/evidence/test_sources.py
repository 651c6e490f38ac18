"""Feeds, sitemaps and lists as portals write them: pages with their days, and a reason where nothing can be read."""

# ruff: noqa: E501 - markup as portals write it
from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from evidence.sources import Unreadable, feed, links, sitemap
from obligations.finding import Followed, Source, SourceKind, SourceState
from tests.evidence.web import Reply, Web, eye, fetcher, html, web

HOME = "https://so.vn/rss"
HOST = "cong.thunghiem.test"

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>
<item><title>Bài một về cải cách</title><link>/tin/1</link><pubDate>{}</pubDate><description>&lt;p&gt;Tóm tắt&lt;/p&gt;</description>
</item><item><title>Bài một lần nữa</title><link>https://so.vn/tin/1?utm_source=rss</link></item>
<item><title>Không có địa chỉ</title></item><item><title>Lạ</title><link>javascript:alert(1)</link></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Tin</title><entry><title>Bài hai</title>
<link href="https://so.vn/tin/2"/><updated>2024-04-18T18:30:00Z</updated></entry></feed>"""


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("Fri, 19 Apr 2024 08:00:00 +0700", date(2024, 4, 19)),
        ("Thu, 18 Apr 2024 19:00:00 GMT", date(2024, 4, 19)),
        ("Fri, 19 Apr 2024 08:00:00 GMT+7", date(2024, 4, 19)),
        ("03/04/2024", date(2024, 4, 3)),
        ("03/04/2024 8:15:00 SA", date(2024, 4, 3)),
        ("Thứ Sáu, 19/04/2024", date(2024, 4, 19)),
        ("2024-04-19T08:00:00+07:00", date(2024, 4, 19)),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_the_days_of_a_feed_are_read_day_first_in_vietnamese_time(stamp: str, day: date | None) -> None:
    (entry,) = feed(RSS.format(stamp).encode(), HOME, "cong")
    assert (entry.address, entry.title, entry.on, entry.summary) == (
        "https://so.vn/tin/1",
        "Bài một về cải cách",
        day,
        "Tóm tắt",
    )


def test_atom_is_read_like_rss() -> None:
    (entry,) = feed(ATOM.encode(), HOME, "cong")
    assert (entry.title, entry.on, entry.channel) == ("Bài hai", date(2024, 4, 19), "cong")


@pytest.mark.parametrize("content", [b"", b"<html><body>Trang chu</body></html>", b"\x00\x01", b"{}"])
def test_what_is_no_feed_says_so(content: bytes) -> None:
    with pytest.raises(Unreadable, match="RSS"):
        feed(content, HOME, "cong")


BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY f SYSTEM "file:///etc/passwd">]>{}"""


def test_entities_of_a_feed_are_not_expanded() -> None:
    told = "<rss version='2.0'><channel><item><title>&d;&f;</title><link>https://so.vn/1</link></item></channel></rss>"
    found = feed(BOMB.format(told).encode(), HOME, "cong")
    assert all("root:" not in entry.title and len(entry.title) < 700 for entry in found)


NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://so.vn/cu-12.html</loc><lastmod>2023-01-01</lastmod></url>
<url><loc>https://so.vn/van-phong-so-tap-huan-ky-nang-13.html</loc><lastmod>2024-05-02</lastmod></url>
<url><loc>https://so.vn/moi</loc><news:news><news:publication_date>2024-06-03T08:00:00+07:00</news:publication_date>
<news:title>Bài mới nhất về chuyển đổi số</news:title></news:news></url></urlset>"""


def test_a_sitemap_gives_the_latest_first_and_takes_the_day_of_change_for_no_day_of_publication() -> None:
    entries, deeper = sitemap(NEWS.encode(), HOME, "cong", 100_000)
    assert deeper == ()
    assert [(e.title, e.on) for e in entries] == [
        ("Bài mới nhất về chuyển đổi số", date(2024, 6, 3)),
        ("van phong so tap huan ky nang", None),
        ("cu", None),
    ]


def test_a_packed_sitemap_is_unpacked_within_bounds() -> None:
    entries, _ = sitemap(gzip.compress(NEWS.encode()), HOME, "cong", 100_000)
    assert len(entries) == 3
    with pytest.raises(Unreadable):
        sitemap(gzip.compress(b" " * 1_000_000), HOME, "cong", 100_000)


@pytest.mark.parametrize(
    "content", [b"", b"<html>", BOMB.format("<urlset><url><loc>&d;</loc></url></urlset>").encode()]
)
def test_a_sitemap_that_is_none_or_a_bomb_says_so(content: bytes) -> None:
    with pytest.raises(Unreadable, match="XML"):
        sitemap(content, HOME, "cong", 100_000)


def test_of_an_index_only_sitemaps_of_the_same_host_are_followed_the_latest_first() -> None:
    index = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://so.vn/a.xml</loc><lastmod>2024-01-01</lastmod></sitemap>
<sitemap><loc>https://so.vn/b.xml</loc><lastmod>2024-06-01</lastmod></sitemap>
<sitemap><loc>http://169.254.169.254/c.xml</loc></sitemap></sitemapindex>"""
    assert sitemap(index.encode(), HOME, "cong", 100_000) == ((), ("https://so.vn/b.xml", "https://so.vn/a.xml"))


LIST = """<html><body><div id="menu"><a href="/gioi-thieu">Giới thiệu chung về Sở</a></div><h1>Tin tức</h1>
<div class="it"><a href="/tin/1"><img src="a.jpg" title=""></a><a href="/tin/1">Văn phòng Sở tập huấn kỹ năng</a><i>19/4/2024</i></div>
<div class="it"><a href="/tin/2">Thanh tra Sở kiểm tra việc trả kết quả</a> <span>(20/04/2024)</span></div>
<div class="it"><a href="/tin/3">Bài không có ngày nào cả</a></div>
<div class="it"><a href="https://bao.vn/4">Bài đăng ở một trang khác</a> 21/4/2024</div>
<a href="/tin?page=2">Xem thêm</a></body></html>"""


def test_a_list_gives_titles_that_lead_to_the_same_site_and_the_days_beside_them() -> None:
    entries = links(LIST.encode(), "text/html; charset=utf-8", "https://so.vn/tin", "trang")
    assert [(e.address, e.title, e.on) for e in entries] == [
        ("https://so.vn/tin/1", "Văn phòng Sở tập huấn kỹ năng", date(2024, 4, 19)),
        ("https://so.vn/tin/2", "Thanh tra Sở kiểm tra việc trả kết quả", date(2024, 4, 20)),
        ("https://so.vn/tin/3", "Bài không có ngày nào cả", None),
    ]


def test_a_page_without_links_is_no_list() -> None:
    with pytest.raises(Unreadable, match="danh sách"):
        links(b"<html><p>a</p></html>", "text/html", "https://so.vn/", "trang")


@pytest.fixture
def sites() -> Iterator[Web]:
    with web() as made:
        yield made


def followed(sites: Web, kind: SourceKind, path: str, state: SourceState | None = None) -> Followed:
    return eye(fetcher(sites, hosts=(HOST,))).follow(Source(kind, sites.url(HOST, path), "cong"), state)


def test_a_sitemap_index_is_followed_no_deeper_than_two(sites: Web) -> None:
    for depth in range(5):
        place = sites.url(HOST, f"/{depth + 1}.xml")
        text = f"<sitemapindex><sitemap><loc>{place}</loc></sitemap></sitemapindex>"
        sites.put(HOST, f"/{depth}.xml", Reply(text.encode()))
    assert followed(sites, SourceKind.SITEMAP, "/0.xml") == Followed()
    assert f"{HOST}/3.xml" not in sites.paths


def test_of_many_sitemaps_only_the_latest_are_asked_for(sites: Web) -> None:
    places = "".join(f"<sitemap><loc>{sites.url(HOST, f'/{n}.xml')}</loc></sitemap>" for n in range(50))
    sites.put(HOST, "/chi-muc.xml", Reply(f"<sitemapindex>{places}</sitemapindex>".encode()))
    followed(sites, SourceKind.SITEMAP, "/chi-muc.xml")
    assert len(sites.paths) == 8  # robots, the index, six of fifty


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (html("hỏng", 500), "mã 500"),
        (html("<p>không phải</p>"), "RSS"),
        (Reply(b"<rss>" + b" " * 6_000_000), "lớn hơn 5 MB"),
    ],
)
def test_a_source_that_cannot_be_read_says_why(sites: Web, reply: Reply, why: str) -> None:
    sites.put(HOST, "/rss", reply)
    assert why in (followed(sites, SourceKind.FEED, "/rss").failure or "")


def test_a_source_as_it_was_is_not_read_again(sites: Web) -> None:
    sites.put(HOST, "/rss", Reply(RSS.format("").encode(), etag='"7"'))
    first = followed(sites, SourceKind.FEED, "/rss")
    assert (len(first.entries), first.etag) == (2, '"7"')
    state = SourceState(sites.url(HOST, "/rss"), datetime(2024, 6, 1, tzinfo=UTC), etag='"7"')
    assert followed(sites, SourceKind.FEED, "/rss", state) == Followed(unchanged=True)
