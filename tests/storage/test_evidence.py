"""A piece of evidence counts once, and keeps what a person decided of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from obligations.errors import BadEvidence, UnknownEvidence
from obligations.model import Attachment, EvidenceKind, FileRole, Form, Verdict
from obligations.records import Change, EvidenceUse
from storage import SqlDatabase
from storage.database import SqlStore
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
        with pytest.raises(BadEvidence, match=rf"số {first}\)") as refused:
            add_evidence(store)
        assert "Văn phòng Sở" not in str(refused.value)
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


FILES = (
    Attachment("anh.jpg", "a" * 64, 12, FileRole.PHOTO),
    Attachment("biên bản.pdf", "b" * 64, 34, FileRole.MINUTES),
)


def test_everything_known_of_a_piece_comes_back(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.offer(_event(store), add_occurrence(store))
        (use,) = store.evidence_uses()
        assert (use.evidence.kind, use.evidence.form, use.evidence.signer) == (
            EvidenceKind.EVENT,
            Form.MEETING,
            "Chủ trì",
        )
        assert (use.evidence.files, use.evidence.notes, use.evidence.version) == (FILES, ("Chưa có chương trình.",), 1)


def _event(store: SqlStore) -> int:
    return store.add_evidence(
        kind=EvidenceKind.EVENT,
        reference="Hội nghị",
        fingerprint="event:1",
        effective_on=TODAY,
        received_at=NOW,
        submitted_by="Văn phòng Sở",
        form=Form.MEETING,
        signer="Chủ trì",
        files=FILES,
        notes=["Chưa có chương trình."],
    ).id


def test_a_decision_on_what_was_changed_since_is_refused(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.offer(add_evidence(store), add_occurrence(store))
        store.judge(1, Verdict.ACCEPTED, None, seen=1)
        with pytest.raises(BadEvidence, match="người khác"):
            store.judge(1, Verdict.RETURNED, "sai kỳ", seen=1)
        with pytest.raises(BadEvidence, match="người khác"):
            store.touch(1, seen=1)
        (use,) = store.evidence_uses()
        assert (use.evidence.verdict, use.evidence.version) == (Verdict.ACCEPTED, 2)


def test_notes_and_title_are_kept_beside_the_verdict(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.offer(add_evidence(store), add_occurrence(store))
        store.describe(1, notes=["Trang không ghi ngày."], title="Tựa", effective_on=date(2026, 3, 1))
        (use,) = store.evidence_uses()
        assert (use.evidence.notes, use.evidence.title) == (("Trang không ghi ngày.",), "Tựa")
        assert (use.evidence.verdict, use.evidence.effective_on) == (Verdict.PENDING, date(2026, 3, 1))
        store.describe(1, notes=[], title="Tựa")
        assert store.evidence_uses()[0].evidence.effective_on == date(2026, 3, 1)


def test_what_a_piece_was_handed_in_for_comes_first_however_it_moved(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.add_occurrences(add_plan(store).id, [occurrence(month=m) for m in (3, 4, 5)])
        march, april, may = (o.id for o in store.occurrences())
        piece = add_evidence(store)
        store.offer(piece, march)
        store.offer(piece, april, shared="một bài cho hai việc")
        store.withdraw_offer(piece, march)
        store.offer(piece, may)
        assert [(u.occurrence, u.shared) for u in store.uses_of(piece)] == [
            (may, None),
            (april, "một bài cho hai việc"),
        ]
        first = store.evidence_piece(piece)
        assert first is not None
        assert first.occurrence == may


def test_pieces_alike_are_found_by_the_head_of_their_fingerprint_or_by_a_file(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        for mark in ("document:1%bc:2026:a", "document:1%bc:2026:b", "document:12-bc:2026:a"):
            store.offer(add_evidence(store, mark), number)
        store.offer(_event(store), number)
        store.judge(2, Verdict.RETURNED, "trùng")
        assert [u.evidence.id for u in store.uses_alike("document:1%bc:2026:")] == [1]
        assert [u.evidence.id for u in store.uses_alike("event:khac", ["b" * 64])] == [4]


def test_the_history_of_a_piece_is_what_the_log_says_of_it(database: SqlDatabase) -> None:
    with database.begin() as store:
        for action, after in (("evidence-add", "#1 a"), ("evidence-add", "#12 b"), ("evidence-accepted", "#1 a")):
            store.record(Change(NOW, "thử", action, "plan/x", after=after))
        store.record(Change(NOW, "thử", "edit", "plan/x", after="#1 không phải minh chứng"))
        assert [c.action for c in store.history(1)] == ["evidence-add", "evidence-accepted"]


def test_of_two_officers_at_once_one_decides(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.offer(add_evidence(store), add_occurrence(store))
    ready = Barrier(2, timeout=20)

    def decide(verdict: Verdict) -> str:
        ready.wait()
        try:
            with database.begin() as store:
                store.judge(1, verdict, "lý do", seen=1)
        except BadEvidence:
            return "đến sau"
        return verdict.value

    with ThreadPoolExecutor(2) as officers:
        said = sorted(officers.map(decide, (Verdict.ACCEPTED, Verdict.RETURNED)))
    with database.begin() as store:
        (use,) = store.evidence_uses()
    assert said == sorted(["đến sau", use.evidence.verdict.value])
    assert use.evidence.version == 2
