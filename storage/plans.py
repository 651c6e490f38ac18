"""Plans and obligations: stored once, returned as values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from obligations.errors import BadEdit, NotText
from obligations.model import Draft, Obligation, PlanHeader, Reading
from obligations.records import StoredObligation, StoredPlan
from storage.shelf import Shelf
from storage.tables import EvidenceRow, EvidenceUseRow, MessageRow, ObligationRow, OccurrenceRow, PlanRow, ReminderRow


class PlanShelf(Shelf):
    """The part of the store that holds plans and obligations."""

    def add_plan(
        self, reading: Reading, *, name: str, codes: Sequence[str], source: str, sample: bool, at: datetime
    ) -> StoredPlan:
        """Store a plan and its obligations as drafts; the plan that is there where its sha256 is known.

        Raises BadEdit where another plan has the name, NotText where the text holds what no database takes.
        """
        _check_text(reading.text, source)
        row = _plan_values(reading, name, source, sample, at)
        if not (new := self._add(PlanRow, [row])):
            return self._known(reading.header.sha256, name)
        pairs = enumerate(zip(codes, reading.obligations, strict=True))
        self._add(
            ObligationRow,
            [
                {"plan_id": new[0], "code": code, "position": i, "state": Draft.DRAFT, **_obligation_values(value)}
                for i, (code, value) in pairs
            ],
        )
        return self._known(reading.header.sha256, name)

    def _known(self, sha256: str, name: str) -> StoredPlan:
        if (plan := self.plan_by_sha(sha256)) is None:
            raise BadEdit(f"Tên “{name}” đã thuộc về một kế hoạch khác; hãy đặt tên khác bằng --name.")
        return plan

    def set_plan_header(self, plan: int, header: PlanHeader) -> None:
        """Replace number, issuer, date, year and title of a plan."""
        values: dict[str, Any] = {"number": header.number, "issuer": header.issuer, "issued_on": header.issued_on}
        values |= {"completes_on": header.completes_on, "year": header.year, "title": header.title}
        self._change(update(PlanRow).where(PlanRow.id == plan).values(values))

    def plan_by_sha(self, sha256: str) -> StoredPlan | None:
        """Find a plan by its content."""
        row = self._one(select(PlanRow).where(PlanRow.sha256 == sha256))
        return None if row is None else _plan(row)

    def plan(self, name: str) -> StoredPlan | None:
        """Find a plan by its name."""
        row = self._one(select(PlanRow).where(PlanRow.name == name))
        return None if row is None else _plan(row)

    def plans(self) -> list[StoredPlan]:
        """List plans in the order of their import."""
        return [_plan(row) for row in self._all(select(PlanRow).order_by(PlanRow.id))]

    def remove_plan(self, name: str) -> None:
        """Remove a plan, its obligations, occurrences and reminders, and evidence and messages of nothing else.

        The log stays.
        """
        inside = (
            select(OccurrenceRow.id)
            .join(ObligationRow, ObligationRow.id == OccurrenceRow.obligation_id)
            .join(PlanRow, PlanRow.id == ObligationRow.plan_id)
            .where(PlanRow.name == name)
        )
        uses, carried = EvidenceUseRow.evidence_id, ReminderRow.message_id
        for row, link, at in (
            (EvidenceRow, uses, EvidenceUseRow.occurrence_id),
            (MessageRow, carried, ReminderRow.occurrence_id),
        ):
            here = select(link).where(at.in_(inside), link.is_not(None))
            elsewhere = select(link).where(at.not_in(inside), link.is_not(None))
            self._change(delete(row).where(row.id.in_(here), row.id.not_in(elsewhere)))
        self._change(delete(PlanRow).where(PlanRow.name == name))

    def obligations(
        self, plan: str | None = None, state: Draft | None = None, clause: str | None = None
    ) -> list[StoredObligation]:
        """List obligations in reading order, plan by plan; of one clause where given."""
        statement = _obligations()
        for column, wanted in ((PlanRow.name, plan), (ObligationRow.state, state), (ObligationRow.clause, clause)):
            if wanted is not None:
                statement = statement.where(column == wanted)
        return self._stored(statement)

    def obligations_of(self, occurrences: Sequence[int]) -> list[StoredObligation]:
        """List the obligations of which these are occurrences, in reading order."""
        theirs = select(OccurrenceRow.obligation_id).where(OccurrenceRow.id.in_(self._among(occurrences)))
        return self._stored(_obligations().where(ObligationRow.id.in_(theirs)))

    def obligation(self, plan: str, code: str) -> StoredObligation | None:
        """Find an obligation by its plan's name and its code."""
        found = self._stored(_obligations().where(PlanRow.name == plan, ObligationRow.code == code))
        return found[0] if found else None

    def _stored(self, statement: Any) -> list[StoredObligation]:
        found = self._session.execute(statement.execution_options(populate_existing=True))
        return [StoredObligation(row.id, plan, row.code, row.state, obligation_of(row)) for row, plan in found]

    def set_obligation_state(self, obligation: int, state: Draft) -> None:
        """Say how far a person has judged an obligation."""
        self._change_one(update(ObligationRow).where(ObligationRow.id == obligation).values(state=state), obligation)

    def set_obligation_value(self, obligation: int, value: Obligation) -> None:
        """Replace what an obligation says."""
        new = _obligation_values(value)
        self._change_one(update(ObligationRow).where(ObligationRow.id == obligation).values(**new), obligation)


