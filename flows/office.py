"""The office that the settings describe, put together in one place: database, rules, calendar, words, the way out."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from notifiers.delivery import sender
from notifiers.wording import word
from obligations.errors import BadSettings
from obligations.finding import Entry, Followed, Source, SourceState
from obligations.judging import Page
from obligations.ports import Database
from obligations.records import Payload
from obligations.reminders import Digest
from obligations.service import Office
from obligations.service.expecting import Lookout
from obligations.subjects import Topic, topics
from storage import open_database
from storage.secrets import load_key
from storage.settings import Settings, calendar_of, policy_of

if TYPE_CHECKING:
    from evidence.eye import Eye
    from evidence.fetching import Fetcher

__all__ = ["open_lookout", "open_office", "policy_of"]


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
    )


def open_lookout(settings: Settings) -> Lookout:
    """Make the rules by which evidence is looked for, and an eye that opens when first used."""
    return Lookout(
        eye=LateEye(settings),
        topics=(*topics(), *(Topic(name, words or (name,)) for name, words in settings.subjects.items())),
        automatic=settings.accept_automatically,
        by_address=settings.social_by_address,
        follow_every=timedelta(hours=settings.follow_hours),
        recheck_every=timedelta(days=settings.recheck_days),
        looks=settings.looks_per_run,
    )


class LateEye:
    """An eye opened when it is first used: most runs have nothing to look at, and its libraries take seconds to load.

    Its methods raise BadSettings where the certificates of the settings cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _eye(self) -> Eye:
        from evidence.eye import Eye as RealEye

        return RealEye(_fetcher(self._settings), lambda: datetime.now(UTC))

    def look(self, address: str, before: Page | None = None, told: Entry | None = None) -> Page:
        """Look at a page."""
        return self._eye.look(address, before, told)

    def follow(self, source: Source, state: SourceState | None) -> Followed:
        """Ask a source for what is new."""
        return self._eye.follow(source, state)


def _fetcher(settings: Settings) -> Fetcher:
    from evidence.fetching import Fetcher, Limits

    limits = Limits(
        seconds=settings.fetch_timeout_seconds,
        pause=settings.fetch_pause_seconds,
        internal=frozenset(name.lower() for name in settings.internal_hosts),
        contact=settings.fetch_contact,
    )
    try:
        return Fetcher(limits, certificates=settings.fetch_certificates)
    except OSError as error:
        raise BadSettings(
            f"Không đọc được chứng thư {settings.fetch_certificates}: {error}. Hãy sửa fetch_certificates; cần tệp PEM."
        ) from error


def _samples(database: Database) -> frozenset[str]:
    """Name the sample plans: what is said of them is marked."""
    with database.begin() as store:
        return frozenset(plan.name for plan in store.plans() if plan.sample)
