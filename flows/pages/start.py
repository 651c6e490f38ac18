"""Yields the start page: one link to every other page, and to the runs worth looking at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from flows.links import START, artifact_page, runs_tagged
from flows.markdown import capped, link, plain
from flows.names import BY_HAND, PLAN_PAGE
from flows.outcome import Word
from flows.pages.board import Page

MOST = 60
RUNS = (
    (
        "Lượt chạy có việc (đã nhắc, quá hạn, hoàn thành, lỗi)",
        (Word.REMINDED, Word.OVERDUE, Word.ON_TIME, Word.LATE, Word.BROKEN),
    ),
    ("Lượt chạy quá hạn", (Word.OVERDUE,)),
    ("Lượt chạy bị lỗi", (Word.BROKEN,)),
    ("Các lượt quét mỗi sáng", (Word.SWEPT,)),
    ("Các lượt chạy tay", (BY_HAND,)),
)


def start_page(pages: Sequence[tuple[Page, UUID]], updated: str) -> Page:
    """Lead to every page; the description bears the links too, since Prefect opens a key at its description."""
    main = [(page, where) for page, where in pages if not page.key.startswith(PLAN_PAGE)]
    plans = [(page, where) for page, where in pages if page.key.startswith(PLAN_PAGE)]
    links = " · ".join(link(page.title, artifact_page(where)) for page, where in main)
    return Page(START, "Trang bắt đầu", f"{links} · {updated}", "\n".join(_lines(main, plans)))


def _lines(main: Iterable[tuple[Page, UUID]], plans: Sequence[tuple[Page, UUID]]) -> Iterator[str]:
    yield from ("## Hôm nay", "")
    yield from capped(("Trang", "Số liệu"), [_row(page, where) for page, where in main], MOST, "dunghan status")
    yield from ("", "## Lượt chạy", "")
    yield from (f"- {link(words, runs_tagged(*map(str, tags)))}" for words, tags in RUNS)
    yield f"- {link('Mọi nhiệm vụ đã lên lịch (chạy tay bằng nút Run, Custom run)', '/v2/deployments')}"
    yield f"- {link('Tự động hóa: báo khi quá hạn, khi lượt chạy hỏng, khi bộ chạy im lặng', '/v2/automations')}"
    yield from ("", f"## Kế hoạch ({len(plans)})", "")
    if plans:
        yield from capped(("Kế hoạch", "Số liệu"), [_row(page, where) for page, where in plans], MOST, "dunghan list")
    else:
        yield "Chưa có kế hoạch nào: hãy chạy `dunghan import` rồi `dunghan approve`."


def _row(page: Page, where: UUID) -> tuple[str, str]:
    return link(page.title, artifact_page(where)), plain(page.headline)
