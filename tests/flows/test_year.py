"""The page of the whole year lists every due date, those beyond a hundred days too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.year import year_page
from obligations import service
from obligations.model import Cadence, Kind
from tests.flows.seeds import PLAN, duty, fill
from tests.office import open_test_office

TODAY = date(2026, 3, 2)


def test_the_year_is_told_month_by_month_without_what_was_waived(tmp_path: Path) -> None:
    office = open_test_office(tmp_path, TODAY)
    fill(office.database, duty("III.3"), duty("III.1", Kind.DELIVERABLE, Cadence.ONCE, due=(date(2026, 3, 31),)))
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        for obligation in store.obligations(PLAN):
            service.open_occurrences(office, store, plan, obligation)
        deadline = service.one_obligation(store, plan, "III.1")
        service.waive(office, store, plan, deadline, why="không còn", by="thử")
    headline, page = year_page(office, TODAY)
    assert headline == "Lịch năm 2026: 8 kỳ còn phía trước, cập nhật ngày 02/03/2026"
    assert [line for line in page.splitlines() if line.startswith("## ")] == [
        f"## Tháng {month}/2026" for month in (3, 6, 9, 12)
    ]
    assert f"| 31/12/2026 | 31/12/2026 | {PLAN} III.3 | gửi cổng thông tin | Quý IV/2026 | 0/2 |" in page
    assert "III.1" not in page


def test_a_year_of_many_duties_is_summed_up_by_month_and_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_test_office(tmp_path, TODAY)
    fill(office.database, duty("III.3"))
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        service.open_occurrences(office, store, plan, service.one_obligation(store, plan, "III.3"))
    monkeypatch.setattr("flows.year.MOST", 3)
    _, page = year_page(office, TODAY)
    assert "| 3/2026 | gửi cổng thông tin | 0/2 |" in page
    assert "dunghan calendar" in page
    assert "III.3" not in page
