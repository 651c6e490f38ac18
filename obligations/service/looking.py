"""A link looked at: its page judged and kept, its verdict set where no person has to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from obligations.addresses import canonical
from obligations.channels import Channel, ChannelKind, channel_of
from obligations.errors import BadEvidence, UnknownEvidence
from obligations.evidence import acceptable
from obligations.judging import Expectation, Judgement, Page, judge
from obligations.model import Evidence, EvidenceKind, Verdict
from obligations.ports import Store
from obligations.records import StoredOccurrence
from obligations.service import filing
from obligations.service.expecting import Lookout, case_of, expectation
from obligations.service.values import Office

SHUT = frozenset({ChannelKind.ZALO, ChannelKind.FACEBOOK})
OFF = "Đủ điều kiện tự chấp nhận nhưng thiết lập accept_automatically đang tắt; cần người xác nhận."


@dataclass(frozen=True, slots=True)
class Looked:
    """A piece after a look, the page that was seen, and what the rules say of it."""

    evidence: Evidence
    occurrence: StoredOccurrence
    page: Page
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class _Task:
    """What a look needs to know before it leaves for the network: nothing is held open meanwhile."""

    evidence: Evidence
    occurrence: StoredOccurrence
    wanted: Expectation
    before: Page | None


def look(office: Office, lookout: Lookout, evidence: int, *, by: str) -> Looked:
    """Look at a link: keep its page, and where it is pending set the verdict the rules allow.

    Raises UnknownEvidence, and BadEvidence where the piece is no link.
    """
    with office.database.begin() as store:
        task = _task(store, lookout, evidence)
    page = see(office, lookout, task.evidence.reference, task.wanted.known, task.before)
    with office.database.begin() as store:
        return settle(office, lookout, store, task.evidence, task.occurrence, task.wanted, page, by=by)


def unseen(office: Office, only: tuple[str, str] | None = None) -> tuple[int, ...]:
    """List the links that wait for a verdict and were never looked at, oldest first; `only`: of a plan and code."""
    with office.database.begin() as store:
        there = None if only is None else [o.id for o in store.occurrences(*only)]
        waiting = [u.evidence.id for u in store.evidence_uses(there) if _waits(u.evidence)]
        seen = store.last_seen(waiting)
    return tuple(dict.fromkeys(number for number in waiting if number not in seen))


def look_through(office: Office, lookout: Lookout, *, by: str, only: Sequence[int] | None = None) -> list[Looked]:
    """Look at these links, or at all that wait and were never looked at."""
    return [look(office, lookout, number, by=by) for number in (unseen(office) if only is None else only)]


def _waits(piece: Evidence) -> bool:
    return piece.kind is EvidenceKind.LINK and piece.verdict is Verdict.PENDING


def _task(store: Store, lookout: Lookout, evidence: int) -> _Task:
    use = store.evidence_piece(evidence)
    if use is None:
        raise UnknownEvidence(f"Không có minh chứng số {evidence}; xem `dunghan evidence list`.")
    piece = use.evidence
    if piece.kind is not EvidenceKind.LINK:
        raise BadEvidence(f"Minh chứng #{evidence} không phải đường dẫn nên không có trang để xem.")
    occurrence = store.occurrences(only=[use.occurrence])[0]
    before = store.latest_snapshot(evidence)
    case, register = case_of(store, occurrence), store.register()
    wanted = expectation(case, register, lookout, piece.effective_on, piece.title)
    return _Task(piece, occurrence, wanted, before.page if before else None)


def see(office: Office, lookout: Lookout, address: str, known: Iterable[Channel], before: Page | None = None) -> Page:
    """Look at an address; Zalo and Facebook are not asked: they show nothing to whoever is not logged in."""
    channel = channel_of(known, address)
    if channel is not None and channel.kind in SHUT:
        return Page(address, address, canonical(address), office.clock())
    return lookout.eye.look(address, before)


def settle(
    office: Office,
    lookout: Lookout,
    store: Store,
    piece: Evidence,
    occurrence: StoredOccurrence,
    wanted: Expectation,
    page: Page,
    *,
    by: str,
) -> Looked:
    """Keep a page and set what the rules say of its piece; a verdict that somebody has given stays."""
    judgement = judge(page, wanted, store.used_before(besides=piece.id))
    store.add_snapshot(piece.id, page)
    use = store.evidence_piece(piece.id)
    now = use.evidence if use else piece
    if _waits(now):
        judgement = _allowed(judgement, occurrence, now, lookout)
        _decide(office, store, now, judgement, by)
    after = store.evidence_piece(piece.id)
    return Looked(after.evidence if after else now, occurrence, page, judgement)


def _allowed(judgement: Judgement, occurrence: StoredOccurrence, piece: Evidence, lookout: Lookout) -> Judgement:
    """Hold back an acceptance that the agency does not want, or that the occurrence cannot count."""
    if judgement.verdict is not Verdict.ACCEPTED:
        return judgement
    if not lookout.automatic:
        return replace(judgement, verdict=Verdict.PENDING, reasons=(OFF, *judgement.reasons))
    why = acceptable(occurrence.value, piece)
    return replace(judgement, verdict=Verdict.PENDING, reasons=(why,)) if why else judgement


def _decide(office: Office, store: Store, piece: Evidence, judgement: Judgement, by: str) -> None:
    """Keep the reasons, and do what a person would: a piece that goes back reaches its unit with them."""
    title = piece.title or judgement.title
    if (piece.notes, piece.title) != (judgement.reasons, title):
        store.describe(piece.id, notes=judgement.reasons, title=title)
    if judgement.verdict is Verdict.ACCEPTED:
        filing.accept(office, store, piece.id, by=by)
    if judgement.verdict is Verdict.RETURNED:
        filing.give_back(office, store, piece.id, why=" ".join(judgement.reasons), by=by)
