"""Yields what the outbox decides from values alone: the channel of an address, and which message leaves first."""

from __future__ import annotations

from obligations.model import Role, Status
from obligations.reminders import Digest

CHANNELS = {"mailto": "email", "mailtos": "email", "tgram": "telegram", "mailbox": "mailbox"}
URGENT, USUAL = 0, 1


def channel(address: str) -> str:
    """Tell over which channel an address goes: `email`, `telegram`, `mailbox` or `other`."""
    return CHANNELS.get(address.strip().partition(":")[0].lower(), "other")


def priority(digest: Digest) -> int:
    """Tell which messages of a morning leave first: those to the leader, and those with something overdue or due."""
    late = any(
        i.standing.status is Status.OVERDUE or i.standing.occurrence.due.internal <= digest.on for i in digest.items
    )
    return URGENT if late or digest.role is Role.LEADER else USUAL
