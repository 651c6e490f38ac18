"""From the outbox to the reader: next addresses, doubts, notices, sending hours, clocks that jump."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from obligations import service
from obligations.errors import BadSettings
from obligations.model import Role, Status
from obligations.ports import Delivered, Outcome, Sender
from obligations.records import Message, MessageState, Payload, ReminderState
from obligations.reminders import Digest
from obligations.service import Office
from obligations.service.delivering import LEASE
from obligations.service.notices import OPERATOR
from obligations.units import Post, Register
from tests.office import at, open_test_office, reading, register

JUNE_27 = date(2024, 6, 27)  # a Thursday; the rung of two working days before the quarter's end
PLAN = "24-kh-sm-2024"
MOT, HAI = (f"mailto://127.0.0.1?from=a@so.example.vn&to={name}@so.example.vn" for name in ("mot", "hai"))
SENT, LATER, NEVER, DOUBT = (Outcome(result, None if result is Delivered.SENT else "lý do") for result in Delivered)


@dataclass
class Way:
    """A way out that keeps what left, and answers by address; an answer is used up unless it is the last."""

    answers: dict[str, list[Outcome]] = field(default_factory=dict)
    left: list[Message] = field(default_factory=list)

    def __call__(self, message: Message) -> Outcome:
        """Take a message."""
        self.left.append(message)
        said = self.answers.get(message.address, [SENT])
        return said.pop(0) if len(said) > 1 else said[0]


def reached_at(known: Register, *addresses: str) -> Register:
    """Give everybody these addresses."""
    return replace(known, people=tuple(replace(p, addresses=addresses) for p in known.people))


@pytest.fixture
def post() -> Way:
    return Way()


@pytest.fixture
def office(tmp_path: Path, post: Way) -> Office:
    desk = open_test_office(tmp_path, JUNE_27, send=post)
    with desk.database.begin() as store:
        store.save_register(reached_at(register(), MOT, HAI))
        plan = service.ingest(store, reading(), source="ke-hoach.txt", at=desk.clock(), by="thử").plan
        service.approve(desk, store, plan, ["III.3"], by="thử")
    return desk


def plan_one(office: Office, unit: str = "thanh-tra") -> list[int]:
    """Plan the reminders of one unit into the outbox, sending nothing; give the messages' ids."""
    on = office.today()
    with office.database.begin() as store:
        stored = store.occurrences(PLAN, "III.3", unit=unit, period="2024-Q2")
        service.check(office, store, stored, on, by="thử", keep=True)
        return service.remind(office, store, on, now=office.clock(), occurrences=[o.id for o in stored])


def message(office: Office, number: int) -> Message:
    with office.database.begin() as store:
        found = store.message(number)
    assert found is not None
    return found


def lines(office: Office, number: int) -> list[str]:
    with office.database.begin() as store:
        return [change.action for change in store.changes(f"message/{number}")]


def later(office: Office, **passed: float) -> Office:
    """Give the office as it is after some time."""
    then = office.clock() + timedelta(**passed)
    return replace(office, clock=lambda: then)


def test_the_status_and_what_is_to_be_said_of_it_are_kept_together_or_not_at_all(office: Office) -> None:
    class Broken(Exception):
        """The machine stops."""

    def breaks_off() -> None:
        with office.database.begin() as store:
            stored = store.occurrences(PLAN, "III.3", unit="thanh-tra", period="2024-Q2")
            service.check(office, store, stored, JUNE_27, by="thử", keep=True)
            assert service.remind(office, store, JUNE_27, now=office.clock())
            raise Broken

    with pytest.raises(Broken):
        breaks_off()
    with office.database.begin() as store:
        assert (store.reminders(), store.messages()) == ([], [])
        assert {o.status for o in store.occurrences(PLAN, "III.3")} == {Status.PENDING}


def test_a_refused_address_gives_way_to_the_next_one_by_a_sending_of_its_own(office: Office, post: Way) -> None:
    post.answers[MOT] = [NEVER]
    (number,) = plan_one(office)
    service.deliver(office)
    assert [m.address for m in post.left] == [MOT, HAI]
    found = message(office, number)
    assert (found.state, found.address, found.refused, found.attempts) == (MessageState.SENT, HAI, (MOT,), 1)
    assert lines(office, number) == ["waiting"]


