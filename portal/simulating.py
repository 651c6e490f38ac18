"""What will be said: `simulate` plays a stretch of time through."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from obligations.errors import BadEdit
from obligations.reminders import Digest
from obligations.service import MAILBOX, address_of
from obligations.simulate import simulate
from obligations.timing.periods import label
from obligations.units import Register
from portal.cases import SUBJECT, case_of
from portal.language import tr
from portal.options import JSON, UNITS, parse_day
from portal.output import console, day, print_line, role, say


def attach(app: typer.Typer) -> None:
    """Put the command on the line."""
    app.command(
        "simulate",
        help=tr("Chạy thử: mọi tin nhắn của một quãng thời gian.", "Every message of a stretch of time; no server."),
    )(_simulate)


def _simulate(
    subject: Annotated[str, SUBJECT],
    start: Annotated[str, typer.Option("--from", help=tr("Từ ngày.", "From this day."))],
    end: Annotated[str, typer.Option("--to", help=tr("Đến ngày.", "To this day."))],
    units: Annotated[Path | None, UNITS] = None,
    json: Annotated[bool, JSON] = False,
) -> None:
    first, last = parse_day(start), parse_day(end)
    assert first is not None  # noqa: S101 - both options are required
    assert last is not None  # noqa: S101
    if last < first:
        raise BadEdit(tr("--to phải sau --from.", "--to must come after --from."))
    case = case_of(subject, units)
    count = 0
    for digest in simulate(
        case.obligations, case.header, case.register, first, last, case.policy, case.calendar, case.pieces
    ):
        count += 1
        if json:
            print_line(_simulate_contract(digest, case.register))
        else:
            _show_digest(digest)
    if not json:
        say(tr(f"{count} tin nhắn.", f"{count} messages."))


def _simulate_contract(digest: Digest, register: Register) -> dict[str, Any]:
    names = {u.key: u.name for u in register.units}
    return {
        "date": digest.on.isoformat(),
        "to": digest.person.name,
        "role": str(digest.role),
        "channel": _channel(address_of(digest.person)),
        "items": [
            {
                "clause": i.standing.occurrence.clause,
                "unit": names.get(i.standing.occurrence.unit, i.unit_name),
                "period": i.standing.occurrence.due.period,
                "rung": i.rung,
                "due": i.standing.occurrence.due.legal.isoformat(),
            }
            for i in digest.items
        ],
    }


def _channel(address: str) -> str:
    """Name the channel of an address; the mail libraries are imported only where somebody has one."""
    if address == MAILBOX:
        return "mailbox"
    from obligations.outbox import channel

    return channel(address)


def _show_digest(digest: Digest) -> None:
    way = "" if address_of(digest.person) == MAILBOX else f", {_channel(address_of(digest.person))}"
    console().print(Text(f"{day(digest.on)} → {digest.person.name} ({role(digest.role)}{way})", style="bold"))
    for each in digest.items:
        due = each.standing.occurrence.due
        line = f"{each.standing.occurrence.code} · {each.unit_name} · {label(due.period)}"
        say(f"   {line} · {tr('hạn', 'due')} {day(due.legal)} · {tr('bậc', 'rung')} {each.rung}")
