"""Yields the subject and the letter of a digest: greeting, what is asked, and how to answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from notifiers import dates, phrases
from notifiers.clean import header_text
from notifiers.letter import Letter
from notifiers.morning import parts
from notifiers.sections import Morning, by_unit, by_urgency, followed_entry, limited, own_entry, table
from notifiers.urgency import Urgency, counted, distinct, urgency
from obligations.model import Role
from obligations.policy import Policy
from obligations.reminders import Digest, DigestItem
from obligations.timing.workdays import WEEKENDS, Calendar


def compose(
    digest: Digest,
    *,
    agency: str,
    answer: str,
    policy: Policy,
    sample: bool,
    calendar: Calendar = WEEKENDS,
    answer_url: str | None = None,
) -> Letter:
    """Compose the letter of a digest: one's own duties first, then those to follow up, then the leader's roll-up."""
    items, at = distinct(digest.items), Morning(digest.on, calendar)
    own = [i for i in items if i.role in (Role.FOCAL, Role.HEAD)]
    followed = [i for i in items if i.role is Role.OFFICE]
    led = [i for i in items if i.role is Role.LEADER]
    several = sum(map(bool, (own, followed, led))) > 1
    sections = [
        *by_urgency(own, at, own_entry, "Việc của đơn vị" if several else ""),
        *by_urgency(followed, at, followed_entry, "Việc cần đôn đốc" if several else ""),
        *by_unit(led, at),
    ]
    kept, left_out = limited(sections)
    return Letter(
        subject=subject(digest, sample=sample),
        greeting=_greeting(digest, own, agency),
        opening=_opening(own, followed, led, digest),
        sections=kept,
        closing=tuple(_closing(own, followed, led, digest.on, answer, policy)),
        signature=f"{header_text(agency)} – thư nhắc tự động của Đúng Hạn, ngày {dates.day(digest.on)}.".lstrip(" –"),
        notice="Đây là bản nhắc theo kế hoạch mẫu, chỉ để xem thử; không phải thực hiện." if sample else None,
        table=table(led, digest.on),
        left_out=left_out,
        summary=parts(digest.summary) if digest.summary else (),
        answer_note=_note(own, answer_url),
        answer_url=answer_url,
    )


def subject(digest: Digest, *, sample: bool = False) -> str:
    """Write the subject: how many things, how many of them overdue, and the nearest date."""
    items, on = distinct(digest.items), digest.on
    mark = "[Đúng Hạn – mẫu]" if sample else "[Đúng Hạn]"
    if not items:
        return header_text(f"{mark} Tình hình nhắc việc ngày {dates.day(on)}")
    late = [i for i in items if urgency(i, on) is Urgency.OVERDUE]
    ahead = sorted(day for i in items if (day := dates.deadline(i.standing, on)) >= on)
    what = {Role.OFFICE: "việc cần đôn đốc", Role.LEADER: "việc chưa hoàn thành"}.get(digest.role, "việc cần làm")
    where = f" tại {len({i.unit_name for i in items})} đơn vị" if digest.role is Role.LEADER else ""
    said = f"{mark} {len(items)} {what}{where}"
    if late and not ahead:
        since = min(dates.deadline(i.standing, on) for i in late)
        return header_text(f"{said}, đã quá hạn từ {dates.day(since)}")
    if late:
        said += f", {len(late)} việc quá hạn"
    nearest = "hạn" if len(ahead) == 1 and not late else "hạn gần nhất"
    return header_text(f"{said}, {nearest} {dates.day(ahead[0])}" if ahead else said)


def _greeting(digest: Digest, own: Sequence[DigestItem], agency: str) -> str:
    name = header_text(digest.person.name)
    if not name:
        return f"Kính gửi: {_function(digest.role, own, agency)}"
    if phrases.FUNCTIONS.match(name):
        return f"Kính gửi: {name}"
    return f"Kính gửi: Đồng chí {name}, {_function(digest.role, own, agency)}"


def _function(role: Role, own: Sequence[DigestItem], agency: str) -> str:
    units = sorted({i.unit_name for i in own})
    if role is Role.LEADER:
        return f"Lãnh đạo {header_text(agency) or 'cơ quan'}"
    if role is Role.OFFICE:
        return "đầu mối theo dõi thực hiện kế hoạch"
    if role is Role.FOCAL:
        return f"cán bộ đầu mối {units[0]}" if len(units) == 1 else "cán bộ đầu mối các đơn vị được giao"
    return phrases.function(units[0]) if len(units) == 1 else "Thủ trưởng các đơn vị được giao"


def _opening(
    own: Sequence[DigestItem], followed: Sequence[DigestItem], led: Sequence[DigestItem], digest: Digest
) -> str:
    said, on = list[str](), digest.on
    if own:
        asked = "chỉ đạo thực hiện" if any(i.role is Role.HEAD for i in own) else "tham mưu, thực hiện"
        said.append(f"Theo kế hoạch được giao, {_who(own)} có {counted(own, on)}. Đề nghị đồng chí {asked}.")
    if followed:
        start = "Đồng thời, đề nghị" if own else "Đề nghị"
        said.append(f"{start} đồng chí theo dõi, đôn đốc {_who(followed)} với {counted(followed, on)}.")
    if led:
        said.append(
            f"Kính báo cáo đồng chí tình hình thực hiện kế hoạch đến ngày {dates.day(on)}: "
            f"{_who(led)} còn {counted(led, on)}."
        )
    if not said:
        said.append(f"Kính gửi đồng chí tình hình nhắc việc theo các kế hoạch đang theo dõi, ngày {dates.day(on)}.")
    elif digest.summary:
        said.append("Tình hình nhắc việc chung ở cuối thư.")
    return " ".join(said)


def _who(items: Sequence[DigestItem]) -> str:
    units = {i.unit_name for i in items}
    return next(iter(units)) if len(units) == 1 else f"{len(units)} đơn vị"


def _closing(
    own: Sequence[DigestItem],
    followed: Sequence[DigestItem],
    led: Sequence[DigestItem],
    on: date,
    answer: str,
    policy: Policy,
) -> Iterable[str]:
    if own:
        yield _how(own, answer)
        if not followed and (step := phrases.next_step(own, policy)):
            yield step
    elif followed:
        yield f"Khi đơn vị có kết quả: {answer.rstrip('.')}."
    if waiting := sum(i.standing.in_review for i in followed):
        yield f"Có {waiting} minh chứng đang chờ xác nhận; đề nghị đồng chí xem xét, xác nhận hoặc trả lại."
    if any(urgency(i, on) is Urgency.OVERDUE for i in led):
        yield "Kính trình đồng chí xem xét, chỉ đạo các đơn vị có việc quá hạn."


def _how(own: Sequence[DigestItem], hint: str) -> str:
    """Say how to answer: what to send, and to whom."""
    proofs = phrases.proofs(own)
    said = [f"Khi hoàn thành, đề nghị gửi {proofs}."] if proofs else []
    return " ".join([*said, f"Cách trả lời: {hint.rstrip('.')}."])


def _note(own: Sequence[DigestItem], url: str | None) -> str:
    """Say what the answer codes are for; nothing where there are none."""
    if not any(i.token for i in own):
        return ""
    verbs = "báo đang thực hiện, xin nhắc lại sau, chuyển người theo dõi hoặc nộp minh chứng"
    if url:
        return f"Mở đường dẫn “Trả lời” ở từng việc để {verbs}; đường dẫn dành riêng cho đồng chí, không chuyển tiếp."
    return f"Để {verbs}, đề nghị nêu mã trả lời của việc đó; mã dành riêng cho đồng chí, không chuyển tiếp."
