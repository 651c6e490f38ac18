"""Evidence filed by hand: added, accepted, returned; one piece counts once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from obligations.addresses import canonical
from obligations.errors import BadEvidence, UnknownEvidence
from obligations.evidence import acceptable
from obligations.model import Evidence, EvidenceKind, Verdict
from obligations.ports import Store
from obligations.records import Change, StoredObligation, StoredOccurrence, StoredPlan
from obligations.service.checking import selected, subject
from obligations.service.values import Office
from obligations.text import fold


@dataclass(frozen=True, slots=True)
class Piece:
    """What somebody hands in: kind, reference as given, what makes it one piece, and the day it was done."""

    kind: EvidenceKind
    reference: str
    fingerprint: str
    effective_on: date
    title: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """A piece in the store, the occurrence it is offered for, and why it cannot count as it is (None: it can)."""

    evidence: Evidence
    occurrence: StoredOccurrence
    doubt: str | None


def link(address: str, effective_on: date, title: str | None = None) -> Piece:
    """Make a piece of a web address. Raises BadEvidence where it is none."""
    fault = f"“{address}” không phải địa chỉ web; cần dạng https://…"
    try:
        parts, identity = urlsplit(address.strip()), canonical(address)
    except ValueError as error:
        raise BadEvidence(fault) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadEvidence(fault)
    return Piece(EvidenceKind.LINK, address.strip(), f"link:{identity}", effective_on, title)


def document(number: str, effective_on: date, title: str | None = None) -> Piece:
    """Make a piece of a document's number and date. A number is unique with its year (Nghị định 30/2020/NĐ-CP)."""
    if not re.search(r"\d+\s*[-/]\s*\S+", number):
        raise BadEvidence(f"“{number}” không phải số, ký hiệu văn bản; cần dạng 123/BC-VP.")
    identity = f"document:{fold(number).replace(' ', '-')}:{effective_on.year}"
    return Piece(EvidenceKind.DOCUMENT, number.strip(), identity, effective_on, title)


def file(name: str, sha256: str, effective_on: date, title: str | None = None) -> Piece:
    """Make a piece of a file by its content."""
    return Piece(EvidenceKind.FILE, name, f"file:{sha256}", effective_on, title, sha256)


def add(
    office: Office,
    store: Store,
    plan: StoredPlan,
    obligation: StoredObligation,
    piece: Piece,
    *,
    unit: str,
    period: str | None,
    by: str,
) -> Filed:
    """File a piece for one unit and period (the one whose days hold the piece's date, where none is named).

    Raises BadEvidence where the piece was used before or no period can be told, UnknownUnit, UnknownPeriod.
    """
    occurrence = _occurrence(store, plan, obligation, piece, unit, period)
    if piece.effective_on > office.today():
        raise BadEvidence(f"Ngày thực hiện {piece.effective_on:%d/%m/%Y} ở tương lai; hãy xem lại.")
    evidence = store.add_evidence(
        kind=piece.kind,
        reference=piece.reference,
        fingerprint=piece.fingerprint,
        effective_on=piece.effective_on,
        received_at=office.clock(),
        submitted_by=by,
        title=piece.title,
        sha256=piece.sha256,
    )
    store.offer(evidence.id, occurrence.id)
    store.record(Change(office.clock(), by, "evidence-add", subject(occurrence), after=_named(evidence)))
    return Filed(evidence, occurrence, acceptable(occurrence.value, evidence))


def _named(evidence: Evidence) -> str:
    return f"#{evidence.id} {evidence.reference} ({evidence.effective_on:%d/%m/%Y})"


def _occurrence(
    store: Store, plan: StoredPlan, obligation: StoredObligation, piece: Piece, unit: str, period: str | None
) -> StoredOccurrence:
    there = selected(store, plan, obligation, unit, period)
    fitting = [o for o in there if period is not None or piece.effective_on in o.value.due.window]
    if len(fitting) != 1:
        periods = ", ".join(o.value.due.period for o in there)
        raise BadEvidence(
            f"Không rõ minh chứng ngày {piece.effective_on:%d/%m/%Y} thuộc kỳ nào của {obligation.code}; "
            f"hãy thêm --period (có: {periods or 'chưa có kỳ nào'})."
        )
    return fitting[0]


def accept(office: Office, store: Store, evidence: int, *, by: str) -> Filed:
    """Accept a piece. Raises BadEvidence with the reason where it cannot count (outside its period …)."""
    filed = _filed(store, evidence)
    if filed.doubt is not None:
        raise BadEvidence(f"Minh chứng #{evidence} chưa chấp nhận được: {filed.doubt}")
    return _judged(office, store, filed, Verdict.ACCEPTED, None, by)


def give_back(office: Office, store: Store, evidence: int, *, why: str, by: str) -> Filed:
    """Return a piece with a reason, which reaches the unit in its next digest. Raises BadEvidence without one."""
    if not why.strip():
        raise BadEvidence("Cần nêu lý do trả lại: đơn vị sẽ đọc lý do này trong bản nhắc tới.")
    return _judged(office, store, _filed(store, evidence), Verdict.RETURNED, why, by)


def _filed(store: Store, evidence: int) -> Filed:
    use = store.evidence_piece(evidence)
    if use is None:
        raise UnknownEvidence(f"Không có minh chứng số {evidence}; xem `dunghan evidence list`.")
    occurrence = next(o for o in store.occurrences() if o.id == use.occurrence)
    return Filed(use.evidence, occurrence, acceptable(occurrence.value, use.evidence))


def _judged(office: Office, store: Store, filed: Filed, verdict: Verdict, why: str | None, by: str) -> Filed:
    before = filed.evidence.verdict
    store.judge(filed.evidence.id, verdict, why)
    at, about = office.clock(), subject(filed.occurrence)
    store.record(
        Change(at, by, f"evidence-{verdict}", about, why=why, before=str(before), after=_named(filed.evidence))
    )
    return _filed(store, filed.evidence.id)
