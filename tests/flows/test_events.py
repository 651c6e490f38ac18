"""Which plans wait for evidence this week, and of which some has come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.events import due_this_week
from obligations.model import Due, Status, Window
from obligations.service import RunReport, SweepReport
from tests.flows.boards import DUE, obligation, plan, row

MONDAY = date(2026, 3, 23)
QUARTER = Window(date(2026, 1, 1), date(2026, 3, 31))


def due(internal: date) -> Due:
    """Make a due of that internal date."""
    return replace(DUE, legal=internal, internal=internal)


def swept(status: Status, internal: date, *, in_review: int = 0) -> SweepReport:
    """Make the sweep of Monday that found one unit so."""
    found = obligation("p", 1)
    one = row(found, "Đơn vị 1", status, due(internal))
    one = replace(one, standing=replace(one.standing, in_review=in_review))
    return SweepReport(MONDAY, (RunReport(plan("p"), found, MONDAY, (one,)),), ())


@pytest.mark.parametrize(
    ("status", "internal", "in_review", "waited", "came"),
    [
        (Status.DUE_SOON, date(2026, 3, 27), 0, {"p"}, set()),
        (Status.DUE_SOON, MONDAY, 0, {"p"}, set()),
        (Status.OVERDUE, MONDAY, 0, {"p"}, set()),
        (Status.DUE_SOON, date(2026, 3, 30), 0, set(), set()),
        (Status.IN_REVIEW, date(2026, 3, 27), 1, set(), {"p"}),
        (Status.MET, date(2026, 3, 27), 0, set(), {"p"}),
        (Status.WAIVED, date(2026, 3, 27), 0, set(), {"p"}),
    ],
)
def test_only_what_is_due_this_week_without_a_piece_is_waited_for(
    status: Status, internal: date, in_review: int, waited: set[str], came: set[str]
) -> None:
    assert due_this_week(swept(status, internal, in_review=in_review)) == (waited, came)


def test_a_quiet_week_waits_for_nothing() -> None:
    assert due_this_week(SweepReport(MONDAY, (), ())) == (set(), set())
