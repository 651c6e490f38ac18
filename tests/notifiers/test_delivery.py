from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from notifiers.delivery import sender
from notifiers.mail import message_id
from notifiers.plugins import TelegramPlugin
from notifiers.secrets import REDACTOR
from obligations.ports import Delivered, Outcome, Sender
from tests.notifiers.messages import PAYLOAD, message
from tests.servers import SmtpSink, TelegramSink, dripping, free_port, smtp_sink, telegram_sink

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
TO = "nva@so.example.vn"


@pytest.fixture
def smtp() -> Iterator[SmtpSink]:
    with smtp_sink() as sink:
        yield sink


@pytest.fixture
def telegram() -> Iterator[TelegramSink]:
    with telegram_sink() as sink:
        yield sink


@pytest.fixture
def send(tmp_path: Path) -> Sender:
    return sender(mailbox_dir=tmp_path, timeout=20, environ={"BOT": TOKEN, "PW": "m@t/kh:u?"})


def quick(tmp_path: Path, timeout: float = 0.3) -> Sender:
    return sender(mailbox_dir=tmp_path, timeout=timeout, environ={})


def test_a_mail_arrives_with_both_parts_its_vietnamese_and_one_message_id(smtp: SmtpSink, send: Sender) -> None:
    assert send(message(smtp.url(TO))) == Outcome(Delivered.SENT, answer="250 OK")
    (got,) = smtp.arrived
    assert (got.sender, got.recipients) == ("dunghan@so.example.vn", [TO])
    assert got.mail["Subject"] == PAYLOAD.subject
    assert got.mail["To"] == TO
    assert "dunghan@so.example.vn" in got.mail["From"]
    assert got.mail.get_all("Message-ID") == [message_id("2024-06-25/thanh-tra", "dunghan@so.example.vn")]
    assert got.mail["Date"] is not None
    assert got.mail["Auto-Submitted"] == "auto-generated"
    assert got.part("plain").split() == PAYLOAD.text.split()
    assert got.part("html").strip() == PAYLOAD.html


def test_a_mail_is_ascii_on_the_wire_in_lines_a_server_must_take(smtp: SmtpSink, send: Sender) -> None:
    long = replace(PAYLOAD, html=f"<p>{'Đề nghị báo cáo. ' * 400}</p>", subject="Đề nghị báo cáo " * 40)
    send(message(smtp.url(TO), payload=long))
    raw = smtp.arrived[0].raw
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_a_text_address_gets_the_text_alone(smtp: SmtpSink, send: Sender) -> None:
    send(message(smtp.url(TO, "&format=text")))
    (got,) = smtp.arrived
    assert got.mail.get_content_type() == "text/plain"
    assert got.part("plain").split() == PAYLOAD.text.split()


def test_the_text_part_is_ours_and_not_one_derived_from_the_html(smtp: SmtpSink, send: Sender) -> None:
    send(message(smtp.url(TO), payload=replace(PAYLOAD, text="Lời của bản chữ.\n", html="<p>Lời của bản HTML.</p>")))
    assert smtp.arrived[0].part("plain").strip() == "Lời của bản chữ."


def test_the_sender_and_whom_to_answer_are_those_of_the_address(smtp: SmtpSink, send: Sender) -> None:
    send(message(smtp.url(TO, "&name=V%C4%83n%20ph%C3%B2ng%20S%E1%BB%9F&reply=vp@so.example.vn&+X-Loai=nhac")))
    mail = smtp.arrived[0].mail
    assert mail["From"].addresses[0].display_name == "Văn phòng Sở"
    assert mail["Reply-To"] == "vp@so.example.vn"
    assert mail["X-Loai"] == "nhac"


def test_the_same_key_has_the_same_message_id(smtp: SmtpSink, send: Sender) -> None:
    for key in ("a", "a", "b"):
        send(message(smtp.url(TO), key=key))
    first, again, other = [got.mail["Message-ID"] for got in smtp.arrived]
    assert first == again != other


