"""What the operator must be told, by the same outbox as everything else: kept until it has left."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from obligations.model import Role
from obligations.outbox import URGENT
from obligations.records import Message, Payload
from obligations.service.delivering import deliver
from obligations.service.notices import OPERATOR
from obligations.service.reminding import MAILBOX
from obligations.service.values import Office
from obligations.zone import VIETNAM

# Messengers cut what is longer.
SHORT = 3400


def tell_operator(office: Office, what: str, subject: str, lines: Sequence[str]) -> Message | None:
    """Tell the operator of a trouble at once; return the message as it stands, None where told of `what` this hour.

    Where no address is set it goes to the mailbox folder. What cannot leave now is tried again as any message is.
    """
    now = office.clock()
    with office.database.begin() as store:
        message = store.enqueue(
            key=f"operator:{what}:{now.astimezone(VIETNAM):%Y-%m-%dT%H}",
            on=office.today(),
            person=OPERATOR,
            person_name="Người vận hành Đúng Hạn",
            role=str(Role.OFFICE),
            address=office.alarm_to or MAILBOX,
            payload=worded(subject, lines),
            not_before=now,
            priority=URGENT,
        )
    if message is None:
        return None
    return next((m for m in deliver(office, [message], at_once=True) if m.id == message), None)


def worded(subject: str, lines: Sequence[str]) -> Payload:
    """Word a notice: a subject, and one paragraph a line."""
    text = "\n\n".join(lines)
    html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return Payload(f"[Đúng Hạn] {subject}", f"{text}\n", html, text[:SHORT])
