"""The search of a morning: it tells what it brought, and what goes wrong with it stops nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows import searching
from flows.searching import search, with_dead_links
from obligations.channels import Channel, ChannelKind
from obligations.pieces import link
from obligations.service import Office, SweepReport, approve, filing, find_plan, ingest, one_obligation
from storage.settings import Settings
from tests.evidence import layouts as lay
from tests.evidence.cases import articles
from tests.evidence.web import Web, html, web
from tests.flows.conftest import settings_in
from tests.office import at, open_test_office, reading, register

TODAY = date(2024, 6, 29)
HOST = "localhost"


@pytest.fixture
def sites() -> Iterator[Web]:
    with web() as made:
        made.put(HOST, "/", html("<html><body><p>Trang chủ của cổng</p></body></html>"))
        yield made


@pytest.fixture
def settings(tmp_path: Path, sites: Web) -> Settings:
    loaded = settings_in(tmp_path, fetch_pause_seconds=1, fetch_timeout_seconds=5)
    return loaded.model_copy(update={"internal_hosts": (f"{HOST}:{sites.port}",)})


@pytest.fixture
def office(tmp_path: Path, sites: Web) -> Office:
    made = open_test_office(tmp_path, TODAY)
    portal = Channel("cong", "Cổng tỉnh", ChannelKind.PORTAL, (HOST,), lists=(sites.url(HOST, "/danh-sach"),))
    header = replace(reading().header, title="Kế hoạch tuyên truyền cải cách hành chính")
    with made.database.begin() as store:
        store.save_register(replace(register(), channels=(portal,)))
        ingest(store, replace(reading(), header=header), source="mau.txt", at=made.clock(), by="thử", name="mau")
        approve(made, store, find_plan(store, "mau"), by="thử")
        plan = find_plan(store, "mau")
        address = sites.put(HOST, "/mot-cua", html(lay.newspaper(articles()["mot-cua"])))
        piece = link(address, date(2024, 4, 19))
        filing.add(
            made, store, plan, one_obligation(store, plan, "III.3"), piece, unit="van-phong", period=None, by="x"
        )
    return made


def test_a_search_says_what_it_did_and_what_cannot_be_read(office: Office, settings: Settings) -> None:
    found = search(office, settings, by="thử", only=("mau", "III.3"))
    assert found.lines == ("Đã mở và xét 1 đường dẫn đang chờ.",)
    assert ["mã 404" in failure for failure in found.failures] == [True]


def test_a_search_for_one_duty_leaves_the_links_of_others_alone(office: Office, settings: Settings) -> None:
    assert search(office, settings, by="thử", only=("mau", "III.1")).lines == ()


def test_whatever_goes_wrong_is_told_and_stops_nothing(
    office: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(searching, "find_new", lambda *_, **__: 1 / 0)
    found = search(office, settings, by="thử")
    assert "ZeroDivisionError" in found.failures[0]
    assert "Traceback" in caplog.text


def test_dead_links_are_among_what_a_person_has_to_look_at(office: Office, settings: Settings, sites: Web) -> None:
    with office.database.begin() as store:
        filing.accept(office, store, 1, by="người xem")
    sites.put(HOST, "/mot-cua", html("<h1>Không tìm thấy</h1>", 404))
    later = replace(office, clock=at(TODAY + timedelta(days=8)))
    report = with_dead_links(later, settings, SweepReport(TODAY, (), (), ("đã có",)), by="thử")
    assert report.problems[0] == "đã có"
    assert "Minh chứng #1 (mau III.3): trang không còn" in report.problems[1]
