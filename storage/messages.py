"""The outbox as the verbs see it: messages put in once by key, and read back; the address is sealed."""

from __future__ import annotations

import json
from datetime import date, datetime

from sqlalchemy import select, update

from obligations.records import Message, MessageState, Payload
from storage.secrets import seal, unseal
from storage.shelf import Shelf
from storage.tables import MessageRow


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
        row = {
            "key": key,
            "on_day": on,
            "person": person,
            "person_name": person_name,
            "role": role,
            "address": seal(self._key, address),
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

    def messages(self, state: MessageState | None = None, on: date | None = None) -> list[Message]:
        """List messages, oldest first."""
        statement = select(MessageRow).order_by(MessageRow.on_day, MessageRow.id)
        if state is not None:
            statement = statement.where(MessageRow.state == state)
        if on is not None:
            statement = statement.where(MessageRow.on_day == on)
        return [message_of(row, self._key) for row in self._all(statement)]

    def message(self, message: int) -> Message | None:
        """Find a message by its id."""
        row = self._one(select(MessageRow).where(MessageRow.id == message))
        return None if row is None else message_of(row, self._key)

    def requeue(self, message: int, address: str, now: datetime) -> bool:
        """Let a dead message wait again, at another address; False where it is not dead."""
        statement = update(MessageRow).where(MessageRow.id == message, MessageRow.state == MessageState.DEAD)
        values = {"state": MessageState.WAITING, "address": seal(self._key, address), "attempts": 0, "not_before": now}
        return self._change(statement.values(**values, doubts=0, error=None)) == 1

    def withdraw(self, message: Message, why: str) -> bool:
        """Take a claimed message back within a transaction; False where it is leaving or another sender has it.

        Its key is free again: what it carried may be asked for once more, and must not find a message that never left.
        """
        held = (MessageState.WAITING, MessageState.LEASED, MessageState.DEAD)
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
