"""Where every unit and period stands: `status`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from obligations import service
from obligations.model import Draft
from obligations.ports import Store
from obligations.records import StoredOccurrence
from obligations.reminders import Standing
from obligations.timing.periods import label
from obligations.units import Register
from portal.desk import office
from portal.language import tr
from portal.options import AS_OF, JSON, PLAN, parse_day
from portal.output import console, day, print_json, say, status, table


def attach(app: typer.Typer) -> None:
    """Put the command on the line."""
    app.command("status", help=tr("Tình trạng từng kỳ, từng đơn vị.", "Where each unit and period stands."))(_status)


def _status(
    plan: Annotated[str | None, PLAN] = None,
    as_of: Annotated[str | None, AS_OF] = None,
    json: Annotated[bool, JSON] = False,
    everything: Annotated[
        bool, typer.Option("--all", help=tr("Cả những kỳ chưa mở.", "Also periods that are not open yet."))
    ] = False,
) -> None:
    desk = office()
    on = parse_day(as_of) or desk.today()
    with desk.database.begin() as store:
        name = service.find_plan(store, plan).name if plan else None
        judged = service.standings(desk, store, _approved(store, name), on)
        register = store.register()
    if not everything and not json:
        judged = [(o, s) for o, s in judged if o.value.due.opens <= on]
    if json:
        print_json([_status_contract(s, register) for _, s in judged])
    else:
        _show_status(judged, register, on)


def _approved(store: Store, plan: str | None) -> list[StoredOccurrence]:
    approved = {(o.plan, o.code) for o in store.obligations(plan, Draft.APPROVED)}
    return [o for o in store.occurrences(plan) if (o.value.plan, o.value.code) in approved]


def _status_contract(standing: Standing, register: Register) -> dict[str, Any]:
    occurrence = standing.occurrence
    return {
        "plan": occurrence.plan,
        "clause": occurrence.clause,
        "unit": service.unit_name(register, occurrence.unit),
        "period": occurrence.due.period,
        "due": occurrence.due.legal.isoformat(),
        "status": str(standing.status),
        "accepted": standing.accepted,
        "needed": occurrence.needed,
    }


def _show_status(judged: list[tuple[StoredOccurrence, Standing]], register: Register, on: date) -> None:
    if not judged:
        say(
            tr(
                "Chưa có kỳ nào đang mở; hãy duyệt kế hoạch bằng `dunghan approve`.",
                "No open period; approve a plan with `dunghan approve`.",
            )
        )
        return
    rows = table(
        tr("Kế hoạch", "Plan"),
        (tr("Mã", "Code"), {"no_wrap": True}),
        (tr("Đơn vị", "Unit"), {"ratio": 2}),
        (tr("Kỳ", "Period"), {"no_wrap": True}),
        (tr("Hạn", "Due"), {"no_wrap": True}),
        (tr("Đã có", "Done"), {"justify": "right"}),
        (tr("Tình trạng", "Status"), {"no_wrap": True}),
    )
    for stored, standing in judged:
        value = stored.value
        pace = tr(f" (nhịp {standing.expected})", f" (pace {standing.expected})") if standing.expected else ""
        rows.add_row(
            value.plan,
            value.code,
            service.unit_name(register, value.unit),
            label(value.due.period),
            day(value.due.legal),
            f"{standing.accepted}/{value.needed}{pace}",
            status(standing.status),
        )
    console().print(rows)
    say(tr(f"Tính đến ngày {day(on)}.", f"As of {day(on)}."))