def test_a_sender_that_dies_at_the_second_address_resumes_there(office: Office, post: Way) -> None:
    post.answers[MOT] = [NEVER]
    (number,) = plan_one(office)

    def dies(message: Message) -> Outcome:
        if message.address == HAI:
            raise KeyboardInterrupt
        return post(message)

    with pytest.raises(KeyboardInterrupt):
        service.deliver(replace(office, send=dies))
    assert service.retry(later(office, minutes=4)) == []
    assert [m.state for m in service.retry(later(office, minutes=6))] == [MessageState.SENT]
    assert [m.address for m in post.left] == [MOT, HAI]
    assert "resend" in lines(office, number)
    assert message(office, number).error is not None


def test_a_doubt_is_resent_once_with_its_key_and_said_so_in_the_log(office: Office, post: Way) -> None:
    post.answers[MOT] = [DOUBT, SENT]
    (number,) = plan_one(office)
    service.deliver(office)
    assert service.retry(later(office, minutes=9)) == []
    service.retry(later(office, minutes=31))
    first, again = post.left
    assert (first.key, first.doubts) == (again.key, again.doubts - 1)
    assert lines(office, number) == ["in_doubt", "resend"]
    assert message(office, number).state is MessageState.SENT


def test_two_doubts_give_way_to_the_next_address(office: Office, post: Way) -> None:
    post.answers[MOT] = [DOUBT]
    plan_one(office)
    service.deliver(office)
    service.retry(later(office, minutes=31))
    assert [m.address for m in post.left] == [MOT, MOT, HAI]


def test_what_was_met_while_it_was_in_doubt_is_not_resent(office: Office, post: Way) -> None:
    post.answers[MOT] = [DOUBT]
    (number,) = plan_one(office)
    service.deliver(office)
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        duty = service.one_obligation(store, plan, "III.3")
        service.waive(office, store, plan, duty, why="thử", by="thử", unit=None, period=None)
    service.retry(later(office, minutes=31))
    assert len(post.left) == 1
    assert message(office, number).state is MessageState.CANCELLED


def test_the_pause_that_is_asked_for_is_kept_and_counts_as_no_attempt(office: Office, post: Way) -> None:
    post.answers[MOT] = [replace(LATER, retry_after=timedelta(minutes=7)), SENT]
    (number,) = plan_one(office)
    service.deliver(office)
    waits = message(office, number)
    assert (waits.attempts, waits.not_before) == (0, office.clock() + timedelta(minutes=7))
    assert service.retry(later(office, minutes=6)) == []
    assert [m.state for m in service.retry(later(office, minutes=8))] == [MessageState.SENT]


def test_the_plan_s_office_is_told_once_of_what_cannot_be_delivered(office: Office, post: Way) -> None:
    with office.database.begin() as store:
        known = store.register()
        people = [p if p.key == "theo-doi" else replace(p, addresses=(MOT,)) for p in known.people]
        store.save_register(replace(known, people=tuple(people)))
    post.answers[MOT] = [NEVER]
    told = service.sweep(office, by="thử").messages
    (notice,) = [m for m in told if m.key.startswith("dead:")]
    assert (notice.person, notice.state) == ("theo-doi", MessageState.SENT)
    assert "5 thư nhắc không gửi được" in notice.payload.subject
    assert "Trưởng Thanh tra Sở" in notice.payload.short
    assert "units import" in notice.payload.text
    assert "@" not in notice.payload.text
    assert not any(m.key.startswith("dead:") for m in service.sweep(later(office, hours=1), by="thử").messages)


def test_where_nobody_follows_the_plan_the_operator_is_told(office: Office, post: Way) -> None:
    with office.database.begin() as store:
        known = reached_at(store.register(), MOT)
        store.save_register(replace(known, posts=tuple(p for p in known.posts if p.role is not Role.OFFICE)))
    post.answers[MOT] = [NEVER]
    plan_one(office)
    service.deliver(replace(office, alarm_to="tgram://x/1"))
    assert [m.address for m in post.left] == [MOT, "tgram://x/1"]
    assert post.left[-1].person == OPERATOR


