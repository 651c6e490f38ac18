"""Occurrences (kỳ thực hiện): when an obligation falls due, for whom, and how far it should be by a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from obligations.errors import UnknownPeriod
from obligations.model import Cadence, Due, Kind, Obligation, Occurrence, PlanHeader, Window
from obligations.policy import Assumption, DayOff, Policy, report_day
from obligations.timing.periods import Period, period_of, periods_within
from obligations.timing.regimes import rules_for
from obligations.timing.workdays import DAY, Calendar

_LEAST_PACED = 2
_YEARS = range(1900, 2200)
_REPLACED = frozenset({Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.NINE_MONTHS, Cadence.YEARLY})
# A report due so soon after a period begins is about the period before: days from its start, the last not included.
_LAG = {Cadence.MONTHLY: 5, Cadence.QUARTERLY: 31, Cadence.HALF_YEARLY: 31}


@dataclass(frozen=True, slots=True)
class _Span:
    """The days a plan governs: from its date (or 1 January) to its completion, else the end of its year.

    `stated`: the last day is the plan's own.
    """

    first: date
    last: date
    assumed: tuple[str, ...]
    stated: bool = False


def _span(header: PlanHeader, obligation: Obligation) -> _Span:
    issued = header.issued_on
    year = header.year or (issued.year if issued else None) or (obligation.due[0].year if obligation.due else None)
    if year is None or year not in _YEARS:
        raise UnknownPeriod(
            "Không đọc được năm của kế hoạch; hãy nhập lại với ngày: `dunghan import TỆP --issued-on 5/3/2026`."
        )
    last = header.completes_on or date(year, 12, 31)
    if issued and issued.year == year:
        return _Span(min(issued, last), last, (), stated=header.completes_on is not None)
    assumed = () if issued else (Assumption.PLAN_DATE.value,)
    return _Span(min(date(year, 1, 1), last), last, assumed, stated=header.completes_on is not None)


def internal_due(legal: date, policy: Policy, calendar: Calendar) -> date:
    """Give the day to work towards: the legal one, moved off a day off as the policy says."""
    if policy.day_off is DayOff.KEEP:
        return legal
    return calendar.previous_working(legal) if policy.day_off is DayOff.BEFORE else calendar.next_working(legal)


def extended(due: Due, kind: Kind, until: date, policy: Policy, calendar: Calendar) -> Due:
    """Move a due to the day a document extends it to; what is done in the added days counts. Nothing stays assumed.

    The windows of reports stay: the data they cover is the same.
    """
    window = due.window if kind is Kind.REPORT else Window(due.window.first, max(due.window.last, until))
    internal = max(internal_due(until, policy, calendar), due.opens)
    return _told_estimate(replace(due, window=window, legal=until, internal=internal, assumed=()), policy, calendar)


def on_time_until(kind: Kind, due: Due) -> date:
    """Give the last day on which evidence is on time; an event's may follow for some days (rule 11)."""
    return max(due.window.last if kind is Kind.EVENT else due.legal, due.internal)


def data_window(period: Period, cut_off: int = 14) -> Window:
    """Give the days a report covers: from the day after the cut-off before the period to that of its last month.

    Under NĐ 09/2019 Điều 12 the cut-off is the 14th. A cut-off beyond a month's end is its end.
    """
    if period.cadence is Cadence.WEEKLY:
        return Window(period.start, period.last)
    return Window(_cut(period.start - DAY, cut_off) + DAY, _cut(period.last, cut_off))


def _cut(last: date, cut_off: int) -> date:
    """Give the cut-off in the month of its last day."""
    return last.replace(day=min(cut_off, last.day))


def _same_reports(obligation: Obligation, siblings: Iterable[Obligation]) -> list[Obligation]:
    """List the reports of other periods that the same clause asks of the same units for the same recipient."""
    if obligation.kind is not Kind.REPORT or obligation.cadence not in _REPLACED:
        return []
    who = (Kind.REPORT, obligation.clause, obligation.responsible, obligation.recipient)
    return [
        sibling
        for sibling in siblings
        if (sibling.kind, sibling.clause, sibling.responsible, sibling.recipient) == who
        and sibling.cadence in _REPLACED
        and sibling.cadence is not obligation.cadence
    ]


