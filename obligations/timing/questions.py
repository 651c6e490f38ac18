"""When a continuous duty is asked about: once a quarter, which is no due date and never overdue (rule 6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from obligations.model import Cadence, Due, Obligation, PlanHeader, Window
from obligations.policy import Policy
from obligations.timing.occurrences import dues, internal_due
from obligations.timing.periods import period_of
from obligations.timing.workdays import Calendar


def dues_and_questions(
    obligation: Obligation, header: PlanHeader, siblings: Sequence[Obligation], policy: Policy, calendar: Calendar
) -> tuple[Due, ...]:
    """List when an obligation falls due, or for a continuous one when it is asked about.

    A continuous duty of a plan without a year is asked about once somebody has dated the plan. Raises UnknownPeriod
    where a duty with due dates stands in a plan that names no year.
    """
    if obligation.cadence is Cadence.CONTINUOUS:
        return tuple(_questions(header, policy, calendar))
    return dues(obligation, header, siblings, policy, calendar)


def _questions(header: PlanHeader, policy: Policy, calendar: Calendar) -> Iterable[Due]:
    """Give every quarter of the plan's year that ends after the plan came."""
    year = header.year or (header.issued_on.year if header.issued_on else None)
    if year is None:
        return
    first = max(header.issued_on or date(year, 1, 1), date(year, 1, 1))
    last = header.completes_on or date(year, 12, 31)
    for month in (1, 4, 7, 10):
        quarter = period_of(Cadence.QUARTERLY, date(year, month, 1))
        if first <= quarter.last and quarter.start <= last:
            yield Due(
                period=quarter.key,
                window=Window(quarter.start, quarter.last),
                opens=max(quarter.start, first),
                legal=quarter.last,
                internal=internal_due(quarter.last, policy, calendar),
            )
