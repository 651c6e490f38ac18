"""Evidence found by itself: channels followed, new pages looked at, those that fit filed for their unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from obligations.agreeing import agreed_day
from obligations.channels import Channel, channel_of
from obligations.errors import BadEvidence
from obligations.finding import Entry, Source, SourceState, ranked, sources
from obligations.judging import Expectation, Judgement, Page, judge, names_unit
from obligations.model import Draft, Kind, Verdict
from obligations.pieces import link
from obligations.ports import Store
from obligations.service import filing
from obligations.service.checking import standings
from obligations.service.expecting import Case, Lookout, case_of, expectation
from obligations.service.looking import Looked, settle
from obligations.service.values import Office
from obligations.subjects import about
from obligations.zone import day_of

# What is done by publishing; the proof of the others is a document, a file or a person's word.
PUBLISHED = frozenset({Kind.POST, Kind.PORTAL_SUBMISSION})
FORGOTTEN = timedelta(days=400)
NO_MATCH, FAILED = "không khớp nhiệm vụ nào đang mở", "chưa mở được"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An open occurrence that still lacks pieces, and what a page has to be for it."""

    case: Case
    expectation: Expectation


@dataclass(frozen=True, slots=True)
class FindReport:
    """What a search did: sources asked, pages told of for the first time, pages opened, pieces filed, what failed."""

    followed: int
    told: int
    opened: int
    filed: tuple[Looked, ...]
    failures: tuple[str, ...]

    @property
    def accepted(self) -> int:
        """Count the pieces that were accepted without a person."""
        return sum(one.evidence.verdict is Verdict.ACCEPTED for one in self.filed)


def find_new(office: Office, lookout: Lookout, *, by: str, only: tuple[str, str] | None = None) -> FindReport:
    """Follow the channels of what is open, look at the new pages worth it, and file those that fit.

    Each source is asked once in `lookout.follow_every`, each page opened once; a page that cannot be opened is tried
    again. `only` names a plan and a code: the search is for that duty alone, though what turns up may serve another.
    Nothing of the database is held while the network is waited for.
    """
    with office.database.begin() as store:
        channels = store.register().channels
        wanted = _wanted(office, store, lookout, only)
        due = _due_sources(office, store, lookout, channels, wanted)
    failures = [why for source in due if (why := _follow(office, lookout, source))]
    with office.database.begin() as store:
        told = store.entries(office.clock() - lookout.follow_every)
        entries = ranked(told, [w.expectation for w in wanted])[: lookout.looks]
    opened = [found for entry in entries if (found := _open(office, lookout, entry, by)) is not None]
    filed = tuple(piece for piece in opened if isinstance(piece, Looked))
    return FindReport(len(due), len(told), len(opened), filed, tuple(failures))


def _wanted(office: Office, store: Store, lookout: Lookout, only: tuple[str, str] | None = None) -> list[Wanted]:
    """List the occurrences a new page could serve, the most pressing first."""
    today, register = office.today(), store.register()
    if not register.channels:
        return []
    plan, code = only or (None, None)
    approved = {(o.plan, o.code) for o in store.obligations(plan, Draft.APPROVED) if o.value.kind in PUBLISHED}
    every = store.occurrences(plan, code)
    there = [o for o in every if (o.value.plan, o.value.code) in approved and not o.value.aggregate]
    opened = [o for o in there if o.value.due.opens <= today or o.value.due.window.first <= today]
    lacking = [o for o, s in standings(office, store, opened, today) if s.missing > s.in_review and not s.status.closed]
    cases = [case_of(store, o) for o in sorted(lacking, key=lambda o: (o.value.due.legal, o.id))]
    found = [Wanted(case, expectation(case, register, lookout)) for case in cases]
    return [w for w in found if w.expectation.allowed]


def _due_sources(
    office: Office, store: Store, lookout: Lookout, channels: Sequence[Channel], wanted: Iterable[Wanted]
) -> list[Source]:
    useful = {c.key for w in wanted for c in w.expectation.allowed}
    states, now = store.source_states(), office.clock()
    store.forget_entries(now - FORGOTTEN)
    return [
        source
        for source in sources(c for c in channels if c.key in useful)
        if source.address not in states or now - states[source.address].checked_at >= lookout.follow_every
    ]


def _follow(office: Office, lookout: Lookout, source: Source) -> str | None:
    """Ask a source and keep what it tells; say what failed."""
    with office.database.begin() as store:
        before = store.source_states().get(source.address)
    told = lookout.eye.follow(source, before)
    now = office.clock()
    kept = SourceState(source.address, now, told.etag, told.last_modified, told.failure, len(told.entries))
    if told.unchanged and before is not None:
        kept = replace(before, checked_at=now, failure=None)
    with office.database.begin() as store:
        store.set_source_state(kept)
        store.add_entries(told.entries, now)
    return f"{source.address}: {told.failure}" if told.failure else None


def _open(office: Office, lookout: Lookout, entry: Entry, by: str) -> Looked | Page | None:
    """Look at a page and file it for what it fits best; give the page where it fits nothing, None where another did."""
    with office.database.begin() as store:
        now = office.clock()
        if not store.take_entry(entry.canonical, now, now - lookout.follow_every):
            return None
    page = lookout.eye.look(entry.address, told=entry)
    with office.database.begin() as store:
        if page.status is None or page.status >= 500:
            store.end_entry(entry.canonical, page.failure or FAILED, failed=True)
            return page
        return _filed(office, lookout, store, entry, page, by)


def _filed(office: Office, lookout: Lookout, store: Store, entry: Entry, page: Page, by: str) -> Looked | Page:
    """File a page for the occurrence it fits best: one that accepts it by itself before one that asks a person."""
    used = store.used_before()
    judged = [(judge(page, w.expectation, used), w) for w in _wanted(office, store, lookout)]
    fitting = [(j, w) for j, w in judged if j.verdict is not Verdict.RETURNED and fits(page, entry, j, w.expectation)]
    if not fitting:
        store.end_entry(entry.canonical, NO_MATCH)
        return page
    judgement, best = min(fitting, key=lambda pair: pair[0].verdict is not Verdict.ACCEPTED)
    case = best.case
    on = judgement.effective_on or entry.on or day_of(page.fetched_at)
    piece = link(page.final, on, judgement.title or entry.title or None)
    value = case.occurrence.value
    try:
        filed = filing.add(
            office, store, case.plan, case.obligation, piece, unit=value.unit, period=value.due.period, by=by
        )
    except BadEvidence as error:
        store.end_entry(entry.canonical, str(error))
        return page
    wanted = replace(best.expectation, claimed_on=on if judgement.effective_on else None)
    looked = settle(office, lookout, store, filed.evidence, filed.occurrence, wanted, page, by=by)
    store.end_entry(entry.canonical, f"#{filed.evidence.id}")
    return looked


def fits(page: Page, entry: Entry, judgement: Judgement, wanted: Expectation) -> bool:
    """Tell whether a page is worth proposing: on the channel, in the window, about the subject, of the unit."""
    channel = channel_of(wanted.allowed, page.final)
    if channel is None or not page.readable:
        return False
    day = agreed_day(page.dates, day_of(page.fetched_at)).value
    on = date.fromisoformat(day) if day else entry.on
    told = f"{judgement.title or entry.title}"
    subject = any(about(s, told, page.text) for s in wanted.subjects)
    own = wanted.unit in channel.units or names_unit(wanted.unit_names, f"{told}\n{page.text}")
    return (on is None or on in wanted.window) and subject and own
