"""Evidence by hand: `evidence add`, `list`, `accept`, `return`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from evidence.files import digest_file, keep_file
from obligations import service
from obligations.errors import BadEvidence
from obligations.model import EvidenceKind, Verdict
from obligations.service import filing
from obligations.service.filing import Filed, Piece
from obligations.timing.periods import label
from portal.desk import office, settings
from portal.language import tr
from portal.options import BY, CLAUSES, PLAN, parse_day, whoami
from portal.output import console, day, say, table

VERDICTS = {
    Verdict.PENDING: ("chờ xác nhận", "pending", "cyan"),
    Verdict.ACCEPTED: ("đã chấp nhận", "accepted", "green"),
    Verdict.RETURNED: ("trả lại", "returned", "red"),
}
FILE_LIMIT = 50_000_000  # bytes
NUMBER = typer.Argument(help=tr("Số của minh chứng.", "The piece's number."), show_default=False)


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("add", help=tr("Nộp một minh chứng.", "File a piece of evidence."))(_add)
    group.command("list", help=tr("Xem minh chứng.", "Show the evidence."))(_list)
    group.command("accept", help=tr("Chấp nhận.", "Accept."))(_accept)
    group.command("return", help=tr("Trả lại, có lý do.", "Return, with a reason."))(_return)
    app.add_typer(group, name="evidence", help=tr("Minh chứng.", "Evidence."))


def _add(
    plan: Annotated[str, PLAN],
    clause: Annotated[str, typer.Argument(help=tr("Điều khoản.", "The clause."), show_default=False)],
    unit: Annotated[str, typer.Argument(help=tr("Đơn vị thực hiện.", "The unit."), show_default=False)],
    link: Annotated[str | None, typer.Option(help=tr("Địa chỉ trang đã đăng.", "Web address."))] = None,
    doc: Annotated[str | None, typer.Option(help=tr("Số văn bản, ví dụ 123/BC-VP.", "Document number."))] = None,
    file: Annotated[Path | None, typer.Option(help=tr("Tệp minh chứng.", "A file."))] = None,
    date: Annotated[
        str | None, typer.Option("--date", help=tr("Ngày đăng, ngày văn bản (20/4/2024).", "The day it was done."))
    ] = None,
    period: Annotated[str | None, typer.Option(help=tr("Kỳ, ví dụ Q2/2024.", "Period, e.g. Q2/2024."))] = None,
    title: Annotated[str | None, typer.Option(help=tr("Tiêu đề.", "Title."))] = None,
    accept: Annotated[bool, typer.Option("--accept", help=tr("Chấp nhận ngay.", "Accept it at once."))] = False,
    by: Annotated[str | None, BY] = None,
) -> None:
    piece = _piece(link, doc, file, date, title)
    desk, who = office(), by or whoami()
    with desk.database.begin() as store:
        found = service.find_plan(store, plan)
        obligation = service.one_obligation(store, found, clause)
        filed = filing.add(desk, store, found, obligation, piece, unit=unit, period=period, by=who)
        if accept:
            filed = filing.accept(desk, store, filed.evidence.id, by=who)
        if file is not None:
            keep_file(file, settings().data_dir / "minh-chung")
        name = service.unit_name(store.register(), filed.occurrence.value.unit)
    _tell(filed, name)


def _piece(link: str | None, doc: str | None, file: Path | None, date: str | None, title: str | None) -> Piece:
    given = [each for each in (link, doc, file) if each is not None]
    if len(given) != 1:
        raise BadEvidence(tr("Cần đúng một trong: --link, --doc, --file.", "Give one of --link, --doc, --file."))
    on = parse_day(date) if date else None
    if on is None:
        raise BadEvidence(tr("Cần --date: ngày đăng hoặc ngày văn bản.", "Give --date: the day it was done."))
    if link is not None:
        return filing.link(link, on, title)
    if doc is not None:
        return filing.document(doc, on, title)
    assert file is not None  # noqa: S101 - one of the three is given
    digest = digest_file(file, FILE_LIMIT)
    return filing.file(digest.name, digest.sha256, on, title)


def _tell(filed: Filed, unit: str) -> None:
    piece, value = filed.evidence, filed.occurrence.value
    vietnamese, english, _ = VERDICTS[piece.verdict]
    say(
        tr(
            f"Minh chứng #{piece.id} cho {value.code}, {unit}, {label(value.due.period)}: {vietnamese}.",
            f"Evidence #{piece.id} for {value.code}, {unit}, {label(value.due.period)}: {english}.",
        )
    )
    if filed.doubt and piece.verdict is Verdict.PENDING:
        say(tr(f"⚠ Chưa tính được: {filed.doubt}", f"⚠ It cannot count yet: {filed.doubt}"))


def _list(
    plan: Annotated[str | None, PLAN] = None,
    clauses: Annotated[list[str] | None, CLAUSES] = None,
    pending: Annotated[
        bool, typer.Option("--pending", help=tr("Chỉ những cái chờ xác nhận.", "Only what waits for a verdict."))
    ] = False,
) -> None:
    with office().database.begin() as store:
        name = service.find_plan(store, plan).name if plan else None
        there = {o.id: o.value for o in store.occurrences(name)}
        register = store.register()
        uses = [u for u in store.evidence_uses(sorted(there)) if not clauses or there[u.occurrence].code in clauses]
    rows = table("#", tr("Kế hoạch, mã", "Plan, code"), tr("Đơn vị", "Unit"), tr("Kỳ", "Period"))
    for head in (tr("Minh chứng", "Evidence"), tr("Ngày", "Done on"), tr("Kết quả", "Verdict"), tr("Lý do", "Why")):
        rows.add_column(head)
    for use in uses:
        piece, value = use.evidence, there[use.occurrence]
        if pending and piece.verdict is not Verdict.PENDING:
            continue
        vietnamese, english, style = VERDICTS[piece.verdict]
        rows.add_row(
            str(piece.id),
            f"{value.plan} {value.code}",
            service.unit_name(register, value.unit),
            label(value.due.period),
            piece.reference
            if piece.kind is not EvidenceKind.FILE
            else f"{piece.reference} ({(piece.sha256 or '')[:12]})",
            day(piece.effective_on),
            Text(tr(vietnamese, english), style=style),
            piece.reason or "—",
        )
    console().print(rows)


def _accept(evidence: Annotated[int, NUMBER], by: Annotated[str | None, BY] = None) -> None:
    desk = office()
    with desk.database.begin() as store:
        filed = filing.accept(desk, store, evidence, by=by or whoami())
        name = service.unit_name(store.register(), filed.occurrence.value.unit)
    _tell(filed, name)


def _return(
    evidence: Annotated[int, NUMBER],
    why: Annotated[str, typer.Option("--why", help=tr("Lý do, đơn vị sẽ đọc.", "The reason; the unit reads it."))],
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        filed = filing.give_back(desk, store, evidence, why=why, by=by or whoami())
        name = service.unit_name(store.register(), filed.occurrence.value.unit)
    _tell(filed, name)
