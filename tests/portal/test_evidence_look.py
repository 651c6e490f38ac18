"""Looking for evidence at the command line, as an officer would: against a site on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.sample import FOLDER, plan_text
from tests.evidence import layouts as lay
from tests.evidence.cases import articles
from tests.evidence.web import Reply, Web, html, web
from tests.portal.conftest import Cli

HOST = "localhost"
CHANNELS = """
channels:
  - {{key: cong, name: Cổng Thông tin điện tử tỉnh, kind: portal, domains: [cong.vn], feeds: ["{feed}"]}}
"""


@pytest.fixture
def sites() -> Iterator[Web]:
    with web() as made:
        made.put(HOST, "/", html("<html><body><p>Trang chủ của cổng</p></body></html>"))
        yield made


@pytest.fixture
def office(cli: Cli, sites: Web, tmp_path: Path) -> Cli:
    settings = f'internal_hosts = ["{HOST}:{sites.port}"]\nfetch_pause_seconds = 1\nfetch_timeout_seconds = 5\n'
    (tmp_path / "dunghan.toml").write_text(settings, "utf-8")
    feed = CHANNELS.format(feed=sites.url(HOST, "/rss"))
    (tmp_path / "danh-ba.yaml").write_text((FOLDER / "units.yaml").read_text("utf-8") + feed, "utf-8")
    (tmp_path / "ke-hoach.txt").write_text(plan_text(date(2024, 4, 1)), "utf-8")
    cli("units", "import", "danh-ba.yaml")
    cli("import", "ke-hoach.txt", "--name", "mau")
    cli("approve", "mau")
    return cli


def test_an_address_is_shown_as_it_is_read_and_nothing_is_kept(office: Cli, sites: Web) -> None:
    article = replace(articles()["mot-cua"])
    address = sites.put(HOST, "/mot-cua", html(lay.newspaper(article)))
    said = office("evidence", "look", address).all
    assert article.title[:40] in said
    assert "2024-04-19" in said
    assert "chưa có trong danh bạ" in said
    assert "mot-cua" not in office("evidence", "list", "mau").out


def test_a_link_that_waits_is_looked_at_and_told_what_to_do(office: Cli, sites: Web) -> None:
    address = sites.put(HOST, "/mot-cua", html(lay.newspaper(articles()["mot-cua"])))
    office("evidence", "add", "mau", "II.1.b", "Văn phòng Sở", "--link", address, "--date", "19/4/2024")
    said = office("evidence", "look").all
    assert "#1" in said
    assert "chờ xác nhận" in said
    assert "Tên miền chưa có trong danh bạ kênh" in said
    assert "Không có đường dẫn nào chờ xem" in office("evidence", "look").all
    assert "Tên miền chưa có trong danh bạ kênh" in office("evidence", "look", "#1").all


@pytest.mark.parametrize(("argument", "code"), [("99", 24), ("mot", 33)])
def test_what_is_no_piece_has_its_code(office: Cli, argument: str, code: int) -> None:
    assert office("evidence", "look", argument, code=code).err.startswith("✗")


def test_searching_tells_what_failed(office: Cli, sites: Web) -> None:
    assert "⚠" in office("evidence", "find").all
    assert "mã 404" in office("channels", "list").all


def test_sources_are_tried_and_those_to_mend_end_with_a_code_of_their_own(office: Cli, sites: Web) -> None:
    assert "1 nguồn tin cần sửa" in office("channels", "check", code=3).all
    item = "<item><title>Bài một</title><link>/1</link><pubDate>19/04/2024</pubDate></item>"
    sites.put(HOST, "/rss", Reply(f"<rss version='2.0'><channel>{item}</channel></rss>".encode()))
    said = office("channels", "check").all
    assert "1 trang, 1 trang có ngày" in said


def test_looking_again_with_nothing_accepted_says_so(office: Cli) -> None:
    assert "Đã xem lại 0 đường dẫn" in office("evidence", "recheck", "--all").all


def test_an_agency_without_channels_is_told_what_to_add(cli: Cli) -> None:
    assert "thêm mục channels" in cli("channels", "list").all


def test_bad_certificates_are_a_fault_of_the_settings(office: Cli, tmp_path: Path) -> None:
    (tmp_path / "dunghan.toml").write_text('fetch_certificates = "khong-co.pem"\n', "utf-8")
    assert "fetch_certificates" in office("evidence", "find", code=31).err
