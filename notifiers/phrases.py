"""Yields the small Vietnamese phrases a reminder is made of: what, until when, from which clause, what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notifiers.clean import body_text, cut, header_text
from notifiers.dates import day as day
from notifiers.dates import weekday as weekday
from obligations.ladders import EVIDENCE, LEAD
from obligations.model import Cadence, Kind, Role
from obligations.policy import Policy
from obligations.reminders import RETURNED, DigestItem, Standing
from obligations.rungs import QUESTION, ladder, own_ladder
from obligations.text import fold
from obligations.timing.periods import label

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
    """Say what to send as evidence: `đường dẫn tin, bài đã đăng; số, ngày văn bản; hoặc tệp minh chứng`.

    Nothing where only questions are asked.
    """
    dated = [item for item in items if item.standing.occurrence.cadence is not Cadence.CONTINUOUS]
    asked = {proof for item in dated for proof in PROOFS[item.standing.occurrence.kind]}
    named = [proof for proof in (_LINK, _DOCUMENT, _FILE) if proof in asked]
    return "; hoặc ".join(filter(None, ("; ".join(named[:-1]), *named[-1:])))


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
    r"|viên chức|chuyên viên|bí thư|chi cục trưởng|người theo dõi|người phụ trách|phụ trách)\b",
    re.IGNORECASE,
)


def period(standing: Standing) -> str:
    """Name the period: `Quý II/2024`."""
    return label(standing.occurrence.due.period)


def deed(item: DigestItem) -> str:
    """Say what is asked, with its period in front: `Quý II/2024: đăng 4 tin, bài`."""
    if item.standing.occurrence.cadence is Cadence.CONTINUOUS:
        return f"{period(item.standing)}: nhiệm vụ này còn được thực hiện thường xuyên không, kết quả thế nào?"
    needed = item.standing.occurrence.needed
    with_recipient, without = DEEDS[item.standing.occurrence.kind]
    number = f"{needed:02d} " if needed > 1 else ""
    said = with_recipient.format(n=number, to=cut(item.recipient, 150)) if item.recipient else without.format(n=number)
    return f"{period(item.standing)}: {said}"


_MARKER = re.compile(r"^(?:[IVXLC]+\.|\d+(?:\.\d+)*[.)]|[a-zđ]\)|[-+•–])\s+")
TITLE_QUOTE = 110
"""Letters of the plan's own words in a heading."""


def title(item: DigestItem) -> str:
    """Head what is asked: the deed, or the plan's own words where the deed says nothing without them."""
    occurrence = item.standing.occurrence
    if occurrence.kind not in VAGUE or occurrence.cadence is Cadence.CONTINUOUS:
        return deed(item)
    words = cut(_MARKER.sub("", quote(item)), TITLE_QUOTE).rstrip(".;")
    if occurrence.cadence is Cadence.ONCE:
        return f"{words[:1].upper()}{words[1:]}"
    return f"{period(item.standing)}: {words}"


def quoted_whole(item: DigestItem) -> bool:
    """Tell whether the heading holds the plan's words as they are, so that they need not be quoted again."""
    occurrence = item.standing.occurrence
    vague = occurrence.kind in VAGUE and occurrence.cadence is not Cadence.CONTINUOUS
    return vague and len(quote(item)) <= TITLE_QUOTE


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
    """Say what has come and what is missing: `đã xác nhận 1/4 tin, bài, còn thiếu 3; 1 tin, bài đang chờ xác nhận`."""
    noun, needed, waiting = NOUNS[standing.occurrence.kind], standing.occurrence.needed, standing.in_review
    if standing.accepted:
        missing = f", còn thiếu {standing.missing}" if standing.missing else ""
        said = f"đã xác nhận {standing.accepted}/{needed} {noun}{missing}"
    elif needed > 1:
        said = (
            f"chưa có {noun} nào được xác nhận, cần {needed}" if waiting else f"chưa nhận được {noun} nào, cần {needed}"
        )
    else:
        said = "" if waiting else f"chưa nhận được {noun}"
    return "; ".join(filter(None, (said, f"{waiting} {noun} đã gửi, đang chờ xác nhận" if waiting else "")))


def pace(standing: Standing) -> str:
    """Say how far behind the pace of a yearly quota it is."""
    noun, needed, expected = NOUNS[standing.occurrence.kind], standing.occurrence.needed, standing.expected or 0
    behind = f", chậm {expected - standing.accepted}" if expected > standing.accepted else ""
    return f"đến nay cần có {expected}/{needed} {noun}, mới xác nhận {standing.accepted}{behind}"


def rung_words(code: str) -> str:
    """Say at which step of the ladder a reminder stands: in working days, except the leads of an event."""
    if code == QUESTION:
        return "hỏi định kỳ mỗi quý"
    if lead := re.fullmatch(rf"-(\d+){LEAD}", code):
        return f"chuẩn bị trước {lead[1]} ngày"
    if asked := re.fullmatch(rf"{EVIDENCE}-?(\d+)", code):
        before = f" trước {asked[1]} ngày làm việc" if asked[1] != "0" else " đúng ngày cuối"
        return f"nhắc gửi minh chứng{before}"
    if quarter := re.fullmatch(r"nhịp-Q([1-4])", code):
        return f"theo tiến độ quý {('I', 'II', 'III', 'IV')[int(quarter[1]) - 1]}"
    if code.startswith(RETURNED):
        return "minh chứng vừa được trả lại"
    offset = rung_offset(code)
    if offset is None:
        return "theo yêu cầu"
    if offset == 0:
        return "đúng ngày đến hạn"
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
    rungs = ladder(item.standing.occurrence.kind, policy, own_ladder(item.standing.occurrence))
    first = min((rung.offset for rung in rungs if role in rung.roles), default=0)
    return first if first > max(rung_offset(item.rung) or 0, 0) else None


def function(unit: str) -> str:
    """Name the head of a unit by function: `Chánh Thanh tra Sở`, `Trưởng Phòng Pháp chế`."""
    folded = fold(unit)
    for first, title in HEADS:
        if folded == first or folded.startswith(f"{first} "):
            return f"{title} {' '.join(unit.split()[len(first.split()) :])}".strip()
    return f"Thủ trưởng {unit}"
