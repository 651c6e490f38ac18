"""Yields the small Vietnamese phrases a reminder is made of: what, until when, from which clause, what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from notifiers.clean import body_text, cut, header_text
from obligations.model import Due, Kind, Role
from obligations.policy import EVENT_STEPS, Policy
from obligations.reminders import RETURNED, DigestItem, Standing, ladder
from obligations.text import fold
from obligations.timing.occurrences import on_time_until
from obligations.timing.periods import label

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

NOUNS = {
    Kind.POST: "tin, bài",
    Kind.PORTAL_SUBMISSION: "tin, bài",
    Kind.REPORT: "báo cáo",
    Kind.EVENT: "minh chứng",
    Kind.DELIVERABLE: "sản phẩm",
    Kind.TASK: "minh chứng",
}

# With a recipient, without one. {n} is the number asked for, with a blank behind it, or nothing.
DEEDS = {
    Kind.POST: ("đăng {n}tin, bài trên {to}", "đăng {n}tin, bài"),
    Kind.PORTAL_SUBMISSION: ("gửi {n}tin, bài đăng trên {to}", "gửi {n}tin, bài đăng trên cổng thông tin điện tử"),
    Kind.REPORT: ("báo cáo gửi {to}", "báo cáo kết quả thực hiện"),
    Kind.EVENT: ("tổ chức hoạt động", "tổ chức hoạt động"),
    Kind.DELIVERABLE: ("hoàn thành sản phẩm gửi {to}", "hoàn thành sản phẩm được giao"),
    Kind.TASK: ("thực hiện nhiệm vụ được giao", "thực hiện nhiệm vụ được giao"),
}

# A deed that says nothing without the words of the plan.
VAGUE = (Kind.EVENT, Kind.DELIVERABLE, Kind.TASK)

_LINK, _DOCUMENT, _FILE = "đường dẫn tin, bài đã đăng", "số, ngày văn bản", "tệp minh chứng"

PROOFS = {
    Kind.POST: (_LINK,),
    Kind.PORTAL_SUBMISSION: (_LINK,),
    Kind.REPORT: (_DOCUMENT,),
    Kind.EVENT: (_LINK, _DOCUMENT, _FILE),
    Kind.DELIVERABLE: (_DOCUMENT, _FILE),
    Kind.TASK: (_LINK, _DOCUMENT, _FILE),
}


def proofs(items: Sequence[DigestItem]) -> str:
    """Say what to send as evidence: `đường dẫn tin, bài đã đăng; số, ngày văn bản; hoặc tệp minh chứng`."""
    asked = {proof for item in items for proof in PROOFS[item.standing.occurrence.kind]}
    named = [proof for proof in (_LINK, _DOCUMENT, _FILE) if proof in asked]
    return named[0] if len(named) == 1 else f"{'; '.join(named[:-1])}; hoặc {named[-1]}"


DOCUMENTS = {
    "KH": "Kế hoạch",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "CTr": "Chương trình",
    "HD": "Hướng dẫn",
    "NQ": "Nghị quyết",
    "TB": "Thông báo",
}

# How the head of a unit is called, by the first word of the unit's name; whoever is not here is its "Thủ trưởng".
HEADS = (
    ("van phong", "Chánh Văn phòng"),
    ("thanh tra", "Chánh Thanh tra"),
    ("phong", "Trưởng Phòng"),
    ("so", "Giám đốc Sở"),
    ("trung tam", "Giám đốc Trung tâm"),
    ("chi cuc", "Chi cục trưởng Chi cục"),
    ("ubnd", "Chủ tịch UBND"),
    ("uy ban nhan dan", "Chủ tịch Ủy ban nhân dân"),
)

FUNCTIONS = re.compile(
    r"(ông|bà|đồng chí|trưởng|phó|chánh|giám đốc|chủ tịch|thủ trưởng|đầu mối|lãnh đạo|văn phòng|cán bộ|công chức"
    r"|viên chức|chuyên viên|bí thư|chi cục trưởng|người phụ trách|phụ trách)\b",
    re.IGNORECASE,
)


def day(value: date) -> str:
    """Write a date as documents do: `28/6/2024`, `05/01/2024`; days, and months 1 and 2, are padded (NĐ 30/2020)."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def weekday(value: date) -> str:
    """Write a date with its weekday: `thứ Sáu, 28/6/2024`."""
    return f"{WEEKDAYS[value.weekday()]}, {day(value)}"


