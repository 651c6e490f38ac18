"""Judges what was handed in: where an occurrence stands on a day, and why a piece cannot count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from obligations.model import Cadence, Evidence, Kind, Occurrence, Status, Verdict
from obligations.policy import Policy
from obligations.reminders import Standing
from obligations.timing.occurrences import on_time_until, pace
from obligations.timing.periods import label
from obligations.timing.workdays import WEEKENDS, Calendar
from obligations.zone import day_of

# Done inside the period (rule 16); of the other kinds the work itself comes after the days it covers.
_INSIDE = frozenset({Kind.POST, Kind.PORTAL_SUBMISSION, Kind.EVENT})


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def acceptable(occurrence: Occurrence, piece: Evidence) -> str | None:
    """Say in Vietnamese why a piece cannot count for an occurrence; None where it can."""
    window, done = occurrence.due.window, piece.effective_on
    inside = occurrence.kind in _INSIDE
    if done in window or (done > window.last and not inside):
        return None
    period = label(occurrence.due.period)
    if inside:
        return (
            f"Ngày thực hiện {_day(done)} nằm ngoài kỳ {period} ({_day(window.first)} - {_day(window.last)}); "
            "hãy nộp cho đúng kỳ hoặc sửa ngày thực hiện."
        )
    return f"Ngày thực hiện {_day(done)} trước khi kỳ {period} bắt đầu ({_day(window.first)}); hãy xem lại ngày."


def backdated(occurrence: Occurrence, piece: Evidence) -> str | None:
    """Say in Vietnamese that a piece came after the due date for a day before it (rule 16); None where it did not.

    It counts all the same: but nobody saw it in time.
    """
    until, received = on_time_until(occurrence.kind, occurrence.due), day_of(piece.received_at)
    if not piece.effective_on <= until < received:
        return None
    return (
        f"Nộp ngày {_day(received)}, sau hạn {(received - until).days} ngày, cho việc khai làm ngày "
        f"{_day(piece.effective_on)}; kiểm tra ngày thực hiện có đúng không."
    )


def _counting(occurrence: Occurrence, pieces: Sequence[Evidence], verdict: Verdict, today: date) -> list[Evidence]:
    """List the pieces of that verdict that count by `today`, one for each fingerprint, in the order they were done."""
    found = sorted((p for p in pieces if p.verdict is verdict and p.effective_on <= today), key=_done)
    once = {p.fingerprint: p for p in reversed(found) if acceptable(occurrence, p) is None}
    return sorted(once.values(), key=_done)


def _done(piece: Evidence) -> tuple[date, int]:
    return piece.effective_on, piece.id


def _met(occurrence: Occurrence, met_on: date | None) -> Status:
    late = met_on is not None and met_on > on_time_until(occurrence.kind, occurrence.due)
    return Status.MET_LATE if late else Status.MET


@lru_cache(maxsize=4096)
def _soon(internal: date, days: int, calendar: Calendar) -> date:
    """Give the day from which a due date is near, in working days as the ladder counts (rule 18)."""
    return calendar.shift(internal, -days)


def _open(occurrence: Occurrence, complete: bool, today: date, policy: Policy, calendar: Calendar) -> Status:
    if complete:
        return Status.IN_REVIEW
    if occurrence.cadence is Cadence.CONTINUOUS:
        return Status.PENDING
    if today > on_time_until(occurrence.kind, occurrence.due):
        return Status.OVERDUE
    soon = _soon(occurrence.due.internal, policy.due_soon_days, calendar)
    return Status.DUE_SOON if today >= soon else Status.PENDING


def standing(
    occurrence: Occurrence,
    pieces: Sequence[Evidence],
    today: date,
    policy: Policy,
    waived: bool = False,
    calendar: Calendar = WEEKENDS,
) -> Standing:
    """Judge an occurrence on a day by the pieces offered for it (rules 15 and 16).

    It is met by `needed` accepted pieces, late where the last of them was done after the due date, and in review where
    the pending ones would complete it.
    """
    accepted = _counting(occurrence, pieces, Verdict.ACCEPTED, today)
    known = {p.fingerprint for p in accepted}
    pending = [p for p in _counting(occurrence, pieces, Verdict.PENDING, today) if p.fingerprint not in known]
    needed = occurrence.needed
    met_on = accepted[needed - 1].effective_on if len(accepted) >= needed else None
    if met_on:
        status = _met(occurrence, met_on)
    else:
        status = _open(occurrence, len(accepted) + len(pending) >= needed, today, policy, calendar)
    return Standing(
        occurrence=occurrence,
        status=Status.WAIVED if waived else status,
        accepted=len(accepted),
        in_review=len(pending),
        met_on=met_on,
        returned=tuple(p.reason for p in pieces if p.verdict is Verdict.RETURNED and p.reason),
        expected=pace(occurrence, today),
    )


def aggregate_standing(
    occurrence: Occurrence, parts: Sequence[Standing], today: date, policy: Policy, calendar: Calendar = WEEKENDS
) -> Standing:
    """Judge a total by its parts: their pieces are its pieces, and what a waived part lacks is not asked for."""
    accepted, in_review = sum(p.accepted for p in parts), sum(p.in_review for p in parts)
    spared = sum(p.missing for p in parts if p.status is Status.WAIVED)
    met_on = max((p.met_on for p in parts if p.met_on), default=None)
    if accepted + spared >= occurrence.needed:
        status = _met(occurrence, met_on) if accepted else Status.WAIVED
    else:
        met_on = None
        status = _open(occurrence, accepted + spared + in_review >= occurrence.needed, today, policy, calendar)
    return Standing(
        occurrence=occurrence,
        status=status,
        accepted=accepted,
        in_review=in_review,
        met_on=met_on,
        expected=pace(occurrence, today),
    )
