"""Evidence and what it is offered for: a piece that was not returned exists once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from obligations.errors import BadEvidence, UnknownEvidence
from obligations.model import Evidence, EvidenceKind, Verdict
from obligations.records import EvidenceUse
from storage.shelf import Shelf
from storage.tables import EvidenceRow, EvidenceUseRow


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
        }
        if not (new := self._add(EvidenceRow, [row])):
            raise BadEvidence(self._taken(reference, fingerprint))
        return self._piece(new[0])

    def _taken(self, reference: str, fingerprint: str) -> str:
        alive = EvidenceRow.verdict != Verdict.RETURNED
        other = self._one(select(EvidenceRow).where(EvidenceRow.fingerprint == fingerprint, alive))
        number = f" (số {other.id}, nộp bởi {other.submitted_by})" if other else ""
        return (
            f"Minh chứng “{reference}” đã được nộp{number}; một minh chứng chỉ tính một lần, không dùng cho hai kỳ"
            " hay hai đơn vị. Hãy nộp minh chứng khác, hoặc trả lại minh chứng kia trước."
        )

    def _piece(self, evidence: int) -> Evidence:
        if (row := self._one(select(EvidenceRow).where(EvidenceRow.id == evidence))) is None:
            raise UnknownEvidence(f"Không có minh chứng số {evidence}; hãy xem `dunghan evidence`.")
        return _evidence(row)

    def offer(self, evidence: int, occurrence: int) -> None:
        """Offer a piece for an occurrence (idempotent)."""
        self._add(EvidenceUseRow, [{"evidence_id": evidence, "occurrence_id": occurrence}])

    def evidence_piece(self, evidence: int) -> EvidenceUse | None:
        """Give a piece with the occurrence it was first offered for; None where it was never stored or offered."""
        found = self._uses(_uses().where(EvidenceRow.id == evidence).order_by(None).order_by(EvidenceUseRow.id))
        return found[0] if found else None

    def evidence_uses(self, occurrences: Sequence[int] | None = None) -> list[EvidenceUse]:
        """List the pieces offered for these occurrences (for all where None), oldest first."""
        statement = _uses()
        if occurrences is not None:
            statement = statement.where(EvidenceUseRow.occurrence_id.in_(self._among(occurrences)))
        return self._uses(statement)

    def _uses(self, statement: Any) -> list[EvidenceUse]:
        found = self._session.execute(statement.execution_options(populate_existing=True))
        return [EvidenceUse(occurrence, _evidence(row), done_as) for occurrence, done_as, row in found]

    def judge(self, evidence: int, verdict: Verdict, reason: str | None) -> None:
        """Keep a person's decision.

        Raises UnknownEvidence, and BadEvidence where a returned piece comes back after another took its place.
        """
        piece = self._piece(evidence)
        statement = update(EvidenceRow).where(EvidenceRow.id == evidence).values(verdict=verdict, reason=reason)
        try:
            with self._session.begin_nested():
                self._change_one(statement, evidence)
        except IntegrityError as error:
            raise BadEvidence(self._taken(piece.reference, piece.fingerprint)) from error


def _uses() -> Any:
    return (
        select(EvidenceUseRow.occurrence_id, EvidenceUseRow.done_as, EvidenceRow)
        .join(EvidenceRow, EvidenceRow.id == EvidenceUseRow.evidence_id)
        .order_by(EvidenceRow.received_at, EvidenceRow.id, EvidenceUseRow.id)
    )


def _evidence(row: EvidenceRow) -> Evidence:
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
    )
