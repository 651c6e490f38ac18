"""Approved obligations become wanted deployments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows.report import counts_lines, next_lines
from flows.wanted import fingerprint, plan, swept_flows
from notifiers.phrases import weekday
from obligations import service
from obligations.model import Cadence, Draft, Kind
from obligations.service import Office
from tests.flows.seeds import PLAN, duty, fill
from tests.office import open_test_office

TODAY = date(2026, 3, 2)
DEADLINE = duty("III.1", Kind.DELIVERABLE, Cadence.ONCE, due=(date(2026, 3, 31),))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Open an office on 2/3/2026 with a deadline, a quarterly and a continuous duty."""
    found = open_test_office(tmp_path, TODAY)
    fill(found.database, DEADLINE, duty("III.3"), duty("III.4", Kind.TASK, Cadence.CONTINUOUS))
    return found


def test_each_obligation_with_dates_gets_one_deployment_of_its_kind(office: Office) -> None:
    found = plan(office, 300)
    assert [(one.flow, one.name, one.parameters) for one in found.wanted] == [
        ("one-off", f"{PLAN} · III.1", {"plan": PLAN, "clause": "III.1"}),
        ("quarterly-portal", f"{PLAN} · III.3", {"plan": PLAN, "clause": "III.3"}),
    ]
    assert (found.swept, found.problems) == (0, ())


def test_only_days_to_come_are_scheduled_among_them_the_due_date(office: Office) -> None:
    days = plan(office, 300).wanted[0].days
    assert min(days) >= TODAY
    assert date(2026, 3, 31) in days


def test_obligations_beyond_the_limit_are_left_to_the_sweep(office: Office) -> None:
    found = plan(office, 1)
    assert [(one.flow, one.name, one.parameters) for one in found.wanted] == [
        ("one-off", "mọi nhiệm vụ", {}),
        ("quarterly-portal", f"{PLAN} · III.3", {"plan": PLAN, "clause": "III.3"}),
    ]
    assert found.swept == 1


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (6, set()),
        (5, {"monthly-posts"}),
        (3, {"monthly-posts"}),
        (2, {"monthly-posts", "weekly"}),
        (1, {"monthly-posts", "weekly"}),
    ],
)
def test_the_kinds_with_most_obligations_are_swept_first(most: int, expected: set[str]) -> None:
    flows = ["monthly-posts"] * 3 + ["weekly"] * 2 + ["one-off"]
    assert swept_flows(flows, most) == expected


def test_an_extension_moves_the_days_and_a_waiver_for_all_ends_them(office: Office) -> None:
    with office.database.begin() as store:
        found = service.find_plan(store, PLAN)
        deadline = service.one_obligation(store, found, "III.1")
        service.open_occurrences(office, store, found, deadline)
    before = fingerprint(office)
    with office.database.begin() as store:
        service.extend(
            office, store, found, deadline, until=date(2026, 4, 20), document="15/CV", why="chờ số liệu", by="thử"
        )
    days = plan(office, 300).wanted[0].days
    assert date(2026, 4, 20) in days
    assert date(2026, 3, 31) not in days
    assert fingerprint(office) != before
    with office.database.begin() as store:
        service.waive(office, store, found, deadline, why="không còn phải làm", by="thử")
    assert plan(office, 300).wanted[0].days == ()


def test_a_plan_without_a_year_is_told_and_stops_nothing(tmp_path: Path) -> None:
    office = open_test_office(tmp_path, TODAY)
    fill(office.database, duty("III.3"), DEADLINE, issued=None)
    found = plan(office, 300)
    assert [one.code for one in found.wanted] == ["III.1"]
    assert "năm của kế hoạch" in found.problems[0]


def test_the_description_quotes_the_plan(office: Office) -> None:
    said = plan(office, 300).wanted[1].description
    assert "> mỗi quý gửi 01 tin, bài" in said
    assert "Kế hoạch 12/KH-STC, Kế hoạch thử nghiệm" in said
    assert "Văn phòng Sở; Thanh tra Sở" in said


def test_the_fingerprint_follows_approvals_corrections_and_the_day(office: Office, tmp_path: Path) -> None:
    seen = [fingerprint(office)]
    with office.database.begin() as store:
        obligation = store.obligation(PLAN, "III.1")
        assert obligation is not None
        store.set_obligation_value(obligation.id, replace(obligation.value, due=(date(2026, 4, 1),)))
    seen.append(fingerprint(office))
    with office.database.begin() as store:
        store.set_obligation_state(obligation.id, Draft.REJECTED)
    seen.append(fingerprint(office))
    seen.append(fingerprint(open_test_office(tmp_path, date(2026, 3, 3))))
    assert len(set(seen)) == 4
    assert fingerprint(office) == seen[2]


def test_the_next_things_are_told_by_day(office: Office) -> None:
    lines = list(next_lines(office, plan(office, 300)))
    assert lines[0] == "Sắp tới:"
    first = min(plan(office, 300).wanted, key=lambda one: one.days)
    assert lines[1].startswith(f"  {weekday(first.days[0])} · {first.name} · ")
    assert len(lines) == 3


def test_without_approved_obligations_the_next_step_is_named(tmp_path: Path) -> None:
    office = open_test_office(tmp_path, TODAY)
    assert "dunghan approve" in next(next_lines(office, plan(office, 300)))


def test_counts_are_told_with_what_could_not_be_done() -> None:
    from flows.deployments import Counts

    lines = list(counts_lines(Counts(1, 2, 3, 4, swept=5, problems=("P III.3: hãy nhập năm",))))
    assert lines[0] == "Lịch nhiệm vụ: 1 mới, 2 đổi, 3 giữ nguyên, 4 bỏ."
    assert "5 nhiệm vụ" in lines[1]
    assert lines[2] == "Không xếp lịch được P III.3: hãy nhập năm"
