"""`dunghan log`: the append-only log, who did what, when and why."""

from __future__ import annotations

from typing import Annotated

import typer

from obligations import service
from obligations.service import VIETNAM
from portal.desk import office
from portal.language import tr
from portal.options import PLAN
from portal.output import console, say, table


def attach(app: typer.Typer) -> None:
    """Put the command on the line."""
    app.command("log", help=tr("Nhật ký: ai đã làm gì, khi nào, vì sao.", "The log: who did what, when and why."))(_log)


def _log(
    plan: Annotated[str | None, PLAN] = None,
    last: Annotated[int, typer.Option("--last", help=tr("Số dòng cuối.", "How many of the last lines."))] = 50,
) -> None:
    with office().database.begin() as store:
        subject = f"plan/{service.find_plan(store, plan).name}" if plan else None
        changes = store.changes(subject)[-last:]
    if not changes:
        say(tr("Nhật ký còn trống.", "The log is empty."))
        return
    rows = table(
        (tr("Lúc", "When"), {"no_wrap": True}),
        (tr("Ai", "Who"), {}),
        (tr("Việc", "What"), {"no_wrap": True}),
        (tr("Đối tượng", "Which"), {"ratio": 2}),
        (tr("Trước → sau", "Before → after"), {"ratio": 2}),
        (tr("Lý do", "Why"), {"ratio": 2}),
    )
    for each in changes:
        moved = " → ".join(part for part in (each.before, each.after) if part) or "—"
        when = f"{each.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
        rows.add_row(when, each.by, each.action, each.subject, moved, each.why or "—")
    console().print(rows)
