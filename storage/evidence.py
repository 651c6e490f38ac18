"""Evidence and what it is offered for: a piece that was not returned exists once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, Text, Update, cast, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from obligations.errors import BadEvidence, UnknownEvidence
from obligations.model import Attachment, Evidence, EvidenceKind, Form, Verdict
from obligations.records import EvidenceUse
from storage.shelf import Shelf
from storage.tables import EvidenceRow, EvidenceUseRow

# Columns and not rows: a plan's check reads ten thousand pieces.
EVIDENCE = (
    EvidenceRow.id,
    EvidenceRow.kind,
    EvidenceRow.reference,
    EvidenceRow.fingerprint,
    EvidenceRow.effective_on,
    EvidenceRow.received_at,
    EvidenceRow.submitted_by,
    EvidenceRow.verdict,
    EvidenceRow.reason,
    EvidenceRow.title,
    EvidenceRow.sha256,
    EvidenceRow.form,
    EvidenceRow.signer,
    EvidenceRow.files,
    EvidenceRow.notes,
    EvidenceRow.version,
)
ALIVE = EvidenceRow.verdict != Verdict.RETURNED


class EvidenceShelf(Shelf):
    """The part of the store that holds evidence."""

    def add_evidence(
        self,
        *,
        kind: EvidenceKind,
        reference: str,
        fingerprint: str,
        effective_on: date,
        received_at: datetime,
        submitted_by: str,
        title: str | None = None,
        sha256: str | None = None,
        form: Form | None = None,
        signer: str | None = None,
        files: Iterable[Attachment] = (),
        notes: Iterable[str] = (),
    ) -> Evidence:
        """Store a piece of evidence. Raises BadEvidence where a piece that was not returned has this fingerprint."""
        row = {
            "kind": kind,
            "reference": reference,
            "fingerprint": fingerprint,
            "effective_on": effective_on,
            "received_at": received_at,
            "submitted_by": submitted_by,
            "verdict": Verdict.PENDING,
            "title": title,
            "sha256": sha256,
            "form": form,
            "signer": signer,
            "files": tuple(files),
            "notes": tuple(notes),
            "version": 1,
        }
        if not (new := self._add(EvidenceRow, [row])):
            raise BadEvidence(self._taken(reference, fingerprint))
        return self._piece(new[0])

    def _taken(self, reference: str, fingerprint: str) -> str:
        """Say that a piece is there; not whose it is, since units read this too."""
        other = self._one(select(EvidenceRow.id).where(EvidenceRow.fingerprint == fingerprint, ALIVE))
        number = f" (số {other})" if other else ""
        return (
            f"Minh chứng “{reference}” đã được nộp{number}; một minh chứng chỉ tính một lần, không dùng cho hai kỳ"
            " hay hai đơn vị. Hãy nộp minh chứng khác, hoặc đề nghị bộ phận theo dõi xem lại minh chứng kia."
        )

    def _piece(self, evidence: int) -> Evidence:
        found = self._session.execute(select(*EVIDENCE).where(EvidenceRow.id == evidence)).one_or_none()
        if found is None:
            raise UnknownEvidence(f"Không có minh chứng số {evidence}; hãy xem `dunghan evidence list`.")
        return _evidence(found)

    def offer(self, evidence: int, occurrence: int, shared: str | None = None) -> None:
        """Offer a piece for an occurrence (idempotent); `shared`: why it serves this one too."""
        self._add(EvidenceUseRow, [{"evidence_id": evidence, "occurrence_id": occurrence, "shared": shared}])

    def withdraw_offer(self, evidence: int, occurrence: int) -> None:
        """Take a piece back from an occurrence."""
        mine = (EvidenceUseRow.evidence_id == evidence, EvidenceUseRow.occurrence_id == occurrence)
        self._change(delete(EvidenceUseRow).where(*mine))

    def evidence_piece(self, evidence: int) -> EvidenceUse | None:
        """Give a piece with the occurrence it was first offered for; None where it was never stored or offered."""
        found = self.uses_of(evidence)
        return found[0] if found else None

    def uses_of(self, evidence: int) -> list[EvidenceUse]:
        """List what a piece is offered for: first what it was handed in for, then what it was let serve besides."""
        first = (EvidenceUseRow.shared.is_not(None), EvidenceUseRow.id)
        return self._uses(_uses().where(EvidenceRow.id == evidence).order_by(None).order_by(*first))

    def evidence_uses(self, occurrences: Sequence[int] | None = None) -> list[EvidenceUse]:
        """List the pieces offered for these occurrences (for all where None), oldest first."""
        statement = _uses()
        if occurrences is not None:
            statement = statement.where(EvidenceUseRow.occurrence_id.in_(self._among(occurrences)))
        return self._uses(statement)

    def uses_alike(self, fingerprint: str, files: Iterable[str] = ()) -> list[EvidenceUse]:
        """List the uses of pieces not returned whose fingerprint begins so, or that hold a file of these sha256."""
        below = EvidenceRow.fingerprint.startswith(fingerprint, autoescape=True)
        holding = [cast(EvidenceRow.files, Text).contains(sha256, autoescape=True) for sha256 in files]
        return self._uses(_uses().where(ALIVE, or_(below, *holding)))

    def _uses(self, statement: Select[Any]) -> list[EvidenceUse]:
        pieces: dict[int, Evidence] = {}
        return [
            EvidenceUse(row.occurrence_id, pieces.get(row.id) or pieces.setdefault(row.id, _evidence(row)), *row[-2:])
            for row in self._session.execute(statement)
        ]

    def judge(
        self,
        evidence: int,
        verdict: Verdict,
        reason: str | None,
        *,
        notes: Iterable[str] | None = None,
        seen: int | None = None,
    ) -> None:
        """Keep a decision; `seen` is the version it was made on, `notes` replace those there were.

        Raises UnknownEvidence, and BadEvidence where it was changed since, or where a returned piece comes back after
        another took its place.
        """
        values = {"verdict": verdict, "reason": reason, **({} if notes is None else {"notes": tuple(notes)})}
        self._revise(evidence, seen, values)

    def describe(
        self, evidence: int, *, notes: Iterable[str], title: str | None, effective_on: date | None = None
    ) -> None:
        """Keep what was found out about a piece; its verdict stays. None leaves the day as it is."""
        values = {"notes": tuple(notes), "title": title}
        self._revise(evidence, None, values if effective_on is None else {**values, "effective_on": effective_on})

    def touch(self, evidence: int, seen: int | None = None) -> None:
        """Give a piece a new version: what it is offered for changes. Raises BadEvidence where it was changed since."""
        self._revise(evidence, seen, {})

    def _revise(self, evidence: int, seen: int | None, values: dict[str, Any]) -> None:
        piece = self._piece(evidence)
        statement = update(EvidenceRow).where(
            EvidenceRow.id == evidence, EvidenceRow.version == (seen or piece.version)
        )
        try:
            with self._session.begin_nested():
                changed = self._change(_next_version(statement, values))
        except IntegrityError as error:
            raise BadEvidence(self._taken(piece.reference, piece.fingerprint)) from error
        if not changed:
            raise BadEvidence(
                f"Minh chứng #{evidence} vừa được người khác xử lý trong lúc đồng chí đang xem; hãy xem lại bằng"
                f" `dunghan evidence show {evidence}` rồi quyết định."
            )


def _next_version(statement: Update, values: dict[str, Any]) -> Update:
    return statement.values(**values, version=EvidenceRow.version + 1)


def _uses() -> Select[Any]:
    return (
        select(EvidenceUseRow.occurrence_id, *EVIDENCE, EvidenceUseRow.done_as, EvidenceUseRow.shared)
        .join(EvidenceRow, EvidenceRow.id == EvidenceUseRow.evidence_id)
        .order_by(EvidenceRow.received_at, EvidenceRow.id, EvidenceUseRow.id)
    )


def _evidence(row: Row[Any]) -> Evidence:
    return Evidence(
        id=row.id,
        kind=row.kind,
        reference=row.reference,
        fingerprint=row.fingerprint,
        effective_on=row.effective_on,
        received_at=row.received_at,
        submitted_by=row.submitted_by,
        verdict=row.verdict,
        reason=row.reason,
        title=row.title,
        sha256=row.sha256,
        form=row.form,
        signer=row.signer,
        files=row.files,
        notes=row.notes,
        version=row.version,
    )