def _replaced(period: Period, series: Iterable[Obligation]) -> bool:
    """Tell whether the report of a longer period that ends on the same day stands in for this one (rule 10)."""
    return any(period_of(other.cadence, period.start).last == period.last for other in series)


def _lags(obligation: Obligation) -> bool:
    """Tell whether the clause's dates stand at the start of the next period ("ngày 05 tháng đầu quý sau")."""
    if obligation.kind is not Kind.REPORT or obligation.cadence not in _LAG or not obligation.due:
        return False
    early = timedelta(days=_LAG[obligation.cadence])
    return all(day < period_of(obligation.cadence, day).start + early for day in obligation.due)


def _year_later(day: date) -> date:
    year = day.year + 1
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _fixed_dates(obligation: Obligation, periods: Sequence[Period], one: bool) -> dict[str, tuple[date, ...]]:
    """Give each period the dates of the clause that are its own: those in it, or for the last the one that follows it.

    With `one` the clause's dates are shared with reports of shorter periods, and only the last of them is this one's.
    """
    if not periods or not obligation.due:
        return {}
    dates = sorted(set(obligation.due))
    if _lags(obligation):
        pool = sorted({*dates, *map(_year_later, dates)})
        return {p.key: tuple(day for day in pool if day >= p.end)[:1] for p in periods}
    own = {p.key: tuple(day for day in dates if day in p)[-1 if one else 0 :] for p in periods}
    last = periods[-1]
    return {**own, last.key: own[last.key] or tuple(day for day in dates if day >= last.end)[:1]}


def _key(period: Period, dates: Sequence[date], day: date) -> str:
    """Keep the period's key where it has one date; several dates in one period are told apart by their own."""
    return day.isoformat() if len(dates) > 1 else period.key


def _report_due(period: Period, obligation: Obligation, span: _Span, policy: Policy) -> date:
    """Give the assumed due date of a report (rule 10); where it had passed when the plan came, the period's end."""
    if period.cadence is Cadence.WEEKLY:
        return period.last
    day = period.last.replace(day=min(report_day(obligation.recipient, policy), period.last.day))
    return day if day >= span.first else period.last


def _periodic(
    obligation: Obligation, span: _Span, siblings: Sequence[Obligation], policy: Policy, calendar: Calendar
) -> Iterable[Due]:
    series = _same_reports(obligation, siblings) if policy.four_a_year else []
    every = periods_within(obligation.cadence, span.first, span.last)
    periods = [period for period in every if not _replaced(period, series)]
    fixed = _fixed_dates(obligation, periods, one=bool(series))
    for period in periods:
        dates = fixed.get(period.key, ())
        yield from _dues_of(period, dates, obligation, span, policy, calendar)


def _dues_of(
    period: Period, dates: Sequence[date], obligation: Obligation, span: _Span, policy: Policy, calendar: Calendar
) -> Iterable[Due]:
    report = obligation.kind is Kind.REPORT
    window = data_window(period, policy.cut_off) if report else Window(period.start, period.last)
    assumed = (Assumption.REPORT_DAY.value,) if report and not dates else ()
    otherwise = _report_due(period, obligation, span, policy) if report else period.last
    for day in dates or (otherwise,):
        yield Due(
            period=_key(period, dates, day),
            window=window,
            opens=min(max(window.first, span.first), day),
            legal=day,
            internal=internal_due(day, policy, calendar),
            assumed=(*span.assumed, *assumed),
        )


def _once(obligation: Obligation, span: _Span, policy: Policy, calendar: Calendar) -> Iterable[Due]:
    """Give each date of the clause, or the end of the year where it names none."""
    year_start = min(date(span.last.year, 1, 1), span.first)
    assumed = () if obligation.due or span.stated else (*span.assumed, Assumption.YEAR_END.value)
    for day in sorted(set(obligation.due)) or [span.last]:
        yield Due(
            period=day.isoformat(),
            window=Window(min(year_start, day), day),
            opens=min(span.first, day),
            legal=day,
            internal=internal_due(day, policy, calendar),
            assumed=assumed,
        )


