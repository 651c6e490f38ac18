"""From the outbox to the reader: each message with a last look, one wait for the disk, and its outcome kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from obligations.errors import DunghanError
from obligations.outbox import channel
from obligations.ports import Delivered, Keeping, Outcome, Sender, Store
from obligations.records import Change, Message, MessageState
from obligations.service.notices import NOTICES, OPERATOR, REPORT_WITHIN, raise_alarm, report_dead
from obligations.service.reminding import MAILBOX, carries_summary, current, holds, remind
from obligations.service.summing import morning
from obligations.service.values import Office
from obligations.timing.hours import departure
from obligations.units import Register
from obligations.zone import VIETNAM

LEASE = timedelta(minutes=5)
BATCH = 20
BY = "hộp gửi"
GONE = "người nhận không còn trong danh bạ, hoặc mọi địa chỉ của người nhận đều đã bị từ chối"
CHANGED = "đã thay đổi trước khi gửi"


def deliver(office: Office, only: Sequence[int] | None = None, *, at_once: bool = False) -> list[Message]:
    """Send what waits in the outbox (these messages, all where None); return the messages as they stand afterwards.

    Each is looked at once more before it leaves: a digest whose every item is closed or extended by now is cancelled,
    one of which some are is worded anew (rule 21). `sending` is committed before, the outcome after. Outside sending
    hours only the mailbox folder is served, unless a person asked to send `at_once`. Of what turns out undeliverable
    the plan's office is told.
    """
    turn = _Turn(office, None if only is None else list(only), at_once)
    with _keeping(office.send) as send:
        while (message := turn.next()) is not None:
            turn.landed = message, send(message)
    with office.database.begin() as store:
        notices = report_dead(office, store)
        told = store.messages(only=[*(only or ()), *turn.handled])
    return [*told, *deliver(office, notices, at_once=at_once)] if notices else told


def _keeping(send: Sender) -> AbstractContextManager[Sender]:
    return send.keeping() if isinstance(send, Keeping) else nullcontext(send)


def retry(office: Office) -> list[Message]:
    """Send what could not leave before and whose pause is over, and what a sender that died left behind.

    Return the messages as they stand afterwards. What was enqueued a moment ago is left to the one who enqueued it. The
    operator is told where something is late.
    """
    now = office.clock()
    with office.database.begin() as store:
        due = store.left_over(now, LEASE, quiet=quiet(office, now))
        alarm = raise_alarm(office, store) if due else None
    told = deliver(office, due) if due else []
    return [*told, *deliver(office, [alarm])] if alarm is not None else told


def revive(store: Store, now: datetime) -> int:
    """Let what could not be delivered wait again for people who have an address it was not tried at; count them.

    Notices of delivery itself are left at rest, for what they tell is mended by the same address, and so is what is
    older than a month.
    """
    ways, count = _ways(store.register()), 0
    since = now.astimezone(VIETNAM).date() - REPORT_WITHIN
    for message in store.messages(MessageState.DEAD):
        if message.key.startswith(NOTICES) or message.on < since:
            continue
        tried = (*message.refused, message.address)
        untried = [address for address in ways.get(message.person, ()) if address not in tried]
        count += bool(untried) and store.requeue(message.id, untried[0], message.refused, now)
    return count


def send_again(office: Office, store: Store, messages: Iterable[Message], *, by: str) -> list[int]:
    """Let messages leave now: what waits without its pause, what is undeliverable at every address anew.

    Return the ids of those that may; what somebody is just sending is left to them.
    """
    ways, done, now = _ways(store.register()), list[int](), office.clock()
    for message in messages:
        address = next(iter(ways.get(message.person, ())), message.address)
        if store.requeue(message.id, address, (), now) or store.hasten(message.id, now):
            store.record(Change(office.clock(), by, "retry", f"message/{message.id}", before=message.error))
            done.append(message.id)
    return done


def _ways(register: Register) -> dict[str, tuple[str, ...]]:
    return {person.key: person.addresses or (MAILBOX,) for person in register.people}


def quiet(office: Office, now: datetime) -> bool:
    """Tell whether it is outside sending hours."""
    return departure(now, office.hours, office.calendar) > now


@dataclass
class _Turn:
    """One turn at the outbox: what is claimed and looked at, what is in the air, what was handled.

    The outcome of one message and the mark that the next is being sent are one transaction: the disk is waited for
    once a message. Anything that takes thought (claiming, looking, wording anew) has a transaction of its own, so that
    its failure never takes the word `sent` with it.
    """

    office: Office
    only: list[int] | None
    at_once: bool
    claimed: deque[Message] = field(default_factory=deque)
    handled: list[int] = field(default_factory=list)
    landed: tuple[Message, Outcome] | None = None
    ways: dict[str, tuple[str, ...]] = field(default_factory=dict)
    log_mark: int = 0
    just_looked: bool = False

    def next(self) -> Message | None:
        """Keep what has landed and give the next message, marked as being sent; None where nothing may leave."""
        while True:
            with self.office.database.begin() as store:
                self._settle(store)
                message = self._off(store)
            self.landed = None
            if message is not None:
                return message
            if not self._look():
                return None

    def _quiet(self, now: datetime) -> bool:
        return not self.at_once and quiet(self.office, now)

    def _settle(self, store: Store) -> None:
        if self.landed is None:
            return
        (message, outcome), now = self.landed, self.office.clock()
        onward = next(
            (a for a in self.ways.get(message.person, ()) if a not in (*message.refused, message.address)), None
        )
        state = store.mark_done(message, outcome, now, onward)
        self.handled.append(message.id)
        if self.only is not None and not (state is MessageState.WAITING and outcome.result is not Delivered.LATER):
            self.only = [i for i in self.only if i != message.id]
        if outcome.result is not Delivered.SENT:
            store.record(Change(now, BY, str(state), f"message/{message.id}", why=outcome.why))
        if outcome.moved_to and store.readdress(message.person, message.address, outcome.moved_to):
            store.record(Change(now, BY, "readdress", f"register/{message.person}", why=outcome.why))

    def _off(self, store: Store) -> Message | None:
        """Mark the next claimed message as being sent where nothing has changed since it was looked at.

        The first after a look is sent whatever others write meanwhile: else they could hold up all sending.
        """
        just_looked, self.just_looked = self.just_looked, False
        if not self.claimed or not (just_looked or store.log_mark() == self.log_mark):
            return None
        while self.claimed:
            message = self.claimed.popleft()
            if (bound := self._bound(store, message)) is not None:
                return bound
        return None

    def _bound(self, store: Store, message: Message) -> Message | None:
        """Direct a message to where its reader is reached now, and mark it; None where it does not leave."""
        now = self.office.clock()
        known = [a for a in self.ways.get(message.person, ()) if a not in message.refused]
        if not known:
            self._bury(store, message, GONE)
            return None
        bound = message if message.address in known else replace(message, address=known[0])
        if bound is not message:
            store.direct(message, bound.address)
        if self._quiet(now) and channel(bound.address) != "mailbox":
            store.put_back(message)
            return None
        if not store.mark_sending(bound, now, LEASE):
            return None
        if message.state is MessageState.IN_DOUBT:
            store.record(Change(now, BY, "resend", f"message/{message.id}", why=message.error))
        return bound

    def _bury(self, store: Store, message: Message, why: str) -> None:
        now = self.office.clock()
        if store.mark_sending(message, now, LEASE):
            state = store.mark_done(message, Outcome(Delivered.NEVER, why), now)
            store.record(Change(now, BY, str(state), f"message/{message.id}", why=why))
            self.handled.append(message.id)

    def _look(self) -> bool:
        """Claim more where nothing is left, and look once more at what is claimed; False where there is nothing."""
        now = self.office.clock()
        with self.office.database.begin() as store:
            if not self.claimed:
                self.claimed.extend(store.claim(now, LEASE, BATCH, self.only, quiet=self._quiet(now)))
            if not self.claimed:
                return False
            self.log_mark, register = store.log_mark(), store.register()
            self.ways = _ways(register) | {OPERATOR: (self.office.alarm_to or MAILBOX,)}
            idle = _idle(self.office, store, self.claimed, register)
        self.just_looked = True
        for message in idle:
            self.claimed.remove(message)
            self._replace(message)
        return True

    def _replace(self, message: Message) -> None:
        """Withdraw a message of which something no longer holds, and join what remains anew."""
        office, fresh = self.office, list[int]()
        try:
            with office.database.begin() as store:
                about = sorted({r.occurrence for r in store.reminders_of(message.id)})
                if store.withdraw(message, CHANGED):
                    store.release_reminders(message.id)
                    summary = morning(office, store, message.on) if carries_summary(message) else None
                    now = office.clock()
                    fresh = remind(office, store, message.on, now=now, occurrences=about, summary=summary)
        except DunghanError as fault:  # a message that cannot be worded holds up no other
            with office.database.begin() as store:
                self._bury(store, message, f"không soạn lại được thư: {fault}")
        self.handled.append(message.id)
        if self.only is not None:
            self.only = [*(i for i in self.only if i != message.id), *fresh]


def _idle(office: Office, store: Store, messages: Sequence[Message], register: Register) -> list[Message]:
    """List the messages that must not leave as they are: something they carry is closed, or asked of somebody else.

    One in doubt leaves as it is while any of it holds: its reader may have it already.
    """
    carried = store.carried([m.id for m in messages])
    held: dict[int, list[bool]] = {}
    for on in {m.on for m in messages}:
        of_the_day = {m.id for m in messages if m.on == on}
        theirs = [r for r in carried if r.message in of_the_day]
        now = current(office, store, theirs, on, register)
        for one in theirs:
            held.setdefault(one.message or 0, []).append(holds(office, one, now[one.occurrence], register, on))
    return [m for m in messages if (found := held.get(m.id)) and not (any(found) if m.doubts else all(found))]
