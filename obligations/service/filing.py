"""Evidence filed by hand: added, accepted, returned; one piece counts once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from obligations.answers import UNANSWERED, stand_ins
from obligations.errors import BadEvidence, UnknownEvidence
from obligations.evidence import acceptable, backdated
from obligations.model import Evidence, EvidenceKind, Role, Verdict
from obligations.pieces import Piece, document, event, file, fingerprint_for, link, statement
from obligations.ports import Store
from obligations.records import (
    Change,
    EvidenceUse,
    ReminderState,
    StoredObligation,
    StoredOccurrence,
    StoredPlan,
)
from obligations.reminders import RETURNED, Reminder
from obligations.service.checking import answers_to, selected, subject
from obligations.service.values import Office
from obligations.units import holders

__all__ = [
    "Filed",
    "Piece",
    "accept",
    "add",
    "document",
    "event",
    "file",
    "filed",
    "fitting",
    "give_back",
    "link",
    "log",
    "statement",
]


@dataclass(frozen=True, slots=True)
class Filed:
    """A piece in the store, the occurrence it is offered for, and why it cannot count as it is (None: it can).

    `late` says that it came after the due date for a day before it (rule 16). `besides` are the occurrences that an
    officer lets it serve too.
    """

    evidence: Evidence
    occurrence: StoredOccurrence
    doubt: str | None
    late: str | None = None
    besides: tuple[StoredOccurrence, ...] = ()


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
    occurrence = fitting(store, plan, obligation, piece, unit, period)
    if piece.effective_on > office.today():
        raise BadEvidence(f"Ngày thực hiện {piece.effective_on:%d/%m/%Y} ở tương lai; hãy xem lại.")
    evidence = store.add_evidence(
        kind=piece.kind,
        reference=piece.reference,
        fingerprint=fingerprint_for(piece, occurrence.value),
        effective_on=piece.effective_on,
        received_at=office.clock(),
        submitted_by=by,
        title=piece.title,
        sha256=piece.sha256,
        form=piece.form,
        signer=piece.signer,
        files=piece.files,
        notes=(*piece.notes, *_alike(store, piece, occurrence)),
    )
    store.offer(evidence.id, occurrence.id)
    log(office, store, "evidence-add", evidence, occurrence, by)
    return filed(store, evidence.id)


def fitting(
    store: Store,
    plan: StoredPlan,
    obligation: StoredObligation,
    piece: Piece | Evidence,
    unit: str,
    period: str | None,
) -> StoredOccurrence:
    """Find the occurrence of a unit that a piece is for: the only one, else the one whose days hold its date.

    Raises BadEvidence where no single one fits, UnknownUnit, UnknownPeriod.
    """
    there = selected(store, plan, obligation, unit, period)
    found = there if len(there) == 1 else [o for o in there if piece.effective_on in o.value.due.window]
    if len(found) != 1:
        periods = ", ".join(o.value.due.period for o in there)
        raise BadEvidence(
            f"Không rõ minh chứng ngày {piece.effective_on:%d/%m/%Y} thuộc kỳ nào của {obligation.code}; "
            f"hãy thêm --period (có: {periods or 'chưa có kỳ nào'})."
        )
    return found[0]


def _alike(store: Store, piece: Piece, occurrence: StoredOccurrence) -> Iterator[str]:
    """Name earlier pieces with the same document number or the same file. Raises BadEvidence where it is the same one.

    Two agencies may give one number each; one unit does not, whether it names itself as the issuer or not.
    """
    numbered = piece.kind is EvidenceKind.DOCUMENT
    files = [f.sha256 for f in piece.files]
    if not numbered and not files:
        return
    uses = store.uses_alike(piece.fingerprint if numbered else fingerprint_for(piece, occurrence.value), files)
    units = {o.id: o.value.unit for o in store.occurrences(only=[u.occurrence for u in uses])}
    for use in uses:
        same = use.evidence.fingerprint.startswith(piece.fingerprint) and numbered
        if same and units.get(use.occurrence) == occurrence.value.unit:
            raise BadEvidence(
                f"Văn bản {piece.reference} năm {piece.effective_on.year} đã được nộp (số {use.evidence.id}); một văn"
                " bản chỉ tính một lần. Nếu văn bản ấy còn chứng minh nhiệm vụ khác, dùng `dunghan evidence share`."
            )
        what = "Cùng số, ký hiệu" if same else "Có tệp đã dùng"
        yield f"{what} với minh chứng #{use.evidence.id}; xem có phải là một không."


def accept(office: Office, store: Store, evidence: int, *, by: str, seen: int | None = None) -> Filed:
    """Accept a piece; `seen` is the version that was looked at.

    Raises BadEvidence with the reason where it cannot count (outside its period …) or was changed since.
    """
    found = filed(store, evidence)
    doubts = [found.doubt, *(acceptable(o.value, found.evidence) for o in found.besides)]
    if doubt := next((d for d in doubts if d is not None), None):
        raise BadEvidence(f"Minh chứng #{evidence} chưa chấp nhận được: {doubt}")
    return _judged(office, store, found, Verdict.ACCEPTED, None, by, seen)


def give_back(office: Office, store: Store, evidence: int, *, why: str, by: str, seen: int | None = None) -> Filed:
    """Return a piece with a reason, which reaches the unit in its next digest.

    Raises BadEvidence without a reason, or where it was changed since version `seen`.
    """
    if not why.strip():
        raise BadEvidence("Cần nêu lý do trả lại: đơn vị sẽ đọc lý do này trong bản nhắc tới.")
    back = _judged(office, store, filed(store, evidence), Verdict.RETURNED, why.strip(), by, seen)
    for occurrence in (back.occurrence, *back.besides):
        _tell(office, store, back.evidence, occurrence)
    return back


def _tell(office: Office, store: Store, evidence: Evidence, occurrence: StoredOccurrence) -> None:
    """Plan that the unit is told, in its next digest: no rung of the ladder may be due for weeks.

    Whoever took over from one of its people is told in that person's place.
    """
    register, rung = store.register(), f"{RETURNED}{evidence.id}.{evidence.version}"
    answer = answers_to(store, [occurrence.id], register).get(occurrence.id, UNANSWERED)
    who = stand_ins(partial(holders, register), answer)
    for role in (Role.FOCAL, Role.HEAD):
        for person in who(role, occurrence.value.unit):
            reminder = Reminder(occurrence.value, rung, role, person.key)
            store.add_reminders([(occurrence.id, reminder)], ReminderState.PLANNED, office.today())


def filed(store: Store, evidence: int) -> Filed:
    """Give a piece as it stands. Raises UnknownEvidence."""
    uses = store.uses_of(evidence)
    if not uses:
        raise UnknownEvidence(f"Không có minh chứng số {evidence}; xem `dunghan evidence list`.")
    there = {o.id: o for o in store.occurrences(only=[u.occurrence for u in uses])}
    first, *rest = [there[u.occurrence] for u in uses if u.occurrence in there]
    return _as_filed(uses[0], first, rest)


def _as_filed(use: EvidenceUse, first: StoredOccurrence, rest: list[StoredOccurrence]) -> Filed:
    piece, value = use.evidence, first.value
    return Filed(piece, first, acceptable(value, piece), backdated(value, piece), tuple(rest))


def _judged(
    office: Office, store: Store, found: Filed, verdict: Verdict, why: str | None, by: str, seen: int | None
) -> Filed:
    store.judge(found.evidence.id, verdict, why, seen=seen)
    before = str(found.evidence.verdict)
    log(office, store, f"evidence-{verdict}", found.evidence, found.occurrence, by, why=why, before=before)
    return filed(store, found.evidence.id)


def log(
    office: Office,
    store: Store,
    action: str,
    evidence: Evidence,
    occurrence: StoredOccurrence,
    by: str,
    *,
    why: str | None = None,
    before: str | None = None,
) -> None:
    """Record what was done to a piece; `after` begins with its number, by which its history is found."""
    named = f"#{evidence.id} {evidence.reference} ({evidence.effective_on:%d/%m/%Y})"
    store.record(Change(office.clock(), by, action, subject(occurrence), why=why, before=before, after=named))
