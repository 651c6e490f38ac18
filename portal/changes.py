"""What changes while a plan runs: `extend`, `waive`, `term`, `renew`."""

from __future__ import annotations

from typing import Annotated

import typer

from obligations import service
from obligations.model import Draft
from obligations.records import StoredOccurrence
from obligations.service.renewing import renew, set_term
from obligations.timing.periods import label
from obligations.units import Register
from portal.desk import office
from portal.language import tr
from portal.options import BY, PLAN, parse_day, whoami
from portal.output import console, day, say, table
from portal.plans import apply_deployments, print_obligations

CLAUSE = typer.Argument(help=tr("Điều khoản, ví dụ III.3.", "The clause, e.g. III.3."), show_default=False)
UNIT = typer.Option("--unit", help=tr("Chỉ một đơn vị.", "One unit only."))
PERIOD = typer.Option("--period", help=tr("Chỉ một kỳ, ví dụ Q2/2024.", "One period only, e.g. Q2/2024."))
REQUIRED_WHY = typer.Option("--why", help=tr("Lý do, ghi vào nhật ký.", "The reason, for the log."))


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    app.command("extend", help=tr("Gia hạn theo văn bản.", "Put off a due date by a document."))(_extend)
    app.command("waive", help=tr("Miễn một kỳ, có lý do.", "Release units from a period, with a reason."))(_waive)
    app.command("term", help=tr("Đặt ngày hoàn thành cả kế hoạch.", "Say when the whole plan is to be completed."))(
        _term
    )
    app.command("renew", help=tr("Đề xuất nhiệm vụ cho năm mới.", "Propose a plan's duties for a new year."))(_renew)


def _extend(
    plan: Annotated[str, PLAN],
    clause: Annotated[str, CLAUSE],
    until: Annotated[str, typer.Option("--until", help=tr("Hạn mới.", "The new due date."))],
    document: Annotated[
        str, typer.Option("--document", help=tr("Số, ký hiệu văn bản cho gia hạn.", "The document that grants it."))
    ],
    why: Annotated[str, REQUIRED_WHY],
    unit: Annotated[str | None, UNIT] = None,
    period: Annotated[str | None, PERIOD] = None,
    force: Annotated[
        bool, typer.Option("--force", help=tr("Gia hạn lần nữa.", "Extend what was extended before."))
    ] = False,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk, day_given = office(), parse_day(until)
    assert day_given is not None  # noqa: S101 - the option is required
    with desk.database.begin() as store:
        found = service.find_plan(store, plan)
        done = service.extend(
            desk,
            store,
            found,
            service.one_obligation(store, found, clause),
            until=day_given,
            document=document,
            why=why,
            by=by or whoami(),
            unit=unit,
            period=period,
            force=force,
        )
        register = store.register()
    _show(done, register)
    say(tr(f"Đã gia hạn {len(done)} kỳ đến {day(day_given)}.", f"Extended {len(done)} to {day(day_given)}."))
    apply_deployments()


def _waive(
    plan: Annotated[str, PLAN],
    clause: Annotated[str, CLAUSE],
    why: Annotated[str, REQUIRED_WHY],
    unit: Annotated[str | None, UNIT] = None,
    period: Annotated[str | None, PERIOD] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        found = service.find_plan(store, plan)
        obligation = service.one_obligation(store, found, clause)
        who = by or whoami()
        done = service.waive(desk, store, found, obligation, why=why, by=who, unit=unit, period=period)
        register = store.register()
    _show(done, register)
    say(tr(f"Đã miễn {len(done)} kỳ. Lý do đã ghi nhật ký.", f"Waived {len(done)}. The reason is in the log."))
    apply_deployments()


def _show(done: list[StoredOccurrence], register: Register) -> None:
    rows = table(tr("Đơn vị", "Unit"), tr("Kỳ", "Period"), tr("Hạn", "Due"), tr("Nên xong", "Aim for"))
    for one in done:
        due = one.value.due
        rows.add_row(service.unit_name(register, one.value.unit), label(due.period), day(due.legal), day(due.internal))
    console().print(rows)


def _term(
    plan: Annotated[str, PLAN],
    why: Annotated[str, REQUIRED_WHY],
    until: Annotated[
        str | None,
        typer.Option("--until", help=tr("Ngày hoàn thành; không nêu là cuối năm.", "The day; the year's end if none.")),
    ] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk, given = office(), parse_day(until)
    with desk.database.begin() as store:
        found = service.find_plan(store, plan)
        set_term(desk, store, found, given, why=why, by=by or whoami())
    said = day(given) if given else tr("cuối năm kế hoạch", "the end of its year")
    say(tr(f"{found.name}: hoàn thành trước khi hết {said}.", f"{found.name}: to be completed by {said}."))
    apply_deployments()


def _renew(
    plan: Annotated[str, PLAN],
    year: Annotated[int, typer.Option("--year", help=tr("Năm mới.", "The new year."))],
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        done = renew(desk, store, service.find_plan(store, plan), year, by=by or whoami())
        drafts = store.obligations(done.plan.name)
    print_obligations(done.plan, drafts)
    waiting = sum(o.state is Draft.DRAFT for o in drafts)
    say(
        tr(
            f"{'Đã đề xuất' if done.new else 'Đã có'} {done.plan.name}: {waiting} nhiệm vụ dự thảo. Đối chiếu với kế"
            f" hoạch mới, rồi `dunghan approve {done.plan.name}`.",
            f"{'Proposed' if done.new else 'There is'} {done.plan.name}: {waiting} drafts. Compare with the new plan,"
            f" then `dunghan approve {done.plan.name}`.",
        )
    )
