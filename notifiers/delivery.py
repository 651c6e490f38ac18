"""Yields a sender: it delivers one message through Apprise and says honestly what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyFormat
from apprise.common import OverflowMode

from notifiers.address import channel, check_address, fill, settings
from notifiers.clean import body_text, cut, header_text
from notifiers.flight import Flight, fly
from notifiers.mail import TellingEmail
from notifiers.mailbox import put
from notifiers.telegram import TellingTelegram
from obligations.errors import BadAddress
from obligations.ports import Delivered, Outcome, Sender
from obligations.records import Message, Payload

__all__ = ["channel", "check_address", "sender"]

APP_ID = "Dung Han"
"""How plugins that name the sender name it; some put it into an HTTP header, which holds no Vietnamese."""


def sender(*, mailbox_dir: Path, timeout: float, environ: Mapping[str, str]) -> Sender:
    """Give the function that delivers one message, taking at most `timeout` seconds for it.

    `${NAME}` in an address is filled from `environ` when a message is sent, and kept nowhere.
    """

    def send(message: Message) -> Outcome:
        clean = replace(message, payload=_clean(message.payload))
        if channel(message.address) == "mailbox":
            return put(clean, mailbox_dir)
        try:
            url = fill(message.address, environ)
        except BadAddress as fault:
            return Outcome(Delivered.LATER, str(fault))
        try:
            read = settings(url)
        except BadAddress as fault:
            return Outcome(Delivered.NEVER, str(fault))
        return _send(clean, read, timeout)

    return send


def _clean(payload: Payload) -> Payload:
    return Payload(
        subject=header_text(payload.subject),
        text=body_text(payload.text),
        html=body_text(payload.html),
        short=body_text(payload.short),
    )


def _send(message: Message, read: dict[str, Any], timeout: float) -> Outcome:
    flight = Flight()
    plugin = _plugin(flight, message, read | {"asset": AppriseAsset(app_id=APP_ID)})
    plugin.overflow_mode = OverflowMode.UPSTREAM
    apprise = Apprise()
    apprise.add(plugin)
    said = _said(message.payload, plugin)
    return fly(flight, lambda: apprise.notify(**said), timeout)


def _plugin(flight: Flight, message: Message, read: dict[str, Any]) -> Any:
    kind = channel(read["schema"] + ":")
    if kind == "email":
        return TellingEmail(flight, message.key, message.payload, **read)
    if kind == "telegram":
        return TellingTelegram(flight, **read)
    flight.hand_over()  # what these plugins do cannot be seen: a failure of theirs may have been a success
    return Apprise.instantiate(read)


def _said(payload: Payload, plugin: Any) -> dict[str, Any]:
    """Choose what goes through Apprise; the cutting is ours, since Apprise would split into several messages."""
    if isinstance(plugin, TellingEmail):
        form = plugin.notify_format
        body = payload.html if form == NotifyFormat.HTML else payload.text
        return {"title": payload.subject, "body": body, "body_format": form}
    title = cut(payload.subject, plugin.title_maxlen) if plugin.title_maxlen > 0 else payload.subject
    room = max(plugin.body_maxlen - (0 if plugin.title_maxlen > 0 else len(title) + 2), 1)
    return {"title": title, "body": cut(payload.short, room), "body_format": NotifyFormat.TEXT}
