"""Yields the page of delivery: what left, what waits, what a person has to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.markdown import capped, plain, table
from flows.outcome import CHANNELS, STATES
from flows.pages.board import Board, Page
from notifiers.phrases import day
from obligations.records import MessageState
from obligations.service import VIETNAM
from obligations.service.health import Health, Held

KEY = "thu-nhac"
MOST = 100
NEEDS = {
    "dead": "Không gửi được: hãy sửa địa chỉ trong units.yaml rồi `dunghan units import`",
    "late": "Gửi chậm: hệ thống vẫn đang thử lại",
    "doubtful": "Không rõ đã đến chưa: nên hỏi lại người nhận",
}


def delivery_page(board: Board) -> Page:
    """Say how delivery stands, the things to mend first."""
    health = board.health
    sent = sum(c.number for c in health.counts if c.state is MessageState.SENT)
    numbers = [
        (len(health.dead), "thư không gửi được"),
        (len(health.late), "thư gửi chậm"),
        (len(health.doubtful), "thư chưa rõ đã đến"),
        (health.unjoined, "lời nhắc chưa được gộp vào thư"),
    ]
    said = " · ".join(f"{n} {what}" for n, what in numbers if n) or "gửi nhắc bình thường"
    headline = f"{said} · hôm nay đã gửi {sent} thư · {board.updated}"
    return Page(KEY, "Tình hình gửi nhắc", headline, "\n".join(_lines(health)))


def _lines(health: Health) -> Iterator[str]:
    for field, what in NEEDS.items():
        yield from _held(what, getattr(health, field))
    if health.unjoined:
        yield from (f"**{health.unjoined} lời nhắc** chưa có thư nào mang đi: lượt quét sáng có chạy không?", "")
    yield from ("## Thư trong ngày và thư đang chờ", "")
    if not health.counts:
        yield "Chưa có thư nào."
        return
    rows = [(CHANNELS.get(c.channel, "kênh nhắn tin"), STATES[c.state], str(c.number)) for c in health.counts]
    yield from table(("Kênh", "Tình trạng", "Số thư"), rows)
    if health.oldest:
        yield from ("", f"Thư chờ lâu nhất: từ {_when(health.oldest)}, cho {plain(health.oldest.person_name)}.")


def _held(what: str, held: Sequence[Held]) -> Iterator[str]:
    if not held:
        return
    yield from (f"## {what} ({len(held)})", "")
    rows = [
        (plain(h.person_name), CHANNELS.get(h.channel, "kênh nhắn tin"), _when(h), plain(h.why or "")) for h in held
    ]
    yield from capped(("Người nhận", "Kênh", "Từ lúc", "Vì sao"), rows, MOST, "dunghan doctor")
    yield ""


def _when(held: Held) -> str:
    local = held.since.astimezone(VIETNAM)
    return f"{local:%H:%M} {day(local.date())}"
