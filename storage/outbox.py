"""The way out of the outbox: leases, fences and what becomes of a sending, each one short transaction.

waiting -> leased -> sending -> sent | dead | waiting (later) | in_doubt -> (leased anew, once) sending -> …
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, and_, case, or_, select, update

from obligations.ports import Delivered, Outcome
from obligations.records import Message, MessageState
from storage.messages import message_of
from storage.shelf import Shelf
from storage.tables import MessageRow

MOST_ATTEMPTS = 300  # about a week of the longest pauses: a relay may be down over a weekend and longer
MOST_DOUBTS = 1
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
TWICE_IN_DOUBT = "hai lần gửi đều không rõ đã tới hay chưa; hãy hỏi người nhận rồi gửi lại nếu cần"
ONCE_IN_DOUBT = "máy dừng giữa lúc gửi, không rõ đã tới hay chưa; gửi lại một lần"


class OutboxShelf(Shelf):
    """The part of the store that senders work on."""

    def claim(self, now: datetime, lease: timedelta, limit: int, only: Sequence[int] | None) -> list[Message]:
        """Lease what may leave, oldest first; settle first what was left in `sending` by a sender that died."""
        self._settle(now)
        free = or_(MessageRow.leased_until.is_(None), MessageRow.leased_until <= now)
        ready = and_(MessageRow.state.in_((MessageState.WAITING, MessageState.IN_DOUBT)), MessageRow.not_before <= now)
        statement = select(MessageRow.id).where(free, or_(ready, MessageRow.state == MessageState.LEASED))
        if only is not None:
            statement = statement.where(MessageRow.id.in_(self._among(only)))
        statement = statement.order_by(MessageRow.on_day, MessageRow.id).limit(limit)
        found = self._all(statement.with_for_update(skip_locked=True))
        return self._lease(found, now, lease) if found else []

    def _settle(self, now: datetime) -> None:
        """Put what was being sent when its lease ran out in doubt; the second time, to rest."""
        lost = select(MessageRow.id).where(MessageRow.state == MessageState.SENDING, MessageRow.leased_until <= now)
        if not (found := self._all(lost.with_for_update(skip_locked=True))):
            return
        self._change(
            update(MessageRow)
            .where(MessageRow.id.in_(self._among(found)))
            .values(
                state=case((MessageRow.doubts >= MOST_DOUBTS, MessageState.DEAD), else_=MessageState.IN_DOUBT),
                error=case((MessageRow.doubts >= MOST_DOUBTS, TWICE_IN_DOUBT), else_=ONCE_IN_DOUBT),
                doubts=MessageRow.doubts + 1,
                fence=MessageRow.fence + 1,
                leased_until=None,
            )
        )

    def _lease(self, found: Sequence[int], now: datetime, lease: timedelta) -> list[Message]:
        rows = MessageRow.id.in_(self._among(found))
        self._change(
            update(MessageRow)
            .where(rows)
            .values(
                state=case((MessageRow.doubts > 0, MessageState.IN_DOUBT), else_=MessageState.LEASED),
                fence=MessageRow.fence + 1,
                leased_until=now + lease,
                lease_seconds=lease.total_seconds(),
            )
        )
        leased = self._all(select(MessageRow).where(rows).order_by(MessageRow.on_day, MessageRow.id))
        return [message_of(row, self._key) for row in leased]

    def mark_sending(self, message: Message, now: datetime) -> bool:
        """Say that sending begins and start the lease anew; False where it ran out or another sender has it."""
        row = self._one(select(MessageRow).where(MessageRow.id == message.id))
        if row is None or row.lease_seconds is None:
            return False
        held = _held(message, MessageState.LEASED, MessageState.IN_DOUBT).where(MessageRow.leased_until > now)
        until = now + timedelta(seconds=row.lease_seconds)
        values = {"state": MessageState.SENDING, "attempts": MessageRow.attempts + 1, "leased_until": until}
        return self._change(held.values(**values)) == 1

    def mark_done(self, message: Message, outcome: Outcome, now: datetime, chance: Callable[[], float]) -> MessageState:
        """Keep what became of a sending unless another sender has the message; return its state now.

        A message whose row is gone (its sample plan was removed) counts as cancelled.
        """
        row = self._one(select(MessageRow).where(MessageRow.id == message.id))
        if row is None:
            return MessageState.CANCELLED
        state, new = _settled(row, outcome, now, chance)
        held = _held(message, MessageState.SENDING)
        if self._change(held.values(state=state, leased_until=None, **new)):
            return state
        return self._state(message)

    def _state(self, message: Message) -> MessageState:
        state = self._one(select(MessageRow.state).where(MessageRow.id == message.id))
        return MessageState.CANCELLED if state is None else state

    def mark_cancelled(self, message: Message, why: str) -> bool:
        """Take a message back before it leaves; False where it is leaving, has left, or another sender has it."""
        waiting = (MessageState.WAITING, MessageState.LEASED, MessageState.IN_DOUBT)
        values = {"state": MessageState.CANCELLED, "error": why, "leased_until": None}
        return self._change(_held(message, *waiting).values(**values)) == 1


def _held(message: Message, *states: MessageState) -> Update:
    return update(MessageRow).where(
        MessageRow.id == message.id, MessageRow.fence == message.fence, MessageRow.state.in_(states)
    )


def _settled(
    row: MessageRow, outcome: Outcome, now: datetime, chance: Callable[[], float]
) -> tuple[MessageState, dict[str, Any]]:
    """Decide the state after a sending and the columns that change with it.

    The word about an earlier doubt stays on a sent message: it says which message may have arrived twice.
    """
    later = {"error": outcome.why, "not_before": now + (outcome.retry_after or pause(row.attempts, chance))}
    if outcome.result is Delivered.SENT:
        return MessageState.SENT, {"sent_at": now, "error": row.error if row.doubts else None}
    if outcome.result is Delivered.NEVER or row.attempts >= MOST_ATTEMPTS:
        return MessageState.DEAD, {"error": outcome.why}
    if outcome.result is Delivered.LATER:
        return MessageState.WAITING, later
    if row.doubts >= MOST_DOUBTS:
        return MessageState.DEAD, {"error": f"{TWICE_IN_DOUBT} ({outcome.why})", "doubts": row.doubts + 1}
    return MessageState.IN_DOUBT, {**later, "doubts": row.doubts + 1}


def pause(attempts: int, chance: Callable[[], float]) -> timedelta:
    """Give a pause drawn from 0 to a bound that doubles with every attempt (full jitter); `chance` lies in 0..1."""
    return chance() * min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)
