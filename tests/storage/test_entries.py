"""Sources and the pages they told of: kept once, taken up by one, tried again where they failed, forgotten in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from obligations.channels import Channel, ChannelKind
from obligations.finding import Entry, SourceState
from obligations.units import Register, Unit
from storage import SqlDatabase

NOW = datetime(2024, 6, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
ENTRY = Entry("https://so.vn/1", "//so.vn/1", "cong", "Bài một", date(2024, 6, 2), "Tóm tắt")


def test_a_page_is_kept_once_whoever_tells_of_it(database: SqlDatabase) -> None:
    with database.begin() as store:
        assert store.add_entries([ENTRY, replace(ENTRY, canonical="//so.vn/2")], NOW) == 2
        assert store.add_entries([replace(ENTRY, title="Tên khác")], NOW) == 0
        assert store.entries(NOW) == [ENTRY, replace(ENTRY, canonical="//so.vn/2")]


def test_a_page_is_taken_up_by_one(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.add_entries([ENTRY], NOW)
        assert store.take_entry(ENTRY.canonical, NOW, NOW - HOUR)
        assert not store.take_entry(ENTRY.canonical, NOW, NOW - HOUR)
        store.end_entry(ENTRY.canonical, "không khớp")
        assert store.entries(NOW + 100 * HOUR) == []


def test_a_page_that_failed_is_tried_again_but_not_at_once(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.add_entries([ENTRY], NOW)
        store.take_entry(ENTRY.canonical, NOW, NOW - HOUR)
        store.end_entry(ENTRY.canonical, "mã 503", failed=True)
        assert store.entries(NOW - HOUR) == []
        assert store.entries(NOW + HOUR) == [ENTRY]
        assert store.take_entry(ENTRY.canonical, NOW + 2 * HOUR, NOW + HOUR)


def test_old_pages_are_forgotten(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.add_entries([ENTRY], NOW)
        assert (store.forget_entries(NOW), store.forget_entries(NOW + HOUR)) == (0, 1)


def test_the_state_of_a_source_replaces_the_one_before(database: SqlDatabase) -> None:
    first = SourceState("https://so.vn/rss", NOW, etag='"1"', entries=3)
    again = replace(first, checked_at=NOW + HOUR, etag=None, failure="mã 500", entries=0)
    with database.begin() as store:
        store.set_source_state(first)
        store.set_source_state(again)
        assert store.source_states() == {again.address: again}


def test_channels_come_back_with_the_register_in_their_order(database: SqlDatabase) -> None:
    channels = (
        Channel("cong", "Cổng tỉnh", ChannelKind.PORTAL, ("thu.gov.vn",), ("Cổng",), ("https://thu.gov.vn/rss",)),
        Channel("a", "Trang", ChannelKind.SITE, ("a.vn", "b.vn"), sitemaps=("https://a.vn/s.xml",), units=("vp",)),
    )
    register = Register(units=(Unit("vp", "Văn phòng"),), channels=channels)
    with database.begin() as store:
        store.save_register(register)
        assert store.register() == register
        store.save_register(replace(register, channels=channels[1:]))
        assert store.register().channels == channels[1:]
