"""Which flow carries an obligation: the table from (kind, cadence, 10-10) to the flow's name and entry point."""

from __future__ import annotations

import re
from typing import Final

from obligations.model import Cadence, Kind, Obligation
from obligations.text import fold

MONTHLY_POSTS: Final = "monthly-posts"
QUARTERLY_PORTAL: Final = "quarterly-portal"
DIGITAL_TRANSFORMATION_DAY: Final = "digital-transformation-day"
HALF_YEAR_REPORT: Final = "half-year-report"
ANNUAL_REPORT: Final = "annual-report"
QUARTERLY_REPORT: Final = "quarterly-report"
YEARLY_QUOTA: Final = "yearly-quota"
ONE_OFF: Final = "one-off"
WEEKLY: Final = "weekly"
DAILY_SWEEP: Final = "daily-sweep"
RERUN_MANY: Final = "rerun-many"
TELL_OPERATOR: Final = "tell-operator"

# A module path, not a file: it is found from any current directory, in a source tree as in an installed copy.
ENTRYPOINTS = {
    name: f"flows.{name.replace('-', '_')}.{name.replace('-', '_')}"
    for name in (
        MONTHLY_POSTS,
        QUARTERLY_PORTAL,
        DIGITAL_TRANSFORMATION_DAY,
        HALF_YEAR_REPORT,
        ANNUAL_REPORT,
        QUARTERLY_REPORT,
        YEARLY_QUOTA,
        ONE_OFF,
        WEEKLY,
        DAILY_SWEEP,
        RERUN_MANY,
        TELL_OPERATOR,
    )
}

# Not of one obligation: declared in prefect.yaml.
GENERAL = (DAILY_SWEEP, RERUN_MANY, TELL_OPERATOR)

# People look for a duty under how often it is due, so the cadence decides alone (a monthly report or task runs under
# `monthly-posts`); reports that have a flow of their own are told apart below. What has no date has no flow.
BY_CADENCE = {
    Cadence.WEEKLY: WEEKLY,
    Cadence.MONTHLY: MONTHLY_POSTS,
    Cadence.QUARTERLY: QUARTERLY_PORTAL,
    Cadence.HALF_YEARLY: HALF_YEAR_REPORT,
    Cadence.NINE_MONTHS: QUARTERLY_REPORT,
    Cadence.YEARLY: YEARLY_QUOTA,
    Cadence.ONCE: ONE_OFF,
}
BY_KIND = {
    (Kind.REPORT, Cadence.QUARTERLY): QUARTERLY_REPORT,
    (Kind.REPORT, Cadence.YEARLY): ANNUAL_REPORT,
}

TEN_TEN = re.compile(r"\bngay chuyen doi so\b|\b10 (?:thang )?10\b")


def is_ten_ten(obligation: Obligation) -> bool:
    """Tell whether it is the event of Ngày Chuyển đổi số quốc gia, 10/10."""
    named = any((day.month, day.day) == (10, 10) for day in obligation.due)
    return obligation.kind is Kind.EVENT and (named or TEN_TEN.search(fold(obligation.quote)) is not None)


def flow_of(obligation: Obligation) -> str | None:
    """Name the flow that carries an obligation; None where it has no date of its own."""
    if not obligation.cadence.dated:
        return None
    if is_ten_ten(obligation):
        return DIGITAL_TRANSFORMATION_DAY
    return BY_KIND.get((obligation.kind, obligation.cadence)) or BY_CADENCE[obligation.cadence]