def test_an_undeliverable_notice_is_told_to_nobody_else(office: Office, post: Way) -> None:
    post.answers = {MOT: [NEVER], HAI: [NEVER]}
    plan_one(office)
    told = service.deliver(office)
    assert [m.state for m in told] == [MessageState.DEAD, MessageState.DEAD]
    assert service.deliver(office) == []


def test_a_group_that_moved_is_reached_at_its_new_number_from_then_on(office: Office, post: Way) -> None:
    old, new = "tgram://${BOT}/-555", "tgram://${BOT}/-100555"
    with office.database.begin() as store:
        store.save_register(reached_at(store.register(), old, HAI))
    post.answers[old] = [replace(SENT, why="nhóm Telegram đã đổi số", moved_to=new)]
    plan_one(office, "thanh-tra")
    service.deliver(office)
    with office.database.begin() as store:
        (head,) = [p for p in store.register().people if p.key == "truong-thanh-tra"]
        assert head.addresses == (new, HAI)
        assert [c.action for c in store.changes("register/truong-thanh-tra")] == ["readdress"]


def test_a_message_that_cannot_be_worded_anew_dies_and_the_others_leave(office: Office, post: Way) -> None:
    with office.database.begin() as store:
        known = store.register()
        store.save_register(replace(known, posts=(*known.posts, Post("truong-van-phong", Role.HEAD, "van-tai"))))
        plan = service.find_plan(store, PLAN)
        duty = service.one_obligation(store, plan, "III.3")
        both = store.occurrences(PLAN, "III.3", period="2024-Q2")
        both = [o for o in both if o.value.unit in ("van-phong", "van-tai")]
        service.check(office, store, both, JUNE_27, by="thử", keep=True)
        numbers = service.remind(office, store, JUNE_27, now=office.clock())
        anew = next(m.id for i in numbers if (m := store.message(i)) and m.person == "truong-van-phong")
        service.waive(office, store, plan, duty, why="thử", by="thử", unit="van-tai", period="2024-Q2")
    (other,) = plan_one(office)

    def unwordable(_: Digest) -> Payload:
        raise BadSettings("mẫu thư sai")

    service.deliver(replace(office, word=unwordable))
    found = message(office, anew)
    assert (found.state, found.error) == (MessageState.DEAD, "không soạn lại được thư: mẫu thư sai")
    assert message(office, other).state is MessageState.SENT


def test_what_is_urgent_leaves_first(office: Office, post: Way) -> None:
    with office.database.begin() as store:
        for key, priority in (("thường", 1), ("gấp", 0)):
            store.enqueue(
                key=key, on=JUNE_27, person="giam-doc", person_name="Giám đốc", role="leader", address=MOT,
                payload=Payload("", "", "", ""), not_before=office.clock(), priority=priority,
            )  # fmt: skip
    service.deliver(office)
    assert [m.key for m in post.left] == ["gấp", "thường"]


NIGHT = datetime(2024, 6, 28, 12, 30, tzinfo=UTC)  # Friday, 19:30 in Hà Nội
MONDAY = datetime(2024, 7, 1, 0, 0, tzinfo=UTC)


def test_outside_sending_hours_nothing_leaves_until_the_next_working_morning(office: Office, post: Way) -> None:
    plan_one(office)
    for moment in (NIGHT, NIGHT + timedelta(days=1), MONDAY - timedelta(seconds=1)):
        desk = replace(office, clock=lambda moment=moment: moment)  # type: ignore[misc]  # a default, not an argument
        assert service.deliver(desk) == []
        assert service.retry(desk) == []
    assert post.left == []
    (sent,) = service.retry(replace(office, clock=lambda: MONDAY))
    assert (sent.state, sent.attempts) == (MessageState.SENT, 1)


def test_an_overdue_escalation_waits_for_the_morning_too(office: Office, post: Way) -> None:
    sunday = replace(office, clock=at(date(2024, 7, 7)))
    report = service.sweep(sunday, by="thử")
    assert {m.state for m in report.messages} == {MessageState.WAITING}
    assert any(m.role == "leader" for m in report.messages)
    assert post.left == []
    monday = service.retry(replace(office, clock=at(date(2024, 7, 8))))
    assert {m.state for m in monday} == {MessageState.SENT}


