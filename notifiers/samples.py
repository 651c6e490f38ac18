"""Yields the digests of an invented agency that templates are checked and previewed with: one for every role."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from obligations.model import Cadence, Due, Kind, Occurrence, Role, Status, Window
from obligations.records import MessageState
from obligations.reminders import Digest, DigestItem, Standing
from obligations.summary import Late, Sent, Summary, Vacancy
from obligations.units import Person

ON = date(2026, 6, 24)
AGENCY = "Sở Mẫu tỉnh Thử Nghiệm"
HINT = "trả lời thư này kèm đường dẫn tin, bài hoặc số, ký hiệu văn bản"
CODE = "ma-tra-loi-mau"


@dataclass(frozen=True, slots=True)
class _Case:
    """What a sample item is about."""

    clause: str
    kind: Kind
    cadence: Cadence
    due: Due
    quote: str
    needed: int = 1
    recipient: str | None = None


def _due(period: str, first: date, legal: date, internal: date | None = None, last: date | None = None) -> Due:
    return Due(period, Window(first, last or legal), first, legal, internal or legal)


JANUARY, APRIL = date(2026, 1, 1), date(2026, 4, 1)
LATE = _Case(
    "II.4",
    Kind.REPORT,
    Cadence.MONTHLY,
    _due("2026-05", date(2026, 5, 1), date(2026, 6, 10)),
    "Hằng tháng, các phòng, đơn vị báo cáo kết quả giải quyết thủ tục hành chính về Văn phòng Sở.",
    recipient="Văn phòng Sở",
)
TODAY = _Case(
    "PL.3",
    Kind.TASK,
    Cadence.ONCE,
    _due("2026-06-24", JANUARY, ON),
    "Rà soát, công khai danh mục dữ liệu mở của đơn vị trên cổng dữ liệu của tỉnh.",
)
POSTS = _Case(
    "II.1.b",
    Kind.PORTAL_SUBMISSION,
    Cadence.QUARTERLY,
    _due("2026-Q2", APRIL, date(2026, 6, 30)),
    "Mỗi quý, các phòng chuyên môn, đơn vị thuộc Sở có ít nhất 02 tin, bài gửi đăng trên Cổng Thông tin điện tử tỉnh.",
    needed=2,
    recipient="Cổng Thông tin điện tử tỉnh",
)
QUOTA = _Case(
    "II.2",
    Kind.POST,
    Cadence.YEARLY,
    _due("2026", JANUARY, date(2026, 12, 31)),
    "Mỗi đơn vị đăng tối thiểu 20 tin, bài trong năm.",
    needed=20,
)
EVENT = _Case(
    "II.3",
    Kind.EVENT,
    Cadence.ONCE,
    _due("2026-06-12", APRIL, date(2026, 6, 12), last=date(2026, 6, 27)),
    "Tổ chức hội nghị hướng dẫn người dân nộp hồ sơ trực tuyến.",
)
ALWAYS = _Case(
    "III.1",
    Kind.TASK,
    Cadence.CONTINUOUS,
    _due("2026-Q2", APRIL, date(2026, 6, 30)),
    "Thường xuyên theo dõi, đôn đốc các phòng, đơn vị thực hiện Kế hoạch này.",
)


def _item(case: _Case, rung: str, role: Role, unit: str, status: Status = Status.DUE_SOON) -> DigestItem:
    occurrence = Occurrence("mau", case.clause, case.clause, case.kind, case.cadence, unit, case.due, case.needed)
    return DigestItem(
        standing=Standing(occurrence, status, 0),
        rung=rung,
        role=role,
        unit_name=unit,
        plan_number="12/KH-SM",
        plan_title="Kế hoạch truyền thông cải cách hành chính năm 2026",
        quote=case.quote,
        recipient=case.recipient,
        token=CODE if role in (Role.HEAD, Role.FOCAL) else None,
    )


def _returned(item: DigestItem) -> DigestItem:
    said = ("ảnh chụp không thấy ngày đăng",)
    return replace(item, standing=replace(item.standing, accepted=1, in_review=1, returned=said))


def _own(role: Role, unit: str) -> tuple[DigestItem, ...]:
    quota = _item(QUOTA, "nhịp-Q2", role, unit, Status.PENDING)
    return (
        _item(LATE, "+1", role, unit, Status.OVERDUE),
        _item(TODAY, "0", role, unit),
        _returned(_item(POSTS, "-2", role, unit)),
        _item(EVENT, "mc-5", role, unit),
        replace(quota, standing=replace(quota.standing, accepted=6, expected=10)),
        _item(ALWAYS, "hỏi", role, unit, Status.PENDING),
    )


def _above(role: Role) -> tuple[DigestItem, ...]:
    rung = {Role.OFFICE: "+1", Role.LEADER: "+3"}[role]
    units = ("Thanh tra Sở", "Phòng Kế hoạch - Tài chính")
    late = [_item(LATE, rung, role, unit, Status.OVERDUE) for unit in units]
    return (*late, replace(_item(POSTS, rung, role, "Trung tâm Thông tin"), promised=date(2026, 6, 26)))


SUMMARY = Summary(
    ON,
    sent=(
        Sent("Chánh Thanh tra Sở", "mailtos://gui:***@example.vn?to=chanh.thanh.tra@example.vn", MessageState.SENT),
        Sent("Trưởng Phòng Kế hoạch - Tài chính", "mailbox:", MessageState.SENT),
        Sent("Giám đốc Trung tâm Thông tin", "tgram://***/123456789", MessageState.WAITING),
    ),
    late=(Late("Thanh tra Sở", 1, date(2026, 6, 10)), Late("Phòng Kế hoạch - Tài chính", 1, date(2026, 6, 10))),
    in_review=1,
    vacant=(Vacancy("Phòng Tổng hợp", Role.FOCAL, 2),),
    faults=("Thư ngày 23/06/2026 cho Phó Trưởng phòng không gửi được: hòm thư không tồn tại.",),
)


def samples() -> dict[Role, Digest]:
    """Give one digest for every role, the office's with the morning summary."""
    return {
        Role.FOCAL: Digest(
            ON, Person("dau-moi", "Chuyên viên Văn phòng"), Role.FOCAL, _own(Role.FOCAL, "Văn phòng Sở")
        ),
        Role.HEAD: Digest(ON, Person("thu-truong", "Chánh Văn phòng Sở"), Role.HEAD, _own(Role.HEAD, "Văn phòng Sở")),
        Role.OFFICE: Digest(
            ON, Person("van-phong", "Người theo dõi kế hoạch"), Role.OFFICE, _above(Role.OFFICE), SUMMARY
        ),
        Role.LEADER: Digest(ON, Person("lanh-dao", "Giám đốc Sở"), Role.LEADER, _above(Role.LEADER)),
    }
