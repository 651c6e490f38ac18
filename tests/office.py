"""An office for tests: a real database, the real words, messages into a folder, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from notifiers.delivery import sender
from notifiers.wording import word
from obligations.model import Cadence, Kind, Obligation, PlanHeader, Reading, Role
from obligations.policy import Policy
from obligations.ports import Sender
from obligations.records import Payload
from obligations.reminders import Digest
from obligations.service import Office
from obligations.timing.workdays import WEEKENDS
from obligations.units import Person, Post, Register, Unit
from storage import open_database

UNITS = ("van-phong", "thanh-tra", "ke-hoach", "van-tai", "cang-vu")
GROUP = "Các phòng chuyên môn, đơn vị thuộc Sở"

TEXT = """III. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở hoàn thành kế hoạch chi tiết chậm nhất ngày 10/5/2024.
2. Bảo đảm tối thiểu 08 tin, bài trong năm: Văn phòng Sở 04, Thanh tra Sở 04.
3. Hằng quý, mỗi phòng chuyên môn, đơn vị thuộc Sở có ít nhất 01 tin, bài gửi đăng Cổng Thông tin điện tử tỉnh.
4. Thanh tra Sở thường xuyên theo dõi việc thực hiện.
"""


def register(address: str | None = None) -> Register:
    """Five units, each with a head and a focal officer, and a group of all; everybody at `address`, or nowhere."""
    names = ("Văn phòng Sở", "Thanh tra Sở", "Phòng Kế hoạch - Tài chính", "Phòng Vận tải", "Cảng vụ")
    ways = (address,) if address else ()
    people = [Person(f"truong-{u}", f"Trưởng {n}", ways) for u, n in zip(UNITS, names, strict=True)]
    people += [Person(f"dau-moi-{u}", f"Đầu mối {n}", ways) for u, n in zip(UNITS, names, strict=True)]
    people += [Person("theo-doi", "Chuyên viên theo dõi", ways), Person("giam-doc", "Giám đốc", ways)]
    posts = [Post(f"truong-{u}", Role.HEAD, u) for u in UNITS] + [Post(f"dau-moi-{u}", Role.FOCAL, u) for u in UNITS]
    return Register(
        units=(*(Unit(k, n) for k, n in zip(UNITS, names, strict=True)), Unit("cac-phong", GROUP, members=UNITS)),
        people=tuple(people),
        posts=(*posts, Post("theo-doi", Role.OFFICE), Post("giam-doc", Role.LEADER)),
    )


def _quoted(line: str) -> tuple[str, tuple[int, int]]:
    start = TEXT.index(line)
    quote = TEXT[start : TEXT.index("\n", start)]
    return quote, (start, start + len(quote))


def duty(line: str, clause: str, kind: Kind, cadence: Cadence, *who: str, count: int | None = None) -> Obligation:
    """An obligation whose quote is the line of TEXT that begins so."""
    quote, span = _quoted(line)
    return Obligation(clause, kind, cadence, count, who, quote, span)


def reading(sha256: str = "a" * 64) -> Reading:
    """A plan of 19/4/2024 with a deadline, a total with two parts, a quarterly submission, a continuous duty."""
    deadline = duty("1. Văn", "III.1", Kind.DELIVERABLE, Cadence.ONCE, "Văn phòng Sở")
    total = duty("2. Bảo", "III.2", Kind.POST, Cadence.YEARLY, "Sở Mẫu", count=8)
    duties = (
        replace(deadline, due=(date(2024, 5, 10),)),
        replace(total, aggregate=True),
        duty("2. Bảo", "III.2", Kind.POST, Cadence.YEARLY, "Văn phòng Sở", count=4),
        duty("2. Bảo", "III.2", Kind.POST, Cadence.YEARLY, "Thanh tra Sở", count=4),
        duty("3. Hằng", "III.3", Kind.PORTAL_SUBMISSION, Cadence.QUARTERLY, GROUP, count=1),
        duty("4. Thanh", "III.4", Kind.TASK, Cadence.CONTINUOUS, "Thanh tra Sở"),
    )
    header = PlanHeader("24/KH-SM", "Sở Mẫu tỉnh Thử Nghiệm", date(2024, 4, 19), 2024, "Kế hoạch mẫu", sha256)
    return Reading(TEXT, header, duties, ())


def at(day: date) -> Callable[[], datetime]:
    """A clock that stands at eight in the morning, Vietnamese time."""
    return lambda: datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def words(digest: Digest) -> Payload:
    """The real words, for an agency of tests."""
    return word(digest, agency="Sở Mẫu tỉnh Thử Nghiệm", answer="trả lời thư này kèm đường dẫn tin, bài")


def open_test_office(folder: Path, today: date, *, url: str | None = None, send: Sender | None = None) -> Office:
    """Open an office in a folder, on a day; its messages go to `folder/mail` unless another way out is given.

    The plan's office gets no morning summary, so that tests count reminders alone.
    """
    return Office(
        database=open_database(url or f"sqlite:///{folder / 'dunghan.sqlite'}", key=KEY),
        policy=Policy(summary=False),
        calendar=WEEKENDS,
        word=words,
        send=send or sender(mailbox_dir=folder / "mail", timeout=5, environ={}),
        clock=at(today),
    )


KEY = b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
