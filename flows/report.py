"""What `dunghan start` tells the person at the terminal: what was brought into line, where to look, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flows.schedule import coming
from flows.server import root
from notifiers.phrases import weekday
from obligations import service
from obligations.service import Office
from storage.settings import Settings

if TYPE_CHECKING:
    from flows.deployments import Counts

NEXT = 5


def counts_line(counts: Counts) -> str:
    """Say what a reconciliation did."""
    done = f"{counts.created} mới, {counts.changed} đổi, {counts.unchanged} giữ nguyên, {counts.removed} bỏ"
    beyond = f"Vượt mức deployments_max: {counts.swept} nhiệm vụ không có lịch riêng, lượt quét hằng ngày vẫn lo."
    return f"Lịch nhiệm vụ: {done}. {beyond if counts.swept else ''}".rstrip()


def addresses(settings: Settings) -> Iterator[str]:
    """List where to look."""
    yield "Đúng Hạn đang chạy (Ctrl-C để dừng). Mở trong trình duyệt:"
    for title, page in (
        ("Bảng theo dõi", "dashboard"),
        ("Lượt chạy", "runs"),
        ("Nhiệm vụ", "deployments"),
        ("Tổng quan và bảng từng nhiệm vụ", "artifacts"),
    ):
        yield f"  {title}: {root(settings)}/v2/{page}"
    yield f"Thư của người chưa có địa chỉ nằm trong thư mục {settings.mailbox_dir}"


def next_lines(office: Office) -> Iterator[str]:
    """List the next things to happen: day, duty, how many units."""
    today = office.today()
    cases = service.approved(office)
    if not cases:
        yield "Chưa có nhiệm vụ nào được duyệt; hãy chạy `dunghan import` rồi `dunghan approve`."
        return
    ahead = sorted(
        (on, n) for n, (_, o) in enumerate(cases) for on in coming(service.schedule_days(office, o), today)[:1]
    )
    yield "Sắp tới:" if ahead else "Các nhiệm vụ đã duyệt không còn ngày nào phía trước."
    for on, n in ahead[:NEXT]:
        plan, obligation = cases[n]
        yield f"  {weekday(on)} · {plan.name} · {obligation.code} · {_units(office, plan.name, obligation.code)} đơn vị"


def _units(office: Office, plan: str, code: str) -> int:
    with office.database.begin() as store:
        return len({occurrence.value.unit for occurrence in store.occurrences(plan, code)})
