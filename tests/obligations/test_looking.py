"""Links looked at, found and looked at again: what is filed, what is decided, what the log says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from evidence.eye import Eye
from obligations.channels import Channel, ChannelKind
from obligations.errors import BadEvidence, UnknownEvidence
from obligations.model import Verdict
from obligations.pieces import document, link
from obligations.ports import Store
from obligations.service import Office, approve, filing, find_plan, ingest, one_obligation
from obligations.service.expecting import Lookout
from obligations.service.following import find_new
from obligations.service.looking import look, look_through, unseen
from obligations.service.rechecking import dead_links, recheck
from obligations.subjects import topics
from tests.evidence import layouts as lay
from tests.evidence.cases import PORTAL, articles, homes
from tests.evidence.web import Reply, Web, fetcher, html, web
from tests.office import at, open_test_office, reading, register

TODAY = date(2024, 6, 29)
HOSTS = (PORTAL, "so.thunghiem.test")
QUARTERLY = "III.3"
FACEBOOK = Channel("fb", "Facebook của Sở", ChannelKind.FACEBOOK, ("facebook.com/so-mau",))


@pytest.fixture
def sites() -> Iterator[Web]:
    with web() as made:
        for host, reply in homes().items():
            made.put(host, "/", reply)
        yield made


@pytest.fixture
def office(tmp_path: Path, sites: Web) -> Office:
    made = open_test_office(tmp_path, TODAY)
    portal = Channel(
        "cong",
        "Cổng Thông tin điện tử tỉnh",
        ChannelKind.PORTAL,
        ("thunghiem.test",),
        feeds=(sites.url(PORTAL, "/rss"),),
        lists=(sites.url(PORTAL, "/danh-sach"),),
    )
    plan = replace(
        reading(), header=replace(reading().header, title="Kế hoạch tuyên truyền cải cách hành chính, chuyển đổi số")
    )
    with made.database.begin() as store:
        store.save_register(replace(register(), channels=(portal, FACEBOOK)))
        ingest(store, plan, source="mau.txt", at=made.clock(), by="thử", name="mau")
        approve(made, store, find_plan(store, "mau"), by="thử")
    return made


def lookout(sites: Web, today: date = TODAY, **changes: object) -> Lookout:
    made = Lookout(Eye(fetcher(sites, hosts=HOSTS, seconds=3), at(today)), topics())
    return replace(made, **changes)  # type: ignore[arg-type]  # a table of fields


def file(office: Office, address: str, day: date, unit: str = "van-phong", code: str = QUARTERLY) -> int:
    with office.database.begin() as store:
        plan = find_plan(store, "mau")
        piece = link(address, day)
        return filing.add(
            office, store, plan, one_obligation(store, plan, code), piece, unit=unit, period=None, by="x"
        ).evidence.id


def put(sites: Web, name: str, path: str) -> str:
    return sites.put(PORTAL, path, html(lay.newspaper(articles()[name])))


def verdicts(store: Store) -> dict[str, Verdict]:
    return {u.evidence.reference.rpartition("/")[2]: u.evidence.verdict for u in store.evidence_uses()}


def test_a_link_that_leaves_nothing_to_doubt_is_accepted_with_its_title_page_and_reason(
    office: Office, sites: Web
) -> None:
    number = file(office, put(sites, "mot-cua", "/mot-cua"), date(2024, 4, 19))
    seen = look(office, lookout(sites), number, by="thử")
    assert (seen.evidence.verdict, seen.evidence.title) == (Verdict.ACCEPTED, articles()["mot-cua"].title)
    with office.database.begin() as store:
        kept = store.latest_snapshot(number)
        actions = [c.action for c in store.changes()]
    assert kept is not None
    assert "bộ phận một cửa" in kept.page.text
    assert "evidence-accepted" in actions


def test_a_dead_link_goes_back_to_its_unit_with_the_reason(office: Office, sites: Web) -> None:
    number = file(office, sites.url(PORTAL, "/khong-co"), date(2024, 4, 19))
    seen = look(office, lookout(sites), number, by="thử")
    assert seen.evidence.verdict is Verdict.RETURNED
    assert "không tìm thấy" in (seen.evidence.reason or "")


def test_what_a_person_must_look_at_stands_with_the_piece(office: Office, sites: Web) -> None:
    number = file(office, put(sites, "the-thao", "/the-thao"), date(2024, 5, 18))
    seen = look(office, lookout(sites), number, by="thử")
    assert seen.evidence.verdict is Verdict.PENDING
    assert any("cải cách hành chính" in note for note in seen.evidence.notes)


def test_an_agency_may_leave_every_verdict_to_people(office: Office, sites: Web) -> None:
    number = file(office, put(sites, "mot-cua", "/mot-cua"), date(2024, 4, 19))
    seen = look(office, lookout(sites, automatic=False), number, by="thử")
    assert seen.evidence.verdict is Verdict.PENDING
    assert "accept_automatically" in seen.evidence.notes[0]


def test_what_a_person_has_decided_stays_and_the_page_is_kept_all_the_same(office: Office, sites: Web) -> None:
    number = file(office, sites.url(PORTAL, "/khong-co"), date(2024, 4, 19))
    with office.database.begin() as store:
        filing.accept(office, store, number, by="người xem")
    seen = look(office, lookout(sites), number, by="thử")
    assert seen.evidence.verdict is Verdict.ACCEPTED
    with office.database.begin() as store:
        assert store.latest_snapshot(number) is not None


def test_one_article_does_not_count_for_two_units(office: Office, sites: Web) -> None:
    first = file(office, put(sites, "mot-cua", "/mot-cua"), date(2024, 4, 19))
    copied = sites.put("so.thunghiem.test", "/sao-chep", html(lay.newspaper(articles()["mot-cua"])))
    second = file(office, copied, date(2024, 4, 19), unit="thanh-tra")
    for number in (first, second):
        look(office, lookout(sites), number, by="thử")
    with office.database.begin() as store:
        piece = next(u.evidence for u in store.evidence_uses() if u.evidence.id == second)
    assert piece.verdict is Verdict.PENDING
    assert any(f"#{first}" in note for note in piece.notes)


def test_facebook_is_not_asked(office: Office, sites: Web) -> None:
    number = file(office, "https://www.facebook.com/so-mau/posts/1", date(2024, 4, 19))
    seen = look(office, lookout(sites), number, by="thử")
    assert seen.evidence.verdict is Verdict.PENDING
    assert sites.asked == []


def test_only_links_can_be_looked_at(office: Office, sites: Web) -> None:
    with office.database.begin() as store:
        plan = find_plan(store, "mau")
        piece = document("12/BC-VP", date(2024, 5, 2))
        made = filing.add(
            office, store, plan, one_obligation(store, plan, QUARTERLY), piece, unit="van-phong", period=None, by="x"
        )
    with pytest.raises(BadEvidence, match="không phải đường dẫn"):
        look(office, lookout(sites), made.evidence.id, by="thử")
    with pytest.raises(UnknownEvidence):
        look(office, lookout(sites), 99, by="thử")


def test_all_that_waits_is_looked_at_once(office: Office, sites: Web) -> None:
    numbers = (
        file(office, put(sites, "mot-cua", "/mot-cua"), date(2024, 4, 19)),
        file(office, put(sites, "the-thao", "/the-thao"), date(2024, 5, 18), unit="thanh-tra"),
    )
    assert unseen(office) == numbers
    assert len(look_through(office, lookout(sites), by="thử")) == 2
    assert unseen(office) == ()


FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>{}</channel></rss>"""


