"""What the outbox knows besides leases: next addresses, sending hours, what is left over, deaths and moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from obligations.ports import Delivered, Outcome
from obligations.records import Change, Message, MessageState
from storage import SqlDatabase
from tests.storage.samples import (
    LEASE,
    NOW,
    PAYLOAD,
    add_occurrence,
    add_reminder,
    claim,
    enqueue,
    mark_done,
    mark_sending,
)

_, LATER, NEVER, _ = (Outcome(result, "lý do") for result in Delivered)
MINUTE = timedelta(minutes=1)


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


def test_a_message_goes_on_to_the_next_address_without_the_one_that_refused_it(database: SqlDatabase) -> None:
    message = _claim_one(database)
    mark_sending(database, message, NOW)
    assert mark_done(database, message, NEVER, NOW, "mailbox:") is MessageState.WAITING
    onward = _now(database, message)
    assert (onward.address, onward.refused, onward.attempts) == ("mailbox:", (message.address,), 0)
    with database.begin() as store:
        assert [m.id for m in store.claim(NOW, LEASE, 10, quiet=True)] == [message.id]


def test_outside_sending_hours_only_the_mailbox_folder_is_served(database: SqlDatabase) -> None:
    held = _claim_one(database)
    with database.begin() as store:
        assert store.put_back(held)
        assert store.claim(NOW, LEASE, 10, quiet=True) == []
        (again,) = store.claim(NOW, LEASE, 10)
        assert store.direct(again, "mailbox:")
        assert not store.direct(held, "mailbox:")
        assert store.put_back(again)
        assert [m.address for m in store.claim(NOW, LEASE, 10, quiet=True)] == ["mailbox:"]


def test_what_nobody_is_about_to_send_is_found(database: SqlDatabase) -> None:
    fresh, tried, lost = _put(database, "1", "2", "3")
    (second,) = claim(database, NOW, LEASE, 1, [tried])
    mark_sending(database, second, NOW)
    mark_done(database, second, replace(LATER, retry_after=MINUTE), NOW)
    (third,) = claim(database, NOW, LEASE, 1, [lost])
    mark_sending(database, third, NOW)
    with database.begin() as store:
        assert store.left_over(NOW, LEASE) == []
        assert store.left_over(NOW + MINUTE, LEASE) == [tried]
        assert store.left_over(NOW + LEASE, LEASE) == [fresh, tried, lost]
        assert store.left_over(NOW + LEASE, LEASE, quiet=True) == []


def test_the_pause_of_what_waits_can_be_ended_and_of_what_left_cannot(database: SqlDatabase) -> None:
    message = _claim_one(database)
    mark_sending(database, message, NOW)
    with database.begin() as store:
        assert not store.hasten(message.id, NOW)
    mark_done(database, message, LATER, NOW)
    with database.begin() as store:
        assert store.hasten(message.id, NOW)
    assert len(claim(database, NOW, LEASE, 1)) == 1


def test_a_death_is_reported_once_and_only_where_reminders_are_carried(database: SqlDatabase) -> None:
    with database.begin() as store:
        reminder = add_reminder(store, add_occurrence(store))
        number, other = enqueue(store, "1"), enqueue(store, "2")
        store.join([reminder], number)
        assert [r.id for r in store.carried([number, other])] == [reminder]
    for message in claim(database, NOW, LEASE, 10):
        mark_sending(database, message, NOW)
        mark_done(database, message, NEVER, NOW)
    with database.begin() as store:
        assert [m.id for m in store.unreported()] == [number]
        store.report([number], other)
        assert store.unreported() == []


def test_the_mark_of_the_log_moves_with_every_line_but_those_on_messages(database: SqlDatabase) -> None:
    with database.begin() as store:
        marks = [store.log_mark()]
        for about in ("plan/x", "message/1", "register"):
            store.record(Change(NOW, "thử", "edit", about))
            marks.append(store.log_mark())
    assert marks[0] != marks[1] == marks[2] != marks[3]


def test_an_address_that_moved_is_replaced_where_it_stands(database: SqlDatabase) -> None:
    with database.begin() as store:
        add_occurrence(store)
        old, other = store.register().people[0].addresses
        assert store.readdress("dau-moi", old, "tgram://moi/1")
        assert not store.readdress("dau-moi", old, "tgram://moi/2")
        assert not store.readdress("khong-co", old, "tgram://moi/2")
        assert store.register().people[0].addresses == ("tgram://moi/1", other)


def test_urgent_messages_are_leased_before_older_ones(database: SqlDatabase) -> None:
    with database.begin() as store:
        enqueue(store, "cũ", on=date(2026, 1, 1))
        store.enqueue(
            key="gấp", on=date(2026, 3, 2), person="p", person_name="P", role="head", address="mailbox:",
            payload=PAYLOAD, not_before=NOW, priority=0,
        )  # fmt: skip
    assert [m.key for m in claim(database, NOW, LEASE, 10)] == ["gấp", "cũ"]
