"""Notices of delivery itself: to the plan's office, of what cannot be delivered; to the operator, of what is late."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from html import escape

from obligations.model import Role
from obligations.outbox import URGENT
from obligations.ports import Store
from obligations.records import Message, MessageState, Payload
from obligations.service.health import Health, Held, delivery_health
from obligations.service.values import Office
from obligations.units import Person, Register, holders
from obligations.zone import VIETNAM

OPERATOR = "@van-hanh"
"""Who stands in the outbox for the operator: no key of a person has this shape."""

NOTICES = ("dead:", "alarm:", "operator:")
"""How the keys of notices begin."""

SHOWN = 12
REPORT_WITHIN = timedelta(days=30)
CHANNELS = {"email": "thư điện tử", "telegram": "Telegram", "mailbox": "hộp thư tại chỗ", "other": "kênh khác"}


def report_dead(office: Office, store: Store) -> list[int]:
    """Put a notice into the outbox for the plan's office of every message that died; return the notices' ids.

    The operator is told where nobody holds that office, or where it is the one who cannot be reached.
    """
    dead = [m for m in store.unreported() if office.today() - m.on <= REPORT_WITHIN]
    register = store.register() if dead else Register()
    about: dict[str, tuple[Person, list[Message]]] = {}
    for message in dead:
        for person in _offices(office, store, register, message):
            about.setdefault(person.key, (person, []))[1].append(message)
    made = [_enqueue(office, store, person, dead_words(lost), [m.id for m in lost]) for person, lost in about.values()]
    return [notice for notice in made if notice is not None]


def _offices(office: Office, store: Store, register: Register, message: Message) -> tuple[Person, ...]:
    units = {r.value.occurrence.unit for r in store.reminders_of(message.id)}
    found = {p.key: p for unit in sorted(units) for p in holders(register, Role.OFFICE, unit)}
    found.pop(message.person, None)
    return tuple(found.values()) or (_operator(office),) * (office.alarm_to is not None)


def _operator(office: Office) -> Person:
    return Person(OPERATOR, "Người vận hành Đúng Hạn", (office.alarm_to,) if office.alarm_to else ())


def _enqueue(office: Office, store: Store, person: Person, payload: Payload, lost: Sequence[int]) -> int | None:
    ids = hashlib.sha256(",".join(map(str, lost)).encode()).hexdigest()[:24]
    notice = _put(office, store, person, payload, f"dead:{office.today()}:{person.key}:{ids}")
    if notice is not None:
        store.report(lost, notice)
    return notice


def _put(office: Office, store: Store, person: Person, payload: Payload, key: str) -> int | None:
    return store.enqueue(
        key=key,
        on=office.today(),
        person=person.key,
        person_name=person.name,
        role=str(Role.OFFICE),
        address=next(iter(person.addresses), "mailbox:"),
        payload=payload,
        not_before=office.clock(),
        priority=URGENT,
    )


def raise_alarm(office: Office, store: Store) -> int | None:
    """Put an alarm to the operator into the outbox where one is due, at most one a day; return its id."""
    if office.alarm_to is None:
        return None
    health = delivery_health(
        store, office.clock(), hours=office.hours, calendar=office.calendar, patience=office.patience
    )
    payload = alarm_words(health)
    return None if payload is None else _put(office, store, _operator(office), payload, f"alarm:{health.on}")


def alarm_words(health: Health) -> Payload | None:
    """Decide whether the operator must be told how delivery stands, and word it: what should have left and did not."""
    if not (health.late or health.unjoined):
        return None
    late = len(health.late)
    said = [f"{late} thư lẽ ra đã gửi nhưng chưa gửi được"] * bool(late)
    said += [f"{health.unjoined} lời nhắc của ngày trước chưa được gộp để gửi"] * bool(health.unjoined)
    lines = [
        f"Tình trạng gửi của Đúng Hạn ngày {health.on:%d/%m/%Y}: {'; '.join(said)}.",
        *_listed(map(_line, health.late), late),
        "Đề nghị kiểm tra máy chủ thư và mạng (`dunghan doctor --send-test NGƯỜI`), xem từng thư bằng "
        "`dunghan outbox`, gửi lại bằng `dunghan retry`; nếu lượt quét sáng không chạy, xem Prefect.",
    ]
    return _payload(f"[Đúng Hạn] Cảnh báo: {said[0]}", lines)


def dead_words(lost: Sequence[Message]) -> Payload:
    """Word the notice of messages that cannot be delivered: to whom, why, and what to do."""
    said = f"{len(lost)} thư nhắc không gửi được"
    names = [f"– {m.person_name}: {m.payload.subject.removeprefix('[Đúng Hạn] ')}. Lý do: {m.error}." for m in lost]
    lines = [
        f"Đúng Hạn báo: {said} tới người nhận.",
        *_listed(names, len(names)),
        "Đề nghị đồng chí báo trực tiếp cho người nhận, và sửa địa chỉ trong danh bạ (units.yaml, rồi "
        "`dunghan units import`): có địa chỉ mới thì thư tự gửi lại.",
    ]
    return _payload(f"[Đúng Hạn] {said}", lines)


def trial(person: Person, address: str, now: datetime) -> Message:
    """Make the message by which an operator tries an address; it stands in no outbox."""
    here = now.astimezone(VIETNAM)
    lines = [
        f"Đây là thư thử của Đúng Hạn, gửi lúc {here:%H:%M ngày %d/%m/%Y} để kiểm tra địa chỉ nhận nhắc việc.",
        "Đồng chí nhận được thư này nghĩa là địa chỉ dùng được; không cần trả lời.",
    ]
    key = f"test:{person.key}:{address}:{now.isoformat()}"
    payload = _payload("[Đúng Hạn] Thư thử", lines)
    return Message(
        0, key, here.date(), person.key, person.name, "test", address, payload, MessageState.SENDING, 1, 0, now
    )


def _line(held: Held) -> str:
    why = held.why or "chưa tới lượt hoặc chưa ai gửi"
    return f"– Thư số {held.message} cho {held.person_name} ({CHANNELS[held.channel]}): {why}."


def _listed(lines: Iterable[str], count: int) -> Iterator[str]:
    for _, line in zip(range(SHOWN), lines, strict=False):
        yield line.replace("..", ".")
    if count > SHOWN:
        yield f"… và {count - SHOWN} thư nữa; xem bằng `dunghan outbox`."


def _payload(subject: str, lines: Sequence[str]) -> Payload:
    text = "\n\n".join(lines)
    return Payload(subject, f"{text}\n", "".join(f"<p>{escape(line)}</p>" for line in lines), text)