def item(sites: Web, name: str, path: str) -> str:
    article = articles()[name]
    return (
        f"<item><title>{article.title}</title><link>{put(sites, name, path)}</link>"
        f"<pubDate>{article.on:%d/%m/%Y} 08:15 GMT+7</pubDate></item>"
    )


@pytest.fixture
def published(sites: Web) -> Web:
    """A feed that tells of five articles, a list that tells of one of them again and of another."""
    told = "".join(
        item(sites, name, f"/{name}") for name in ("mot-cua", "tap-huan", "truc-tuyen", "the-thao", "nam-ngoai")
    )
    sites.put(PORTAL, "/rss", Reply(FEED.format(told).encode(), headers=(("Content-Type", "text/xml"),), etag='"1"'))
    put(sites, "thong-ke", "/thong-ke")
    rows = "".join(
        f'<div class="row"><a href="/{n}">{articles()[n].title}</a> <i>({articles()[n].on:%d/%m/%Y})</i></div>'
        for n in ("mot-cua", "thong-ke")
    )
    sites.put(PORTAL, "/danh-sach", html(f"<html><body><h1>Danh sách</h1>{rows}</body></html>"))
    return sites


def test_a_unit_that_publishes_need_do_nothing_else(office: Office, published: Web) -> None:
    report = find_new(office, lookout(published), by="thử")
    assert report.failures == ()
    assert (report.followed, report.told) == (2, 6)
    with office.database.begin() as store:
        there = {o.id: o.value for o in store.occurrences()}
        filed = {
            (
                u.evidence.reference.rpartition("/")[2],
                there[u.occurrence].unit,
                there[u.occurrence].due.period,
            ): u.evidence.verdict
            for u in store.evidence_uses()
        }
    accepted = {key for key, verdict in filed.items() if verdict is Verdict.ACCEPTED}
    assert ("tap-huan", "thanh-tra", "2024-Q2") in accepted
    assert ("truc-tuyen", "van-tai", "2024-Q2") in accepted
    assert ("thong-ke", "cang-vu", "2024-Q2") in accepted
    assert not {name for name, _, _ in filed} & {"the-thao", "nam-ngoai"}


