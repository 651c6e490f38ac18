"""Invented plans, units and occurrences to store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from obligations.model import (
    Cadence,
    Due,
    EvidenceKind,
    Finding,
    Kind,
    Obligation,
    Occurrence,
    PlanHeader,
    Reading,
    Role,
    Window,
)
from obligations.ports import Outcome
from obligations.records import Message, MessageState, Payload, ReminderState, StoredObligation
from obligations.reminders import Reminder
from obligations.units import Person, Post, Register, Unit
from storage.database import SqlDatabase, SqlStore

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
LEASE = timedelta(minutes=5)
KEY = b"0123456789abcdef0123456789abcdef0123456789A="
TOKEN = "8123456:AAH-bi-mat-khong-lo"
PAYLOAD = Payload("Nhắc việc", "Kính gửi đồng chí", "<p>Kính gửi đồng chí</p>", "Nhắc việc")

TEXT = "III. Nhiệm vụ\n1. Văn phòng Sở đăng 04 tin bài mỗi tháng.\n2. Các phòng gửi báo cáo quý.\n"


def obligation(clause: str, quote: str, **changes: object) -> Obligation:
    """Make an obligation that quotes the sample text."""
    start = TEXT.index(quote)
    value = Obligation(
        clause=clause,
        kind=Kind.POST,
        cadence=Cadence.MONTHLY,
        count=4,
        responsible=("Văn phòng Sở",),
        quote=quote,
        span=(start, start + len(quote)),
        coordinating=("Thanh tra Sở",),
        recipient="Sở Nội vụ",
        due=(date(2026, 3, 20), date(2026, 6, 20)),
        mandatory=True,
        confidence=0.75,
        flags=("ocr",),
    )
    return replace(value, **changes)  # type: ignore[arg-type] # the field is named by the test


POSTS = obligation("III.1", "đăng 04 tin bài mỗi tháng")
REPORTS = obligation(
    "III.2", "báo cáo quý", kind=Kind.REPORT, cadence=Cadence.QUARTERLY, count=None, recipient=None, due=(), flags=()
)


def reading(sha256: str = "a" * 64, obligations: Sequence[Obligation] = (POSTS, REPORTS)) -> Reading:
    """Make a plan as it was read."""
    header = PlanHeader("24/KH-SGT", "Sở Giao thông", date(2026, 1, 5), 2026, "Kế hoạch tuyên truyền", sha256)
    return Reading(TEXT, header, tuple(obligations), (Finding("III.2", "chưa rõ ngày", (3, 9)), Finding("x", "y")))


REGISTER = Register(
    units=(
        Unit("cac-phong", "Các phòng thuộc Sở", members=("van-phong", "thanh-tra")),
        Unit("van-phong", "Văn phòng Sở", aliases=("VP Sở", "VP")),
        Unit("thanh-tra", "Thanh tra Sở"),
    ),
    people=(
        Person("dau-moi", "Cán bộ đầu mối", (f"tgram://{TOKEN}/12345", "mailto://a:mat-khau-rieng@example.vn")),
        Person("lanh-dao", "Lãnh đạo Sở"),
    ),
    posts=(Post("dau-moi", Role.FOCAL, "van-phong"), Post("lanh-dao", Role.LEADER)),
)


def occurrence(
    unit: str = "van-phong", month: int = 3, value: Obligation = POSTS, plan: str = "ke-hoach"
) -> Occurrence:
    """Make an occurrence of an obligation in a month of 2026."""
    first = date(2026, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    due = Due(f"2026-{month:02}", Window(first, last), first, last, last - timedelta(days=1), ("report_day",))
    return Occurrence(plan, value.clause, value.clause, value.kind, value.cadence, unit, due, needed=4)


def add_plan(store: SqlStore, name: str = "ke-hoach", sha256: str = "a" * 64, sample: bool = True) -> StoredObligation:
    """Store the sample plan and register; give its first obligation."""
    store.add_plan(reading(sha256), name=name, codes=("III.1", "III.2"), source="kh.pdf", sample=sample, at=NOW)
    store.save_register(REGISTER)
    return store.obligations(name)[0]


def add_occurrence(store: SqlStore, name: str = "ke-hoach", sha256: str = "a" * 64) -> int:
    """Store a plan with one occurrence; give the occurrence's id."""
    stored = add_plan(store, name, sha256)
    store.add_occurrences(stored.id, [occurrence(plan=name)])
    return store.occurrences(name)[0].id


def add_evidence(store: SqlStore, fingerprint: str = "https://so.vn/tin-1", minutes: int = 0) -> int:
    """Store a piece of evidence; give its number."""
    piece = store.add_evidence(
        kind=EvidenceKind.LINK,
        reference=fingerprint,
        fingerprint=fingerprint,
        effective_on=TODAY,
        received_at=NOW + timedelta(minutes=minutes),
        submitted_by="Văn phòng Sở",
        title="Tin",
    )
    return piece.id


def add_reminder(store: SqlStore, occurrence_id: int, rung: str = "-5", person: str = "dau-moi") -> int:
    """Plan a reminder; give its id."""
    value = next(o.value for o in store.occurrences() if o.id == occurrence_id)
    store.add_reminder(occurrence_id, Reminder(value, rung, Role.FOCAL, person), ReminderState.PLANNED, TODAY)
    return store.reminders([occurrence_id])[-1].id


def enqueue(store: SqlStore, key: str, *, on: date = TODAY, not_before: datetime = NOW) -> int:
    """Put a message into the outbox; give its id."""
    number = store.enqueue(
        key=key,
        on=on,
        person="dau-moi",
        person_name="Cán bộ đầu mối",
        role="focal",
        address=f"tgram://{TOKEN}/12345",
        payload=PAYLOAD,
        not_before=not_before,
    )
    assert number is not None
    return number


def claim(
    database: SqlDatabase, now: datetime, lease: timedelta, limit: int, only: Sequence[int] | None = None
) -> list[Message]:
    """Claim in a transaction of its own."""
    with database.begin() as store:
        return store.claim(now, lease, limit, only)


def mark_sending(database: SqlDatabase, message: Message, now: datetime) -> bool:
    """Mark as being sent in a transaction of its own."""
    with database.begin() as store:
        return store.mark_sending(message, now, LEASE)


def mark_done(
    database: SqlDatabase, message: Message, outcome: Outcome, now: datetime, onward: str | None = None
) -> MessageState:
    """Keep an outcome in a transaction of its own."""
    with database.begin() as store:
        return store.mark_done(message, outcome, now, onward)


def withdraw(database: SqlDatabase, message: Message, why: str) -> bool:
    """Withdraw in a transaction of its own."""
    with database.begin() as store:
        return store.withdraw(message, why)
