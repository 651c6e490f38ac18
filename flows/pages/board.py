"""Yields the board: everything the pages are made of, as one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from flows.links import deployment_page
from flows.markdown import link
from notifiers.phrases import day
from obligations.model import Status
from obligations.records import StoredObligation, StoredPlan
from obligations.service import VIETNAM, Office, Row, RunReport, SweepReport
from obligations.service.health import Health, delivery_health

# In a cell there is room for a mark and a number; a screen reader says the words below each page.
MARKS = {
    Status.OVERDUE: "✗",
    Status.DUE_SOON: "!",
    Status.IN_REVIEW: "?",
    Status.PENDING: "·",
    Status.MET_LATE: "✓ muộn",
    Status.MET: "✓",
    Status.WAIVED: "–",
}
LEGEND = "✗ quá hạn · ! sắp đến hạn · ? chờ xác nhận · chấm giữa: chưa đến hạn · ✓ đã xong · – được miễn"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its fixed key, the numbers on its card, and what it shows."""

    key: str
    title: str
    headline: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Board:
    """What a sweep found, every plan and obligation, how delivery stands, and where deployments are."""

    at: datetime
    report: SweepReport
    plans: tuple[StoredPlan, ...]
    obligations: tuple[StoredObligation, ...]
    horizon: date
    health: Health
    deployments: Mapping[tuple[str, str], UUID] = field(default_factory=dict)

    @property
    def updated(self) -> str:
        """Say when it was: `cập nhật 07:30 ngày 02/3/2026`."""
        return f"cập nhật {self.at.astimezone(VIETNAM):%H:%M} ngày {day(self.report.on)}"

    def rows(self) -> Iterator[tuple[RunReport, Row]]:
        """List what stands open or was closed in its period; totals are told by their parts."""
        return ((run, row) for run in self.report.runs for row in run.rows if not row.standing.occurrence.aggregate)

    def duty(self, plan: str, code: str, words: str | None = None) -> str:
        """Name an obligation, leading to its deployment where it has one."""
        return link(words or f"{plan} {code}", deployment_page(self.deployments.get((plan, code))))


def board_of(office: Office, report: SweepReport, deployments: Mapping[tuple[str, str], UUID]) -> Board:
    """Gather what the pages need."""
    with office.database.begin() as store:
        plans, obligations = store.plans(), store.obligations()
        health = delivery_health(store, office.clock(), calendar=office.calendar)
    horizon = office.calendar.shift(report.on, AHEAD)
    return Board(office.clock(), report, tuple(plans), tuple(obligations), horizon, health, deployments)


# Working days ahead that the page of urgent things looks.
AHEAD = 10


def tally(row: Row) -> str:
    """Say in a cell where one unit stands: `✗ 0/1`."""
    judged = row.standing
    count = f"{MARKS[judged.status]} {judged.accepted}/{judged.occurrence.needed}"
    return f"**{count}**" if judged.status is Status.OVERDUE else count