@pytest.mark.parametrize(
    ("rcpt", "data", "expected"),
    [
        ("450 4.2.1 mailbox busy", None, Delivered.LATER),
        ("550 5.1.1 no such user", None, Delivered.NEVER),
        ("530 5.7.0 authentication required", None, Delivered.LATER),
        (None, "451 4.3.0 try again", Delivered.LATER),
        (None, "552 5.2.2 mailbox full", Delivered.NEVER),
    ],
)
def test_what_the_mail_server_answers_decides_what_is_done_next(
    smtp: SmtpSink, send: Sender, rcpt: str | None, data: str | None, expected: Delivered
) -> None:
    smtp.rcpt, smtp.data = rcpt, data
    outcome = send(message(smtp.url(TO)))
    assert outcome.result is expected
    assert (rcpt or data or "")[:3] in (outcome.why or "")
    assert smtp.arrived == []


def test_a_server_that_hangs_up_after_the_message_leaves_doubt(smtp: SmtpSink, send: Sender) -> None:
    smtp.hang_up = True
    assert send(message(smtp.url(TO))).result is Delivered.IN_DOUBT
    assert len(smtp.arrived) == 1


def test_a_server_that_never_answers_the_message_leaves_doubt(smtp: SmtpSink, tmp_path: Path) -> None:
    smtp.silent = True
    assert quick(tmp_path, 1.0)(message(smtp.url(TO))).result is Delivered.IN_DOUBT
    assert len(smtp.arrived) == 1


def test_a_server_that_is_not_there_is_tried_again_later(send: Sender) -> None:
    outcome = send(message(f"mailto://127.0.0.1:{free_port()}?from=a@so.example.vn&to={TO}"))
    assert outcome.result is Delivered.LATER


def test_a_server_that_only_drips_is_cut_by_the_deadline_and_got_nothing(tmp_path: Path) -> None:
    with dripping() as port:
        outcome = quick(tmp_path)(message(f"mailto://127.0.0.1:{port}?from=a@so.example.vn&to={TO}"))
        for thread in [t for t in threading.enumerate() if t.name == "dunghan-send"]:
            thread.join(5)
            assert not thread.is_alive(), "the cut connection must end the thread that waits on it"
    assert outcome.result is Delivered.LATER
    assert "quá thời gian" in (outcome.why or "")


def test_a_server_without_starttls_never_gets_the_password_in_clear(smtp: SmtpSink, send: Sender) -> None:
    url = f"mailtos://u:bi-mat-1@127.0.0.1:{smtp.port}?from=a@so.example.vn&to={TO}"
    outcome = send(message(url))
    assert outcome.result is Delivered.LATER
    assert "bi-mat-1" not in (outcome.why or "")
    assert smtp.arrived == []


@pytest.mark.parametrize(
    "subject",
    [
        "Nhắc việc\r\nBcc: la@x.vn",
        "Nhắc việc\nX-La: 1",
        "=?utf-8?q?A=0D=0AX-La:_1?=",
        "Nhắc\u2028X-La: 1\x85X-La: 2\x00",
        "Nhắc \ud800 việc \u202e đảo",
    ],
)
def test_no_subject_adds_a_header(smtp: SmtpSink, send: Sender, subject: str) -> None:
    payload = replace(PAYLOAD, subject=subject, text=f"{subject}\n", html=f"<p>{subject}</p>")
    assert send(message(smtp.url(TO), payload=payload)).result is Delivered.SENT
    (got,) = smtp.arrived
    assert {"bcc", "x-la"}.isdisjoint(name.lower() for name in got.mail)
    assert len(got.mail.get_all("Subject") or []) == 1
    assert got.recipients == [TO]


def test_an_address_that_smuggles_a_header_is_refused(smtp: SmtpSink, send: Sender) -> None:
    outcome = send(message(smtp.url(TO, "&name=So%0D%0ABcc:%20la@x.vn")))
    assert outcome.result is Delivered.NEVER
    assert smtp.arrived == []


