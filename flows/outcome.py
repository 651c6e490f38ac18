"""What a run has to say: the state it ends in, its name, its table, its log lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.names import QUIET, UNITS, artifact_key, deployment_tags, run_name, unit_tag
from notifiers.clean import mask
from notifiers.phrases import NOUNS, day
from obligations.model import Role, Status
from obligations.outbox import channel
from obligations.records import Message, MessageState, ReminderState, StoredReminder
from obligations.reminders import Standing
from obligations.service import Draft, Row, RunReport


class Word(StrEnum):
    """The names of final states; the same words are tags."""

    ON_TIME = "Đúng hạn"
    REMINDED = "Đã nhắc"
    WOULD_REMIND = "Sẽ nhắc"
    NOT_DUE = "Chưa đến hạn"
    IN_REVIEW = "Chờ xác nhận"
    LATE = "Hoàn thành muộn"
    OVERDUE = "Quá hạn"
    SKIPPED = "Bỏ qua"
    SWEPT = "Đã quét"
    BROKEN = "Lỗi"

    @property
    def failed(self) -> bool:
        """Tell whether Prefect shows it as failed, in red."""
        return self in (Word.OVERDUE, Word.BROKEN)


WORDS = {
    Status.OVERDUE: Word.OVERDUE,
    Status.DUE_SOON: Word.NOT_DUE,
    Status.PENDING: Word.NOT_DUE,
    Status.IN_REVIEW: Word.IN_REVIEW,
    Status.MET_LATE: Word.LATE,
    Status.MET: Word.ON_TIME,
    Status.WAIVED: Word.SKIPPED,
}
TRIAL = "Chạy thử, chưa lưu và chưa gửi gì: "
NEWSWORTHY = (Word.OVERDUE, Word.ON_TIME, Word.LATE, Word.IN_REVIEW)
ROLES = {
    Role.FOCAL: "đầu mối",
    Role.HEAD: "thủ trưởng đơn vị",
    Role.OFFICE: "văn phòng",
    Role.LEADER: "lãnh đạo cơ quan",
}
CHANNELS = {"email": "thư điện tử", "telegram": "Telegram", "mailbox": "hộp thư trên máy"}
STATES = {
    MessageState.WAITING: "chưa gửi được, sẽ thử lại",
    MessageState.LEASED: "đang chờ gửi",
    MessageState.SENDING: "đang gửi",
    MessageState.SENT: "đã gửi",
    MessageState.DEAD: "không gửi được, thôi thử lại",
    MessageState.CANCELLED: "đã hủy vì nhiệm vụ đã xong",
    MessageState.IN_DOUBT: "không rõ đã đến chưa, sẽ gửi lại một lần",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told of an occurrence up to the day of the run, by name."""

    occurrence: int
    person: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run says of itself. `headline` stands on the artifact's card, `message` beside the state.

    `lines` are the whole log, `deeds` what of it was planned and sent; `tags` are what the run is found by.
    """

    word: Word
    name: str
    message: str
    key: str
    headline: str
    table: tuple[dict[str, str], ...]
    lines: tuple[str, ...]
    deeds: tuple[str, ...]
    tags: tuple[str, ...]
    stored: bool


def told_by(reminders: Iterable[StoredReminder], people: Mapping[str, str], on: date) -> tuple[Told, ...]:
    """List who was told, or is about to be, up to a day. Skipped and cancelled reminders reached nobody."""
    live = (r for r in reminders if r.state in (ReminderState.PLANNED, ReminderState.JOINED) and r.planned_on <= on)
    return tuple(Told(r.occurrence, people.get(r.value.person, r.value.person)) for r in live)


def outcome(report: RunReport, told: Iterable[Told], people: Mapping[str, str]) -> Outcome:
    """Say what a run found and did; the worst unit decides the word."""
    names = _names(report, told, people)
    rows = [_cells(row, names[row.stored.id]) for row in report.rows]
    word = _word(report, names)
    code = report.obligation.code
    deeds = tuple(_deeds(report, people))
    found = ", ".join(f"{n} {w.lower()}" for w, n in Counter(r["Tình trạng"] for r in rows).items())
    return Outcome(
        word=word,
        name=run_name(code, [r["Đơn vị"] for r in rows], [r["Kỳ"] for r in rows]),
        message=f"{'' if report.stored else TRIAL}{found or 'chưa có kỳ nào đang mở'} (ngày {day(report.on)})",
        key=artifact_key(report.plan.name, code),
        headline=f"{word} · {code} · {found or 'chưa có kỳ nào đang mở'} · {day(report.on)}",
        table=tuple(rows),
        lines=(*_lines(report, rows), *deeds),
        deeds=deeds,
        tags=_tags(report, word),
        stored=report.stored,
    )


def _names(report: RunReport, told: Iterable[Told], people: Mapping[str, str]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {row.stored.id: [] for row in report.rows}
    for one in told:
        if one.occurrence in names:
            names[one.occurrence].append(one.person)
    for row in report.rows:
        names[row.stored.id] += [people.get(r.person, r.person) for r in row.planned]
    return {occurrence: list(dict.fromkeys(said)) for occurrence, said in names.items()}


def _word(report: RunReport, names: Mapping[int, list[str]]) -> Word:
    if report.worst is None:
        return Word.NOT_DUE
    reminded = any(names[row.stored.id] for row in report.rows if not row.standing.status.closed)
    word = WORDS[report.worst]
    if word is Word.NOT_DUE and report.drafts and not report.stored:
        return Word.WOULD_REMIND
    return Word.REMINDED if word is Word.NOT_DUE and reminded else word


def row_word(row: Row, told: bool) -> str:
    """Say where one unit stands."""
    if row.standing.status is Status.WAIVED:
        return "Được miễn"
    word = WORDS[row.standing.status]
    return str(Word.REMINDED if word is Word.NOT_DUE and told else word)


def _cells(row: Row, told: list[str]) -> dict[str, str]:
    judged = row.standing
    return {
        "Đơn vị": row.unit_name,
        "Kỳ": row.period_label,
        "Tình trạng": row_word(row, bool(told)),
        "Minh chứng": f"{judged.accepted}/{judged.occurrence.needed}",
        "Chờ xác nhận": str(judged.in_review),
        "Còn thiếu": _missing(judged),
        "Hạn": day(judged.occurrence.due.legal),
        "Đã nhắc": ", ".join(told) or "—",
    }


def _missing(judged: Standing) -> str:
    """Say what is still to come, and why what came was returned."""
    if judged.status.closed or not judged.missing:
        return "không"
    said = f"{judged.missing} {NOUNS[judged.occurrence.kind]}"
    return f"{said} (đã trả lại: {judged.returned[-1].rstrip('.')})" if judged.returned else said


def _tags(report: RunReport, word: Word) -> tuple[str, ...]:
    """Tag a run with its duty's own tags, the units it is about, and whether there was anything new to say."""
    own = deployment_tags(report.plan.name, report.obligation.value)
    units = dict.fromkeys(unit_tag(row.unit_name) for row in report.rows)
    news = report.reminded or report.messages or word in NEWSWORTHY
    return tuple(dict.fromkeys((*own, *list(units)[:UNITS], *(() if news else (QUIET,)))))


