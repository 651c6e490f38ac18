"""The outbox at the command line: what waits, left, is in doubt or dead, and why; `retry`; a test message."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import typer

from notifiers.clean import mask
from obligations import service
from obligations.errors import UnknownMessage, UnknownPerson
from obligations.outbox import channel
from obligations.ports import Delivered, Store
from obligations.records import Change, Message, MessageState
from obligations.service import VIETNAM, Office
from obligations.service.notices import trial
from obligations.timing.hours import departure
from obligations.units import Person
from portal.desk import office
from portal.language import tr
from portal.options import BY, whoami
from portal.output import console, day, say, table


class Shown(StrEnum):
    """Which messages to show."""

    WAITING = "waiting"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    DEAD = "dead"
    CANCELLED = "cancelled"


STATES: dict[Shown, tuple[MessageState, ...]] = {
    Shown.WAITING: (MessageState.WAITING, MessageState.LEASED, MessageState.SENDING),
    Shown.SENT: (MessageState.SENT,),
    Shown.IN_DOUBT: (MessageState.IN_DOUBT, MessageState.SENT),
    Shown.DEAD: (MessageState.DEAD,),
    Shown.CANCELLED: (MessageState.CANCELLED,),
}
WORDS: dict[MessageState, tuple[str, str]] = {
    MessageState.WAITING: ("đang chờ", "waiting"),
    MessageState.LEASED: ("sắp gửi", "about to leave"),
    MessageState.SENDING: ("đang gửi", "being sent"),
    MessageState.SENT: ("đã gửi", "sent"),
    MessageState.DEAD: ("không gửi được", "undeliverable"),
    MessageState.CANCELLED: ("đã hủy", "cancelled"),
    MessageState.IN_DOUBT: ("chưa rõ đã đến", "in doubt"),
}
OUTCOMES: dict[Delivered, tuple[str, str]] = {
    Delivered.SENT: ("đã gửi", "sent"),
    Delivered.LATER: ("chưa gửi được, có thể thử lại", "not sent, may be tried again"),
    Delivered.NEVER: ("địa chỉ này không nhận được", "this address will never take it"),
    Delivered.IN_DOUBT: ("không rõ đã đến hay chưa; hãy hỏi người nhận", "in doubt: ask the reader"),
}


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    app.command("outbox", help=tr("Hộp gửi: thư nào chờ, đã gửi, chưa rõ, không gửi được, vì sao.", "The outbox."))(
        _outbox
    )
    app.command("retry", help=tr("Gửi lại thư chưa đi.", "Send again what has not left."))(_retry)


def _outbox(
    state: Annotated[Shown | None, typer.Option("--state", help=tr("Chỉ một tình trạng.", "One state only."))] = None,
    last: Annotated[int, typer.Option("--last", help=tr("Số thư cuối.", "How many of the last."))] = 50,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        found = [m for one in ([state] if state else UNSETTLED) for m in _of(store, one, last)]
        health = service.delivery_health(
            store, desk.clock(), hours=desk.hours, calendar=desk.calendar, patience=desk.patience
        )
    found = sorted({m.id: m for m in found}.values(), key=lambda m: m.id)
    if found:
        console().print(_table(found[-last:]))
    elif state is None:
        say(tr("Không có thư nào chờ, chưa rõ hay không gửi được.", "Nothing waits, is in doubt or undeliverable."))
    else:
        say(tr("Không có thư nào như vậy.", "No such message."))
    for count in health.counts:
        say(f"• {count.channel}: {tr(*WORDS[count.state])} {count.number}")
    if health.late:
        say(tr(f"⚠ {len(health.late)} thư lẽ ra đã phải đi.", f"⚠ {len(health.late)} messages are late."))
    if (leaves := departure(desk.clock(), desk.hours, desk.calendar)) > desk.clock():
        when = f"{leaves.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
        say(tr(f"Ngoài giờ gửi: thư tự động đi từ {when}.", f"Outside sending hours: messages leave from {when}."))


UNSETTLED = (Shown.WAITING, Shown.IN_DOUBT, Shown.DEAD)


def _of(store: Store, shown: Shown, last: int | None = None) -> list[Message]:
    doubtful = shown is Shown.IN_DOUBT
    return [m for state in STATES[shown] for m in store.messages(state, doubtful=doubtful, last=last)]


def _table(messages: Iterable[Message]) -> object:
    rows = table(
        (tr("Số", "No."), {"justify": "right"}),
        (tr("Ngày", "Day"), {"no_wrap": True}),
        (tr("Người nhận", "To"), {"ratio": 2}),
        (tr("Nơi nhận", "Where"), {"ratio": 2}),
        (tr("Tình trạng", "State"), {"ratio": 1}),
        (tr("Lần", "Tries"), {"justify": "right"}),
        (tr("Vì sao", "Why"), {"ratio": 4}),
    )
    for m in messages:
        why = "; ".join(part for part in (m.error, m.answer) if part) or _next(m)
        where = f"{channel(m.address)} {mask(m.address)}"
        rows.add_row(str(m.id), day(m.on), m.person_name, where, tr(*WORDS[m.state]), str(m.attempts), why)
    return rows


def _next(message: Message) -> str:
    if message.state is not MessageState.WAITING:
        return "—"
    when = f"{message.not_before.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    return tr(f"chờ gửi từ {when}", f"waits since {when}")


def _retry(
    number: Annotated[int | None, typer.Argument(help=tr("Số của thư.", "The message's number."))] = None,
    dead: Annotated[bool, typer.Option("--dead", help=tr("Mọi thư không gửi được.", "All undeliverable."))] = False,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        wanted = _wanted(store, number, dead)
        ids = service.send_again(desk, store, wanted, by=by or whoami())
    told = service.deliver(desk, ids, at_once=True) if ids else []
    for message in told:
        why = message.error or message.answer
        say(f"• {message.id} {message.person_name}: {tr(*WORDS[message.state])}{f' ({why})' if why else ''}")
    if not told:
        say(tr("Không có thư nào cần gửi lại.", "Nothing to send again."))


def _wanted(store: Store, number: int | None, dead: bool) -> list[Message]:
    """Find what is to be sent again: one message, all undeliverable ones, or all that wait."""
    if number is None:
        shown = Shown.DEAD if dead else Shown.WAITING
        return _of(store, shown) + ([] if dead else [m for m in _of(store, Shown.IN_DOUBT) if not m.sent_at])
    message = store.message(number)
    if message is None:
        raise UnknownMessage(tr(f"Không có thư số {number}; xem `dunghan outbox`.", f"No message {number}."))
    if message.state in (MessageState.SENT, MessageState.CANCELLED):
        word = tr(*WORDS[message.state])
        raise UnknownMessage(tr(f"Thư số {number} {word}, không gửi lại được.", f"Message {number}: {word}."))
    return [message]


def send_test(name: str, by: str) -> bool:
    """Send a test message to every address of a person and say each outcome; tell whether all took it.

    Raises UnknownPerson.
    """
    desk = office()
    person = _person(desk, name)
    well = True
    for address in person.addresses or (service.MAILBOX,):
        outcome = desk.send(trial(person, address, desk.clock()))
        well &= outcome.result is Delivered.SENT
        said = outcome.answer or outcome.why
        say(
            f"{'✓' if outcome.result is Delivered.SENT else '✗'} {person.name}, {channel(address)} {mask(address)}: "
            f"{tr(*OUTCOMES[outcome.result])}{f' ({said})' if said else ''}"
        )
        with desk.database.begin() as store:
            store.record(
                Change(desk.clock(), by, "send-test", f"register/{person.key}", why=said, after=str(outcome.result))
            )
    return well


def _person(desk: Office, name: str) -> Person:
    with desk.database.begin() as store:
        people = store.register().people
    found = [p for p in people if name in (p.key, p.name)] or [p for p in people if name.lower() in p.name.lower()]
    if len(found) == 1:
        return found[0]
    keys = ", ".join(f"{p.key} ({p.name})" for p in found or people) or tr("danh bạ còn trống", "empty register")
    raise UnknownPerson(tr(f"Không rõ “{name}” là ai; có: {keys}.", f"Who is “{name}”? There are: {keys}."))
