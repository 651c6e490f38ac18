"""Plans from file to approval: `import`, `approve`, `reject`, `edit`, `list`, `sample`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from flows.client import apply_if_running
from obligations import service
from obligations.errors import BadEdit
from obligations.model import Draft
from obligations.reading.reader import read
from obligations.records import StoredObligation, StoredPlan
from portal import amendments, sample
from portal.desk import office, settings
from portal.language import tr
from portal.lexicon import lexicon
from portal.opening import opened, warned
from portal.options import BY, CLAUSES, PLAN, parse_day, vocabulary, whoami
from portal.output import cadence, console, day, days, kind, names, say, table
from portal.reading import FILE

WHY = typer.Option("--why", help=tr("Lý do, ghi vào nhật ký.", "The reason, for the log."))
STATES = {
    Draft.DRAFT: ("dự thảo", "draft", "yellow"),
    Draft.APPROVED: ("đã duyệt", "approved", "green"),
    Draft.REJECTED: ("không nhận", "rejected", "dim"),
}


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    app.command("import", help=tr("Nhập kế hoạch và các nhiệm vụ dự thảo.", "Store a plan and its drafts."))(_import)
    app.command("approve", help=tr("Duyệt nhiệm vụ để lên lịch.", "Approve obligations: they get scheduled."))(_approve)
    app.command("reject", help=tr("Không nhận nhiệm vụ, có lý do.", "Reject obligations, with a reason."))(_reject)
    app.command("edit", help=tr("Sửa một nhiệm vụ, có lý do.", "Correct an obligation, with a reason."))(_edit)
    app.command("list", help=tr("Liệt kê kế hoạch và nhiệm vụ.", "List plans and obligations."))(_list)
    app.command("sample", help=tr("Nạp hoặc gỡ dữ liệu mẫu.", "Load or remove the sample data."))(_sample)


def _import(
    file: Annotated[Path, FILE],
    name: Annotated[str | None, typer.Option(help=tr("Tên ngắn để gọi kế hoạch.", "A short name for it."))] = None,
    issued_on: Annotated[
        str | None, typer.Option(help=tr("Ngày ban hành, khi văn bản không ghi.", "Its date, where it states none."))
    ] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    source = opened(file)
    desk = office()
    with desk.database.begin() as store:
        reading = warned(read(source.text, source.sha256, vocabulary(store.register()), lexicon()), source)
        reading = service.dated(reading, parse_day(issued_on))
        done = service.ingest(store, reading, source=file.name, at=desk.clock(), by=by or whoami(), name=name)
        drafts = store.obligations(done.plan.name)
    _tell_import(done, drafts)


def _tell_import(done: service.Ingested, drafts: list[StoredObligation]) -> None:
    plan = done.plan
    if not done.new:
        say(tr(f"Kế hoạch này đã có: {plan.name}. Không nhập lại.", f"Already stored: {plan.name}. Nothing to do."))
        return
    print_obligations(plan, drafts)
    for other in done.namesakes:
        say(
            tr(
                f"⚠ Đã có kế hoạch cùng số với nội dung khác: {other.name}. Hãy kiểm tra trước khi duyệt.",
                f"⚠ Another plan bears the same number: {other.name}. Look before approving.",
            )
        )
    amendments.tell(done.differences)
    findings = len(plan.findings)
    approving = amendments.to_approve(plan, drafts, done.differences)
    say(
        tr(
            f"Đã nhập {plan.name}: {len(drafts)} nhiệm vụ dự thảo, {findings} điểm cần xem.\n"
            f"Bước tiếp theo: sửa nếu cần (`dunghan edit`), rồi `{approving}`.",
            f"Stored {plan.name}: {len(drafts)} drafts, {findings} findings.\n"
            f"Next: correct if needed (`dunghan edit`), then `{approving}`.",
        )
    )


def _approve(
    plan: Annotated[str, PLAN],
    clauses: Annotated[list[str] | None, CLAUSES] = None,
    partial: Annotated[
        bool,
        typer.Option("--partial", help=tr("Duyệt phần có đơn vị trong danh bạ.", "Approve what the register covers.")),
    ] = False,
    why: Annotated[str | None, WHY] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        found = service.find_plan(store, plan)
        done = service.approve(desk, store, found, clauses or (), by=by or whoami(), why=why, partial=partial)
        drafts = store.obligations(found.name, Draft.DRAFT)
    print_obligations(found, done)
    say(tr(f"Đã duyệt {len(done)} nhiệm vụ của {found.name}.", f"Approved {len(done)} obligations of {found.name}."))
    undated = [o.code for o in done if o.value.cadence.dated and not _has_days(o)]
    if undated:
        say(
            tr(
                f"⚠ Chưa có hạn nên chưa lên lịch được: {', '.join(undated)}. "
                "Hãy đặt hạn bằng `dunghan edit … --set due=…`.",
                f"⚠ No due date, so not scheduled: {', '.join(undated)}. Set one with `dunghan edit … --set due=…`.",
            )
        )
    if drafts:
        left = ", ".join(o.code for o in drafts)
        say(tr(f"Còn dự thảo: {left}.", f"Still drafts: {left}."))
    apply_deployments()


def _has_days(obligation: StoredObligation) -> bool:
    return bool(service.schedule_days(office(), obligation))


def apply_deployments() -> None:
    """Bring a running server's deployments up to date; without one the next start does it."""
    counts = apply_if_running(settings())
    if counts is None:
        say(
            tr(
                "Máy chủ Prefect chưa chạy; lịch sẽ được lập khi chạy `dunghan start`.",
                "No Prefect server is running; `dunghan start` will make the schedules.",
            )
        )
    else:
        say(tr(f"Lịch trên Prefect: {counts}.", f"Deployments: {counts}."))


