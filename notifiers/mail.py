"""Yields e-mail by Apprise's own plugin, with one fixed Message-ID and an honest account of what the server said."""

from __future__ import annotations

import hashlib
import smtplib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from email import message_from_string
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message as Mail
from typing import Any, cast

from apprise import NotifyFormat

from notifiers.clean import header_text
from notifiers.flight import Flight, TooLate
from notifiers.lines import Lines
from notifiers.plugins import AppriseEmailException, EmailPlugin, SecureMailMode
from notifiers.secrets import REDACTOR
from notifiers.tls import tls
from obligations.ports import Delivered, Outcome
from obligations.records import Message

REPLIED = "máy chủ thư trả lời"
RESTING = "máy chủ thư đang bận hoặc không vào được; tạm nghỉ rồi gửi tiếp"
RELAY_FAULTS = (421, 454, 530, 534, 535, 538)
"""Codes that speak of the relay or of our login, not of the recipient: they never kill a message."""


NAME_LIMIT = 80
RESENT = "X-Lan-Gui-Lai"
"""Lần gửi lại: stands on a mail of which an earlier sending may have arrived."""


def message_id(key: str, sender: str) -> str:
    """Derive the Message-ID from a message's key, in the sender's domain: what is sent twice can be known as one."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{sender.rpartition('@')[2]}>"


def thread_id(person: str, sender: str) -> str:
    """Derive the id of the thread in which a mail program shows everything one person is told."""
    return message_id(f"thread:{person}", sender)


def compose(message: Message, form: NotifyFormat, *, from_addr: tuple[str | bool, str], **parts: Any) -> Mail:
    """Build the mail with Apprise's own builder; our text replaces the one it derives, our Message-ID its own.

    `from_addr` (name, address) and `parts` are arguments of `NotifyEmail.prepare_emails`, with one recipient. What is
    sent again because nobody knows whether it arrived says so in a header.
    """
    payload = message.payload
    body = payload.html if form == NotifyFormat.HTML else payload.text
    (built,) = EmailPlugin.prepare_emails(
        subject=payload.subject, body=body, notify_format=form, from_addr=from_addr, **parts
    )
    mail = message_from_string(built.body)
    del mail["Message-ID"]
    mail["Message-ID"] = message_id(message.key, from_addr[1])
    mail["References"] = mail["In-Reply-To"] = thread_id(message.person, from_addr[1])
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
    if message.doubts:
        mail[RESENT] = str(message.doubts)
    if mail.get_content_type() == "multipart/alternative":
        _set_text(mail.get_payload(), payload.text)
    return mail


def _set_text(parts: Any, text: str) -> None:
    plain = parts[0]
    del plain["Content-Transfer-Encoding"]
    plain.set_payload(text, "utf-8")


class _Plain(smtplib.SMTP):
    """A client that shows its socket as soon as there is one, so that a dripping server can be cut off.

    It serves one message after the other: `flight` is that of the message it carries now.
    """

    def __init__(self, flight: Flight, *args: Any, **options: Any) -> None:
        self.flight = flight
        super().__init__(*args, **options)

    def getreply(self) -> tuple[int, bytes]:
        self.flight.hold(self.sock)
        return super().getreply()


class _Secure(_Plain, smtplib.SMTP_SSL):
    """The same, with TLS from the first byte."""


class TellingEmail(EmailPlugin):  # type: ignore[misc]  # untyped, see notifiers.plugins
    """Apprise's e-mail plugin, addresses and settings as they are; only the sending is ours: theirs gives a bool."""

    from_addr: tuple[str | bool, str]
    targets: list[tuple[str | bool, str]]
    headers: dict[str, str]

    def __init__(self, flight: Flight, lines: Lines, message: Message, **settings: Any) -> None:
        super().__init__(**settings)
        self.flight, self.lines, self.message = flight, lines, message
        name, address = self.from_addr
        self.from_addr = ("Đúng Hạn" if name == self.app_id else _plain_name(name), address)
        self.targets = [(_plain_name(name), address) for name, address in self.targets]
        self.headers = {key: header_text(value) for key, value in self.headers.items()}
        self.server = f"{self.secure_mode} {self.user}@{self.smtp_host}:{self.port} {self.verify_certificate}"

    def send(self, body: str, title: str = "", **_: Any) -> bool:  # noqa: ARG002  # Apprise's signature
        """Send the one mail and land the outcome; a server that is not to be had is left in peace for a while."""
        if (left := self.lines.rests.left(self.server)) is not None:
            return self.flight.land(Outcome(Delivered.LATER, RESTING, left))
        try:
            mail = self._mail().as_string()
        except (AppriseEmailException, ValueError) as fault:
            return self.flight.land(Outcome(Delivered.NEVER, _reason("không tạo được thư", fault)))
        try:
            return self.flight.land(self._over_an_open_line(mail) or self._over_a_new_line(mail))
        except (OSError, smtplib.SMTPException, TooLate) as fault:
            self.lines.rests.rest(self.server)
            return self.flight.land(Outcome(Delivered.LATER, _reason("không vào được máy chủ thư", fault)))

    def _over_an_open_line(self, mail: str) -> Outcome | None:
        """Deliver over the line that is open; None where there is none, or it was cut before it took anything."""
        client = self.lines.take(self.server)
        if client is None:
            return None
        cast("_Plain", client).flight = self.flight
        outcome = self._deliver(client, mail)
        return None if _cut_short(client, outcome) and not self.flight.handing_over else outcome

    def _over_a_new_line(self, mail: str) -> Outcome:
        client = self._connected()
        outcome = self._deliver(client, mail)
        if _cut_short(client, outcome):
            self.lines.rests.rest(self.server)
        return outcome

    def _connected(self) -> smtplib.SMTP:
        context = tls(bool(self.verify_certificate))
        where = (self.smtp_host, self.port, None)
        if self.secure_mode == SecureMailMode.SSL:
            client: smtplib.SMTP = _Secure(self.flight, *where, timeout=self.socket_connect_timeout, context=context)
        else:
            client = _Plain(self.flight, *where, timeout=self.socket_connect_timeout)
        try:
            if self.secure_mode == SecureMailMode.STARTTLS:
                client.starttls(context=context)
            if self.user and self.password:
                client.login(self.user, self.password)
            client.ehlo_or_helo_if_needed()
        except BaseException:
            client.close()
            raise
        return client

    def _deliver(self, client: smtplib.SMTP, mail: str) -> Outcome:
        """Say one mail to a server; the line stays open where it can take another."""
        try:
            outcome = self._said(client, mail)
        except smtplib.SMTPResponseException as fault:
            outcome = judged(fault.smtp_code, fault.smtp_error)
        except (OSError, smtplib.SMTPException, TooLate) as fault:
            client.close()
            if self.flight.handing_over:
                return Outcome(Delivered.IN_DOUBT, _reason("mất kết nối sau khi đã chuyển nội dung", fault))
            return Outcome(Delivered.LATER, _reason("mất kết nối trước khi chuyển nội dung", fault))
        if outcome.result is Delivered.SENT or _can_go_on(client):
            self.lines.give(self.server, client)
        else:
            client.close()
        return outcome

    def _said(self, client: smtplib.SMTP, mail: str) -> Outcome:
        for code, words in _envelope(client, self.from_addr[1], self.targets[0][1]):
            if not 200 <= code < 300:
                return judged(code, words)
        self.flight.hand_over()
        return judged(*client.data(mail))

    def _mail(self) -> Mail:
        headers: Mapping[str, str] = {"X-Application": self.app_id, **self.headers}
        return compose(
            self.message, self.notify_format,
            from_addr=self.from_addr, to=self.targets, reply_to=self.reply_to, smtp_host=self.smtp_host,
            headers=headers, names=self.names, pgp=self.pgp, pgp_mode=self.pgp_mode, tzinfo=self.tzinfo,
        )  # fmt: skip


