"""Yields what we take from Apprise's plugins, untyped: its own subclasses break its half-given types."""

from __future__ import annotations

import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # Apprise's PGP support imports imghdr where Python has it
    from apprise.plugins.email import NotifyEmail
    from apprise.utils.pgp import PGP_SUPPORT

from apprise.plugins import N_MGR, url_to_dict
from apprise.plugins.email.common import AppriseEmailException, SecureMailMode
from apprise.plugins.telegram import NotifyTelegram

EmailPlugin: Any = NotifyEmail
TelegramPlugin: Any = NotifyTelegram

__all__ = [
    "N_MGR",
    "PGP_SUPPORT",
    "AppriseEmailException",
    "EmailPlugin",
    "SecureMailMode",
    "TelegramPlugin",
    "parse",
]


def parse(url: str) -> dict[str, Any] | None:
    """Read an address as Apprise does, into the arguments of its plugin; None where it cannot."""
    read: dict[str, Any] | None = url_to_dict(url)  # type: ignore[no-untyped-call]  # untyped in Apprise
    return read
