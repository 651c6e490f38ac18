"""The rungs of a due: the ladder of its kind or its own, each rung with the day on which it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from obligations.ladders import code, height, steps_of
from obligations.model import Cadence, Due, Kind, Occurrence, Role
from obligations.policy import Policy, Step
from obligations.timing.occurrences import on_time_until, quarter_ends
from obligations.timing.periods import parse
from obligations.timing.workdays import DAY, Calendar


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: `offset` working days after the internal due date (negative: before), the roles told.

    `code` is what is stored and shown: `-10`, `0`, `+3`. A `lead` counts calendar days (`-60d`), an `evidence` rung
    (`mc-5`) from the last day on which an event's evidence is on time.
    """

    code: str
    offset: int
    roles: tuple[Role, ...]
    lead: bool = False
    evidence: bool = False


PACE = "nhịp-Q"
QUESTION = "hỏi"


def own_ladder(occurrence: Occurrence) -> str | None:
    """Name the ladder an occurrence has in place of its kind's: a continuous duty is asked one question."""
    return QUESTION if occurrence.cadence is Cadence.CONTINUOUS else occurrence.ladder


@lru_cache(maxsize=64)
def ladder(kind: Kind, policy: Policy, own: str | None = None) -> tuple[Rung, ...]:
    """List the rungs for a kind, or of a ladder of its `own`, lowest first, the last step repeated weekly (rule 18)."""
    if own == QUESTION:
        return (Rung(QUESTION, -policy.question_days, policy.question_roles),)
    steps = sorted(steps_of(own) if own else dict(policy.own_steps).get(kind, policy.steps), key=height)
    steps = [step for step in steps if kind is Kind.EVENT or not step.evidence]
    if not steps:
        return ()
    last = steps[-1]
    late = max(last.offset, 0)
    repeats = [Step(late + policy.repeat_days * n, last.roles) for n in range(1, policy.weekly_repeats + 1)]
    return tuple(_rung(step) for step in (*steps, *repeats))


def _rung(step: Step) -> Rung:
    return Rung(code(step), step.offset, step.roles, step.lead, step.evidence)


@dataclass(frozen=True, slots=True)
class Reach:
    """A rung of one due and the day on which it is reached."""

    day: date
    rung: Rung


def _rung_day(due: Due, kind: Kind, rung: Rung, calendar: Calendar) -> date:
    """Give the day a rung is reached, in working days (rule 18): none before the opening, none on a day off; an event's
    last rungs wait for its evidence.
    """
    afterwards = kind is Kind.EVENT and (rung.offset > 0 or rung.evidence)
    from_day = on_time_until(kind, due) if afterwards else due.internal
    reached = from_day + timedelta(days=rung.offset) if rung.lead else calendar.shift(from_day, rung.offset)
    return calendar.next_working(max(reached, due.opens))


@lru_cache(maxsize=4096)
def reaches(due: Due, kind: Kind, policy: Policy, calendar: Calendar, own: str | None = None) -> tuple[Reach, ...]:
    """List the rungs of a due with their days, lowest first, without those a short period has no room for."""
    rungs = [r for r in ladder(kind, policy, own) if due.legal + timedelta(days=r.offset) >= due.window.first]
    days = accumulate((_rung_day(due, kind, rung, calendar) for rung in rungs), max)
    return tuple(Reach(day, rung) for day, rung in zip(days, rungs, strict=True))


@lru_cache(maxsize=4096)
def pace_reaches(due: Due, policy: Policy, calendar: Calendar) -> tuple[tuple[date, Reach], ...]:
    """List the pace rungs of a yearly due, each with the quarter's end it looks at."""
    if parse(due.period).cadence is not Cadence.YEARLY:
        return ()
    return tuple((end, Reach(calendar.next_working(end), _pace_rung(end, due, policy))) for end in quarter_ends(due))


def _pace_rung(end: date, due: Due, policy: Policy) -> Rung:
    return Rung(f"{PACE}{(end.month + 2) // 3}", (end - due.internal).days, policy.pace_roles)


def days_of_interest(
    due: Due, kind: Kind, policy: Policy, calendar: Calendar, needed: int = 1, own: str | None = None
) -> tuple[date, ...]:
    """List the days on which something can happen to a due: its rungs, its due dates, and the day after.

    `needed` is how many pieces meet it: a yearly quota of several is also looked at when a quarter ends. `own` is the
    ladder it has in place of its kind's.
    """
    rungs = {reach.day for reach in reaches(due, kind, policy, calendar, own)}
    paces = pace_reaches(due, policy, calendar) if needed >= policy.pace_from else ()
    paced = {reach.day for _, reach in paces}
    closes = on_time_until(kind, due)
    return tuple(sorted({*rungs, *paced, due.internal, due.legal, closes + DAY}))
