"""The way out of the outbox: leases, fences and what becomes of a sending, inside the caller's transaction.

waiting -> leased -> sending -> sent | dead | waiting (later, or at the next address) | in_doubt -> (leased, once) -> …
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from obligations.outbox import channel
from obligations.ports import Delivered, Outcome
from obligations.records import Message, MessageState
from storage.messages import message_of
from storage.secrets import seal
from storage.shelf import Shelf
from storage.tables import ChangeRow, MessageRow

MOST_ATTEMPTS = 300  # about a week of the longest pauses: a relay may be down over a weekend and longer
MOST_DOUBTS = 1
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
DOUBT_PAUSE = timedelta(minutes=10)  # its reader may have it already: what failed so gets time to recover
LONGEST_WAIT = timedelta(days=1)
TWICE_IN_DOUBT = "hai lần gửi đều không rõ đã tới hay chưa; hãy hỏi người nhận rồi gửi lại nếu cần"
ONCE_IN_DOUBT = "máy dừng giữa lúc gửi, không rõ đã tới hay chưa; gửi lại một lần"
LAST_LINES = 64

READY_STATES = (MessageState.WAITING, MessageState.IN_DOUBT)
ORDER = (MessageRow.priority, MessageRow.on_day, MessageRow.id)


def _free(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """Tell which rows nobody holds; a lease longer than any given now stems from a clock that was set back since."""
    until = MessageRow.leased_until
    return or_(until.is_(None), until <= now, until > now + 2 * lease)


def _ready(now: datetime) -> ColumnElement[bool]:
    """Tell which rows may leave; a wait longer than any there is stems from a clock that was set back since."""
    begins = MessageRow.not_before
    return and_(MessageRow.state.in_(READY_STATES), or_(begins <= now, begins > now + LONGEST_WAIT))


class OutboxShelf(Shelf):
    """The part of the store that senders work on. `chance` draws the pauses between sendings."""

    def __init__(self, session: Session, key: bytes, chance: Callable[[], float]) -> None:
        super().__init__(session, key)
        self._chance = chance

    def claim(
        self,
        now: datetime,
        lease: timedelta,
        limit: int,
        only: Sequence[int] | None = None,
        *,
        quiet: bool = False,
    ) -> list[Message]:
        """Lease what may leave, by urgency and age; settle first what was left in `sending` by a sender that died.

        With `quiet` only what goes into the mailbox folder, which wakes nobody.
        """
        self._settle(now, lease)
        statement = select(MessageRow.id).where(_free(now, lease))
        statement = statement.where(or_(_ready(now), MessageRow.state == MessageState.LEASED))
        if quiet:
            statement = statement.where(MessageRow.channel == "mailbox")
        if only is not None:
            statement = statement.where(MessageRow.id.in_(self._among(only)))
        found = self._all(statement.order_by(*ORDER).limit(limit).with_for_update(skip_locked=True))
        return self._lease(found, now, lease) if found else []

    def left_over(self, now: datetime, lease: timedelta, *, quiet: bool = False) -> list[int]:
        """List what nobody is about to send: its pause is over, or whoever had it is gone.

        What was put in less than a lease ago is left to the one who put it in. `quiet` as in `claim`.
        """
        tried = or_(MessageRow.error.is_not(None), MessageRow.not_before <= now - lease, MessageRow.not_before > now)
        held = MessageRow.state.in_((MessageState.LEASED, MessageState.SENDING))
        statement = select(MessageRow.id).where(_free(now, lease), or_(and_(_ready(now), tried), held))
        if quiet:
            statement = statement.where(MessageRow.channel == "mailbox")
        return self._all(statement.order_by(*ORDER))

    def _settle(self, now: datetime, lease: timedelta) -> None:
        """Put what was being sent when its lease ran out in doubt; the second time, to rest."""
        lost = select(MessageRow.id).where(MessageRow.state == MessageState.SENDING, _free(now, lease))
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
        return [message_of(row, self._key) for row in self._all(select(MessageRow).where(rows).order_by(*ORDER))]

    def mark_sending(self, message: Message, now: datetime, lease: timedelta) -> bool:
        """Say that sending begins and start the lease anew.

        False where the lease ran out or another sender has it. An attempt is counted here and nowhere else.
        """
        held = _held(message, MessageState.LEASED, MessageState.IN_DOUBT).where(MessageRow.leased_until > now)
        values = {"state": MessageState.SENDING, "attempts": MessageRow.attempts + 1, "leased_until": now + lease}
        return self._change(held.values(**values)) == 1

    def direct(self, message: Message, address: str) -> bool:
        """Let a leased message go to another address; False where another sender has it."""
        held = _held(message, MessageState.LEASED, MessageState.IN_DOUBT)
        return self._change(held.values(**self._towards(address))) == 1

    def put_back(self, message: Message) -> bool:
        """Give a leased message back as it was, to leave another time."""
        held = _held(message, MessageState.LEASED, MessageState.IN_DOUBT)
        state = MessageState.IN_DOUBT if message.doubts else MessageState.WAITING
        return self._change(held.values(state=state, leased_until=None)) == 1

    def _towards(self, address: str) -> dict[str, Any]:
        return {"address": seal(self._key, address), "channel": channel(address)}

    def mark_done(self, message: Message, outcome: Outcome, now: datetime, onward: str | None = None) -> MessageState:
        """Keep what became of a sending unless another sender has the message; return its state now.

        Where the address is given up for good, `onward` is the one tried next. A message whose row is gone (its sample
        plan was removed) counts as cancelled.
        """
        state, new = self._landed(message, outcome, now, onward)
        if self._change(_held(message, MessageState.SENDING).values(state=state, leased_until=None, **new)):
            return state
        found = self._one(select(MessageRow.state).where(MessageRow.id == message.id))
        return MessageState.CANCELLED if found is None else found

    def _landed(
        self, message: Message, outcome: Outcome, now: datetime, onward: str | None
    ) -> tuple[MessageState, dict[str, Any]]:
        """Decide the state after a sending and the columns that change with it.

        The word about an earlier doubt stays on a sent message: it says which message may have arrived twice.
        """
        if outcome.result is Delivered.SENT:
            error = message.error if message.doubts else None
            return MessageState.SENT, {"sent_at": now, "error": error, "answer": outcome.answer}
        attempts = message.attempts + 1
        pause_ends = now + (outcome.retry_after or pause(attempts, self._chance))
        doubts = message.doubts + (outcome.result is Delivered.IN_DOUBT)
        if outcome.result is Delivered.LATER and attempts < MOST_ATTEMPTS:
            counted = {} if outcome.retry_after is None else {"attempts": MessageRow.attempts - 1}
            return MessageState.WAITING, {"error": outcome.why, "not_before": pause_ends, **counted}
        if outcome.result is Delivered.IN_DOUBT and doubts <= MOST_DOUBTS:
            later = max(pause_ends, now + DOUBT_PAUSE)
            return MessageState.IN_DOUBT, {"error": outcome.why, "doubts": doubts, "not_before": later}
        return self._given_up(message, outcome, now, onward, doubts)

    def _given_up(
        self, message: Message, outcome: Outcome, now: datetime, onward: str | None, doubts: int
    ) -> tuple[MessageState, dict[str, Any]]:
        """Let a message go on to the next address, or to rest where there is none."""
        twice = outcome.result is Delivered.IN_DOUBT
        refused = seal(self._key, json.dumps([*message.refused, message.address]))
        new = {
            "refused": refused,
            "doubts": doubts,
            "error": f"{TWICE_IN_DOUBT} ({outcome.why})" if twice else outcome.why,
        }
        if onward is None:
            return MessageState.DEAD, new
        return MessageState.WAITING, {**new, "not_before": now, "attempts": 0, **self._towards(onward)}

    def log_mark(self) -> int:
        """Give a number that changes with every line of the log but those on messages.

        Lines can be committed out of order, so the last number alone would miss one.
        """
        return self._one(LOG_MARK) or 0


def _log_mark() -> Select[tuple[int]]:
    last = select(ChangeRow.id).where(ChangeRow.subject.not_like("message/%"))
    return select(func.sum(last.order_by(ChangeRow.id.desc()).limit(LAST_LINES).subquery().c.id))


LOG_MARK = _log_mark()


def _held(message: Message, *states: MessageState) -> Update:
    return update(MessageRow).where(
        MessageRow.id == message.id, MessageRow.fence == message.fence, MessageRow.state.in_(states)
    )


def pause(attempts: int, chance: Callable[[], float]) -> timedelta:
    """Give a pause drawn from 0 to a bound that doubles with every attempt (full jitter); `chance` lies in 0..1."""
    return chance() * min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)
