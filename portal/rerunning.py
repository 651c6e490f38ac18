"""Running many obligations from the command line, and what leaves or would leave, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from flows import client
from obligations import service
from obligations.errors import DunghanError, ServerUnreachable
from obligations.model import Kind
from obligations.records import Message, MessageState
from obligations.service import Draft, ManyReport, Office
from portal.language import tr
from portal.output import console, day, say, status, table
from storage.settings import Settings


class How(TypedDict):
    """What a run is asked besides of what."""

    unit: str | None
    period: str | None
    as_of: date | None
    send: bool
    by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked of a run, and who they are."""

    unit: str | None
    period: str | None
    as_of: date | None
    send: bool
    by: str

    def how(self) -> How:
        """Give it as the arguments of a run."""
        return How(unit=self.unit, period=self.period, as_of=self.as_of, send=self.send, by=self.by)


def rerun_many(
    desk: Office, settings: Settings, plan: str | None, clause: str | None, kind: Kind | None, asked: Asked
) -> None:
    """Run a whole plan or kind, on Prefect where it runs, and say what left or would leave."""
    try:
        ran = client.rerun_many(settings, plan=plan, clause=clause, kind=kind, **asked.how())
    except ServerUnreachable as error:
        say(tr(f"Chạy tại chỗ, không qua Prefect: {error}", f"Running here, not on Prefect: {error}"))
        _show(service.run_many(desk, plan=plan, clause=clause, kind=kind, **asked.how()))
    else:
        say(tr(f"Đã chạy trên Prefect: {ran}", f"Ran on Prefect: {ran}"))
        if ran.failed:
            raise DunghanError(ran.message)
        if not asked.send:
            _show(service.run_many(desk, plan=plan, clause=clause, kind=kind, **asked.how()))
    if not asked.send:
        say(tr("Chưa gửi gì; thêm --send để gửi.", "Nothing was sent; add --send to send."))


def _show(report: ManyReport) -> None:
    rows = table(tr("Nhiệm vụ", "Obligation"), tr("Tình trạng", "Status"), tr("Số kỳ", "Periods"))
    for run in report.runs:
        for found, count in Counter(row.standing.status for row in run.rows).items():
            rows.add_row(f"{run.plan.name} {run.obligation.code}", status(found), str(count))
    console().print(rows)
    for problem in report.problems:
        say(f"⚠ {problem}")
    if report.stored:
        show_sent(report.messages)
    else:
        show_drafts(report.drafts)
    say(
        tr(
            f"{day(report.on)}: {len(report.runs)} nhiệm vụ đã xem, {len(report.messages)} tin nhắn.",
            f"{day(report.on)}: {len(report.runs)} obligations checked, {len(report.messages)} messages.",
        )
    )


def show_drafts(drafts: Iterable[Draft]) -> None:
    """Print what would leave, word for word."""
    listed = list(drafts)
    for draft in listed:
        say(tr(f"— Sẽ gửi {draft.to}: {draft.payload.subject}", f"— Would go to {draft.to}: {draft.payload.subject}"))
        say(draft.payload.text)
    if not listed:
        say(tr("Không có gì để gửi.", "Nothing to send."))


def show_sent(messages: Iterable[Message]) -> None:
    """Print what became of each message."""
    listed = list(messages)
    for message in listed:
        say(f"• {message.person_name}: {state(message.state)}{': ' + message.error if message.error else ''}")
    if not listed:
        say(tr("Không có tin nhắn mới để gửi.", "No new message to send."))


def state(value: MessageState) -> str:
    """Name the state of a message."""
    words = {
        MessageState.SENT: tr("đã gửi", "sent"),
        MessageState.WAITING: tr("chờ gửi lại", "will be tried again"),
        MessageState.DEAD: tr("không gửi được", "cannot be delivered"),
        MessageState.IN_DOUBT: tr("chưa rõ đã đến hay chưa", "in doubt"),
        MessageState.CANCELLED: tr("đã hủy vì việc đã xong", "cancelled: done meanwhile"),
    }
    return words.get(value, str(value))
