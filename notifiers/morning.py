"""Yields the morning summary of the plan's office in words: what was sent to whom, what is late, what nobody holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from notifiers.clean import header_text, mask
from notifiers.dates import day
from obligations.outbox import channel
from obligations.policy import role_words
from obligations.records import MessageState
from obligations.summary import Sent, Summary

NAMED = 40
"""People and units named in one list; the rest is counted."""

STATES = {
    MessageState.SENT: "đã gửi",
    MessageState.WAITING: "chưa gửi được, sẽ gửi lại",
    MessageState.LEASED: "đang chờ gửi",
    MessageState.SENDING: "đang gửi",
    MessageState.DEAD: "không gửi được",
    MessageState.CANCELLED: "đã hủy vì việc đã xong",
    MessageState.IN_DOUBT: "chưa rõ đã đến hay chưa",
}
CHANNELS = {"telegram": "Telegram", "mailbox": "hộp thư tại chỗ", "other": "kênh nhắn tin"}
Part = tuple[str, tuple[str, ...]]


def parts(summary: Summary) -> tuple[Part, ...]:
    """Give the headings of the summary, each with its lines; what is empty is left out."""
    return tuple((title, lines) for title, lines in _parts(summary) if lines)


def _parts(summary: Summary) -> Iterator[Part]:
    yield _sent_title(summary), _cut([_sent(one) for one in summary.sent])
    late = sum(one.count for one in summary.late)
    units = [f"{one.unit_name}: {one.count} việc, lâu nhất từ ngày {day(one.since)}" for one in summary.late]
    yield f"Đang quá hạn: {late} việc tại {len(summary.late)} đơn vị", _cut(units)
    if summary.in_review:
        yield f"Chờ xác nhận: {summary.in_review} minh chứng", ("xem danh sách: dunghan evidence list --pending",)
    vacant = [
        f"{one.unit_name}: chưa có {role_words(one.role)} ({one.count} lời nhắc phải bỏ qua)" for one in summary.vacant
    ]
    yield f"Thiếu người nhận nhắc: {len(vacant)} vị trí", _cut(vacant)
    yield f"Cần xử lý: {len(summary.faults)} việc", _cut([fault.rstrip(".") for fault in summary.faults])


def _sent_title(summary: Summary) -> str:
    found = Counter(STATES[MessageState(one.state)] for one in summary.sent)
    return "Thư nhắc hôm nay: " + ", ".join(f"{count} {words}" for words, count in found.items())


def _sent(one: Sent) -> str:
    to = f"{header_text(one.person_name)} ({_where(one.address)})"
    return to if one.state == MessageState.SENT else f"{to}: {STATES[MessageState(one.state)]}"


def _where(address: str) -> str:
    """Say how a person is reached: of a mail address as much as tells it from others, of another the channel alone."""
    way = channel(address)
    return mask(address).partition("://")[2] if way == "email" else CHANNELS[way]


def _cut(lines: list[str]) -> tuple[str, ...]:
    rest = len(lines) - NAMED
    return (*lines[:NAMED], f"và {rest} mục khác") if rest > 0 else tuple(lines)
