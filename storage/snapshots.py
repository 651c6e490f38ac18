"""Snapshots of pages: what was seen of a piece, so that it still counts when the page disappears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Select, func, select, update

from obligations.judging import Page, Used
from obligations.likeness import Sketch
from obligations.model import EvidenceKind
from obligations.records import Snapshot
from storage.evidence import ALIVE
from storage.occurrences import with_obligation
from storage.shelf import Shelf
from storage.tables import (
    EvidenceRow,
    EvidenceUseRow,
    ObligationRow,
    OccurrenceRow,
    PlanRow,
    SnapshotRow,
)

LINK = "link:"


class SnapshotShelf(Shelf):
    """The part of the store that holds snapshots."""

    def add_snapshot(self, evidence: int | None, page: Page) -> int:
        """Keep a page as it was seen; seen unchanged, it is the snapshot there is, seen again. Return its number."""
        before = self._latest(_of(evidence, page.canonical))
        if before is not None and _same(before.page, page):
            seen = update(SnapshotRow).where(SnapshotRow.id == before.id).values(seen_at=page.fetched_at)
            self._change_one(seen, before.id)
            return before.id
        row = {
            "evidence_id": evidence,
            "canonical": page.canonical,
            "seen_at": page.fetched_at,
            "sketch": page.sketch,
            "text": page.text,
            "page": replace(page, text="", sketch=()),
        }
        return self._add(SnapshotRow, [row])[0]

    def snapshots(self, evidence: Sequence[int] | None = None) -> list[Snapshot]:
        """List what was seen of these pieces (of all where None), oldest first."""
        statement = select(SnapshotRow).order_by(SnapshotRow.id)
        if evidence is not None:
            statement = statement.where(SnapshotRow.evidence_id.in_(self._among(evidence)))
        return [_snapshot(row) for row in self._all(statement)]

    def last_seen(self, evidence: Sequence[int]) -> dict[int, Snapshot]:
        """Give what was last seen of each of these pieces, without its text: for thousands at a time."""
        columns = (SnapshotRow.id, SnapshotRow.evidence_id, SnapshotRow.page, SnapshotRow.sketch, SnapshotRow.seen_at)
        statement = select(*columns).where(SnapshotRow.evidence_id.in_(self._among(evidence)))
        rows = self._session.execute(statement.order_by(SnapshotRow.seen_at, SnapshotRow.id))
        found = (Snapshot(row.id, row.evidence_id, replace(row.page, sketch=row.sketch), row.seen_at) for row in rows)
        return {s.evidence: s for s in found if s.evidence is not None}

    def latest_snapshot(self, evidence: int) -> Snapshot | None:
        """Give what was last seen of a piece."""
        return self._latest(select(SnapshotRow).where(SnapshotRow.evidence_id == evidence))

    def _latest(self, statement: Select[tuple[SnapshotRow]]) -> Snapshot | None:
        row = self._one(statement.order_by(SnapshotRow.seen_at.desc(), SnapshotRow.id.desc()).limit(1))
        return None if row is None else _snapshot(row)

    def used_before(self, besides: int | None = None) -> list[Used]:
        """List the links that were handed in and not returned, with the sketch of the text last read on them."""
        read = self._sketches()
        return [
            Used(piece, mark.removeprefix(LINK), plan, code, unit, period, read.get(piece, ()), title)
            for piece, mark, title, plan, code, unit, period in self._session.execute(_links(besides))
        ]

    def _sketches(self) -> dict[int, Sketch]:
        """Give the sketch last taken of each piece: a page that has disappeared since has none."""
        told = func.length(SnapshotRow.text) > 0, SnapshotRow.evidence_id.is_not(None)
        statement = select(SnapshotRow.evidence_id, SnapshotRow.sketch).where(*told).order_by(SnapshotRow.id)
        return {evidence: sketch for evidence, sketch in self._session.execute(statement) if evidence is not None}


def _links(besides: int | None) -> Select[tuple[int, str, str | None, str, str, str, str]]:
    pieces = (EvidenceRow.id, EvidenceRow.fingerprint, EvidenceRow.title)
    uses = select(*pieces, PlanRow.name, ObligationRow.code, OccurrenceRow.unit_key, OccurrenceRow.period)
    uses = uses.select_from(OccurrenceRow).join(EvidenceUseRow, EvidenceUseRow.occurrence_id == OccurrenceRow.id)
    uses = with_obligation(uses.join(EvidenceRow, EvidenceRow.id == EvidenceUseRow.evidence_id))
    asked = (ALIVE, EvidenceRow.kind == EvidenceKind.LINK, EvidenceRow.id != (besides or 0))
    return uses.where(*asked).order_by(EvidenceRow.id, EvidenceUseRow.id)


def _of(evidence: int | None, canonical: str) -> Select[tuple[SnapshotRow]]:
    mine = SnapshotRow.evidence_id.is_(None) if evidence is None else SnapshotRow.evidence_id == evidence
    return select(SnapshotRow).where(mine, SnapshotRow.canonical == canonical)


def _same(before: Page, page: Page) -> bool:
    if page.unchanged:
        return True
    # The bytes of one and the same article differ from visit to visit: counters, tokens, what else is new.
    alike = before.sha256 == page.sha256 or (before.text != "" and before.text == page.text)
    return alike and (before.status, before.failure) == (page.status, page.failure)


def _snapshot(row: SnapshotRow) -> Snapshot:
    return Snapshot(row.id, row.evidence_id, replace(row.page, text=row.text, sketch=row.sketch), row.seen_at)
