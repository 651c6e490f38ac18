"""The office that the settings describe, put together in one place: database, rules, calendar, words, the way out."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from evidence.eye import Eye
from evidence.fetching import Fetcher, Limits
from notifiers.address import check_address, placeholders
from notifiers.checking import load
from notifiers.codes import SignedCodes
from notifiers.delivery import sender
from notifiers.plugins import load_plugins
from notifiers.wording import word
from obligations.errors import BadSettings
from obligations.ports import Database
from obligations.records import Payload
from obligations.reminders import Digest
from obligations.service import Office
from obligations.service.expecting import Lookout
from obligations.subjects import Topic, topics
from storage import open_database
from storage.secrets import load_key
from storage.settings import Settings, calendar_of, hours_of, policy_of

__all__ = ["open_lookout", "open_office", "policy_of"]


def open_office(settings: Settings) -> Office:
    """Open the office. Raises StorageUnreachable where the database cannot be opened, BadSettings for a bad key."""
    policy = policy_of(settings)
    if settings.plugin_dir is not None:
        load_plugins(settings.plugin_dir)
    # Plans, people and what was said to them: for nobody else on this machine.
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = load_key(settings.data_dir)
    database = open_database(settings.database_url, key=key)
    samples, calendar, templates = _samples(database), calendar_of(settings), load(settings.templates_dir)

    def say(digest: Digest) -> Payload:
        sample = any(item.standing.occurrence.plan in samples for item in digest.items)
        return word(
            digest,
            agency=settings.agency_name,
            answer=settings.answer_hint,
            sample=sample,
            policy=policy,
            calendar=calendar,
            answer_url=settings.answer_url,
            templates=templates,
        )

    return Office(
        database=database,
        policy=policy,
        calendar=calendar,
        word=say,
        send=sender(mailbox_dir=settings.mailbox_dir, timeout=settings.send_timeout_seconds, environ=os.environ),
        clock=_now,
        codes=SignedCodes(key, _now, settings.answer_days),
        warnings=lambda: tuple(f"Mẫu thư riêng chưa dùng được, đang dùng mẫu gốc: {f}" for f in templates.faults),
        hours=hours_of(settings),
        alarm_to=_alarm_address(settings),
        patience=timedelta(minutes=settings.alarm_after_minutes),
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _alarm_address(settings: Settings) -> str | None:
    """Give where the operator is told. Raises BadSettings where Apprise could never deliver there."""
    if settings.alarm_address is None:
        return None
    address = settings.alarm_address.get_secret_value()
    if all(name in os.environ for name in placeholders(address)) and (fault := check_address(address, os.environ)):
        raise BadSettings(f"alarm_address: {fault}")
    return address


def open_lookout(settings: Settings) -> Lookout:
    """Make the eye that looks for evidence, and the rules it looks by. Raises BadSettings for bad certificates."""
    return Lookout(
        eye=Eye(_fetcher(settings), lambda: datetime.now(UTC)),
        topics=(*topics(), *(Topic(name, words or (name,)) for name, words in settings.subjects.items())),
        automatic=settings.accept_automatically,
        by_address=settings.social_by_address,
        follow_every=timedelta(hours=settings.follow_hours),
        recheck_every=timedelta(days=settings.recheck_days),
        looks=settings.looks_per_run,
    )


def _fetcher(settings: Settings) -> Fetcher:
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
