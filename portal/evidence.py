"""Evidence: `evidence list` and `show`; what is added and decided has its own modules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.text import Text

from obligations import service
from obligations.evidence import backdated
from obligations.model import Evidence, EvidenceKind, FileRole, Form, Verdict
from obligations.ports import Store
from obligations.records import Change, EvidenceUse, StoredOccurrence
from obligations.service import VIETNAM, reviewing
from obligations.service.filing import Filed
from obligations.service.reviewing import Waiting
from obligations.timing.periods import label
from portal.desk import office
from portal.language import tr
from portal.options import CLAUSES, PLAN
from portal.output import console, day, say, table

VERDICTS = {
    Verdict.PENDING: ("chờ xác nhận", "pending", "cyan"),
    Verdict.ACCEPTED: ("đã chấp nhận", "accepted", "green"),
    Verdict.RETURNED: ("trả lại", "returned", "red"),
}
KINDS = {
    EvidenceKind.LINK: ("đường dẫn", "link"),
    EvidenceKind.DOCUMENT: ("văn bản", "document"),
    EvidenceKind.FILE: ("tệp", "file"),
    EvidenceKind.EVENT: ("sự kiện", "event"),
    EvidenceKind.STATEMENT: ("xác nhận của người theo dõi", "coordinator's statement"),
}
FORMS = {
    Form.ARTICLE: ("tin, bài", "article"),
    Form.VIDEO: ("video", "video"),
    Form.SOCIAL: ("mạng xã hội", "social network"),
    Form.BROADCAST: ("phát thanh, truyền hình", "broadcast"),
    Form.SCREEN: ("bảng, màn hình điện tử", "screen"),
    Form.MEETING: ("hội nghị, tập huấn", "meeting"),
    Form.LEAFLET: ("tờ rơi, pa nô", "leaflet"),
    Form.CONTEST: ("cuộc thi", "contest"),
    Form.OTHER: ("hình thức khác", "other"),
}
ROLES = {
    FileRole.COPY: ("bản sao", "copy"),
    FileRole.PHOTO: ("ảnh", "photo"),
    FileRole.MINUTES: ("biên bản", "minutes"),
    FileRole.PROGRAMME: ("chương trình", "programme"),
}
ACTIONS = {
    "evidence-add": "nộp",
    "evidence-accepted": "chấp nhận",
    "evidence-returned": "trả lại",
    "evidence-pending": "cần người xem",
    "evidence-move": "chuyển",
    "evidence-share": "dùng chung",
    "evidence-unshare": "thôi dùng chung",
}
NUMBER = typer.Argument(help=tr("Số của minh chứng.", "The piece's number."), show_default=False)
UNIT = typer.Option("--unit", help=tr("Chỉ của đơn vị này.", "Only this unit's."))
_EXCERPT = 400  # letters of a page


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    from portal import evidence_add, evidence_decide, evidence_look, evidence_review  # they take their words from here

    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    evidence_add.attach(group)
    group.command("list", help=tr("Xem minh chứng.", "Show the evidence."))(_list)
    group.command("show", help=tr("Xem một minh chứng và lịch sử của nó.", "One piece and its history."))(_show)
    evidence_review.attach(group)
    evidence_decide.attach(group)
    evidence_look.attach(group)
    app.add_typer(group, name="evidence", help=tr("Minh chứng.", "Evidence."))


def verdict(piece: Evidence) -> Text:
    """Name a piece's verdict, in its colour."""
    vietnamese, english, style = VERDICTS[piece.verdict]
    return Text(tr(vietnamese, english), style=style)


def tell(store: Store, filed: Filed) -> None:
    """Say where a piece stands now, and why it cannot count yet."""
    piece, value = filed.evidence, filed.occurrence.value
    unit = service.unit_name(store.register(), value.unit)
    where = f"{value.code}, {unit}, {label(value.due.period)}"
    said = verdict(piece).plain
    say(tr(f"Minh chứng #{piece.id} cho {where}: {said}.", f"Evidence #{piece.id} for {where}: {said}."))
    if piece.verdict is Verdict.PENDING:
        if filed.doubt:
            say(tr(f"⚠ Chưa tính được: {filed.doubt}", f"⚠ It cannot count yet: {filed.doubt}"))
        for note in (*filter(None, (filed.late,)), *piece.notes):
            say(f"  • {note}")


def chosen(store: Store, plan: str | None, clauses: Iterable[str], unit: str | None) -> list[StoredOccurrence]:
    """List the occurrences of a plan, of these clauses and this unit where named. Raises UnknownPlan, UnknownUnit."""
    name = service.find_plan(store, plan).name if plan else None
    key = service.unit_key(store.register(), unit) if unit else None
    asked = set(clauses)
    return [o for o in store.occurrences(name, unit=key) if not asked or {o.value.code, o.value.clause} & asked]


