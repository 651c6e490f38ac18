"""The operator's view of delivery: `outbox`, `retry`, `doctor --send-test`, the alarm address; nothing secret shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from portal import desk
from tests.notifiers.messages import PAYLOAD
from tests.portal.conftest import Cli
from tests.servers import SmtpSink, free_port, login_as, smtp_sink

REGISTER = """
units:
  - key: thanh-tra
    name: Thanh tra Sở
    head: {{name: Trưởng Thanh tra Sở, addresses: [{addresses}]}}
"""


@pytest.fixture
def smtp() -> Iterator[SmtpSink]:
    with smtp_sink(authenticator=login_as("u", "mat-khau-9"), auth_require_tls=False) as sink:
        yield sink


def mail(port: int, to: str = "ttt@so.example.vn") -> str:
    return f'"mailto://u:mat-khau-9@127.0.0.1:{port}?from=dunghan@so.example.vn&to={to}"'


def seed(cli: Cli, *addresses: str) -> str:
    """Import a register with one head at these addresses; give the head's key."""
    with open("units.yaml", "w", encoding="utf-8") as file:  # noqa: PTH123  # the folder of the command line
        file.write(REGISTER.format(addresses=", ".join(addresses)))
    cli("units", "import", "units.yaml")
    with desk.office().database.begin() as store:
        return store.register().people[0].key


def put(key: str, person: str, address: str) -> int:
    """Put a message into the outbox; give its number."""
    office, now = desk.office(), datetime.now(UTC)
    with office.database.begin() as store:
        number = store.enqueue(
            key=key, on=office.today(), person=person, person_name="Trưởng Thanh tra Sở", role="head",
            address=address.strip('"'), payload=PAYLOAD, not_before=now,
        )  # fmt: skip
    assert number is not None
    return number


def test_an_empty_outbox_says_so(cli: Cli) -> None:
    assert "Không có thư nào chờ" in cli("outbox").all
    assert "Không có thư nào cần gửi lại" in cli("retry").all


def test_what_was_refused_is_shown_with_its_reason_and_leaves_once_the_server_takes_it(
    cli: Cli, smtp: SmtpSink
) -> None:
    person = seed(cli, mail(smtp.port))
    number = put("k", person, mail(smtp.port))
    smtp.rcpt = "550 5.1.1 no such user"
    assert "không gửi được" in cli("retry", str(number)).all
    shown = cli("outbox", "--state", "dead")
    assert "550 5.1.1 no such user" in shown.all
    assert "t***@so.example.vn" in shown.all
    assert "mat-khau-9" not in shown.all
    assert "Không có thư nào như vậy" in cli("outbox", "--state", "waiting").all
    smtp.rcpt = None
    assert "đã gửi (250 OK)" in cli("retry", "--dead").all
    assert "250 OK" in cli("outbox", "--state", "sent").all
    assert len(smtp.arrived) == 1
    assert "đã gửi" in cli("retry", str(number), code=25).all
    assert "retry" in cli("log").all


def test_a_number_that_does_not_exist_is_an_error_of_its_own(cli: Cli) -> None:
    assert "Không có thư số 99" in cli("retry", "99", code=25).err


def test_what_waits_is_sent_without_its_pause(cli: Cli, smtp: SmtpSink) -> None:
    person = seed(cli, mail(smtp.port))
    put("k", person, mail(smtp.port))
    smtp.rcpt = "450 4.2.1 busy"
    assert "đang chờ" in cli("retry").all
    assert "450 4.2.1 busy" in cli("outbox").all
    smtp.rcpt = None
    assert "đã gửi" in cli("retry").all
    assert len(smtp.arrived) == 1


def test_a_test_message_goes_to_every_address_and_tells_the_server_s_words(cli: Cli, smtp: SmtpSink) -> None:
    person = seed(cli, mail(smtp.port))
    for name in (person, "Trưởng Thanh tra Sở", "thanh tra"):
        assert "đã gửi (250 OK)" in cli("doctor", "--send-test", name).all
    assert smtp.arrived[0].mail["Subject"] == "[Đúng Hạn] Thư thử"
    smtp.rcpt = "550 5.7.1 denied"
    refused = cli("doctor", "--send-test", person, code=1).all
    assert "550 5.7.1 denied" in refused
    assert "mat-khau-9" not in refused
    assert "send-test" in cli("log").all


def test_a_server_that_is_not_there_is_told_in_words(cli: Cli) -> None:
    person = seed(cli, mail(free_port()))
    assert "chưa gửi được, có thể thử lại" in cli("doctor", "--send-test", person, code=1).all


def test_a_test_message_to_nobody_lists_who_there_is(cli: Cli, smtp: SmtpSink) -> None:
    person = seed(cli, mail(smtp.port))
    assert person in cli("doctor", "--send-test", "ai đó", code=26).err


def test_the_alarm_address_is_never_shown_and_refused_where_it_cannot_work(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUNGHAN_ALARM_ADDRESS", "tgram://123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc/-1009")
    shown = cli("doctor", code=None)
    assert "AAEhBOweik6ad9r" not in shown.out + shown.err
    monkeypatch.setenv("DUNGHAN_ALARM_ADDRESS", "khongco://x")
    assert "alarm_address" in cli("outbox", code=31).err


def test_hours_that_end_before_they_begin_are_refused(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUNGHAN_SEND_FROM", "18:00")
    monkeypatch.setenv("DUNGHAN_SEND_UNTIL", "07:00")
    assert "send_until" in cli("outbox", code=31).err
    monkeypatch.setenv("DUNGHAN_SEND_FROM", "bảy giờ")
    assert "07:30" in cli("outbox", code=31).err