def _check_text(text: str, source: str) -> None:
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise NotText(f"{source}: văn bản có ký tự hỏng (NUL hoặc nửa ký tự); hãy mở và lưu lại tệp rồi thử lại.")


def _obligations() -> Any:
    return (
        select(ObligationRow, PlanRow.name)
        .join(PlanRow, PlanRow.id == ObligationRow.plan_id)
        .order_by(PlanRow.id, ObligationRow.position)
    )


def _plan_values(reading: Reading, name: str, source: str, sample: bool, at: datetime) -> dict[str, Any]:
    header = reading.header
    return {
        "name": name,
        "sha256": header.sha256,
        "number": header.number,
        "issuer": header.issuer,
        "issued_on": header.issued_on,
        "year": header.year,
        "title": header.title,
        "text": reading.text,
        "findings": reading.findings,
        "source": source,
        "sample": sample,
        "imported_at": at,
        "completes_on": reading.header.completes_on,
    }


def _plan(row: PlanRow) -> StoredPlan:
    header = PlanHeader(row.number, row.issuer, row.issued_on, row.year, row.title, row.sha256, row.completes_on)
    return StoredPlan(row.id, row.name, header, row.text, row.findings, row.source, row.sample, row.imported_at)


def _obligation_values(value: Obligation) -> dict[str, Any]:
    return {
        "clause": value.clause,
        "kind": value.kind,
        "cadence": value.cadence,
        "count": value.count,
        "responsible": value.responsible,
        "coordinating": value.coordinating,
        "recipient": value.recipient,
        "due": value.due,
        "mandatory": value.mandatory,
        "aggregate": value.aggregate,
        "quote": value.quote,
        "span_start": value.span[0],
        "span_end": value.span[1],
        "confidence": value.confidence,
        "flags": value.flags,
        "ladder": value.ladder,
    }


def obligation_of(row: ObligationRow) -> Obligation:
    """Give the value a row holds."""
    return Obligation(
        clause=row.clause,
        kind=row.kind,
        cadence=row.cadence,
        count=row.count,
        responsible=row.responsible,
        quote=row.quote,
        span=(row.span_start, row.span_end),
        coordinating=row.coordinating,
        recipient=row.recipient,
        due=row.due,
        mandatory=row.mandatory,
        aggregate=row.aggregate,
        confidence=row.confidence,
        flags=row.flags,
        ladder=row.ladder,
    )