def _list(
    plan: Annotated[str | None, PLAN] = None,
    clauses: Annotated[list[str] | None, CLAUSES] = None,
    pending: Annotated[
        bool, typer.Option("--pending", help=tr("Chỉ những cái chờ xác nhận.", "Only what waits for a verdict."))
    ] = False,
    unit: Annotated[str | None, UNIT] = None,
) -> None:
    with office().database.begin() as store:
        there = {o.id: o for o in chosen(store, plan, clauses or (), unit)}
        names = {u.key: u.name for u in store.register().units}
        uses = [u for u in store.evidence_uses(sorted(there)) if not pending or u.evidence.verdict is Verdict.PENDING]
    rows = table("#", tr("Kế hoạch, mã", "Plan, code"), tr("Đơn vị", "Unit"), tr("Kỳ", "Period"))
    for head in (tr("Minh chứng", "Evidence"), tr("Ngày", "Done on"), tr("Kết quả", "Verdict"), tr("Lý do", "Why")):
        rows.add_column(head)
    for use in uses:
        piece, value = use.evidence, there[use.occurrence].value
        rows.add_row(
            str(piece.id),
            f"{value.plan} {value.code}",
            use.done_as or names.get(value.unit, value.unit),
            label(value.due.period),
            _reference(piece),
            day(piece.effective_on),
            verdict(piece),
            _why(use, backdated(value, piece)),
        )
    console().print(rows)


def _reference(piece: Evidence) -> str:
    return f"{piece.reference} ({piece.sha256[:12]})" if piece.sha256 else piece.reference


def _why(use: EvidenceUse, late: str | None) -> str:
    shared = (tr(f"Dùng chung: {use.shared}", f"Shared: {use.shared}"),) if use.shared else ()
    own = (use.evidence.reason,) if use.evidence.reason else use.evidence.notes[:1]
    flag = (tr("⚠ Nộp sau hạn cho ngày trước hạn", "⚠ Backdated"),) if late else ()
    return "\n".join((*flag, *shared, *own)) or "—"


def _show(evidence: Annotated[int, NUMBER]) -> None:
    with office().database.begin() as store:
        found = reviewing.to_look_at(store, evidence)
        show(store, found)
        history = store.history(evidence)
    say("")
    say(tr("Lịch sử:", "History:"))
    for change in history:
        say(f"  {_line(change)}")


def _line(change: Change) -> str:
    when = f"{change.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    what = tr(ACTIONS.get(change.action, change.action), change.action)
    was = tr(*VERDICTS[Verdict(change.before)][:2]) if change.before in set(Verdict) else change.before
    before = tr(f" (trước đó: {was})", f" (before: {was})") if was else ""
    why = tr(f", lý do: {change.why}", f", why: {change.why}") if change.why else ""
    return f"{when} · {change.by} · {what} · {change.subject}{before}{why}"


def show(store: Store, found: Waiting) -> None:
    """Print a piece as a person has to see it before deciding."""
    piece, names = found.filed.evidence, {u.key: u.name for u in store.register().units}
    say(f"#{piece.id} · {tr(*KINDS[piece.kind])} · {verdict(piece).plain}")
    for words, text in _facts(piece):
        say(f"  {words}: {text}")
    for one, shared in _places(store, found.filed):
        value = one.value
        mark = tr(f" (dùng chung: {shared})", f" (shared: {shared})") if shared else ""
        where = f"{value.plan} {value.code} · {names.get(value.unit, value.unit)} · {label(value.due.period)}"
        say(f"  {tr('Cho', 'For')}: {where} · {tr('hạn', 'due')} {day(value.due.legal)}{mark}")
    for look in found.look_at if piece.verdict is Verdict.PENDING else piece.notes:
        say(f"  • {look}")
    if found.snapshot is not None:
        _show_snapshot(found)


def _places(store: Store, filed: Filed) -> Iterable[tuple[StoredOccurrence, str | None]]:
    shared = {use.occurrence: use.shared for use in store.uses_of(filed.evidence.id)}
    return [(one, shared.get(one.id)) for one in (filed.occurrence, *filed.besides)]


def _facts(piece: Evidence) -> Iterable[tuple[str, str]]:
    yield tr("Minh chứng", "Evidence"), _reference(piece)
    if piece.title:
        yield tr("Tiêu đề", "Title"), piece.title
    if piece.form:
        yield tr("Hình thức", "Form"), tr(*FORMS[piece.form])
    if piece.signer:
        yield tr("Người ký", "Signed by"), piece.signer
    yield tr("Ngày thực hiện", "Done on"), day(piece.effective_on)
    received = f"{piece.received_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    yield tr("Nhận lúc", "Received"), f"{received}, {piece.submitted_by}"
    for each in piece.files:
        yield tr(*ROLES[each.role]).capitalize(), f"{each.name} ({each.size:,} byte, {each.sha256[:12]})"
    if piece.reason:
        yield tr("Lý do", "Why"), piece.reason


def _show_snapshot(found: Waiting) -> None:
    if (kept := found.snapshot) is None:
        return
    seen = f"{kept.seen_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    state = kept.page.failure or (tr("đọc được", "readable") if kept.page.readable else f"HTTP {kept.page.status}")
    say(f"  {tr('Bản lưu trang', 'Snapshot')} {seen}: {state}")
    if text := " ".join(kept.page.text.split()):
        say(f"    “{text[:_EXCERPT]}{'…' if len(text) > _EXCERPT else ''}”")