def _envelope(client: smtplib.SMTP, sender: str, recipient: str) -> Iterator[tuple[int, bytes]]:
    yield client.mail(sender)
    yield client.rcpt(recipient)


def _can_go_on(client: smtplib.SMTP) -> bool:
    """Tell whether a server that did not take a mail will hear another: after 421 it will not."""
    with suppress(OSError, smtplib.SMTPException):
        return client.rset()[0] == 250
    return False


def _cut_short(client: smtplib.SMTP, outcome: Outcome) -> bool:
    return outcome.result is Delivered.LATER and client.sock is None


def _plain_name(name: str | bool) -> str:
    """Decode a display name (Apprise encodes what it reads from an address) and make it safe for a header."""
    try:
        return header_text(str(make_header(decode_header(str(name or "")))), NAME_LIMIT)
    except (HeaderParseError, LookupError, ValueError):
        return header_text(str(name), NAME_LIMIT)


def judged(code: int, words: bytes | str) -> Outcome:
    """Give the outcome that a mail server's reply means."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    reply = REDACTOR.clean(f"{code} {' '.join(said.split())[:200]}".strip())
    if 200 <= code < 300:
        return Outcome(Delivered.SENT, answer=reply)
    result = Delivered.NEVER if code >= 500 and code not in RELAY_FAULTS else Delivered.LATER
    return Outcome(result, f"{REPLIED} {reply}")


def _reason(what: str, fault: BaseException) -> str:
    if isinstance(fault, TooLate):
        return f"{what}: quá thời gian chờ"
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{what}: {judged(fault.smtp_code, fault.smtp_error).why}"
    return REDACTOR.clean(f"{what}: {type(fault).__name__} {' '.join(str(fault).split())[:200]}")