def test_what_a_person_sends_by_hand_leaves_at_once_and_the_mailbox_folder_wakes_nobody(
    office: Office, post: Way
) -> None:
    night = replace(office, clock=lambda: NIGHT)
    report = service.run_obligation(night, PLAN, "III.3", unit="thanh-tra", send=True, by="thử")
    assert [m.state for m in report.messages] == [MessageState.SENT]
    with office.database.begin() as store:
        store.save_register(reached_at(store.register()))
    assert {m.state for m in service.sweep(night, by="thử").messages} == {MessageState.SENT}


def test_a_clock_set_back_holds_up_nothing_and_doubles_nothing(office: Office, post: Way) -> None:
    post.answers[MOT] = [LATER, SENT]
    ahead = later(office, days=2)
    (number,) = plan_one(ahead)
    service.deliver(ahead, at_once=True)
    assert message(office, number).state is MessageState.WAITING
    told = service.retry(office)
    assert [m.state for m in told] == [MessageState.SENT]
    assert service.deliver(office) == service.deliver(ahead, at_once=True) == []


def test_a_lease_of_a_clock_that_was_ahead_is_free_again(office: Office, post: Way) -> None:
    ahead = later(office, days=2)
    (number,) = plan_one(ahead)
    with ahead.database.begin() as store:
        assert [m.id for m in store.claim(ahead.clock(), LEASE, 1)] == [number]
    assert [m.state for m in service.retry(office)] == [MessageState.SENT]


def test_a_second_day_that_is_the_same_day_again_sends_nothing_again(office: Office, post: Way) -> None:
    service.sweep(office, by="thử")
    count = len(post.left)
    service.sweep(later(office, days=1), by="thử")
    more = len(post.left)
    service.sweep(office, by="thử")
    service.sweep(later(office, days=1), by="thử")
    assert (count, more) == (5, len(post.left))


def test_the_operator_is_told_once_a_day_of_what_should_have_left(office: Office, post: Way) -> None:
    post.answers = {MOT: [LATER]}
    desk = replace(office, alarm_to="tgram://van-hanh/1")
    service.sweep(desk, by="thử")
    for hours in (1, 3, 4, 5):
        service.sweep(later(desk, hours=hours), by="thử")
    (alarm,) = [m for m in post.left if m.key.startswith("alarm:")]
    assert alarm.address == "tgram://van-hanh/1"
    assert "5 thư lẽ ra đã gửi" in alarm.payload.subject
    assert "lý do" in alarm.payload.text
    service.sweep(later(desk, days=1), by="thử")
    assert len([m for m in post.left if m.key.startswith("alarm:")]) == 2


def test_an_alarm_is_raised_by_what_is_tried_again_too(office: Office, post: Way) -> None:
    post.answers = {MOT: [LATER]}
    desk = replace(office, alarm_to="tgram://van-hanh/1")
    service.sweep(desk, by="thử")
    service.retry(later(desk, hours=3))
    assert [m.address for m in post.left if m.key.startswith("alarm:")] == ["tgram://van-hanh/1"]


@dataclass
class Kept:
    """A sender that keeps its connection, and counts how often it opened one."""

    opened: int = 0

    def __call__(self, message: Message) -> Outcome:
        """Open for one message."""
        raise AssertionError(message)

    @contextmanager
    def keeping(self) -> Iterator[Sender]:
        """Open for many."""
        self.opened += 1
        yield _takes_all


def _takes_all(message: Message) -> Outcome:
    return SENT


def test_one_turn_keeps_its_connections(office: Office) -> None:
    kept = Kept()
    desk = replace(office, send=kept)
    for unit in ("thanh-tra", "van-tai", "cang-vu"):
        plan_one(desk, unit)
    assert len(service.deliver(desk)) == 3
    assert kept.opened == 1


def test_planned_reminders_whose_reader_left_are_cancelled_and_nothing_leaves(office: Office, post: Way) -> None:
    (number,) = plan_one(office)
    with office.database.begin() as store:
        known = store.register()
        posts = tuple(p for p in known.posts if p.person != "truong-thanh-tra")
        people = tuple(p for p in known.people if p.key != "truong-thanh-tra")
        store.save_register(replace(known, posts=posts, people=people))
    service.deliver(office)
    assert post.left == []
    assert message(office, number).state is MessageState.CANCELLED
    with office.database.begin() as store:
        assert {r.state for r in store.reminders() if r.value.rung == "-2"} == {ReminderState.CANCELLED}