def _events(obligation: Obligation, span: _Span, policy: Policy, calendar: Calendar) -> Iterable[Due]:
    """Give the days of an event, each with its lead and the days its evidence may follow in (rule 11)."""
    for day in sorted(set(obligation.due)):
        opens = day - timedelta(days=policy.event_lead_days)
        yield Due(
            period=day.isoformat(),
            window=Window(opens, day + timedelta(days=policy.event_evidence_days)),
            opens=min(max(opens, span.first), day),
            legal=day,
            internal=internal_due(day, policy, calendar),
        )


def dues(
    obligation: Obligation,
    header: PlanHeader,
    siblings: Sequence[Obligation],
    policy: Policy,
    calendar: Calendar,
) -> tuple[Due, ...]:
    """List when an obligation falls due in its plan's year, in order of time (rules 8-13).

    `siblings` are the obligations of the plan among which reports of longer periods replace those of shorter ones.
    Continuous, on-change and external obligations have none. Raises UnknownPeriod where the plan names no year.
    """
    if not obligation.cadence.dated:
        return ()
    own = rules_for(obligation, policy)
    return tuple(_told_estimate(due, own, calendar) for due in _dues(obligation, header, siblings, own, calendar))


def _dues(
    obligation: Obligation, header: PlanHeader, siblings: Sequence[Obligation], policy: Policy, calendar: Calendar
) -> Iterable[Due]:
    span = _span(header, obligation)
    if obligation.kind is Kind.EVENT and obligation.due:
        return _events(obligation, span, policy, calendar)
    if obligation.cadence is Cadence.ONCE:
        return _once(obligation, span, policy, calendar)
    return _periodic(obligation, span, siblings, policy, calendar)


def _told_estimate(due: Due, policy: Policy, calendar: Calendar) -> Due:
    """Say of a due that the day to work towards rests on days off that nobody has announced yet."""
    if policy.day_off is DayOff.KEEP or not any(map(calendar.is_estimated, (due.legal, due.internal))):
        return due
    return replace(due, assumed=(*due.assumed, Assumption.CALENDAR.value))


def occurrences(
    plan: str, code: str, obligation: Obligation, units: Sequence[str], dues: Sequence[Due]
) -> tuple[Occurrence, ...]:
    """Make the occurrences of an obligation: every due for every unit (by key), due by due."""
    return tuple(
        Occurrence(
            plan=plan,
            code=code,
            clause=obligation.clause,
            kind=obligation.kind,
            cadence=obligation.cadence,
            unit=unit,
            due=due,
            needed=obligation.count or 1,
            aggregate=obligation.aggregate,
            ladder=obligation.ladder,
        )
        for due in dues
        for unit in units
    )


def _months_since(start: date, day: date) -> Fraction:
    """Count months from the morning of `start` to the evening of `day`, so that a quarter is a quarter of a year."""
    return _position(day + DAY) - _position(start)


def _position(day: date) -> Fraction:
    return 12 * day.year + day.month + Fraction(day.day - 1, monthrange(day.year, day.month)[1])


def pace(occurrence: Occurrence, today: date) -> int | None:
    """Give how many pieces of a yearly quota are to be expected by the evening of `today`; None where none is set."""
    if occurrence.cadence is not Cadence.YEARLY or occurrence.needed < _LEAST_PACED:
        return None
    opens, legal = occurrence.due.opens, occurrence.due.legal
    if today < opens:
        return 0
    share = min(_months_since(opens, today) / _months_since(opens, legal), Fraction(1))
    return int(occurrence.needed * share)


def quarter_ends(due: Due) -> tuple[date, ...]:
    """List the ends of the quarters that lie between a due's opening and its legal date."""
    opens, legal = due.opens, due.legal
    return tuple(
        period.last for period in periods_within(Cadence.QUARTERLY, opens, legal) if opens <= period.last < legal
    )
