"""What `dunghan start` tells the person at the terminal: what was brought into line, where to look, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flows.links import START, key_page
from flows.safety import login
from flows.server import pages
from flows.wanted import Plan, Wanted
from notifiers.phrases import weekday
from obligations.service import Office
from storage.settings import Settings

if TYPE_CHECKING:
    from flows.deployments import Counts

NEXT = 5


def counts_lines(counts: Counts) -> Iterator[str]:
    """Say what a reconciliation did, and what it could not do."""
    done = f"{counts.created} mới, {counts.changed} đổi, {counts.unchanged} giữ nguyên, {counts.removed} bỏ"
    yield f"Lịch nhiệm vụ: {done}."
    if counts.swept:
        yield (
            f"Vượt mức deployments_max: {counts.swept} nhiệm vụ dùng chung lịch của loại; lượt quét hằng ngày kiểm tra,"
            " chỉ tạo lượt chạy khi có việc mới."
        )
    yield from (f"Không xếp lịch được {problem}" for problem in counts.problems)


def addresses(settings: Settings) -> Iterator[str]:
    """List where to look."""
    yield "Đúng Hạn đang chạy (Ctrl-C để dừng). Mở trong trình duyệt:"
    for title, page in (
        ("Trang bắt đầu (từ đây đến mọi trang khác)", key_page(START)),
        ("Bảng theo dõi", "/v2/dashboard"),
        ("Lượt chạy", "/v2/runs"),
        ("Nhiệm vụ", "/v2/deployments"),
    ):
        yield f"  {title}: {pages(settings)}{page}"
    if (known := login(settings)) is not None:
        yield f"Trang hỏi đăng nhập: gõ {known[0]}:<mật khẩu đã đặt>."
    yield f"Thư của người chưa có địa chỉ nằm trong thư mục {settings.mailbox_dir}"


def next_lines(office: Office, plan: Plan) -> Iterator[str]:
    """List the next things to happen: day, duty, how many units."""
    if not plan.wanted:
        yield "Chưa có nhiệm vụ nào được duyệt; hãy chạy `dunghan import` rồi `dunghan approve`."
        return
    ahead = sorted(((one.days[0], one.name, one) for one in plan.wanted if one.days), key=lambda found: found[:2])
    yield "Sắp tới:" if ahead else "Các nhiệm vụ đã duyệt không còn ngày nào phía trước."
    for on, name, one in ahead[:NEXT]:
        yield f"  {weekday(on)} · {name} · {_units(office, one)} đơn vị"


def _units(office: Office, one: Wanted) -> int:
    with office.database.begin() as store:
        return len({o.value.unit for o in store.occurrences(one.plan, one.code)})
