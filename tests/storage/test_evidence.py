"""A piece of evidence counts once, and keeps what a person decided of it."""

from __future__ import annotations

import pytest

from obligations.errors import BadEvidence, UnknownEvidence
from obligations.model import Verdict
from obligations.records import EvidenceUse
from storage import SqlDatabase
from tests.storage.samples import NOW, TODAY, add_evidence, add_occurrence, add_plan, occurrence


def test_evidence_comes_back_with_what_it_is_offered_for(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        piece = add_evidence(store)
        store.offer(piece, number)
        store.offer(piece, number)
        (use,) = store.evidence_uses([number])
        assert (use.occurrence, use.evidence.id) == (number, piece)
        assert (use.evidence.effective_on, use.evidence.received_at, use.evidence.title) == (TODAY, NOW, "Tin")
        assert use.evidence.verdict is Verdict.PENDING
        assert store.evidence_piece(piece) == EvidenceUse(number, use.evidence)
        assert store.evidence_uses() == [use]


def test_a_piece_never_offered_has_no_use(database: SqlDatabase) -> None:
    with database.begin() as store:
        assert store.evidence_piece(add_evidence(store)) is None


def test_pieces_are_listed_oldest_first(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.add_occurrences(add_plan(store).id, [occurrence(month=m) for m in (3, 4)])
        march, april = (o.id for o in store.occurrences())
        late, early = add_evidence(store, "tin-2", minutes=9), add_evidence(store, "tin-1")
        store.offer(late, march)
        store.offer(early, april)
        assert [u.evidence.id for u in store.evidence_uses()] == [early, late]
        assert [u.evidence.id for u in store.evidence_uses([march])] == [late]


def test_a_piece_is_not_taken_twice(database: SqlDatabase) -> None:
    with database.begin() as store:
        first = add_evidence(store)
        with pytest.raises(BadEvidence, match=rf"số {first}, nộp bởi Văn phòng Sở"):
            add_evidence(store)
        store.judge(first, Verdict.ACCEPTED, None)
        with pytest.raises(BadEvidence):
            add_evidence(store)


def test_a_returned_piece_may_come_again_but_not_beside_its_successor(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        first = add_evidence(store)
        store.offer(first, number)
        store.judge(first, Verdict.RETURNED, "sai kỳ")
        second = add_evidence(store)
        with pytest.raises(BadEvidence, match=f"số {second}"):
            store.judge(first, Verdict.ACCEPTED, None)
        use = store.evidence_piece(first)
        assert use is not None
        assert (use.evidence.verdict, use.evidence.reason) == (Verdict.RETURNED, "sai kỳ")


def test_an_unknown_piece_is_told(database: SqlDatabase) -> None:
    with database.begin() as store, pytest.raises(UnknownEvidence, match="số 7"):
        store.judge(7, Verdict.ACCEPTED, None)