def test_a_search_repeated_asks_nothing_and_files_nothing(office: Office, published: Web) -> None:
    find_new(office, lookout(published), by="thử")
    asked = len(published.asked)
    again = find_new(office, lookout(published), by="thử")
    assert (again.followed, again.opened, again.filed) == (0, 0, ())
    assert len(published.asked) == asked


def test_a_source_is_asked_again_conditionally_after_its_time(office: Office, published: Web) -> None:
    find_new(office, lookout(published), by="thử")
    later = replace(office, clock=lambda: datetime(2024, 6, 29, 9, tzinfo=UTC))
    report = find_new(later, lookout(published), by="thử")
    assert report.followed == 2
    conditional = [headers for path, headers in published.asked if path.endswith("/rss")]
    assert [headers.get("If-None-Match") for headers in conditional] == [None, '"1"']


def test_a_source_that_fails_says_so_and_the_others_still_count(office: Office, published: Web) -> None:
    published.put(PORTAL, "/rss", html("hỏng", 500))
    report = find_new(office, lookout(published), by="thử")
    assert "mã 500" in report.failures[0]
    assert len(report.filed) == 2


def test_a_page_that_cannot_be_opened_is_tried_again(office: Office, published: Web) -> None:
    published.put(PORTAL, "/tap-huan", html("hỏng", 503))
    find_new(office, lookout(published), by="thử")
    put(published, "tap-huan", "/tap-huan")
    assert find_new(office, lookout(published), by="thử").opened == 0
    again = find_new(replace(office, clock=lambda: datetime(2024, 6, 29, 9, tzinfo=UTC)), lookout(published), by="thử")
    assert [one.evidence.reference.rpartition("/")[2] for one in again.filed] == ["tap-huan"]


def test_no_more_pages_are_opened_than_allowed(office: Office, published: Web) -> None:
    report = find_new(office, lookout(published, looks=1), by="thử")
    assert report.opened == 1


def test_a_dead_link_is_found_told_once_and_still_counts(office: Office, sites: Web) -> None:
    number = file(office, put(sites, "mot-cua", "/mot-cua"), date(2024, 4, 19))
    look(office, lookout(sites), number, by="thử")
    assert recheck(office, lookout(sites), by="thử") == []
    sites.put(PORTAL, "/mot-cua", html("<h1>Không tìm thấy</h1>", 404))
    later = replace(office, clock=at(TODAY + timedelta(days=8)))
    eye = lookout(sites, TODAY + timedelta(days=8))
    first = recheck(later, eye, by="thử")
    assert [(r.evidence.id, "bản lưu vẫn được tính" in (r.fault or "")) for r in first] == [(number, True)]
    recheck(later, eye, by="thử", everything=True)
    with office.database.begin() as store:
        assert [c.action for c in store.changes()].count("evidence-dead") == 1
        assert verdicts(store) == {"mot-cua": Verdict.ACCEPTED}
        assert [piece.id for piece, _, _ in dead_links(store)] == [number]
        assert any("bộ phận một cửa" in s.page.text for s in store.snapshots([number]))


def test_a_page_replaced_by_another_text_is_noticed(office: Office, sites: Web) -> None:
    number = file(office, put(sites, "mot-cua", "/mot-cua"), date(2024, 4, 19))
    look(office, lookout(sites), number, by="thử")
    put(sites, "the-thao", "/mot-cua")
    later = replace(office, clock=at(TODAY + timedelta(days=8)))
    assert ["khác hẳn" in (r.fault or "") for r in recheck(later, lookout(sites), by="thử")] == [True]


def test_a_page_as_it_was_needs_no_second_copy(office: Office, sites: Web) -> None:
    article = lay.newspaper(articles()["mot-cua"]).encode()
    number = file(office, sites.put(PORTAL, "/mot-cua", Reply(article, etag='"a"')), date(2024, 4, 19))
    look(office, lookout(sites), number, by="thử")
    later = replace(office, clock=at(TODAY + timedelta(days=8)))
    assert [r.fault for r in recheck(later, lookout(sites, TODAY + timedelta(days=8)), by="thử")] == [None]
    assert sites.asked[-1][1].get("If-None-Match") == '"a"'
    with office.database.begin() as store:
        assert len(store.snapshots([number])) == 1