def test_a_dot_alone_on_a_line_does_not_end_the_message(smtp: SmtpSink, send: Sender) -> None:
    send(message(smtp.url(TO), payload=replace(PAYLOAD, text="một\n.\nhai\n", html="<p>một</p>\n.\n<p>hai</p>")))
    assert smtp.arrived[0].part("plain").split() == ["một", ".", "hai"]


def test_telegram_gets_subject_and_short_text_as_plain_text(telegram: TelegramSink, send: Sender) -> None:
    payload = replace(PAYLOAD, short="1. Báo cáo <b>quý_II & năm* [x](y)\n2. Đăng tin")
    assert send(message("tgram://${BOT}/-100987:7", payload=payload)) == Outcome(Delivered.SENT, answer="200")
    ((path, asked),) = telegram.asked
    assert path == f"/bot{TOKEN}/sendMessage"
    assert (asked["chat_id"], asked["message_thread_id"]) == (-100987, 7)
    assert "parse_mode" not in asked
    assert asked["text"].replace("\r\n", "\n") == f"{PAYLOAD.subject}\n{payload.short}"


@pytest.mark.parametrize(
    ("status", "content", "expected"),
    [
        (400, {"description": "Bad Request: chat not found"}, Outcome(Delivered.NEVER)),
        (403, {"description": "Forbidden: bot was blocked by the user"}, Outcome(Delivered.NEVER)),
        (429, {"parameters": {"retry_after": 17}}, Outcome(Delivered.LATER, None, timedelta(seconds=17))),
        (429, {}, Outcome(Delivered.LATER)),
        (500, {"description": "Internal"}, Outcome(Delivered.LATER)),
    ],
)
def test_what_telegram_answers_decides_what_is_done_next(
    telegram: TelegramSink, send: Sender, status: int, content: dict[str, object], expected: Outcome
) -> None:
    telegram.answers = [(status, {"ok": False, **content})]
    outcome = send(message("tgram://${BOT}/123"))
    assert (outcome.result, outcome.retry_after) == (expected.result, expected.retry_after)
    assert str(status) in (outcome.why or "")


def test_a_telegram_group_that_moved_is_followed_once(telegram: TelegramSink, send: Sender) -> None:
    moved = {"ok": False, "parameters": {"migrate_to_chat_id": -100555}}
    telegram.answers = [(400, moved), (200, {"ok": True})]
    outcome = send(message("tgram://${BOT}/-555"))
    assert outcome.result is Delivered.SENT
    assert "-100555" in (outcome.why or "")
    assert [asked["chat_id"] for _, asked in telegram.asked] == [-555, -100555]


def test_telegram_that_does_not_answer_leaves_doubt(telegram: TelegramSink, tmp_path: Path) -> None:
    telegram.silent = True
    bound = sender(mailbox_dir=tmp_path, timeout=1.0, environ={"BOT": TOKEN})
    assert bound(message("tgram://${BOT}/123")).result is Delivered.IN_DOUBT


def test_telegram_that_is_not_there_is_tried_again_later(
    telegram: TelegramSink, send: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TelegramPlugin, "notify_url", f"http://127.0.0.1:{free_port()}/bot")
    assert send(message("tgram://${BOT}/123")).result is Delivered.LATER


