"""Yields how delivery stands: what left, what waits, what cannot, and what should have left and did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from obligations.outbox import channel
from obligations.ports import Store
from obligations.records import Message, MessageState, ReminderState, StoredReminder
from obligations.timing.hours import USUAL, Hours, departure, elapsed
from obligations.timing.workdays import DAY, WEEKENDS, Calendar
from obligations.zone import VIETNAM

PATIENCE = timedelta(hours=2)
"""Sending time that may go by before a message that waits is late."""

DEAD_FOR = timedelta(days=30)
"""How long an undeliverable message is told of."""

ON_THE_WAY = (MessageState.WAITING, MessageState.LEASED, MessageState.SENDING, MessageState.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages of a channel are in a state."""

    channel: str
    state: MessageState
    number: int


@dataclass(frozen=True, slots=True)
class Held:
    """One message that has not arrived for certain: since when, and why. No address, nothing secret."""

    message: int
    person_name: str
    channel: str
    state: MessageState
    since: datetime
    attempts: int
    why: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """How delivery stands at an instant.

    `counts` are the day's messages and all older ones still on their way; `oldest` is what waits longest; `dead`
    cannot be delivered; `doubtful` may have arrived twice or not at all; `late` should have left and did not, and so
    should `unjoined`: reminders planned before today that no message carries yet.
    """

    on: date
    counts: tuple[Count, ...] = ()
    oldest: Held | None = None
    dead: tuple[Held, ...] = ()
    doubtful: tuple[Held, ...] = ()
    late: tuple[Held, ...] = ()
    unjoined: int = 0

    @property
    def sound(self) -> bool:
        """Tell whether nothing needs a person: everything left that should have, and what is in doubt is told."""
        return not (self.dead or self.late or self.unjoined)


def delivery_health(
    store: Store,
    now: datetime,
    *,
    hours: Hours = USUAL,
    calendar: Calendar = WEEKENDS,
    patience: timedelta = PATIENCE,
) -> Health:
    """Give how delivery stands: the messages of the day `now` falls on in Vietnam, and all that are not at rest."""
    today = now.astimezone(VIETNAM).date()
    open_ones = [m for state in ON_THE_WAY for m in store.messages(state)]
    today_s = [m for m in store.messages(on=today) if m.state not in ON_THE_WAY]
    waiting = sorted(map(held, open_ones), key=lambda h: (h.since, h.message))
    dead = [m for m in store.messages(MessageState.DEAD) if today - m.on <= DEAD_FOR and store.reminders_of(m.id)]
    return Health(
        on=today,
        counts=_counts([*open_ones, *today_s]),
        oldest=waiting[0] if waiting else None,
        dead=tuple(map(held, dead)),
        doubtful=tuple(held(m) for m in [*open_ones, *today_s] if m.doubts and m.state is not MessageState.DEAD),
        late=tuple(h for h in waiting if elapsed(h.since, now, hours, calendar) > patience),
        unjoined=len(_unjoined(store.reminders(state=ReminderState.PLANNED), now, hours, calendar, patience)),
    )


def held(message: Message) -> Held:
    """Say of a message what a person must know to mend it."""
    return Held(
        message=message.id,
        person_name=message.person_name,
        channel=channel(message.address),
        state=message.state,
        since=message.planned_at or message.not_before,
        attempts=message.attempts,
        why=message.error,
    )


def _counts(messages: Iterable[Message]) -> tuple[Count, ...]:
    found = Counter((channel(m.address), m.state) for m in messages)
    return tuple(Count(way, state, number) for (way, state), number in sorted(found.items()))


def _unjoined(
    planned: Iterable[StoredReminder], now: datetime, hours: Hours, calendar: Calendar, patience: timedelta
) -> list[StoredReminder]:
    """Keep the reminders that a sweep should have joined by now: that of the first morning after their day."""

    def due(day: date) -> datetime:
        return departure(datetime.combine(day + DAY, time(), VIETNAM).astimezone(UTC), hours, calendar)

    return [r for r in planned if elapsed(due(r.planned_on), now, hours, calendar) > patience]
