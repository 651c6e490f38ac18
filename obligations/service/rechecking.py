"""Accepted links looked at again: which are dead, and which now say something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from obligations.channels import Channel
from obligations.judging import GONE, Page
from obligations.likeness import likeness
from obligations.model import Evidence, EvidenceKind, Verdict
from obligations.ports import Store
from obligations.records import Change, StoredOccurrence
from obligations.service.checking import subject
from obligations.service.expecting import Lookout
from obligations.service.looking import see
from obligations.service.values import Office

# An auditor asks about this year and the last.
ASKED_ABOUT = timedelta(days=730)
CHANGED_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class Rechecked:
    """An accepted link after another look. `fault` says in Vietnamese what is wrong now; None: it still stands."""

    evidence: Evidence
    occurrence: StoredOccurrence
    fault: str | None


def recheck(office: Office, lookout: Lookout, *, by: str, everything: bool = False) -> list[Rechecked]:
    """Look again at accepted links not seen for `lookout.recheck_every`, at most `lookout.looks` of them.

    Their verdict stays: what was seen is kept and still counts. What is dead goes into the log, once. With `everything`
    all are looked at, whenever they were seen.
    """
    with office.database.begin() as store:
        due, known = _due(office, store, lookout, everything), store.register().channels
    return [_again(office, lookout, known, *one, by=by) for one in due]


def dead_links(store: Store) -> list[tuple[Evidence, int, str]]:
    """List the accepted links that were dead when last seen: the piece, its occurrence's id, what is wrong."""
    uses = [u for u in store.evidence_uses() if _counts(u.evidence)]
    last = store.last_seen([u.evidence.id for u in uses])
    found = ((u.evidence, u.occurrence, _fault(s.page if (s := last.get(u.evidence.id)) else None, None)) for u in uses)
    return [(piece, occurrence, fault) for piece, occurrence, fault in found if fault]


def _counts(piece: Evidence) -> bool:
    return piece.kind is EvidenceKind.LINK and piece.verdict is Verdict.ACCEPTED


def _due(office: Office, store: Store, lookout: Lookout, everything: bool) -> list[tuple[StoredOccurrence, Evidence]]:
    """List what is to be looked at, the longest unseen first."""
    now, since = office.clock(), office.today() - ASKED_ABOUT
    uses = {u.evidence.id: u for u in store.evidence_uses() if _counts(u.evidence) and u.evidence.effective_on >= since}
    seen = {number: snapshot.seen_at for number, snapshot in store.last_seen(list(uses)).items()}
    late = [n for n in uses if everything or n not in seen or now - seen[n] >= lookout.recheck_every]
    late.sort(key=lambda n: (n in seen, seen.get(n, now)))
    chosen = [uses[n] for n in (late if everything else late[: lookout.looks])]
    there = {o.id: o for o in store.occurrences(only=[u.occurrence for u in chosen])}
    return [(there[u.occurrence], u.evidence) for u in chosen]


def _again(
    office: Office,
    lookout: Lookout,
    known: Sequence[Channel],
    occurrence: StoredOccurrence,
    piece: Evidence,
    *,
    by: str,
) -> Rechecked:
    with office.database.begin() as store:
        before = store.latest_snapshot(piece.id)
    page = see(office, lookout, piece.reference, known, before.page if before else None)
    fault = _fault(page, before.page if before else None)
    with office.database.begin() as store:
        store.add_snapshot(piece.id, page)
        if fault and (before is None or _fault(before.page, None) is None):
            about = subject(occurrence)
            store.record(Change(office.clock(), by, "evidence-dead", about, why=fault, after=f"#{piece.id}"))
    return Rechecked(piece, occurrence, fault)


def _fault(page: Page | None, before: Page | None) -> str | None:
    """Say what is wrong with a page that once was good."""
    if page is None:
        return None
    if page.status in GONE or (page.soft_404 and page.doubtful):
        return "trang không còn; bản lưu vẫn được tính"
    if page.failure is not None:
        return f"không mở được trang: {page.failure}; bản lưu vẫn được tính"
    if page.status is not None and page.status >= 400:
        return f"máy chủ trả lời mã {page.status}; bản lưu vẫn được tính"
    if before and before.sketch and page.sketch and likeness(before.sketch, page.sketch) < CHANGED_BELOW:
        return "nội dung trang đã khác hẳn bản lưu; bản lưu vẫn được tính"
    return None
