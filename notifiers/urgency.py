"""Yields how pressing an item of a digest is, and the items of a digest counted by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import IntEnum

from notifiers.dates import days_left
from obligations.model import Cadence, Role, Status
from obligations.reminders import RETURNED, DigestItem


class Urgency(IntEnum):
    """How pressing an item is, most pressing first."""

    OVERDUE = 0
    TODAY = 1
    SOON = 2
    PACE = 3
    RETURNED = 4
    REVIEW = 5
    QUESTION = 6


HEADINGS = {
    Urgency.OVERDUE: "Đã quá hạn",
    Urgency.TODAY: "Đến hạn hôm nay",
    Urgency.SOON: "Sắp đến hạn",
    Urgency.PACE: "Chậm tiến độ chỉ tiêu",
    Urgency.RETURNED: "Minh chứng bị trả lại",
    Urgency.REVIEW: "Đã gửi, đang chờ xác nhận",
    Urgency.QUESTION: "Nhiệm vụ thường xuyên: hỏi kết quả quý",
}

# How the parts of a count are named: "2 việc quá hạn, 1 việc sắp đến hạn".
COUNTED = {
    Urgency.OVERDUE: "quá hạn",
    Urgency.TODAY: "đến hạn hôm nay",
    Urgency.SOON: "sắp đến hạn",
    Urgency.PACE: "chậm tiến độ",
    Urgency.RETURNED: "có minh chứng bị trả lại",
    Urgency.REVIEW: "chờ xác nhận",
    Urgency.QUESTION: "cần trả lời về kết quả quý",
}


def urgency(item: DigestItem, on: date) -> Urgency:
    """Tell how pressing an item is on a day."""
    if item.standing.occurrence.cadence is Cadence.CONTINUOUS:
        return Urgency.QUESTION
    if item.standing.status is Status.IN_REVIEW and not item.standing.returned:
        return Urgency.REVIEW
    left = days_left(item.standing, on)
    if item.standing.status is Status.OVERDUE or left < 0:
        return Urgency.OVERDUE
    if item.rung.startswith("nhịp"):
        return Urgency.PACE
    if item.rung.startswith(RETURNED) and item.standing.status is Status.PENDING:
        return Urgency.RETURNED
    return Urgency.TODAY if left == 0 else Urgency.SOON


def distinct(items: Iterable[DigestItem]) -> list[DigestItem]:
    """Keep each occurrence once, told in its most instructive role."""
    kept: dict[tuple[str, str, str, str], DigestItem] = {}
    for item in sorted(items, key=lambda i: list(Role).index(i.role)):
        o = item.standing.occurrence
        kept.setdefault((o.plan, o.code, o.unit, o.due.period), item)
    return list(kept.values())


def counts(items: Sequence[DigestItem], on: date) -> str:
    told = [urgency(i, on) for i in items]
    return ", ".join(f"{told.count(u)} việc {COUNTED[u]}" for u in Urgency if u in told)


def counted(items: Sequence[DigestItem], on: date) -> str:
    kinds = {urgency(i, on) for i in items}
    if len(kinds) == 1:
        return counts(items, on)
    return f"{len(items)} việc, gồm {counts(items, on)}"
