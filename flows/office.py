"""The office that the settings describe, put together in one place: database, rules, calendar, words, the way out."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from notifiers.delivery import sender
from notifiers.wording import word
from obligations.ports import Database
from obligations.records import Payload
from obligations.reminders import Digest
from obligations.service import Office
from storage import open_database
from storage.secrets import load_key
from storage.settings import Settings, calendar_of, policy_of

__all__ = ["open_office", "policy_of"]


def open_office(settings: Settings) -> Office:
    """Open the office. Raises StorageUnreachable where the database cannot be opened, BadSettings for a bad key."""
    policy = policy_of(settings)
    # Plans, people and what was said to them: for nobody else on this machine.
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = open_database(settings.database_url, key=load_key(settings.data_dir))
    samples = _samples(database)

    def say(digest: Digest) -> Payload:
        sample = any(item.standing.occurrence.plan in samples for item in digest.items)
        return word(digest, agency=settings.agency_name, answer=settings.answer_hint, sample=sample, policy=policy)

    return Office(
        database=database,
        policy=policy,
        calendar=calendar_of(settings),
        word=say,
        send=sender(mailbox_dir=settings.mailbox_dir, timeout=settings.send_timeout_seconds, environ=os.environ),
        clock=lambda: datetime.now(UTC),
        alarm_to=settings.alarm_to,
    )


def _samples(database: Database) -> frozenset[str]:
    """Name the sample plans: what is said of them is marked."""
    with database.begin() as store:
        return frozenset(plan.name for plan in store.plans() if plan.sample)
