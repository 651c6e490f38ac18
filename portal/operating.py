"""The operator's commands: `start`, `rerun`, `remind`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

import typer
from rich.text import Text

from flows import client
from flows.start import start
from flows.worker import work
from obligations import service
from obligations.errors import BadEdit, ServerUnreachable
from obligations.model import Kind
from obligations.service import Office, RunReport
from portal import sample
from portal.desk import office, settings
from portal.language import tr
from portal.options import AS_OF, BY, PLAN, parse_day, whoami
from portal.output import console, day, say, status, table
from portal.rerunning import Asked, rerun_many, show_drafts, show_sent, state

SENDING = tr(
    "Gửi ngay hay chỉ xem; không nêu: một nhiệm vụ thì gửi, cả kế hoạch hoặc cả loại thì chỉ xem.",
    "Send now, or only show; by default one obligation is sent, a whole plan or kind only shown.",
)


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    app.command("start", help=tr("Chạy tất cả: máy chủ, lịch, bộ chạy.", "Run everything: server, schedules, runner."))(
        _start
    )
    app.command(
        "worker", help=tr("Thêm một tiến trình chạy cho máy chủ đang có.", "One more worker for a running server.")
    )(_worker)
    app.command("rerun", help=tr("Chạy lại một nhiệm vụ bằng tay.", "Run one obligation by hand."))(_rerun)
    app.command("remind", help=tr("Quét mọi nhiệm vụ và gửi nhắc việc.", "Sweep everything and send."))(_remind)


def _start(
    with_sample: Annotated[
        bool,
        typer.Option("--sample", help=tr("Nạp dữ liệu mẫu khi cơ sở dữ liệu trống.", "Load the sample if empty.")),
    ] = False,
) -> None:
    desk = office()
    if with_sample and sample.load(desk, by="dunghan start"):
        say(
            tr(
                "Đã nạp KẾ HOẠCH MẪU và danh bạ mẫu (gỡ bằng `dunghan sample --remove`).",
                "Loaded the SAMPLE plan and units (remove them with `dunghan sample --remove`).",
            )
        )
    raise typer.Exit(start(settings()))


def _worker(
    name: Annotated[str | None, typer.Option(help=tr("Tên, khác với các tiến trình kia.", "Its name."))] = None,
) -> None:
    work(settings(), name)


def _rerun(
    plan: Annotated[str | None, PLAN] = None,
    clause: Annotated[
        str | None, typer.Argument(help=tr("Điều khoản, ví dụ III.3.", "The clause, e.g. III.3."))
    ] = None,
    kind: Annotated[Kind | None, typer.Option(help=tr("Mọi nhiệm vụ của loại này.", "All of this kind."))] = None,
    unit: Annotated[str | None, typer.Option(help=tr("Chỉ một đơn vị.", "One unit only."))] = None,
    period: Annotated[str | None, typer.Option(help=tr("Chỉ một kỳ, ví dụ Q2/2024.", "One period only."))] = None,
    as_of: Annotated[str | None, AS_OF] = None,
    send: Annotated[bool | None, typer.Option("--send/--no-send", help=SENDING)] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    if plan is None and kind is None:
        raise BadEdit(tr("Hãy nêu kế hoạch, hoặc --kind.", "Name a plan, or --kind."))
    one, desk = plan is not None and clause is not None and kind is None, office()
    on, leaves = parse_day(as_of), one if send is None else send
    if on is not None and on > desk.today():
        leaves = False
        say(tr("Ngày ở tương lai: chỉ xem thử, không lưu và không gửi.", "A day to come: a what-if, nothing is sent."))
    asked = Asked(unit, period, on or (None if leaves else desk.today()), leaves, by or whoami())
    if plan is not None and clause is not None and kind is None:
        _rerun_one(desk, plan, clause, asked)
    else:
        rerun_many(desk, settings(), plan, clause, kind, asked)


def _rerun_one(desk: Office, plan: str, clause: str, asked: Asked) -> None:
    began = desk.clock()
    try:
        ran = client.rerun(settings(), plan, clause, **asked.how())
    except ServerUnreachable as error:
        say(tr(f"Chạy tại chỗ, không qua Prefect: {error}", f"Running here, not on Prefect: {error}"))
        report = service.run_obligation(desk, plan, clause, **asked.how())
    else:
        say(tr(f"Đã chạy trên Prefect: {ran}", f"Ran on Prefect: {ran}"))
        report = _as_it_stands(desk, plan, clause, asked.unit, asked.period, asked.as_of, began)
    show(report, sent=asked.send)


def _as_it_stands(
    desk: Office, plan: str, clause: str, unit: str | None, period: str | None, on: date | None, began: datetime
) -> RunReport:
    """Look, without keeping anything, at what a run on the server left: its rows, and the messages since it began."""
    day_of_run = on or desk.today()
    report = service.run_obligation(desk, plan, clause, unit=unit, period=period, as_of=day_of_run, by=whoami())
    with desk.database.begin() as store:
        mine = {row.stored.id for row in report.rows}
        sent = [m for m in store.messages(on=day_of_run) if m.sent_at is None or m.sent_at >= began]
        sent = [m for m in sent if any(r.occurrence in mine for r in store.reminders_of(m.id))]
    return replace(report, messages=tuple(sent))


def show(report: RunReport, *, sent: bool) -> None:
    """Print what a run found and what it said to whom."""
    plan, obligation = report.plan, report.obligation
    console().print(Text(f"{plan.name} · {obligation.code} · {day(report.on)}", style="bold"))
    rows = table(tr("Đơn vị", "Unit"), tr("Kỳ", "Period"), tr("Hạn", "Due"), tr("Đã có", "Done"))
    rows.add_column(tr("Tình trạng", "Status"))
    rows.add_column(tr("Nhắc", "Reminders"))
    for row in report.rows:
        standing = row.standing
        rows.add_row(
            row.unit_name,
            row.period_label,
            day(standing.occurrence.due.legal),
            f"{standing.accepted}/{standing.occurrence.needed}",
            status(standing.status),
            ", ".join(f"{r.rung} {r.role}" for r in row.planned) or "—",
        )
    console().print(rows)
    if sent:
        show_sent(report.messages)
    else:
        show_drafts(report.drafts)


def _remind(
    dry_run: Annotated[bool, typer.Option("--dry-run", help=tr("Chỉ xem, không gửi.", "Show, do not send."))] = False,
    as_of: Annotated[str | None, AS_OF] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    on = parse_day(as_of) or desk.today()
    if dry_run or on > desk.today():
        for draft in service.would_send(desk, on):
            say(f"— {draft.to}: {draft.payload.subject}\n{draft.payload.text}")
        if desk.policy.summary:
            say(
                tr(
                    "Sau khi gửi, người theo dõi kế hoạch nhận bản tổng hợp: đã gửi cho ai, quá hạn, chờ xác nhận.",
                    "After sending, the plan's office gets a summary: what was sent to whom, overdue, in review.",
                )
            )
        return
    report = service.sweep(desk, as_of=on, send=True, at_once=True, by=by or whoami())
    for message in report.messages:
        say(f"• {message.person_name}: {message.payload.subject}: {state(message.state)}")
    for problem in report.problems:
        say(f"⚠ {problem}")
    say(
        tr(
            f"{day(report.on)}: {len(report.runs)} nhiệm vụ đã xem, {len(report.messages)} tin nhắn.",
            f"{day(report.on)}: {len(report.runs)} obligations checked, {len(report.messages)} messages.",
        )
    )
