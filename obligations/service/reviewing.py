"""What needs a person: what to look at of each piece that waits, moved where it belongs, or let serve a second duty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from obligations.errors import BadEvidence
from obligations.evidence import acceptable
from obligations.model import EvidenceKind, Verdict
from obligations.ports import Store
from obligations.records import Snapshot, StoredObligation, StoredOccurrence, StoredPlan
from obligations.service.checking import subject
from obligations.service.filing import Filed, filed, fitting, log
from obligations.service.values import Office

_LOOK = {
    EvidenceKind.LINK: "Mở trang: xem tiêu đề, ngày đăng, có đúng đơn vị và nội dung không.",
    EvidenceKind.DOCUMENT: "Đối chiếu số, ký hiệu, ngày và người ký của văn bản.",
    EvidenceKind.FILE: "Mở tệp: xem có đúng việc và đúng ngày không.",
    EvidenceKind.EVENT: "Mở các tệp: xem ảnh, biên bản, chương trình có khớp nhau và khớp ngày không.",
    EvidenceKind.STATEMENT: "Xem lý do đã nêu có đủ để xác nhận không.",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A piece that waits for a person: what to look at, and how the page looked when it was last seen."""

    filed: Filed
    look_at: tuple[str, ...]
    snapshot: Snapshot | None = None


def waiting(store: Store, occurrences: Sequence[StoredOccurrence]) -> tuple[Waiting, ...]:
    """List the pieces offered for these occurrences that nobody has decided on, the oldest first; each once."""
    uses = store.evidence_uses([o.id for o in occurrences])
    numbers = dict.fromkeys(u.evidence.id for u in uses if u.evidence.verdict is Verdict.PENDING)
    return tuple(to_look_at(store, number) for number in numbers)


def to_look_at(store: Store, evidence: int) -> Waiting:
    """Give one piece with what there is to look at. Raises UnknownEvidence."""
    found = filed(store, evidence)
    return Waiting(found, tuple(_look_at(found)), store.latest_snapshot(evidence))


def _look_at(found: Filed) -> Iterator[str]:
    if found.doubt is not None:
        yield found.doubt
    if found.late is not None:
        yield found.late
    yield from found.evidence.notes or (_LOOK[found.evidence.kind],)


def move(
    office: Office,
    store: Store,
    evidence: int,
    plan: StoredPlan,
    obligation: StoredObligation,
    *,
    unit: str,
    period: str | None,
    why: str,
    by: str,
    seen: int | None = None,
) -> Filed:
    """Move a piece to another period, unit or duty, where it waits for a verdict again.

    Raises BadEvidence without a reason, where it is there already, or where it was changed since version `seen`.
    """
    found = filed(store, evidence)
    _with_reason(why, "chuyển minh chứng")
    there = fitting(store, plan, obligation, found.evidence, unit, period)
    if there.id in {o.id for o in (found.occurrence, *found.besides)}:
        raise BadEvidence(f"Minh chứng #{evidence} đã nằm ở {subject(there)}; hãy chọn kỳ hoặc đơn vị khác.")
    store.judge(evidence, Verdict.PENDING, None, seen=seen)
    store.withdraw_offer(evidence, found.occurrence.id)
    store.offer(evidence, there.id)
    log(office, store, "evidence-move", found.evidence, there, by, why=why, before=subject(found.occurrence))
    return filed(store, evidence)


def share(
    office: Office,
    store: Store,
    evidence: int,
    plan: StoredPlan,
    obligation: StoredObligation,
    *,
    period: str | None,
    why: str,
    by: str,
) -> Filed:
    """Let a piece serve another duty of the same unit too: only where an officer says so, and why (rule 15).

    Raises BadEvidence without a reason, for another period of the same duty, for parts of one total, or where the
    piece cannot count there.
    """
    found = filed(store, evidence)
    _with_reason(why, "dùng chung minh chứng")
    there = fitting(store, plan, obligation, found.evidence, found.occurrence.value.unit, period)
    for one in (found.occurrence, *found.besides):
        _refuse_twice(evidence, one, there)
    if doubt := acceptable(there.value, found.evidence):
        raise BadEvidence(f"Minh chứng #{evidence} không dùng chung được: {doubt}")
    store.touch(evidence)
    store.offer(evidence, there.id, shared=why.strip())
    log(office, store, "evidence-share", found.evidence, there, by, why=why)
    return filed(store, evidence)


def _refuse_twice(evidence: int, one: StoredOccurrence, there: StoredOccurrence) -> None:
    here, other = one.value, there.value
    if (here.plan, here.code) == (other.plan, other.code):
        raise BadEvidence(
            f"Minh chứng #{evidence} đã tính cho {subject(one)}; không dùng cho hai kỳ hay hai đơn vị của một nhiệm vụ."
        )
    if (here.plan, here.clause, here.kind, here.due.period) == (other.plan, other.clause, other.kind, other.due.period):
        raise BadEvidence(
            f"{here.code} và {other.code} là các phần của một chỉ tiêu; minh chứng #{evidence} chỉ tính một lần."
        )


def unshare(
    office: Office, store: Store, evidence: int, plan: StoredPlan, obligation: StoredObligation, *, why: str, by: str
) -> Filed:
    """Take back that a piece serves another duty. Raises BadEvidence without a reason, or where it does not."""
    found = filed(store, evidence)
    _with_reason(why, "thôi dùng chung")
    mine = [o for o in found.besides if (o.value.plan, o.value.code) == (plan.name, obligation.code)]
    if not mine:
        raise BadEvidence(f"Minh chứng #{evidence} không dùng chung cho {plan.name} {obligation.code}.")
    store.touch(evidence)
    for one in mine:
        store.withdraw_offer(evidence, one.id)
        log(office, store, "evidence-unshare", found.evidence, one, by, why=why)
    return filed(store, evidence)


def _with_reason(why: str, what: str) -> None:
    if not why.strip():
        raise BadEvidence(f"Cần nêu lý do {what} (--why); lý do được ghi vào nhật ký.")
