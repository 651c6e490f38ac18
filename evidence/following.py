"""Sources followed: asked conditionally, read by their kind, bounded in size, number and depth."""

from __future__ import annotations

from collections.abc import Callable

from evidence.fetching import Answer, Known
from evidence.sources import Unreadable, feed, links, sitemap
from obligations.finding import Entry, Followed, Source, SourceKind, SourceState

FEED_BYTES = 5_000_000
SITEMAP_BYTES = 20_000_000
MAPS = 6  # sitemaps an index leads to, the latest first
DEPTH = 2

Fetch = Callable[[str, Known | None, int], Answer]


def follow(fetch: Fetch, source: Source, state: SourceState | None) -> Followed:
    """Ask a source for its pages; what it cannot say becomes the reason why."""
    limit = SITEMAP_BYTES if source.kind is SourceKind.SITEMAP else FEED_BYTES
    known = Known(state.etag, state.last_modified) if state and not state.failure else None
    answer = fetch(source.address, known, limit)
    if answer.status == 304:
        return Followed(unchanged=True)
    if answer.status != 200:
        return Followed(failure=answer.failure or f"máy chủ trả lời mã {answer.status}")
    try:
        entries = _entries(fetch, source, answer)
    except Unreadable as error:
        return Followed(failure=str(error))
    return Followed(entries, answer.header("etag"), answer.header("last-modified"))


def _entries(fetch: Fetch, source: Source, answer: Answer) -> tuple[Entry, ...]:
    if source.kind is SourceKind.FEED:
        return feed(answer.body, answer.final, source.channel)
    if source.kind is SourceKind.LIST:
        return links(answer.body, answer.header("content-type") or "", answer.final, source.channel)
    return _mapped(fetch, answer, source.channel, DEPTH)


def _mapped(fetch: Fetch, answer: Answer, channel: str, depth: int) -> tuple[Entry, ...]:
    """Read a sitemap and those it leads to; of one that fails the others still count."""
    entries, deeper = sitemap(answer.body, answer.final, channel, SITEMAP_BYTES)
    for place in deeper[: MAPS if depth else 0]:
        below = fetch(place, None, SITEMAP_BYTES)
        try:
            entries += _mapped(fetch, below, channel, depth - 1) if below.status == 200 else ()
        except Unreadable:
            continue
    return entries
