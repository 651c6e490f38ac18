"""What the operator is told, and how: the words of each trouble, and the pool that `dunghan start` itself serves."""

from __future__ import annotations

import socket
from enum import StrEnum

from flows.links import START, key_page
from flows.outcome import STATES, way
from flows.server import pages
from notifiers.phrases import day
from obligations import service
from obligations.service import Office
from obligations.timing.periods import label
from storage.settings import Settings

POOL = "dunghan-bao"


class Trouble(StrEnum):
    """What the operator can be told of."""

    BROKEN_RUN = "lượt chạy hỏng"
    SILENT_RUNNER = "bộ chạy im lặng"
    LATE_RUNS = "lượt chạy trễ"
    NO_EVIDENCE = "tuần này chưa có minh chứng"
    STOPPED = "Đúng Hạn đã dừng"


PAGES = (("Trang bắt đầu", key_page(START)), ("Các lượt chạy", "/v2/runs"))
ADVICE = {
    Trouble.BROKEN_RUN: "Không mất gì: lượt quét sáng hôm sau làm lại theo tình trạng. Nếu lặp lại, xem nhật ký của"
    " lượt chạy và tệp logs/worker.log, rồi chạy `dunghan doctor`.",
    Trouble.SILENT_RUNNER: "Không lượt nào chạy cho đến khi bộ chạy trở lại: hãy dừng và chạy lại `dunghan start`,"
    " xem logs/worker.log. Lời nhắc không mất: lượt quét sau gửi bù theo tình trạng.",
    Trouble.LATE_RUNS: "Đã đến giờ mà không lượt nào bắt đầu: bộ chạy có thể bị treo hoặc máy quá tải. Xem danh sách"
    " lượt chạy, rồi chạy lại `dunghan start` nếu cần.",
    Trouble.NO_EVIDENCE: "Đề nghị hỏi đầu mối của các đơn vị dưới đây; nhập minh chứng bằng `dunghan evidence add`.",
    Trouble.STOPPED: "Hãy xem lý do trên đây rồi chạy lại `dunghan start`; việc dở được làm tiếp, không gửi trùng.",
}


def tell(settings: Settings, office: Office, what: Trouble, about: str = "", plan: str | None = None) -> str:
    """Tell the operator and say what was done; nothing where it was told this hour or is no longer so."""
    missing = lacking(office, plan) if what is Trouble.NO_EVIDENCE and plan else []
    if what is Trouble.NO_EVIDENCE and not missing:
        return "Không báo: minh chứng của tuần này đã có."
    lines = [*([about] if about else ()), ADVICE[what], *missing, *_where(settings)]
    key = f"{what}:{plan}" if plan else str(what)
    message = service.tell_operator(office, key, f"{str(what).capitalize()} ({plan or socket.gethostname()})", lines)
    if message is None:
        return "Không báo lại: trong giờ này đã báo việc cùng loại."
    why = f" ({message.error})" if message.error else ""
    return f"Báo người vận hành, qua {way(message.address)}: {STATES[message.state]}{why}."


def _where(settings: Settings) -> list[str]:
    return [f"{what}: {pages(settings)}{page}" for what, page in PAGES]


def lacking(office: Office, plan: str) -> list[str]:
    """List what is due this week and has no piece of evidence yet, unit by unit."""
    today = office.today()
    with office.database.begin() as store:
        names = {unit.key: unit.name for unit in store.register().units}
        due = [o for o in store.occurrences(plan) if not o.value.aggregate and not o.status.closed]
        due = [o for o in due if o.value.due.internal.isocalendar()[:2] == today.isocalendar()[:2]]
        offered = {use.occurrence for use in store.evidence_uses([o.id for o in due])}
    return [
        f"– {o.value.plan} {o.value.code}, {names.get(o.value.unit, o.value.unit)}, {label(o.value.due.period)}:"
        f" hạn {day(o.value.due.legal)}."
        for o in due
        if o.id not in offered
    ]
