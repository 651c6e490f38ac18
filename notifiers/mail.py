"""Yields e-mail by Apprise's own plugin, with one fixed Message-ID and an honest account of what the server said."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from email import message_from_string
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message as Mail
from functools import lru_cache
from typing import Any

from apprise import NotifyFormat

from notifiers.clean import header_text
from notifiers.flight import Flight, TooLate
from notifiers.plugins import AppriseEmailException, EmailPlugin, SecureMailMode
from notifiers.secrets import REDACTOR
from obligations.ports import Delivered, Outcome
from obligations.records import Payload

RELAY_FAULTS = (421, 454, 530, 534, 535, 538)
"""Codes that speak of the relay or of our login, not of the recipient: they never kill a message."""


NAME_LIMIT = 80


def message_id(key: str, sender: str) -> str:
    """Derive the Message-ID from a message's key, in the sender's domain: what is sent twice can be known as one."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{sender.rpartition('@')[2]}>"


def compose(key: str, payload: Payload, form: NotifyFormat, *, from_addr: tuple[str | bool, str], **parts: Any) -> Mail:
    """Build the mail with Apprise's own builder; our text replaces the one it derives, our Message-ID its own.

    `from_addr` (name, address) and `parts` are arguments of `NotifyEmail.prepare_emails`, with one recipient.
    """
    body = payload.html if form == NotifyFormat.HTML else payload.text
    (built,) = EmailPlugin.prepare_emails(
        subject=payload.subject, body=body, notify_format=form, from_addr=from_addr, **parts
    )
    mail = message_from_string(built.body)
    del mail["Message-ID"]
    mail["Message-ID"] = message_id(key, from_addr[1])
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
    if mail.get_content_type() == "multipart/alternative":
        _set_text(mail.get_payload(), payload.text)
    return mail


def _set_text(parts: Any, text: str) -> None:
    plain = parts[0]
    del plain["Content-Transfer-Encoding"]
    plain.set_payload(text, "utf-8")


@lru_cache(maxsize=2)
def tls(verify: bool) -> ssl.SSLContext:
    """Give the TLS context; reading the certificates costs up to 50 ms, so it is done once."""
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class _Plain(smtplib.SMTP):
    """A client that shows its socket as soon as there is one, so that a dripping server can be cut off."""

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

    def __init__(self, flight: Flight, key: str, payload: Payload, **settings: Any) -> None:
        super().__init__(**settings)
        self.flight, self.key, self.payload = flight, key, payload
        name, address = self.from_addr
        self.from_addr = ("Đúng Hạn" if name == self.app_id else _plain_name(name), address)
        self.targets = [(_plain_name(name), address) for name, address in self.targets]
        self.headers = {key: header_text(value) for key, value in self.headers.items()}

    def send(self, body: str, title: str = "", **_: Any) -> bool:  # noqa: ARG002  # Apprise's signature
        """Send the one mail and land the outcome."""
        try:
            client = self._connected()
        except (OSError, smtplib.SMTPException, TooLate) as fault:
            return self.flight.land(Outcome(Delivered.LATER, _reason("không vào được máy chủ thư", fault)))
        try:
            return self.flight.land(self._deliver(client))
        finally:
            with suppress(OSError, smtplib.SMTPException):
                client.putcmd("quit")
            client.close()

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

    def _deliver(self, client: smtplib.SMTP) -> Outcome:
        try:
            mail = self._mail()
        except (AppriseEmailException, ValueError) as fault:
            return Outcome(Delivered.NEVER, _reason("không tạo được thư", fault))
        try:
            for refused in self._envelope(client):
                return refused
            self.flight.hand_over()
            return _judged(*client.data(mail.as_string()))
        except smtplib.SMTPResponseException as fault:
            return _judged(fault.smtp_code, fault.smtp_error)
        except (OSError, smtplib.SMTPException, TooLate) as fault:
            if self.flight.handing_over:
                return Outcome(Delivered.IN_DOUBT, _reason("mất kết nối sau khi đã chuyển nội dung", fault))
            return Outcome(Delivered.LATER, _reason("mất kết nối trước khi chuyển nội dung", fault))

    def _envelope(self, client: smtplib.SMTP) -> Iterator[Outcome]:
        for code, words in (client.mail(self.from_addr[1]), client.rcpt(self.targets[0][1])):
            if not 200 <= code < 300:
                yield _judged(code, words)

    def _mail(self) -> Mail:
        headers: Mapping[str, str] = {"X-Application": self.app_id, **self.headers}
        return compose(
            self.key, self.payload, self.notify_format,
            from_addr=self.from_addr, to=self.targets, reply_to=self.reply_to, smtp_host=self.smtp_host,
            headers=headers, names=self.names, pgp=self.pgp, pgp_mode=self.pgp_mode, tzinfo=self.tzinfo,
        )  # fmt: skip


def _plain_name(name: str | bool) -> str:
    """Decode a display name (Apprise encodes what it reads from an address) and make it safe for a header."""
    try:
        return header_text(str(make_header(decode_header(str(name or "")))), NAME_LIMIT)
    except (HeaderParseError, LookupError, ValueError):
        return header_text(str(name), NAME_LIMIT)


def _judged(code: int, words: bytes | str) -> Outcome:
    if 200 <= code < 300:
        return Outcome(Delivered.SENT)
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    why = REDACTOR.clean(f"máy chủ thư trả lời {code} {' '.join(said.split())[:200]}".strip())
    return Outcome(Delivered.NEVER if code >= 500 and code not in RELAY_FAULTS else Delivered.LATER, why)


def _reason(what: str, fault: BaseException) -> str:
    if isinstance(fault, TooLate):
        return f"{what}: quá thời gian chờ"
    return REDACTOR.clean(f"{what}: {type(fault).__name__} {' '.join(str(fault).split())[:200]}")
