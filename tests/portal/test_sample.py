"""The sample is read as it is meant, on any day of the year."""

from __future__ import annotations

from datetime import date

import pytest

from obligations.model import Kind
from obligations.reading.reader import read
from obligations.units import expand
from portal.sample import plan_text, sample_register

DAYS = [
    date(2026, 1, 1),
    date(2026, 2, 27),
    date(2026, 9, 30),
    date(2026, 10, 1),
    date(2026, 11, 22),
    date(2028, 12, 30),
]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_duty_of_the_sample_is_read_with_its_unit(today: date) -> None:
    found = read(plan_text(today), "x")
    who = {(o.clause, o.kind): o.responsible for o in found.obligations}
    assert who["II.1.a", Kind.POST] == ("Văn phòng Sở",)
    assert who["II.1.b", Kind.PORTAL_SUBMISSION] == ("Các phòng chuyên môn, đơn vị thuộc Sở",)
    assert who["II.2", Kind.DELIVERABLE] == ("Phòng Nghiệp vụ",)
    assert who["III.2", Kind.REPORT] == ("Văn phòng Sở",)
    third = next(o for o in found.obligations if o.clause == "II.3")
    assert third.responsible == ("Trung tâm Thông tin",)
    assert third.due == ((date(today.year, 10, 10),) if today.month <= 9 else (date(today.year, 12, 24),))
    assert found.findings == ()


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_sample_has_a_deadline_on_a_working_day_soon(today: date) -> None:
    deadline = next(o for o in read(plan_text(today), "x").obligations if o.clause == "II.2").due[0]
    assert 2 <= (deadline - today).days <= 4
    assert deadline.weekday() < 5


def test_the_sample_register_knows_every_unit_of_the_sample_plan() -> None:
    names = {name for o in read(plan_text(DAYS[4]), "x").obligations for name in o.responsible}
    assert expand(sample_register(), names).unknown == ()