def deadline(standing: Standing, on: date) -> date:
    """Tell the date to name on a day: the internal one until it is past, then the last on which it is on time."""
    occurrence = standing.occurrence
    return occurrence.due.internal if on <= occurrence.due.internal else on_time_until(occurrence.kind, occurrence.due)


def days_left(standing: Standing, on: date) -> int:
    """Count calendar days to the date named; below zero it is overdue."""
    return (deadline(standing, on) - on).days


def countdown(days: int) -> str:
    """Say how far off a date is: `còn 3 ngày`, `hôm nay là hạn cuối`, `đã quá hạn 2 ngày`."""
    if days == 0:
        return "hôm nay là hạn cuối"
    return f"còn {days} ngày" if days > 0 else f"đã quá hạn {-days} ngày"


def due_lines(standing: Standing, on: date) -> list[tuple[str, str]]:
    """Say by when, in a date and in words, with the plan's own date where we work towards another."""
    kind, due, named = standing.occurrence.kind, standing.occurrence.due, deadline(standing, on)
    said = f"{weekday(named)}; {countdown((named - on).days)}."
    if kind is Kind.EVENT:
        return _event_lines(due, on, said)
    if named != due.legal:
        said += f" Hạn theo kế hoạch là {weekday(due.legal)}, trùng ngày nghỉ."
    return [("Hạn", said)]


def _event_lines(due: Due, on: date, said: str) -> list[tuple[str, str]]:
    if on > due.internal:
        return [("Hạn gửi minh chứng", said)]
    evidence = ("Gửi minh chứng", f"chậm nhất {weekday(on_time_until(Kind.EVENT, due))}.")
    if due.internal == due.legal:
        return [("Ngày tổ chức", said.replace(countdown(0), "hôm nay")), evidence]
    return [("Ngày tổ chức", f"{weekday(due.legal)}."), ("Chuẩn bị xong", f"chậm nhất {said}"), evidence]


def period(standing: Standing) -> str:
    """Name the period: `Quý II/2024`."""
    return label(standing.occurrence.due.period)


def deed(item: DigestItem) -> str:
    """Say what is asked, with its period in front: `Quý II/2024: đăng 4 tin, bài`."""
    needed = item.standing.occurrence.needed
    with_recipient, without = DEEDS[item.standing.occurrence.kind]
    number = f"{needed:02d} " if needed > 1 else ""
    said = with_recipient.format(n=number, to=cut(item.recipient, 150)) if item.recipient else without.format(n=number)
    return f"{period(item.standing)}: {said}"


def brief_deed(item: DigestItem) -> str:
    """Say what is asked where the quote does not stand below it: a vague deed takes the first words of the plan."""
    if item.standing.occurrence.kind not in VAGUE:
        return deed(item)
    return f"{deed(item)} “{quote(item, 70)}”"


def quote(item: DigestItem, limit: int = 400) -> str:
    """Quote the plan on one line, cut at `limit` letters."""
    return cut(" ".join(body_text(item.quote).split()), limit)


def place(clause: str) -> str:
    """Name a clause as documents do: `mục III.2`, `dòng 5 Phụ lục`, `điểm b khoản 1 Điều 3`."""
    if row := re.fullmatch(r"PL(\w*)\.(\d+)", clause):
        return f"dòng {row[2]} Phụ lục {row[1]}".rstrip()
    if article := re.fullmatch(r"(Điều \w+)((?:\.\w+)*)", clause):
        inner = article[2].split(".")[1:]
        names = [f"{word} {mark}" for word, mark in zip(("khoản", "điểm"), inner, strict=False)]
        return " ".join([*reversed(names), article[1]])
    if part := re.fullmatch(r"(Phần \w+)\.(.+)", clause):
        return f"mục {part[2]} {part[1]}"
    return clause if clause.startswith(("Phần", "Chương")) else f"mục {clause}"


def source(item: DigestItem, *, brief: bool = False) -> str:
    """Name the clause and the plan: `mục III.2 Kế hoạch số 24/KH-SGTVT (…)`; `brief` leaves the title out."""
    where = place(item.standing.occurrence.clause)
    title = re.sub(r"(?i)^kế hoạch\s+", "", " ".join(body_text(item.plan_title or "").split()))
    if item.plan_number is None:
        return f"{where} Kế hoạch {cut(title, 120)}" if title else f"{where} kế hoạch đã giao"
    named = f"{where} {_document(item.plan_number)}"
    return named if brief or not title else f"{named} ({cut(title, 140)})"