def _reject(
    plan: Annotated[str, PLAN],
    clauses: Annotated[list[str], CLAUSES],
    why: Annotated[str, WHY],
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        found = service.find_plan(store, plan)
        done = service.reject(desk, store, found, clauses, by=by or whoami(), why=why)
    gone = ", ".join(o.code for o in done) or "—"
    say(tr(f"Không nhận: {gone}. Lý do đã ghi nhật ký.", f"Rejected: {gone}. The reason is in the log."))
    apply_deployments()


def _edit(
    plan: Annotated[str, PLAN],
    clause: Annotated[str, typer.Argument(help=tr("Điều khoản, ví dụ III.3.", "The clause, e.g. III.3."))],
    changes: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="TRƯỜNG=GIÁ TRỊ",
            help=tr(
                "kind, frequency, count, responsible, coordinating, recipient, due, mandatory, aggregate,"
                " regime, day_off, lead, ladder; lặp được.",
                "kind, frequency, count, responsible, coordinating, recipient, due, mandatory, aggregate,"
                " regime, day_off, lead, ladder; repeatable.",
            ),
        ),
    ],
    why: Annotated[str, WHY],
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        found = service.find_plan(store, plan)
        done = service.edit(desk, store, found, clause, dict(map(_pair, changes)), by=by or whoami(), why=why)
    print_obligations(found, [done])
    apply_deployments()


def _pair(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not equals:
        raise BadEdit(tr(f"“{text}”: cần dạng trường=giá trị.", f"“{text}”: write field=value."))
    return field.strip(), value


def _list(plan: Annotated[str | None, PLAN] = None) -> None:
    with office().database.begin() as store:
        plans = [service.find_plan(store, plan)] if plan else store.plans()
        found = {p.name: store.obligations(p.name) for p in plans}
    if not plans:
        say(tr("Chưa có kế hoạch nào; hãy nhập bằng `dunghan import TỆP`.", "No plans yet: `dunghan import FILE`."))
    for each in plans:
        print_obligations(each, found[each.name])


def print_obligations(plan: StoredPlan, obligations: list[StoredObligation]) -> None:
    """Print a plan and its obligations as a table."""
    header = plan.header
    out = console()
    mark = tr(" [MẪU]", " [SAMPLE]") if plan.sample else ""
    title = header.title or plan.source
    out.print(Text(f"{plan.name}{mark} · {header.number or '—'} · {day(header.issued_on)} · {title}", style="bold"))
    rows = table(
        (tr("Mã", "Code"), {"no_wrap": True}),
        (tr("Đơn vị", "Who"), {"ratio": 3}),
        (tr("Việc", "What"), {"ratio": 2}),
        (tr("Định kỳ", "How often"), {"no_wrap": True}),
        (tr("Số lượng", "Count"), {"justify": "right"}),
        tr("Hạn", "Due"),
        (tr("Tình trạng", "State"), {"no_wrap": True}),
    )
    for each in obligations:
        value = each.value
        vietnamese, english, style = STATES[each.state]
        rows.add_row(
            each.code,
            names(value.responsible),
            kind(value.kind) + (f" → {value.recipient}" if value.recipient else ""),
            cadence(value.cadence),
            "—" if value.count is None else str(value.count),
            days(value.due),
            Text(tr(vietnamese, english), style=style),
        )
    out.print(rows)


def _sample(
    remove: Annotated[
        bool, typer.Option("--remove", help=tr("Gỡ toàn bộ dữ liệu mẫu.", "Remove all sample data."))
    ] = False,
) -> None:
    desk = office()
    if remove:
        gone = sample.unload(desk, by=whoami())
        say(tr(f"Đã gỡ dữ liệu mẫu: {', '.join(gone) or '—'}.", f"Sample removed: {', '.join(gone) or '—'}."))
    else:
        loaded = sample.load(desk, by=whoami())
        say(
            tr("Đã nạp dữ liệu mẫu.", "Sample loaded.")
            if loaded
            else tr("Đã có kế hoạch nên không nạp dữ liệu mẫu.", "There are plans already: no sample loaded.")
        )
    apply_deployments()
