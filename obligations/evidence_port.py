"""What the verbs need of the store for evidence: pieces, what they are offered for, and what was seen of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from obligations.finding import Entry, SourceState
from obligations.judging import Page, Used
from obligations.model import Attachment, Evidence, EvidenceKind, Form, Verdict
from obligations.records import Change, EvidenceUse, Snapshot


class EvidenceStore(Protocol):
    """The part of a transaction that holds evidence (`obligations.ports.Store`)."""

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
        """Store a piece of evidence. Raise BadEvidence where a piece that was not returned has this fingerprint."""

    def offer(self, evidence: int, occurrence: int, shared: str | None = None) -> None:
        """Offer a piece for an occurrence (idempotent); `shared`: why it serves this one too."""

    def withdraw_offer(self, evidence: int, occurrence: int) -> None:
        """Take a piece back from an occurrence."""

    def evidence_piece(self, evidence: int) -> EvidenceUse | None: ...
    def uses_of(self, evidence: int) -> list[EvidenceUse]:
        """List what a piece is offered for: first what it was handed in for, then what it was let serve besides."""

    def uses_alike(self, fingerprint: str, files: Iterable[str] = ()) -> list[EvidenceUse]:
        """List the uses of pieces not returned whose fingerprint begins so, or that hold a file of these sha256."""

    def evidence_uses(self, occurrences: Sequence[int] | None = None) -> list[EvidenceUse]:
        """List the pieces offered for these occurrences (for all where None), oldest first."""

    def judge(
        self,
        evidence: int,
        verdict: Verdict,
        reason: str | None,
        *,
        notes: Iterable[str] | None = None,
        seen: int | None = None,
    ) -> None:
        """Keep a decision made on version `seen`; `notes` replace those there were.

        Raise UnknownEvidence, and BadEvidence where it was changed since, or another took a returned piece's place.
        """

    def describe(
        self, evidence: int, *, notes: Iterable[str], title: str | None, effective_on: date | None = None
    ) -> None:
        """Keep what was found out about a piece; its verdict stays."""

    def touch(self, evidence: int, seen: int | None = None) -> None:
        """Give a piece a new version: what it is offered for changes. Raise BadEvidence where it was changed since."""

    def add_snapshot(self, evidence: int | None, page: Page) -> int:
        """Keep a page as it was seen; seen unchanged, it is the snapshot there is, seen again. Return its number."""

    def snapshots(self, evidence: Sequence[int] | None = None) -> list[Snapshot]:
        """List what was seen of these pieces (of all where None), oldest first."""

    def last_seen(self, evidence: Sequence[int]) -> dict[int, Snapshot]:
        """Give what was last seen of each of these pieces, without its text."""

    def latest_snapshot(self, evidence: int) -> Snapshot | None:
        """Give what was last seen of a piece."""

    def used_before(self, besides: int | None = None) -> list[Used]:
        """List the links that were handed in and not returned, with the sketch of the text last read on them."""

    # what channels told of
    def source_states(self) -> dict[str, SourceState]:
        """Give the state of every source followed so far, by its address."""

    def set_source_state(self, state: SourceState) -> None:
        """Keep how a source answered, in place of the time before."""

    def add_entries(self, entries: Iterable[Entry], at: datetime) -> int:
        """Keep pages not told of before; return how many were new."""

    def entries(self, failed_before: datetime) -> list[Entry]:
        """List the pages nobody has seen yet, oldest first; those that failed to open only after this instant."""

    def take_entry(self, canonical: str, at: datetime, failed_before: datetime) -> bool:
        """Take a page up to look at it; False where another has."""

    def end_entry(self, canonical: str, outcome: str, *, failed: bool = False) -> None:
        """Keep what came of a look; what `failed` to open is looked at again later."""

    def forget_entries(self, before: datetime) -> int:
        """Forget pages told of before this instant; return how many."""

    def history(self, evidence: int) -> list[Change]:
        """List what the log says of a piece, oldest first: lines of `evidence-…` actions whose `after` begins `#5 `."""