def test_neither_token_nor_password_is_written_anywhere(
    telegram: TelegramSink, smtp: SmtpSink, send: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram.answers = [(500, {"description": f"bad token {TOKEN}"})]
    smtp.rcpt = "550 who is bi-mat-2"
    bad = [
        message("tgram://${BOT}/123"),
        message(f"tgram://{TOKEN}x!/123"),
        message(f"mailto://u:bi-mat-2@127.0.0.1:{smtp.port}?from=a@so.example.vn&to={TO}"),
        message("mailto://u:bi-mat-2@127.0.0.1?from=a@so.example.vn&to=khong"),
        message(f"json://u:bi-mat-2@127.0.0.1:{free_port()}/khoa-bi-mat"),
    ]
    told = [send(one).why or "" for one in bad]
    written = "\n".join([*told, *(record.getMessage() + str(record.exc_text) for record in caplog.records)])
    assert all(told)
    for secret in (TOKEN, TOKEN.partition(":")[2], "bi-mat-2", "khoa-bi-mat"):
        assert secret not in written


def test_a_token_nobody_told_us_of_is_struck_by_its_shape() -> None:
    assert REDACTOR.clean("POST /bot987654321:BBFhCPxfjl7be0s_RYNFORkdsHcrDs5L-cd/x") == "POST /bot***/x"


def test_a_traceback_is_kept_but_cleaned(caplog: pytest.LogCaptureFixture) -> None:
    REDACTOR.learn("discord://111222333/khoa-rat-dai")
    logger = logging.getLogger("apprise")
    logger.error("gửi khoa-rat-dai", exc_info=ValueError("hỏng khoa-rat-dai"))
    assert "ValueError: hỏng ***" in (caplog.records[0].exc_text or "")
    assert caplog.records[0].getMessage() == "gửi ***"


def test_a_channel_that_was_never_reached_is_tried_again_later(send: Sender) -> None:
    outcome = send(message(f"json://127.0.0.1:{free_port()}/x"))
    assert outcome.result is Delivered.LATER


@pytest.mark.parametrize("status", [404, 500])
def test_a_channel_that_only_says_it_failed_leaves_doubt(send: Sender, telegram: TelegramSink, status: int) -> None:
    telegram.answers = [(status, {})]
    assert send(message(f"json://127.0.0.1:{telegram.port}/x")).result is Delivered.IN_DOUBT
    assert len(telegram.asked) == 1


def test_a_channel_gets_one_message_however_long_it_is(send: Sender, telegram: TelegramSink) -> None:
    long = replace(PAYLOAD, short="nhắc việc " * 9_000)
    outcome = send(message(f"json://127.0.0.1:{telegram.port}/x?overflow=split", payload=long))
    assert outcome == Outcome(Delivered.SENT)
    ((_, asked),) = telegram.asked
    assert asked["message"].endswith("…")


def test_any_other_apprise_channel_gets_the_short_text(send: Sender, telegram: TelegramSink) -> None:
    outcome = send(message(f"json://127.0.0.1:{telegram.port}/x"))
    assert outcome == Outcome(Delivered.SENT)
    assert telegram.asked[0][1]["message"] == PAYLOAD.short


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("tgram://${CHUA_DAT}/123", Delivered.LATER),
        ("khongco://x", Delivered.NEVER),
        ("tgram://${BOT}", Delivered.NEVER),
    ],
)
def test_an_address_that_cannot_be_used_says_why(send: Sender, address: str, expected: Delivered) -> None:
    outcome = send(message(address))
    assert outcome.result is expected
    assert re.search("hãy", outcome.why or "")


def test_a_person_without_address_gets_a_file_once(send: Sender, tmp_path: Path) -> None:
    assert send(message("mailbox:")).result is Delivered.SENT
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert send(message("mailbox:")).result is Delivered.SENT
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    (path,) = before
    assert re.fullmatch(r"2024-06-25-chanh-thanh-tra-[0-9a-f]{12}\.eml", path.name)
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["Subject"] == PAYLOAD.subject
    assert mail["To"].addresses[0].display_name == "Chánh Thanh tra Sở"
    assert mail.get_all("Message-ID") == [message_id("2024-06-25/thanh-tra", "dunghan@hop-thu.invalid")]
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_a_mailbox_that_cannot_be_written_is_tried_again_later(tmp_path: Path) -> None:
    (tmp_path / "hop").write_text("không phải thư mục", encoding="utf-8")
    outcome = sender(mailbox_dir=tmp_path / "hop", timeout=5, environ={})(message("mailbox:"))
    assert outcome.result is Delivered.LATER
    assert list(tmp_path.iterdir()) == [tmp_path / "hop"]
