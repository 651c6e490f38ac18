"""A whole plan or kind run by hand: shown first, sent once, one digest a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from obligations import service
from obligations.errors import UnknownClause, UnknownPeriod, UnknownUnit
from obligations.model import Cadence, Kind
from obligations.records import MessageState
from obligations.service import Office
from tests.flows.seeds import PLAN, duty, fill
from tests.office import open_test_office

TODAY = date(2026, 3, 27)
DEADLINE = duty("III.1", Kind.DELIVERABLE, Cadence.ONCE, due=(date(2026, 3, 31),), units=["Văn phòng Sở"])


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = open_test_office(tmp_path, TODAY)
    fill(found.database, DEADLINE, duty("III.3"), duty("III.4", Kind.TASK, Cadence.CONTINUOUS))
    with found.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        for obligation in store.obligations(PLAN):
            service.open_occurrences(found, store, plan, obligation)
    return found


def test_without_send_it_shows_one_draft_a_person_and_keeps_nothing(office: Office) -> None:
    report = service.run_many(office, plan=PLAN, by="thử")
    assert [run.obligation.code for run in report.runs] == ["III.1", "III.3"]
    assert len({draft.to for draft in report.drafts}) == len(report.drafts) > 0
    assert (report.stored, report.messages) == (False, ())
    with office.database.begin() as store:
        assert store.reminders() == []
        assert not [change for change in store.changes() if change.action == "rerun"]


def test_with_send_each_person_gets_one_digest_and_a_second_click_sends_nothing(office: Office) -> None:
    would = {draft.to for draft in service.run_many(office, plan=PLAN, by="thử").drafts}
    first = service.run_many(office, plan=PLAN, send=True, by="Nguyễn Văn Thử")
    assert {message.person_name for message in first.messages} == would
    assert {message.state for message in first.messages} == {MessageState.SENT}
    assert service.run_many(office, plan=PLAN, send=True, by="thử").messages == ()
    assert service.run_obligation(office, PLAN, "III.1", send=True, by="thử").messages == ()
    with office.database.begin() as store:
        runs = [change for change in store.changes() if change.action == "rerun"]
    assert (runs[0].by, runs[0].subject, runs[0].after) == (
        "Nguyễn Văn Thử",
        f"plan/{PLAN}",
        f"đã gửi {len(would)} thư",
    )


def test_what_no_person_asked_for_waits_outside_sending_hours_for_the_sweep_to_join(office: Office) -> None:
    early = replace(office, clock=lambda: datetime(2026, 3, 26, 23, 30, tzinfo=UTC))  # Friday, 6:30 in Hà Nội
    would = {draft.to for draft in service.run_many(early, plan=PLAN, by="thử").drafts}
    assert service.run_many(early, plan=PLAN, send=True, at_once=False, by="tự động hóa").messages == ()
    swept = service.sweep(office, by="thử").messages
    assert would <= {message.person_name for message in swept}
    assert len(swept) == len({message.person for message in swept})
    assert service.run_many(office, plan=PLAN, send=True, at_once=False, by="tự động hóa").messages == ()


@pytest.mark.parametrize(
    ("kind", "clause", "codes"),
    [
        (Kind.DELIVERABLE, None, ["III.1"]),
        (Kind.PORTAL_SUBMISSION, None, ["III.3"]),
        (None, "III.3", ["III.3"]),
        (None, None, ["III.1", "III.3"]),
    ],
)
def test_kind_and_clause_choose(office: Office, kind: Kind | None, clause: str | None, codes: list[str]) -> None:
    report = service.run_many(office, kind=kind, clause=clause, by="thử")
    assert [run.obligation.code for run in report.runs] == codes


def test_a_unit_or_period_leaves_out_the_obligations_without_it(office: Office) -> None:
    report = service.run_many(office, plan=PLAN, unit="Thanh tra Sở", by="thử")
    assert [run.obligation.code for run in report.runs] == ["III.3"]
    report = service.run_many(office, plan=PLAN, period="2026-Q2", by="thử")
    assert [row.period_label for run in report.runs for row in run.rows] == ["Quý II/2026"] * 2


def test_what_none_has_is_an_error(office: Office) -> None:
    with pytest.raises(UnknownClause, match="dunghan list"):
        service.run_many(office, kind=Kind.EVENT, by="thử")
    with pytest.raises(UnknownUnit):
        service.run_many(office, plan=PLAN, unit="Sở Không Có", by="thử")
    with pytest.raises(UnknownPeriod):
        service.run_many(office, plan=PLAN, period="1999-Q1", by="thử")


def test_a_day_to_come_is_only_looked_at(office: Office) -> None:
    report = service.run_many(office, plan=PLAN, as_of=date(2026, 6, 25), send=True, by="thử")
    assert (report.stored, report.messages) == (False, ())
    assert report.drafts


def test_the_operator_is_told_once_an_hour_of_one_thing(office: Office, tmp_path: Path) -> None:
    first = service.tell_operator(office, "hỏng", "Lượt chạy hỏng", ["một <b>", "hai"])
    assert first is not None
    assert (first.state, first.payload.subject) == (MessageState.SENT, "[Đúng Hạn] Lượt chạy hỏng")
    assert first.payload.html == "<p>một &lt;b&gt;</p><p>hai</p>"
    assert service.tell_operator(office, "hỏng", "Lượt chạy hỏng", ["ba"]) is None
    assert service.tell_operator(office, "trễ", "Trễ", ["ba"]) is not None
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 2
