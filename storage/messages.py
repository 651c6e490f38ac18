"""The outbox as the verbs see it: messages put in once by key, and read back; the address is sealed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, text, update

from obligations.outbox import channel
from obligations.records import Message, MessageState, Payload
from storage.secrets import seal, unseal
from storage.shelf import Shelf
from storage.tables import MessageRow, ReminderRow

PLANNING = 0x64756E68


class MessageShelf(Shelf):
    """The part of the store that holds messages."""

    def enqueue(
        self,
        *,
        key: str,
        on: date,
        person: str,
        person_name: str,
        role: str,
        address: str,
        payload: Payload,
        not_before: datetime,
        priority: int = 1,
    ) -> int | None:
        """Put a message into the outbox; None where the key is there already. Of a day, priority 0 leaves first."""
        self._one_planner()
        row = {
            "key": key,
            "on_day": on,
            "person": person,
            "person_name": person_name,
            "role": role,
            "address": seal(self._key, address),
            "channel": channel(address),
            "subject": payload.subject,
            "text": payload.text,
            "html": payload.html,
            "short": payload.short,
            "state": MessageState.WAITING,
            "attempts": 0,
            "doubts": 0,
            "fence": 0,
            "not_before": not_before,
            "planned_at": not_before,
            "priority": priority,
        }
        return next(iter(self._add(MessageRow, [row])), None)

    def _one_planner(self) -> None:
        """Let planners on PostgreSQL in one by one: two that insert the same keys would wait for each other."""
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PLANNING})

    def messages(
        self,
        state: MessageState | None = None,
        on: date | None = None,
        *,
        only: Sequence[int] | None = None,
        doubtful: bool = False,
        last: int | None = None,
    ) -> list[Message]:
        """List messages, oldest first, `only` those with these ids where given.

        The `doubtful` may have arrived twice or not at all; `last` limits the list.
        """
        statement = select(MessageRow)
        if state is not None:
            statement = statement.where(MessageRow.state == state)
        if on is not None:
            statement = statement.where(MessageRow.on_day == on)
        if only is not None:
            statement = statement.where(MessageRow.id.in_(self._among(only)))
        if doubtful:
            statement = statement.where(MessageRow.doubts > 0)
        latest = statement.order_by(MessageRow.on_day.desc(), MessageRow.id.desc()).limit(last)
        return [message_of(row, self._key) for row in reversed(self._all(latest))]

    def message(self, message: int) -> Message | None:
        """Find a message by its id."""
        row = self._one(select(MessageRow).where(MessageRow.id == message))
        return None if row is None else message_of(row, self._key)

    def requeue(self, message: int, address: str, refused: Sequence[str], now: datetime) -> bool:
        """Let a dead message wait again, at an address not among the `refused`; False where it is not dead."""
        statement = update(MessageRow).where(MessageRow.id == message, MessageRow.state == MessageState.DEAD)
        anew = {"state": MessageState.WAITING, "not_before": now, "attempts": 0, "doubts": 0, "error": None}
        way = {"address": seal(self._key, address), "channel": channel(address)}
        kept = seal(self._key, json.dumps(list(refused))) if refused else None
        return self._change(statement.values(**anew, **way, refused=kept, reported=None)) == 1

    def hasten(self, message: int, now: datetime) -> bool:
        """End the pause of a message that waits; False where it does not wait."""
        waits = MessageRow.state.in_((MessageState.WAITING, MessageState.IN_DOUBT))
        return self._change(update(MessageRow).where(MessageRow.id == message, waits).values(not_before=now)) == 1

    def report(self, messages: Sequence[int], notice: int) -> None:
        """Keep which message told of the death of these."""
        self._change(update(MessageRow).where(MessageRow.id.in_(self._among(messages))).values(reported=notice))

    def unreported(self) -> list[Message]:
        """List the dead messages that carry reminders and of whose death nobody was told yet."""
        carries = select(ReminderRow.id).where(ReminderRow.message_id == MessageRow.id).exists()
        dead = select(MessageRow).where(MessageRow.state == MessageState.DEAD, MessageRow.reported.is_(None), carries)
        return [message_of(row, self._key) for row in self._all(dead.order_by(MessageRow.id))]

    def withdraw(self, message: Message, why: str) -> bool:
        """Take a claimed message back within a transaction; False where it is leaving or another sender has it.

        Its key is free again: what it carried may be asked for once more, and must not find a message that never left.
        """
        held = (MessageState.WAITING, MessageState.LEASED, MessageState.IN_DOUBT, MessageState.DEAD)
        statement = update(MessageRow).where(
            MessageRow.id == message.id, MessageRow.fence == message.fence, MessageRow.state.in_(held)
        )
        freed = f"{message.key}:{message.id}"
        values = {"state": MessageState.CANCELLED, "error": why, "leased_until": None, "key": freed}
        return self._change(statement.values(**values)) == 1


def message_of(row: MessageRow, key: bytes) -> Message:
    """Give the message a row holds, its address opened."""
    return Message(
        id=row.id,
        key=row.key,
        on=row.on_day,
        person=row.person,
        person_name=row.person_name,
        role=row.role,
        address=unseal(key, row.address),
        payload=Payload(row.subject, row.text, row.html, row.short),
        state=row.state,
        attempts=row.attempts,
        fence=row.fence,
        not_before=row.not_before,
        sent_at=row.sent_at,
        error=row.error,
        doubts=row.doubts,
        refused=tuple(json.loads(unseal(key, row.refused))) if row.refused else (),
        answer=row.answer,
        planned_at=row.planned_at,
    )