def _lines(report: RunReport, rows: list[dict[str, str]]) -> Iterable[str]:
    yield f"Căn cứ điều {report.obligation.value.clause}: “{' '.join(report.obligation.value.quote.split())}”"
    yield f"Kiểm tra {report.obligation.code} của kế hoạch {report.plan.name}, tính đến ngày {day(report.on)}."
    if not rows:
        yield "Chưa có kỳ nào đang mở."
    for cells in rows:
        yield "{Đơn vị}, {Kỳ}: {Tình trạng}; minh chứng {Minh chứng}; còn thiếu {Còn thiếu}; hạn {Hạn}.".format_map(
            cells
        )


def _deeds(report: RunReport, people: Mapping[str, str]) -> Iterable[str]:
    for row in report.rows:
        yield from _planned(row, people, stored=report.stored)
    yield from message_lines(report.messages)
    if not report.stored:
        yield from draft_lines(report.drafts)


def _planned(row: Row, people: Mapping[str, str], *, stored: bool) -> Iterable[str]:
    verb = "Đã lên lịch nhắc" if stored else "Sẽ nhắc"
    for reminder in row.planned:
        who = f"{people.get(reminder.person, reminder.person)} ({ROLES[reminder.role]})"
        yield f"{verb} {who} về {row.unit_name}, {row.period_label}, bậc {reminder.rung}."
    for missing in row.nobody:
        yield f"Không có ai để nhắc cho {row.unit_name} ở bậc {missing}; hãy bổ sung vào danh bạ."


def draft_lines(drafts: Iterable[Draft]) -> Iterable[str]:
    """Say what would leave, and that it does not."""
    return (f"Xem trước, không gửi: {d.to}, qua {way(d.address)}: “{d.payload.subject}”." for d in drafts)


def message_lines(messages: Iterable[Message]) -> Iterable[str]:
    """Say what became of each message; the address is shown masked."""
    for message in messages:
        line = f"Thư cho {message.person_name}, qua {way(message.address)}: {STATES[message.state]}"
        yield f"{line} ({message.error})." if message.error else f"{line}."


def way(address: str) -> str:
    """Name the channel of an address and, where it is no folder, enough of the address to know it again."""
    name = CHANNELS.get(channel(address), "kênh nhắn tin")
    known = mask(address).partition("://")[2]
    return f"{name} ({known})" if known else name
