"""What was seen of a page is kept, once for as long as it stays the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from obligations.agreeing import Found, Method
from obligations.judging import Page, Used
from obligations.model import Verdict
from storage import SqlDatabase
from tests.storage.samples import NOW, add_evidence, add_occurrence

ADDRESS = "https://so.vn/tin-1"
PAGE = Page(
    asked=ADDRESS,
    final=f"{ADDRESS}?a=1",
    canonical="so.vn/tin-1",
    fetched_at=NOW,
    status=200,
    headers=(("content-type", "text/html"), ("server", "x")),
    title="Tin",
    titles=(Found(Method.META, "Tin", sure=True),),
    dates=(Found(Method.JSON_LD, "2026-03-02"),),
    text="Nội dung tin",
    sha256="c" * 64,
    sketch=(3, 5, 8),
    readable=True,
    etag='"1"',
)
WEEK = timedelta(days=7)


def test_a_page_comes_back_as_it_was_seen(database: SqlDatabase) -> None:
    with database.begin() as store:
        piece = add_evidence(store)
        number = store.add_snapshot(piece, PAGE)
        (found,) = store.snapshots()
        assert (found.id, found.evidence, found.page, found.seen_at) == (number, piece, PAGE, NOW)
        assert store.latest_snapshot(piece) == found
        assert store.snapshots([piece + 1]) == []
        assert store.latest_snapshot(piece + 1) is None


def test_a_page_seen_unchanged_is_the_same_snapshot_seen_again(database: SqlDatabase) -> None:
    later = replace(PAGE, fetched_at=NOW + WEEK)
    not_modified = replace(PAGE, status=304, text="", sha256=None, unchanged=True, fetched_at=NOW + 2 * WEEK)
    other_bytes = replace(PAGE, sha256="d" * 64, fetched_at=NOW + 3 * WEEK)
    with database.begin() as store:
        piece = add_evidence(store)
        assert {store.add_snapshot(piece, page) for page in (PAGE, later, not_modified, other_bytes)} == {1}
        (found,) = store.snapshots([piece])
        assert (found.page, found.seen_at) == (PAGE, NOW + 3 * WEEK)


def test_a_page_that_changed_or_died_is_a_snapshot_of_its_own_and_the_old_one_stays(database: SqlDatabase) -> None:
    changed = replace(PAGE, sha256="d" * 64, text="Nội dung khác", fetched_at=NOW + WEEK)
    dead = replace(PAGE, status=404, sha256="e" * 64, text="", sketch=(), fetched_at=NOW + 2 * WEEK)
    with database.begin() as store:
        piece = add_evidence(store)
        for page in (PAGE, changed, dead):
            store.add_snapshot(piece, page)
        assert [s.page for s in store.snapshots([piece])] == [PAGE, changed, dead]
        latest = store.latest_snapshot(piece)
        assert latest is not None
        assert latest.page.status == 404


def test_pages_of_different_pieces_and_of_none_are_kept_apart(database: SqlDatabase) -> None:
    with database.begin() as store:
        one, other = add_evidence(store), add_evidence(store, "https://so.vn/tin-2")
        assert len({store.add_snapshot(piece, PAGE) for piece in (None, one, other)}) == 3
        assert store.add_snapshot(None, PAGE) == 1


def test_links_used_before_come_with_where_they_count_and_the_text_last_read(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        first, second, returned = (add_evidence(store, f"link:so.vn/tin-{n}") for n in (1, 2, 3))
        for piece in (first, second, returned):
            store.offer(piece, number)
        store.judge(returned, Verdict.RETURNED, "trùng")
        store.add_snapshot(first, PAGE)
        store.add_snapshot(first, replace(PAGE, status=404, text="", sketch=(), sha256=None, fetched_at=NOW + WEEK))
        place = ("ke-hoach", "III.1", "van-phong", "2026-03")
        assert store.used_before() == [
            Used(first, "so.vn/tin-1", *place, (3, 5, 8), "Tin"),
            Used(second, "so.vn/tin-2", *place, (), "Tin"),
        ]
        assert [u.evidence for u in store.used_before(besides=first)] == [second]


def test_what_was_last_seen_of_many_comes_without_its_text(database: SqlDatabase) -> None:
    dead = replace(PAGE, status=404, sha256="e" * 64, text="", sketch=(), fetched_at=NOW + WEEK)
    with database.begin() as store:
        piece = add_evidence(store)
        store.add_snapshot(piece, PAGE)
        seen = store.last_seen([piece, piece + 1])
        assert {n: s.page for n, s in seen.items()} == {piece: replace(PAGE, text="")}
        store.add_snapshot(piece, dead)
        assert store.last_seen([piece])[piece].page.status == 404
