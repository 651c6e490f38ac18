"""Boards of any size, as a sweep would leave them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import cycle
from uuid import UUID

from flows.pages.board import Board
from obligations.model import Draft, Due, Kind, Obligation, Occurrence, Status, Window
from obligations.records import StoredObligation, StoredOccurrence, StoredPlan
from obligations.reminders import Standing
from obligations.service import Row, RunReport, SweepReport
from obligations.service.health import Health
from tests.flows.seeds import MADE, duty, reading

ON = date(2026, 3, 20)
AT = datetime(2026, 3, 20, 0, 30, tzinfo=UTC)
DUE = Due(
    "2026-Q1", Window(date(2026, 1, 1), date(2026, 3, 31)), date(2026, 1, 5), date(2026, 3, 31), date(2026, 3, 31)
)
STATUSES = (Status.OVERDUE, Status.MET, Status.DUE_SOON, Status.PENDING, Status.IN_REVIEW, Status.MET_LATE)


def plan(name: str) -> StoredPlan:
    """Make a plan of that name."""
    return StoredPlan(1, name, reading(duty("I")).header, "", (), "thử.txt", sample=False, imported_at=MADE)


def obligation(plan_name: str, number: int, value: Obligation | None = None) -> StoredObligation:
    """Make the approved obligation of that number."""
    kinds = list(Kind)
    made = value or duty(f"III.{number}", kinds[number % len(kinds)])
    return StoredObligation(number, plan_name, made.clause, Draft.APPROVED, made)


def row(of: StoredObligation, unit: str, status: Status, due: Due = DUE) -> Row:
    """Make the row of one unit."""
    value = Occurrence(of.plan, of.code, of.value.clause, of.value.kind, of.value.cadence, unit, due, 1)
    stored = StoredOccurrence(of.id, value, status)
    return Row(stored, Standing(value, status, accepted=int(status.closed)), unit, "Quý I/2026")


def board(
    *, plans: int = 1, duties: int = 5, units: int = 3, health: Health | None = None, values: Sequence[Obligation] = ()
) -> Board:
    """Make a board: every plan lays `duties` on `units` units, their statuses taken in turn."""
    every = [plan(f"{n + 1}-kh-stn-2026") for n in range(plans)]
    statuses = cycle(STATUSES)
    obligations, runs = [], []
    for one in every:
        for n in range(duties):
            found = obligation(one.name, n + 1, values[n % len(values)] if values else None)
            rows = tuple(row(found, f"Đơn vị {u + 1}", next(statuses)) for u in range(units))
            obligations.append(found)
            runs.append(RunReport(one, found, ON, rows))
    places = {(o.plan, o.code): UUID(int=n + 1) for n, o in enumerate(obligations[:300])}
    report = SweepReport(ON, tuple(runs), ())
    return Board(AT, report, tuple(every), tuple(obligations), date(2026, 4, 3), health or Health(ON), places)
