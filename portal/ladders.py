"""`dunghan ladder`: who is told how long before and after the due date, by kind or for one obligation."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from notifiers.phrases import rung_words
from obligations import service
from obligations.ladders import ladder_text
from obligations.model import Kind, Role
from obligations.policy import Step
from obligations.records import StoredObligation
from obligations.reminders import ladder, reaches
from obligations.rungs import Rung
from obligations.service import Office
from portal.desk import office, settings
from portal.language import tr
from portal.options import PLAN
from portal.output import console, day, kind, role, say, table
from storage.settings import policy_of

CLAUSE = typer.Argument(help=tr("Điều khoản, ví dụ III.3.", "The clause, e.g. III.3."), show_default=False)


def attach(app: typer.Typer) -> None:
    """Put the command on the line."""
    app.command("ladder", help=tr("Xem thang nhắc.", "Show the ladder of reminders."))(_ladder)


def _ladder(plan: Annotated[str | None, PLAN] = None, clause: Annotated[str | None, CLAUSE] = None) -> None:
    if plan is None:
        _of_the_agency()
        return
    desk = office()
    with desk.database.begin() as store:
        found = service.find_plan(store, plan)
        chosen = service.find_obligations(store, found, [clause] if clause else [])
    for each in chosen:
        if clause or each.value.ladder:
            _of_one(desk, each)
    if not clause and not any(each.value.ladder for each in chosen):
        say(
            tr(
                "Không nhiệm vụ nào có thang nhắc riêng; mọi nhiệm vụ theo thang chung (`dunghan ladder`).",
                "No obligation has a ladder of its own; all go by the agency's (`dunghan ladder`).",
            )
        )


def _of_the_agency() -> None:
    policy = policy_of(settings())
    own = dict(policy.own_steps)
    _steps(tr("Thang nhắc chung", "For every kind"), policy.steps)
    for each in Kind:
        if each in own:
            _steps(tr(f"Riêng cho loại {kind(each)}", f"For {kind(each)}"), own[each])
    say(
        tr(
            f"Sau bậc cuối, nhắc lại mỗi tuần, {policy.weekly_repeats} lần. Đổi cho cả cơ quan: mục [ladder] trong"
            " dunghan.toml; cho một nhiệm vụ: `dunghan edit … --set ladder=…`.",
            f"After the last rung it is repeated weekly, {policy.weekly_repeats} times. Change it for the agency in"
            " [ladder] of dunghan.toml, for one obligation with `dunghan edit … --set ladder=…`.",
        )
    )


def _steps(title: str, steps: tuple[Step, ...]) -> None:
    say(f"{title}: {ladder_text(steps)}")


def _of_one(desk: Office, obligation: StoredObligation) -> None:
    value = obligation.value
    whose = tr("riêng", "its own") if value.ladder else tr("chung", "the agency's")
    console().print(Text(f"{obligation.plan} · {obligation.code} · {tr('thang nhắc', 'ladder')} {whose}", style="bold"))
    rows = table(tr("Bậc", "Rung"), tr("Khi nào", "When"), tr("Báo cho", "Who is told"), tr("Kỳ tới", "Next period"))
    days = _next_days(desk, obligation)
    for rung in ladder(value.kind, desk.policy, value.ladder):
        rows.add_row(rung.code, rung_words(rung.code), _roles(rung), days.get(rung.code, "—"))
    console().print(rows)


def _next_days(desk: Office, obligation: StoredObligation) -> dict[str, str]:
    """Give the days of the rungs of the next due that is not over."""
    value = obligation.value
    ahead = [due for due in service.stored_dues(desk).get(obligation.id, ()) if due.legal >= desk.today()]
    if not ahead:
        return {}
    due = min(ahead, key=lambda one: one.legal)
    return {r.rung.code: day(r.day) for r in reaches(due, value.kind, desk.policy, desk.calendar, value.ladder)}


def _roles(rung: Rung) -> str:
    return ", ".join(role(each) for each in Role if each in rung.roles)
