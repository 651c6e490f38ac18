"""Judges a page that is offered as evidence: accepted, for a person to look at, or returned, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from obligations.agreeing import Agreed, Found, Method, agreed_day, agreed_title
from obligations.channels import Channel, channel_of, imitated
from obligations.likeness import Sketch, likeness
from obligations.model import Verdict, Window
from obligations.subjects import Subject, about
from obligations.text import fold
from obligations.timing.periods import label
from obligations.zone import day_of


@dataclass(frozen=True, slots=True)
class Page:
    """What was seen at an address, kept as a snapshot.

    `asked` is the address as given, `final` where redirects led, `canonical` what identifies the page
    (`obligations.addresses.canonical`, after the page's own `rel=canonical`). `status` is None where nothing answered;
    `failure` then says why, in Vietnamese. `tls_error` is OpenSSL's verify code where the certificate could not be
    verified. `text` is the main text, `sha256` that of the bytes received, `sketch` that of `text` (likeness).
    `dates` hold ISO days. `soft_404`: answers like a page that does not exist; `doubtful`: says it does not exist.
    `unchanged`: the server said 304, everything but the time is that of the snapshot before.
    """

    asked: str
    final: str
    canonical: str
    fetched_at: datetime
    status: int | None = None
    failure: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    title: str | None = None
    titles: tuple[Found, ...] = ()
    dates: tuple[Found, ...] = ()
    text: str = ""
    sha256: str | None = None
    sketch: Sketch = ()
    tls_error: int | None = None
    soft_404: bool = False
    doubtful: bool = False
    readable: bool = False
    unchanged: bool = False
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a page is measured against.

    `allowed` are the channels the duty names that are open to the unit, `known` all of the register. `unit_names` are
    the unit's names and abbreviations. `claimed_on` and `claimed_title` are the day and title its submitter gave.
    `by_address`: posts on social networks count by their address alone (a setting).
    """

    plan: str
    code: str
    unit: str
    period: str
    window: Window
    subjects: tuple[Subject, ...]
    unit_names: tuple[str, ...]
    allowed: tuple[Channel, ...]
    known: tuple[Channel, ...]
    claimed_on: date | None = None
    claimed_title: str | None = None
    by_address: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """An earlier piece that was not returned: what it is, where it counts, and the sketch of its text."""

    evidence: int
    canonical: str
    plan: str
    code: str
    unit: str
    period: str
    sketch: Sketch = ()
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of a page: the verdict, its reasons in Vietnamese, the title and day they rest on."""

    verdict: Verdict
    reasons: tuple[str, ...]
    title: str | None = None
    effective_on: date | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Something that keeps a page from being accepted by itself."""

    verdict: Verdict
    reason: str


# Texts more alike than this are one text published twice.
COPY = 0.7
GONE = (404, 410)
TLS = {10: "hết hạn", 18: "tự ký", 19: "tự ký", 20: "thiếu chứng thư trung gian", 62: "không đúng tên miền"}


def judge(page: Page, expectation: Expectation, used: Iterable[Used]) -> Judgement:
    """Judge a page (rules 15 to 17). `used` are the other pieces; the page's own piece is not among them.

    Returned where it cannot count for anybody to see; pending where a person has to look, the reasons saying at what;
    accepted where nothing is left to doubt.
    """
    claimed = (Found(Method.CLAIMED, expectation.claimed_title),) if expectation.claimed_title else ()
    day, title = agreed_day(page.dates, day_of(page.fetched_at)), agreed_title((*page.titles, *claimed))
    channel = channel_of(expectation.allowed, page.final)
    shut = channel is not None and channel.kind.by_address and not page.readable
    doubts = [
        *_place(page, expectation, channel),
        *_reuse(page, used),
        *(_unseen(expectation) if shut else _seen(page, expectation, channel, day, title)),
    ]
    worst = Verdict.RETURNED if any(d.verdict is Verdict.RETURNED for d in doubts) else Verdict.PENDING
    reasons = tuple(dict.fromkeys(d.reason for d in doubts if d.verdict is worst))
    on = date.fromisoformat(day.value) if day.value else expectation.claimed_on if shut else None
    verdict = worst if doubts else Verdict.ACCEPTED
    return Judgement(
        verdict,
        reasons or _grounds(channel, day, on),
        title=title.value or page.title,
        effective_on=on,
        channel=channel.key if channel else None,
    )


def _grounds(channel: Channel | None, day: Agreed, on: date | None) -> tuple[str, ...]:
    """Say what an acceptance rests on."""
    name = channel.name if channel else ""
    how = f"theo {day.words}" if day.value else "theo ngày đơn vị khai"
    return (f"Tự động chấp nhận: đăng trên {name}, ngày {on:%d/%m/%Y} {how}.",) if on else ()


def _place(page: Page, expectation: Expectation, channel: Channel | None) -> Iterator[_Doubt]:
    if channel is not None:
        return
    if fake := imitated(expectation.known, page.final) or imitated(expectation.known, page.asked):
        yield _Doubt(
            Verdict.RETURNED,
            f"Tên miền chỉ giống chứ không phải của kênh {fake.name}; hãy nộp đúng địa chỉ trên kênh chính thức.",
        )
    elif other := channel_of(expectation.known, page.final):
        wanted = ", ".join(c.name for c in expectation.allowed) or "kênh chưa khai trong danh bạ"
        yield _Doubt(Verdict.PENDING, f"Đăng trên {other.name}, không phải kênh mà nhiệm vụ nêu ({wanted}).")
    else:
        yield _Doubt(
            Verdict.PENDING,
            "Tên miền chưa có trong danh bạ kênh; kiểm tra có phải kênh chính thức không, nếu phải thì thêm vào "
            "mục channels.",
        )


def _reuse(page: Page, used: Iterable[Used]) -> Iterator[_Doubt]:
    for piece in used:
        where = f"minh chứng #{piece.evidence} ({piece.code}, {piece.unit}, {label(piece.period)})"
        if piece.canonical == page.canonical:
            yield _Doubt(Verdict.RETURNED, f"Bài này đã dùng làm {where}; mỗi bài chỉ tính một lần.")
        elif likeness(piece.sketch, page.sketch) >= COPY:
            yield _Doubt(Verdict.PENDING, f"Nội dung gần như trùng với {where}; xem có phải cùng một bài không.")


def _unseen(expectation: Expectation) -> Iterator[_Doubt]:
    """Doubt what shows nothing to a machine, unless the agency has said that the address is enough."""
    claimed = expectation.claimed_on
    if not expectation.by_address or claimed is None:
        yield _Doubt(Verdict.PENDING, "Trang mạng xã hội không đọc được bằng máy; mở xem tiêu đề, ngày và nội dung.")
    elif claimed not in expectation.window:
        yield _Doubt(Verdict.PENDING, f"Ngày khai {claimed:%d/%m/%Y} nằm ngoài kỳ {label(expectation.period)}.")


def _seen(
    page: Page, expectation: Expectation, channel: Channel | None, day: Agreed, title: Agreed
) -> Iterator[_Doubt]:
    answered = list(_answer(page))
    yield from answered
    if page.readable and not any(d.verdict is Verdict.RETURNED for d in answered):
        yield from _dated(expectation, day)
        if title.value is None:
            yield _Doubt(Verdict.PENDING, f"Tiêu đề: {title.why}; mở trang xem tiêu đề.")
        yield from _content(page, expectation, channel, title)


def _answer(page: Page) -> Iterator[_Doubt]:
    if page.tls_error is not None:
        known = TLS.get(page.tls_error, "lỗi khác")
        yield _Doubt(
            Verdict.PENDING, f"TLS không xác minh được (mã {page.tls_error}, {known}); mở trang và tự kiểm tra."
        )
    elif page.status in GONE or (page.soft_404 and page.doubtful):
        yield _Doubt(Verdict.RETURNED, "Trang báo không tìm thấy bài; hãy kiểm tra lại đường dẫn rồi nộp lại.")
    elif page.failure is not None or page.status is None:
        yield _Doubt(Verdict.PENDING, f"Chưa mở được trang: {page.failure or 'không có trả lời'}.")
    elif page.status != 200:
        yield _Doubt(Verdict.PENDING, f"Máy chủ trả lời mã {page.status}; mở trang xem bài có còn không.")
    elif not page.readable:
        yield _Doubt(Verdict.PENDING, "Trang không có phần chữ đọc được (ảnh, tệp hoặc dựng bằng mã); mở trang để xem.")
    elif page.soft_404:
        yield _Doubt(
            Verdict.PENDING, "Chưa loại trừ được đây là trang báo lỗi hoặc trang chủ; mở xem có đúng bài không."
        )
    elif page.doubtful:
        yield _Doubt(Verdict.PENDING, "Trang có chữ báo không tìm thấy hoặc đã xóa; mở xem bài có còn không.")


def _dated(expectation: Expectation, day: Agreed) -> Iterator[_Doubt]:
    if day.value is None:
        yield _Doubt(Verdict.PENDING, f"Ngày đăng: {day.why}; mở trang xem ngày.")
        return
    found, claimed, window = date.fromisoformat(day.value), expectation.claimed_on, expectation.window
    if found not in window:
        yield _Doubt(
            Verdict.RETURNED,
            f"Đăng ngày {found:%d/%m/%Y} ({day.words}), ngoài kỳ {label(expectation.period)} "
            f"({window.first:%d/%m/%Y} - {window.last:%d/%m/%Y}).",
        )
    elif claimed is not None and claimed != found:
        yield _Doubt(
            Verdict.PENDING,
            f"Ngày khai {claimed:%d/%m/%Y} khác ngày đăng trên trang {found:%d/%m/%Y} ({day.words}); xem lại ngày.",
        )


def _content(page: Page, expectation: Expectation, channel: Channel | None, title: Agreed) -> Iterator[_Doubt]:
    heading = title.value or "\n".join(t.value for t in page.titles if t.method is Method.HEADING)
    if not expectation.subjects:
        yield _Doubt(Verdict.PENDING, "Nhiệm vụ không nêu rõ chủ đề để máy so; đọc xem bài có đúng chủ đề không.")
    elif not any(about(subject, heading, page.text) for subject in expectation.subjects):
        names = ", ".join(s.name for s in expectation.subjects)
        yield _Doubt(Verdict.PENDING, f"Chưa thấy bài nói về {names}; đọc xem có đúng chủ đề không.")
    own = channel is not None and expectation.unit in channel.units
    if not own and not names_unit(expectation.unit_names, f"{heading}\n{page.text}"):
        yield _Doubt(Verdict.PENDING, "Bài đăng trên kênh chung mà không nêu tên đơn vị; xem có phải của đơn vị không.")


def names_unit(names: Iterable[str], text: str) -> bool:
    """Tell whether a text names a unit by any of its names."""
    folded = f" {fold(text)} "
    return any(f" {fold(name)} " in folded for name in names)
