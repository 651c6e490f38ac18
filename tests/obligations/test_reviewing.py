"""What waits for a person: what to look at, moved where it belongs, shared only where an officer says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from obligations import service
from obligations.errors import BadEvidence
from obligations.model import Status, Verdict
from obligations.ports import Store
from obligations.records import StoredObligation, StoredPlan
from obligations.service import Office, filing, reviewing
from obligations.service.filing import Filed
from tests.obligations.test_filing import JUNE, LINK, PLAN, add, decide
from tests.obligations.test_filing import office as office

Duty = tuple[StoredPlan, StoredObligation]


def found(store: Store, clause: str = "III.3") -> Duty:
    plan = service.find_plan(store, PLAN)
    return plan, service.one_obligation(store, plan, clause)


def move(office: Office, evidence: int, *, clause: str = "III.3", **more: object) -> Filed:
    asked = {"unit": "van-phong", "period": None, "why": "nộp nhầm", "by": "thử", **more}
    with office.database.begin() as store:
        return reviewing.move(office, store, evidence, *found(store, clause), **asked)  # type: ignore[arg-type]


def share(
    office: Office, evidence: int, clause: str, *, period: str | None = None, why: str = "một bài, hai việc"
) -> Filed:
    with office.database.begin() as store:
        return reviewing.share(office, store, evidence, *found(store, clause), period=period, why=why, by="thử")


def status(office: Office, clause: str, unit: str, period: str, day: date) -> Status:
    with office.database.begin() as store:
        chosen = [o for o in store.occurrences(PLAN, clause, unit) if o.value.due.period == period]
        ((_, standing),) = service.standings(office, store, chosen, day)
        return standing.status


def test_what_waits_comes_once_oldest_first_with_what_to_look_at(office: Office) -> None:
    add(office, filing.link(LINK, JUNE))
    decide(office, filing.accept, add(office, filing.link(f"{LINK}/2", JUNE)).evidence.id)
    add(office, filing.document("5/BC-VP ngày 1/2/2024", None), period="Q2/2024")
    with office.database.begin() as store:
        waiting = reviewing.waiting(store, store.occurrences(PLAN))
    assert [w.filed.evidence.id for w in waiting] == [1, 3]
    assert "Mở trang" in waiting[0].look_at[0]
    assert "nằm ngoài kỳ Quý II/2024" in waiting[1].look_at[0]
    assert "sổ văn bản đi" in waiting[1].look_at[1]


def test_a_moved_piece_waits_where_it_belongs_and_its_history_says_from_where(office: Office) -> None:
    number = add(office, filing.link(LINK, JUNE)).evidence.id
    decide(office, filing.accept, number)
    moved = move(office, number, unit="thanh-tra", why="bài của Thanh tra Sở")
    assert (moved.occurrence.value.unit, moved.evidence.verdict) == ("thanh-tra", Verdict.PENDING)
    assert status(office, "III.3", "van-phong", "2024-Q2", date(2024, 6, 27)) is Status.DUE_SOON
    assert status(office, "III.3", "thanh-tra", "2024-Q2", date(2024, 6, 27)) is Status.IN_REVIEW
    with office.database.begin() as store:
        last = store.history(number)[-1]
    assert (last.action, last.why) == ("evidence-move", "bài của Thanh tra Sở")
    assert last.before == f"plan/{PLAN}/III.3/van-phong/2024-Q2"
    assert last.subject == f"plan/{PLAN}/III.3/thanh-tra/2024-Q2"


def test_a_piece_for_another_period_is_moved_and_then_counts_there(office: Office) -> None:
    july = replace(office, clock=lambda: office.clock().replace(month=7))
    number = add(july, filing.link(LINK, date(2024, 7, 2)), period="Q2/2024").evidence.id
    with pytest.raises(BadEvidence, match="ngoài kỳ"):
        decide(july, filing.accept, number)
    move(july, number, period="Q3/2024")
    assert decide(july, filing.accept, number).evidence.verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"why": " "}, "lý do"), ({}, "đã nằm ở"), ({"unit": "thanh-tra", "seen": 7}, "người khác")],
)
def test_a_move_that_says_nothing_or_comes_too_late_is_refused(
    office: Office, changes: dict[str, object], words: str
) -> None:
    number = add(office, filing.link(LINK, JUNE)).evidence.id
    with pytest.raises(BadEvidence, match=words):
        move(office, number, **changes)  # type: ignore[arg-type] # none of the changes names the clause


def test_a_shared_piece_serves_both_duties_until_it_is_taken_back(office: Office) -> None:
    number = add(office, filing.link(LINK, JUNE)).evidence.id
    decide(office, filing.accept, number)
    shared = share(office, number, "III.2-2")
    assert [o.value.code for o in shared.besides] == ["III.2-2"]
    with office.database.begin() as store:
        plan, part = found(store, "III.2-2")
        assert [u.shared for u in store.uses_of(number)] == [None, "một bài, hai việc"]
        judged = service.standings(office, store, store.occurrences(PLAN, "III.2-2"), JUNE)
        assert [s.accepted for _, s in judged] == [1]
        back = reviewing.unshare(office, store, number, plan, part, why="nhầm", by="thử")
        assert back.besides == ()
        assert [c.action for c in store.history(number)][-2:] == ["evidence-share", "evidence-unshare"]


def test_a_piece_never_serves_two_periods_or_units_of_one_duty_nor_two_parts_of_a_total(office: Office) -> None:
    number = add(office, filing.link(LINK, JUNE)).evidence.id
    with pytest.raises(BadEvidence, match="không dùng cho hai kỳ hay hai đơn vị"):
        share(office, number, "III.3", period="Q3/2024")
    with office.database.begin() as store:
        store.set_obligation_value(
            found(store, "III.2-3")[1].id, replace(found(store, "III.2-3")[1].value, responsible=("Văn phòng Sở",))
        )
        plan, part = found(store, "III.2-3")
        service.open_occurrences(office, store, plan, part)
    part_piece = add(office, filing.link(f"{LINK}/2", JUNE), clause="III.2-2").evidence.id
    with pytest.raises(BadEvidence, match="các phần của một chỉ tiêu"):
        share(office, part_piece, "III.2-3")


def test_sharing_needs_a_reason_and_a_duty_it_can_count_for(office: Office) -> None:
    number = add(office, filing.link(LINK, JUNE)).evidence.id
    with pytest.raises(BadEvidence, match="lý do"):
        share(office, number, "III.2-2", why="")
    with office.database.begin() as store, pytest.raises(BadEvidence, match="không dùng chung cho"):
        reviewing.unshare(office, store, number, *found(store, "III.2-2"), why="nhầm", by="thử")


def test_a_shared_piece_is_accepted_only_where_it_counts_for_both(office: Office) -> None:
    number = add(office, filing.link(LINK, JUNE)).evidence.id
    share(office, number, "III.2-2")
    with office.database.begin() as store:
        one = store.occurrences(PLAN, "III.2-2")[0]
        window = replace(one.value.due.window, last=date(2024, 6, 1))
        store.update_due(one.id, replace(one.value, due=replace(one.value.due, window=window)))
    with pytest.raises(BadEvidence, match="nằm ngoài kỳ Năm 2024"):
        decide(office, filing.accept, number)
