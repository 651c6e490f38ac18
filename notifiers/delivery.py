"""Yields a sender: it delivers one message through Apprise and says honestly what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyFormat
from apprise.common import OverflowMode

from notifiers.address import fill, settings
from notifiers.clean import body_text, cut, header_text
from notifiers.flight import Flight, fly
from notifiers.lines import Lines, Rests
from notifiers.mail import TellingEmail
from notifiers.mailbox import put
from notifiers.telegram import TellingTelegram
from notifiers.wire import tells_when_it_leaves, watched
from obligations.errors import BadAddress
from obligations.outbox import channel
from obligations.ports import Delivered, Outcome, Sender
from obligations.records import Message, Payload

__all__ = ["Courier", "sender"]

APP_ID = "Dung Han"
"""How plugins that name the sender name it; some put it into an HTTP header, which holds no Vietnamese."""


@dataclass(frozen=True, slots=True)
class Courier:
    """Delivers one message after the other, taking at most `timeout` seconds for each.

    `${NAME}` in an address is filled from `environ` when a message is sent, and kept nowhere.
    """

    mailbox_dir: Path
    timeout: float
    environ: Mapping[str, str]
    rests: Rests = field(default_factory=Rests)

    def __call__(self, message: Message) -> Outcome:
        """Deliver one message over a connection of its own."""
        with self.keeping() as send:
            return send(message)

    @contextmanager
    def keeping(self) -> Iterator[Sender]:
        """Give a sender whose connections stay open until the end."""
        lines = Lines(self.rests)

        def send(message: Message) -> Outcome:
            return self._send(message, lines)

        try:
            yield send
        finally:
            lines.close()

    def _send(self, message: Message, lines: Lines) -> Outcome:
        clean = replace(message, payload=_clean(message.payload))
        if channel(message.address) == "mailbox":
            return put(clean, self.mailbox_dir)
        try:
            url = fill(message.address, self.environ)
        except BadAddress as fault:
            return Outcome(Delivered.LATER, str(fault))
        try:
            read = settings(url)
        except BadAddress as fault:
            return Outcome(Delivered.NEVER, str(fault))
        outcome = _fly(clean, read, lines, self.timeout)
        return replace(outcome, moved_to=outcome.moved_to and moved(message.address, outcome.moved_to))


def sender(*, mailbox_dir: Path, timeout: float, environ: Mapping[str, str]) -> Courier:
    """Give who delivers: without an address into `mailbox_dir`, else through Apprise within `timeout` seconds."""
    return Courier(mailbox_dir, timeout, environ)


def moved(address: str, chat: str) -> str:
    """Put another chat's number into a Telegram address, whatever stands around it."""
    return re.sub(r"^(\w+://[^/?]+/)-?\w+", rf"\g<1>{chat}", address)


def _clean(payload: Payload) -> Payload:
    return Payload(
        subject=header_text(payload.subject),
        text=body_text(payload.text),
        html=body_text(payload.html),
        short=body_text(payload.short),
    )


def _fly(message: Message, read: dict[str, Any], lines: Lines, timeout: float) -> Outcome:
    flight = Flight()
    plugin = _plugin(flight, lines, message, read | {"asset": AppriseAsset(app_id=APP_ID)})
    plugin.overflow_mode = OverflowMode.UPSTREAM
    apprise = Apprise()
    apprise.add(plugin)
    said = _said(message.payload, plugin)

    def notify() -> bool | None:
        with watched(flight) if tells_when_it_leaves(plugin) else nullcontext():
            return apprise.notify(**said)

    return fly(flight, notify, timeout)


def _plugin(flight: Flight, lines: Lines, message: Message, read: dict[str, Any]) -> Any:
    kind = channel(read["schema"] + ":")
    if kind == "email":
        return TellingEmail(flight, lines, message, **read)
    if kind == "telegram":
        return TellingTelegram(flight, lines, **read)
    plugin: Any = Apprise.instantiate(read)
    if hasattr(plugin, "flight"):
        plugin.flight = flight  # a plugin of the agency's own that tells what became of a message
    elif not tells_when_it_leaves(plugin):
        flight.hand_over()  # what this plugin does cannot be seen: a failure of its may have been a success
    return plugin


def _said(payload: Payload, plugin: Any) -> dict[str, Any]:
    """Choose what goes through Apprise; the cutting is ours, since Apprise would split into several messages."""
    if isinstance(plugin, TellingEmail):
        form = plugin.notify_format
        body = payload.html if form == NotifyFormat.HTML else payload.text
        return {"title": payload.subject, "body": body, "body_format": form}
    title = cut(payload.subject, plugin.title_maxlen) if plugin.title_maxlen > 0 else payload.subject
    room = max(plugin.body_maxlen - (0 if plugin.title_maxlen > 0 else len(title) + 2), 1)
    return {"title": title, "body": cut(payload.short, room), "body_format": NotifyFormat.TEXT}
