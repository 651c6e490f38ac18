"""Digests and messages for the tests of this room, in the words of an invented agency."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from obligations.model import Cadence, Due, Kind, Occurrence, Role, Status, Window
from obligations.records import Message, MessageState, Payload
from obligations.reminders import Digest, DigestItem, Standing
from obligations.units import Person

ON = date(2024, 6, 25)
AGENCY = "Sở Văn hóa và Thể thao"
ANSWER = "trả lời thư này kèm đường dẫn, số văn bản hoặc tệp."
PAYLOAD = Payload(
    subject="[Đúng Hạn] 1 việc cần làm, hạn 28/6/2024",
    text="Kính gửi: Đồng chí\n\nĐề nghị báo cáo trước ngày 28/6/2024.\n",
    html="<p>Kính gửi: Đồng chí</p><p>Đề nghị báo cáo trước ngày <b>28/6/2024</b>.</p>",
    short="Đề nghị báo cáo trước ngày 28/6/2024.",
)


def message(address: str, *, key: str = "2024-06-25/thanh-tra", payload: Payload = PAYLOAD) -> Message:
    """Give a message to an address."""
    return Message(
        id=1,
        key=key,
        on=ON,
        person="chanh-thanh-tra",
        person_name="Chánh Thanh tra Sở",
        role="head",
        address=address,
        payload=payload,
        state=MessageState.SENDING,
        attempts=1,
        fence=1,
        not_before=datetime(2024, 6, 25, tzinfo=UTC),
    )


def due(period: str, legal: date, internal: date | None = None, assumed: tuple[str, ...] = ()) -> Due:
    """Give a due whose internal date is the legal one unless told."""
    return Due(period, Window(date(2024, 1, 1), legal), date(2024, 4, 1), legal, internal or legal, assumed)


def item(
    kind: Kind,
    due_: Due,
    *,
    clause: str = "III.2",
    needed: int = 1,
    accepted: int = 0,
    status: Status = Status.DUE_SOON,
    rung: str = "-2",
    role: Role = Role.HEAD,
    unit: str = "Thanh tra Sở",
    quote: str = "Hằng quý báo cáo kết quả thực hiện.",
    recipient: str | None = None,
    in_review: int = 0,
    returned: tuple[str, ...] = (),
    expected: int | None = None,
    number: str | None = "15/KH-SVHTT",
    title: str | None = "Kế hoạch truyền thông về chuyển đổi số năm 2024",
) -> DigestItem:
    """Give one line of a digest."""
    occurrence = Occurrence("p", clause, clause, kind, Cadence.QUARTERLY, unit, due_, needed)
    standing = Standing(occurrence, status, accepted, in_review, None, returned, expected)
    return DigestItem(standing, rung, role, unit, number, title, quote, recipient)


def digest(*items: DigestItem, role: Role = Role.HEAD, name: str = "Chánh Thanh tra Sở", on: date = ON) -> Digest:
    """Give the digest of one person."""
    return Digest(on, Person("nguoi-nhan", name), role, items)


POSTS = item(
    Kind.POST,
    due("2024-Q2", date(2024, 6, 30), date(2024, 6, 28)),
    needed=4,
    accepted=1,
    in_review=1,
    returned=("bài đăng ngày 02/3/2024 không thuộc kỳ này",),
    quote="Hằng quý, mỗi đơn vị đăng ít nhất 04 tin, bài trên\nTrang thông tin điện tử của Sở.",
    recipient="Trang thông tin điện tử của Sở",
)
REPORT = item(
    Kind.REPORT,
    due("2024-Q1", date(2024, 6, 10)),
    clause="V.1.a",
    status=Status.OVERDUE,
    rung="+10",
    quote="Các đơn vị báo cáo kết quả quý I về Văn phòng Sở trước ngày 11 tháng 6.",
    recipient="Văn phòng Sở",
)
TASK = item(
    Kind.TASK,
    due("2024", date(2024, 6, 25)),
    clause="PL.5",
    rung="0",
    quote="Rà soát, công khai danh mục dữ liệu mở của đơn vị và cập nhật lên cổng dữ liệu của tỉnh theo hướng dẫn.",
)
QUOTA = item(
    Kind.POST,
    due("2024", date(2024, 12, 31)),
    clause="III.3",
    needed=20,
    accepted=6,
    expected=10,
    status=Status.PENDING,
    rung="nhịp-Q2",
    quote="Mỗi đơn vị đăng tối thiểu 20 tin, bài trong năm.",
)
PORTAL = item(
    Kind.PORTAL_SUBMISSION,
    due("2024-Q1", date(2024, 6, 20), assumed=("year_end",)),
    clause="Điều 3.1.b",
    status=Status.OVERDUE,
    rung="+3",
    quote="Mỗi phòng gửi ít nhất 01 tin, bài đăng trên Cổng Thông tin điện tử tỉnh.",
    recipient="Cổng Thông tin điện tử tỉnh",
)


def held(one: DigestItem, role: Role, unit: str) -> DigestItem:
    """Give an item as another role hears of it, for another unit."""
    standing = replace(one.standing, occurrence=replace(one.standing.occurrence, unit=unit))
    return replace(one, role=role, unit_name=unit, standing=standing)


HEAD_DIGEST = digest(REPORT, TASK, POSTS, QUOTA)
OFFICE_DIGEST = digest(
    held(REPORT, Role.OFFICE, "Thanh tra Sở"),
    held(REPORT, Role.OFFICE, "Phòng Quản lý văn hóa"),
    held(PORTAL, Role.OFFICE, "Phòng Tổ chức - Hành chính"),
    held(POSTS, Role.OFFICE, "Phòng Tổ chức - Hành chính"),
    held(TASK, Role.HEAD, "Văn phòng Sở"),
    role=Role.OFFICE,
    name="Chánh Văn phòng Sở",
)
LEADER_DIGEST = digest(
    held(REPORT, Role.LEADER, "Thanh tra Sở"),
    held(TASK, Role.LEADER, "Thanh tra Sở"),
    held(REPORT, Role.LEADER, "Phòng Quản lý văn hóa, gia đình và thể dục thể thao"),
    held(PORTAL, Role.LEADER, "Phòng Tổ chức - Hành chính"),
    held(POSTS, Role.LEADER, "Phòng Tổ chức - Hành chính"),
    role=Role.LEADER,
    name="Phó Giám đốc Sở",
)
