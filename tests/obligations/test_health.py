"""How delivery stands, as a value: what left, what waits, what cannot, and what should have left and did not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from obligations import service
from obligations.ports import Delivered, Outcome, Sender
from obligations.records import Message, MessageState
from obligations.service import Office
from obligations.service.health import Count, Health, delivery_health
from tests.office import at, open_test_office, reading, register

JUNE_27 = date(2024, 6, 27)  # a Thursday, eight in the morning


@pytest.fixture
def office(tmp_path: Path) -> Office:
    desk = open_test_office(tmp_path, JUNE_27)
    with desk.database.begin() as store:
        store.save_register(register("mailto://127.0.0.1?from=a@so.example.vn&to=b@so.example.vn"))
        plan = service.ingest(store, reading(), source="ke-hoach.txt", at=desk.clock(), by="thử").plan
        service.approve(desk, store, plan, ["III.3"], by="thử")
    return desk


def health(office: Office, now: datetime) -> Health:
    with office.database.begin() as store:
        return delivery_health(store, now)


def answering(*outcomes: Outcome) -> Sender:
    """Give a way out that answers one message after the other, the last answer for all that follow."""
    left = list(outcomes)

    def answer(message: Message) -> Outcome:
        return left.pop(0) if len(left) > 1 else left[0]

    return answer


def test_where_nothing_was_sent_all_is_sound(office: Office) -> None:
    found = health(office, office.clock())
    assert (found, found.sound) == (Health(JUNE_27), True)


def test_what_left_and_what_waits_is_counted_by_channel(office: Office) -> None:
    later = Outcome(Delivered.LATER, "máy chủ thư đang bận")
    desk = replace(office, send=answering(Outcome(Delivered.SENT), Outcome(Delivered.SENT), later))
    service.sweep(desk, by="thử")
    found = health(desk, desk.clock())
    assert found.counts == (Count("email", MessageState.SENT, 2), Count("email", MessageState.WAITING, 3))
    assert found.oldest is not None
    assert (found.oldest.why, found.oldest.since) == ("máy chủ thư đang bận", desk.clock())
    assert found.sound


def test_what_should_have_left_and_did_not_is_late_after_two_hours_of_sending_time(office: Office) -> None:
    desk = replace(office, send=answering(Outcome(Delivered.LATER, "bận")))
    service.sweep(desk, by="thử")
    began = desk.clock()
    for hours, late in ((2, 0), (2.1, 5), (24, 5)):
        found = health(desk, began + timedelta(hours=hours))
        assert (len(found.late), found.sound) == (late, not late), hours


def test_the_night_and_the_weekend_make_nothing_late(office: Office) -> None:
    friday_evening = at(date(2024, 6, 28))() + timedelta(hours=9.5)
    desk = replace(office, clock=lambda: friday_evening)
    with desk.database.begin() as store:
        for stored in store.occurrences("24-kh-sm-2024", "III.3", period="2024-Q2"):
            service.check(desk, store, [stored], date(2024, 6, 27), by="thử", keep=True)
        service.remind(desk, store, date(2024, 6, 28), now=friday_evening)
    assert health(desk, friday_evening + timedelta(days=2)).sound
    assert not health(desk, friday_evening + timedelta(days=2, hours=17)).sound


def test_dead_and_doubtful_messages_are_told_with_their_reason(office: Office) -> None:
    never, doubt = Outcome(Delivered.NEVER, "550 không có hộp thư"), Outcome(Delivered.IN_DOUBT, "mất kết nối")
    desk = replace(office, send=answering(never, doubt, Outcome(Delivered.SENT)))
    service.sweep(desk, by="thử")
    found = health(desk, desk.clock())
    assert [h.why for h in found.dead] == ["550 không có hộp thư"]
    assert [h.why for h in found.doubtful] == ["mất kết nối"]
    assert not found.sound
    assert not health(desk, desk.clock() + timedelta(days=31)).dead


def test_reminders_that_no_sweep_joined_are_late_on_the_next_day(office: Office) -> None:
    service.run_obligation(office, "24-kh-sm-2024", "III.3", by="thử")
    assert health(office, office.clock() + timedelta(hours=10)).unjoined == 0
    next_day = health(office, office.clock() + timedelta(days=1, hours=2))
    assert next_day.unjoined > 0
    assert not next_day.sound
