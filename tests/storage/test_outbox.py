"""The outbox loses nothing: leases, fences, doubts and pauses."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from obligations.ports import Delivered, Outcome
from obligations.records import Message, MessageState
from storage import SqlDatabase
from storage.outbox import LONGEST_PAUSE, MOST_ATTEMPTS, pause
from tests.storage.samples import (
    LEASE,
    NOW,
    PAYLOAD,
    TOKEN,
    add_occurrence,
    add_reminder,
    claim,
    enqueue,
    mark_done,
    mark_sending,
    withdraw,
)

SENT, LATER, NEVER, IN_DOUBT = (Outcome(result, "lý do") for result in Delivered)
MINUTE = timedelta(minutes=1)
AFTER_LEASE = NOW + LEASE


def _put(database: SqlDatabase, *keys: str) -> list[int]:
    with database.begin() as store:
        return [enqueue(store, key) for key in keys]


def _claim_one(database: SqlDatabase) -> Message:
    _put(database, "1")
    (message,) = claim(database, NOW, LEASE, 10)
    return message


def _now(database: SqlDatabase, message: Message) -> Message:
    with database.begin() as store:
        found = store.message(message.id)
    assert found is not None
    return found


def test_a_message_comes_back_as_it_was_put_in(database: SqlDatabase) -> None:
    (number,) = _put(database, "k")
    with database.begin() as store:
        message = store.message(number)
        assert message is not None
        assert store.messages() == [message]
        assert store.message(number + 1) is None
    assert (message.key, message.person_name, message.role) == ("k", "Cán bộ đầu mối", "focal")
    assert (message.address, message.payload) == (f"tgram://{TOKEN}/12345", PAYLOAD)
    assert (message.state, message.attempts, message.not_before) == (MessageState.WAITING, 0, NOW)


def test_a_key_is_put_in_once(database: SqlDatabase) -> None:
    _put(database, "k")
    with database.begin() as store:
        again = store.enqueue(
            key="k",
            on=date(2027, 1, 1),
            person="x",
            person_name="x",
            role="x",
            address="x",
            payload=PAYLOAD,
            not_before=NOW,
        )
        assert again is None
        assert len(store.messages()) == 1


def test_messages_are_found_by_state_and_day(database: SqlDatabase) -> None:
    with database.begin() as store:
        enqueue(store, "1", on=date(2026, 3, 3))
        enqueue(store, "2", on=date(2026, 3, 1))
    claim(database, NOW, LEASE, 1)
    with database.begin() as store:
        assert [m.key for m in store.messages()] == ["2", "1"]
        assert [m.key for m in store.messages(MessageState.LEASED)] == ["2"]
        assert [m.key for m in store.messages(on=date(2026, 3, 3))] == ["1"]


def test_the_oldest_are_leased_first_and_no_more_than_asked(database: SqlDatabase) -> None:
    with database.begin() as store:
        for key, day in (("b", 4), ("c", 4), ("a", 1)):
            enqueue(store, key, on=date(2026, 3, day))
        enqueue(store, "later", on=date(2026, 1, 1), not_before=NOW + MINUTE)
    assert [m.key for m in claim(database, NOW, LEASE, 2)] == ["a", "b"]
    assert [m.key for m in claim(database, NOW, LEASE, 2)] == ["c"]
    assert claim(database, NOW, LEASE, 2) == []
    assert [m.key for m in claim(database, NOW + MINUTE, LEASE, 2)] == ["later"]


def test_only_the_messages_asked_for_are_leased(database: SqlDatabase) -> None:
    numbers = _put(database, "1", "2", "3")
    assert [m.id for m in claim(database, NOW, LEASE, 10, numbers[1:2])] == numbers[1:2]
    assert claim(database, NOW, LEASE, 10, []) == []


def test_a_message_goes_its_way_once(database: SqlDatabase) -> None:
    message = _claim_one(database)
    assert (message.state, message.attempts, message.fence) == (MessageState.LEASED, 0, 1)
    assert mark_sending(database, message, NOW)
    assert not mark_sending(database, message, NOW)
    assert mark_done(database, message, SENT, NOW + MINUTE) is MessageState.SENT
    sent = _now(database, message)
    assert (sent.state, sent.attempts, sent.sent_at, sent.error) == (MessageState.SENT, 1, NOW + MINUTE, None)
    assert claim(database, AFTER_LEASE, LEASE, 10) == []
    assert mark_done(database, message, NEVER, NOW) is MessageState.SENT
    assert not withdraw(database, message, "muộn")


def test_a_lease_that_ran_out_before_sending_costs_no_attempt(database: SqlDatabase) -> None:
    first = _claim_one(database)
    assert claim(database, AFTER_LEASE - MINUTE, LEASE, 10) == []
    (second,) = claim(database, AFTER_LEASE, LEASE, 10)
    assert (second.state, second.attempts, second.fence) == (MessageState.LEASED, 0, 2)
    assert not mark_sending(database, first, AFTER_LEASE)
    assert mark_sending(database, second, AFTER_LEASE)


def test_whoever_lets_a_lease_run_out_does_not_begin_to_send(database: SqlDatabase) -> None:
    message = _claim_one(database)
    assert not mark_sending(database, message, AFTER_LEASE)
    assert _now(database, message).attempts == 0


def test_the_lease_starts_anew_when_sending_begins(database: SqlDatabase) -> None:
    message = _claim_one(database)
    mark_sending(database, message, AFTER_LEASE - MINUTE)
    assert claim(database, AFTER_LEASE, LEASE, 10) == []
    assert len(claim(database, AFTER_LEASE + LEASE, LEASE, 10)) == 1


def test_a_sender_that_died_in_mid_send_leaves_a_doubt_resent_once(database: SqlDatabase) -> None:
    first = _claim_one(database)
    assert mark_sending(database, first, NOW)
    (second,) = claim(database, AFTER_LEASE, LEASE, 10)
    assert (second.id, second.state, second.attempts) == (first.id, MessageState.IN_DOUBT, 1)
    assert second.error is not None
    assert mark_sending(database, second, AFTER_LEASE)
    later = AFTER_LEASE + LEASE
    assert claim(database, later, LEASE, 10) == []
    dead = _now(database, first)
    assert (dead.state, dead.attempts) == (MessageState.DEAD, 2)
    assert dead.error is not None
    assert "hai lần" in dead.error


def test_a_doubt_found_by_a_sender_that_dies_too_is_found_again(database: SqlDatabase) -> None:
    mark_sending(database, _claim_one(database), NOW)
    (found,) = claim(database, AFTER_LEASE, LEASE, 10)
    (again,) = claim(database, AFTER_LEASE + LEASE, LEASE, 10)
    assert (again.state, again.attempts) == (MessageState.IN_DOUBT, 1)
    assert again.fence > found.fence


def test_a_doubt_stays_visible_when_the_resent_message_arrived(database: SqlDatabase) -> None:
    first = _claim_one(database)
    mark_sending(database, first, NOW)
    (second,) = claim(database, AFTER_LEASE, LEASE, 10)
    mark_sending(database, second, AFTER_LEASE)
    assert mark_done(database, second, SENT, AFTER_LEASE) is MessageState.SENT
    assert _now(database, first).error == second.error


def test_a_doubt_is_still_a_doubt_after_the_relay_said_later(database: SqlDatabase) -> None:
    first = _claim_one(database)
    mark_sending(database, first, NOW)
    (second,) = claim(database, AFTER_LEASE, LEASE, 10)
    mark_sending(database, second, AFTER_LEASE)
    assert mark_done(database, second, LATER, AFTER_LEASE) is MessageState.WAITING
    (third,) = claim(database, AFTER_LEASE + LONGEST_PAUSE, LEASE, 10)
    assert third.state is MessageState.IN_DOUBT


def test_a_sender_whose_lease_ran_out_cannot_mark_what_another_took(database: SqlDatabase) -> None:
    slow = _claim_one(database)
    mark_sending(database, slow, NOW)
    (quick,) = claim(database, AFTER_LEASE, LEASE, 10)
    assert mark_done(database, slow, SENT, AFTER_LEASE) is MessageState.IN_DOUBT
    assert not withdraw(database, slow, "muộn")
    mark_sending(database, quick, AFTER_LEASE)
    assert mark_done(database, slow, NEVER, AFTER_LEASE) is MessageState.SENDING
    assert mark_done(database, quick, SENT, AFTER_LEASE) is MessageState.SENT


@pytest.mark.parametrize(
    ("outcome", "state", "error"),
    [
        (LATER, MessageState.WAITING, "lý do"),
        (NEVER, MessageState.DEAD, "lý do"),
        (IN_DOUBT, MessageState.IN_DOUBT, "lý do"),
    ],
)
def test_what_became_of_a_sending_decides_the_state(
    database: SqlDatabase, outcome: Outcome, state: MessageState, error: str
) -> None:
    message = _claim_one(database)
    mark_sending(database, message, NOW)
    assert mark_done(database, message, outcome, NOW) is state
    assert (_now(database, message).state, _now(database, message).error) == (state, error)


def test_later_waits_half_of_a_bound_that_doubles(database: SqlDatabase) -> None:
    _put(database, "1")
    now, pauses = NOW, []
    for _ in range(MOST_ATTEMPTS - 1):
        (message,) = claim(database, now, LEASE, 10)
        mark_sending(database, message, now)
        assert mark_done(database, message, LATER, now) is MessageState.WAITING
        waits = _now(database, message).not_before
        assert claim(database, waits - timedelta(seconds=1), LEASE, 10) == []
        pauses.append((waits - now).total_seconds())
        now = waits
    assert pauses[:8] == [15, 30, 60, 120, 240, 480, 960, 1800]
    assert timedelta(days=5) < timedelta(seconds=sum(pauses)) < timedelta(days=8)
    (message,) = claim(database, now, LEASE, 10)
    mark_sending(database, message, now)
    assert mark_done(database, message, LATER, now) is MessageState.DEAD
    assert _now(database, message).attempts == MOST_ATTEMPTS


def test_a_pause_is_never_longer_than_an_hour() -> None:
    assert pause(MOST_ATTEMPTS, lambda: 1.0) == LONGEST_PAUSE
    assert pause(1, lambda: 0.0) == timedelta(0)


def test_the_other_sides_own_pause_wins(database: SqlDatabase) -> None:
    message = _claim_one(database)
    mark_sending(database, message, NOW)
    mark_done(database, message, replace(LATER, retry_after=timedelta(seconds=7)), NOW)
    assert _now(database, message).not_before == NOW + timedelta(seconds=7)


def test_a_second_doubt_is_the_last(database: SqlDatabase) -> None:
    message = _claim_one(database)
    mark_sending(database, message, NOW)
    assert mark_done(database, message, IN_DOUBT, NOW) is MessageState.IN_DOUBT
    (again,) = claim(database, NOW + LONGEST_PAUSE, LEASE, 10)
    assert again.state is MessageState.IN_DOUBT
    mark_sending(database, again, NOW + LONGEST_PAUSE)
    assert mark_done(database, again, IN_DOUBT, NOW + LONGEST_PAUSE) is MessageState.DEAD


def test_a_message_is_taken_back_before_it_leaves(database: SqlDatabase) -> None:
    (number,) = _put(database, "1")
    with database.begin() as store:
        waiting = store.message(number)
    assert waiting is not None
    assert withdraw(database, waiting, "đã hoàn thành")
    assert (_now(database, waiting).state, _now(database, waiting).error) == (MessageState.CANCELLED, "đã hoàn thành")
    assert claim(database, NOW, LEASE, 10) == []


def test_a_leased_message_is_taken_back_by_its_holder_but_not_once_it_leaves(database: SqlDatabase) -> None:
    held = _claim_one(database)
    _put(database, "2")
    (leaving,) = claim(database, NOW, LEASE, 10)
    mark_sending(database, leaving, NOW)
    assert withdraw(database, held, "đã hoàn thành")
    assert not withdraw(database, leaving, "đã hoàn thành")


def test_a_message_removed_with_its_sample_while_it_was_leaving_counts_as_cancelled(database: SqlDatabase) -> None:
    with database.begin() as store:
        reminder = add_reminder(store, add_occurrence(store))
        store.join([reminder], enqueue(store, "1"))
    (message,) = claim(database, NOW, LEASE, 10)
    mark_sending(database, message, NOW)
    with database.begin() as store:
        store.remove_plan("ke-hoach")
    assert mark_done(database, message, SENT, NOW) is MessageState.CANCELLED
    assert not mark_sending(database, message, NOW)


DIES = """
import os, signal, sys
from storage import open_database
from tests.storage.samples import KEY, LEASE, NOW, claim, enqueue, mark_sending
database = open_database(sys.argv[1], key=KEY)
def die():
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "planning":
    with database.begin() as store:
        enqueue(store, "2")
        die()
(message,) = claim(database, NOW, LEASE, 10)
if sys.argv[2] == "leased":
    die()
mark_sending(database, message, NOW)
die()
"""


@pytest.mark.parametrize(
    ("point", "state", "attempts"),
    [
        ("planning", MessageState.LEASED, 0),
        ("leased", MessageState.LEASED, 0),
        ("sending", MessageState.IN_DOUBT, 1),
    ],
)
def test_a_process_killed_at_any_point_loses_nothing(
    database: SqlDatabase, url: str, point: str, state: MessageState, attempts: int
) -> None:
    _put(database, "1")
    killed = subprocess.run([sys.executable, "-c", DIES, url, point], timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    (found,) = claim(database, AFTER_LEASE, LEASE, 10)
    assert (found.key, found.state, found.attempts) == ("1", state, attempts)