def _document(number: str) -> str:
    symbol = re.search(r"/(\w+)-", number)
    return f"{DOCUMENTS.get(symbol[1] if symbol else '', 'Văn bản')} số {header_text(number, 60)}"


def progress(standing: Standing) -> str:
    """Say what has come and what is missing: `đã có 1/4 tin, bài được xác nhận, còn thiếu 3`."""
    noun, needed = NOUNS[standing.occurrence.kind], standing.occurrence.needed
    if standing.accepted == 0:
        said = f"chưa có {noun} được xác nhận" + (f", còn thiếu {standing.missing}" if needed > 1 else "")
    elif standing.missing:
        said = f"đã có {standing.accepted}/{needed} {noun} được xác nhận, còn thiếu {standing.missing}"
    else:
        said = f"đã đủ {standing.accepted}/{needed} {noun} được xác nhận"
    return f"{said}; {standing.in_review} {noun} đã gửi đang chờ xác nhận" if standing.in_review else said


def pace(standing: Standing) -> str:
    """Say how far behind the pace of a yearly quota it is."""
    noun, needed, expected = NOUNS[standing.occurrence.kind], standing.occurrence.needed, standing.expected or 0
    behind = f", chậm {expected - standing.accepted}" if expected > standing.accepted else ""
    return f"đến nay cần có {expected}/{needed} {noun}; mới có {standing.accepted} được xác nhận{behind}"


LEADS = frozenset(step.offset for step in EVENT_STEPS if step.lead)


def rung_words(code: str, kind: Kind = Kind.TASK) -> str:
    """Say at which step of the ladder a reminder stands: in working days, except the leads of an event."""
    if quarter := re.fullmatch(r"nhịp-Q([1-4])", code):
        return f"theo tiến độ quý {('I', 'II', 'III', 'IV')[int(quarter[1]) - 1]}"
    if code.startswith(RETURNED):
        return "minh chứng vừa được trả lại"
    offset = rung_offset(code)
    if offset is None:
        return "theo yêu cầu"
    if offset == 0:
        return "đúng ngày đến hạn"
    if kind is Kind.EVENT and offset in LEADS:
        return f"chuẩn bị trước {-offset} ngày"
    return f"trước hạn {-offset} ngày làm việc" if offset < 0 else f"đôn đốc sau hạn {offset} ngày làm việc"


def rung_offset(code: str) -> int | None:
    """Read the days in a rung's code; None for rungs that are not on the ladder of days."""
    return int(code) if re.fullmatch(r"[+-]?\d+", code) else None


def next_step(items: Sequence[DigestItem], policy: Policy) -> str | None:
    """Say who is told next, and when, if nothing comes; None where the ladder goes no higher."""
    on_ladder = [item for item in items if rung_offset(item.rung) is not None]
    told: list[str] = []
    among: set[int] = set()
    for role, who in ((Role.OFFICE, "Văn phòng"), (Role.LEADER, "lãnh đạo cơ quan")):
        ahead = {n: found for n, item in enumerate(on_ladder) if (found := _told_ahead(item, role, policy))}
        days = set(ahead.values())
        among |= set(ahead)
        if days:
            told.append(f"báo {who} khi quá hạn" + (f" {days.pop()} ngày làm việc" if len(days) == 1 else ""))
    if not told:
        return None
    which = "việc" if len(among) == len(on_ladder) else "những việc chưa báo cấp trên"
    return f"Nếu không nhận được kết quả, {which} sẽ được {', '.join(told)}."


def _told_ahead(item: DigestItem, role: Role, policy: Policy) -> int | None:
    """Give the working days after the due date at which a role is first told, where that is still to come."""
    rungs = ladder(item.standing.occurrence.kind, policy)
    first = min((rung.offset for rung in rungs if role in rung.roles), default=0)
    return first if first > max(rung_offset(item.rung) or 0, 0) else None


def function(unit: str) -> str:
    """Name the head of a unit by function: `Chánh Thanh tra Sở`, `Trưởng Phòng Pháp chế`."""
    folded = fold(unit)
    for first, title in HEADS:
        if folded == first or folded.startswith(f"{first} "):
            return f"{title} {' '.join(unit.split()[len(first.split()) :])}".strip()
    return f"Thủ trưởng {unit}"
