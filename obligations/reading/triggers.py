"""What in a sentence makes a duty: a period, a number, a date, an event, each with what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from obligations.model import Cadence, Kind, Span
from obligations.reading.cadences import NINE_MONTHS, Chain, chains_in
from obligations.reading.dates import dues_in
from obligations.reading.due_rules import Cue, DueRule, Shape
from obligations.reading.quotas import Quota, quotas_in, year_meant
from obligations.reading.relative import relative_deadlines
from obligations.reading.sheet import Sheet

TEN_TEN = regex.compile(r"(?<!\d)10\s?[-–/]\s?10(?![\d/])")
PERIOD_REACH = 60
JOINED_DATES, NARROW_REACH = 6, 30
MIDYEAR, YEAR_END = (5, 6, 7), (1, 11, 12)
NINE_FLAG = "kỳ 9 tháng"
DAILY_FLAG = "việc hằng ngày"
RELATIVE_FLAG = "thời hạn tính từ một sự kiện"
YEAR_ASSUMED = "kỳ không nêu, hiểu là cả năm"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One duty in a sentence as far as its words go; `kind` is None where the words around it have to tell."""

    cadence: Cadence
    place: int
    cost: float
    kind: Kind | None = None
    count: int | None = None
    dues: tuple[DueRule, ...] = ()
    assumed: tuple[str, ...] = ()
    end: int = 0
    breath: int = -1

    @property
    def unread(self) -> bool:
        """Tell whether a due date stands there that cannot be read."""
        return any(due.shape is Shape.UNREAD for due in self.dues)


def triggers_in(sheet: Sheet, span: Span, year: int, *, listed: bool = False) -> list[Trigger]:
    """Find the duties of a sentence. `listed`: it is a part under a total, so a bare number of things is one too."""
    dues = _narrowed(dues_in(sheet, span, year))
    chains = chains_in(sheet, span, [(d.start, d.end) for d in dues])
    quotas = [q for q in quotas_in(sheet, span) if q.firm or chains or listed or (dues and q.kind)]
    found, used = _of_quotas(sheet, span, quotas, chains, bool(dues))
    periodic = _of_chains(chains, used, quotas)
    found = [*found, *periodic]
    found, dues = _nine_months(sheet, found, dues)
    found, left = _with_dues(sheet, found, dues)
    found = _halved(found)
    found.extend(_of_dues(left))
    day = _digital_day(sheet, span, year)
    if day is not None:
        found = [day, *(t for t in found if t.cadence is not Cadence.ONCE)]
    return found or _undated(sheet, span)


def _narrowed(dues: Sequence[DueRule]) -> list[DueRule]:
    """Leave out a month or quarter that a day close behind narrows: `trong quý II, chậm nhất ngày 15/6/2026`."""
    return [wide for wide in dues if not any(_narrows(day, wide) for day in dues)]


def _narrows(day: DueRule, wide: DueRule) -> bool:
    months = 3 if wide.shape is Shape.QUARTER else 1 if wide.shape is Shape.MONTH else 0
    inside = months * (wide.month - 1) < day.month <= months * wide.month
    near = 0 <= day.start - wide.end <= NARROW_REACH and wide.cue is Cue.WITHIN
    return near and inside and day.shape is Shape.DAY and day.cue in (Cue.BEFORE, Cue.BY)


def _nine_months(sheet: Sheet, found: list[Trigger], dues: list[DueRule]) -> tuple[list[Trigger], list[DueRule]]:
    """Tell the report on nine months from what other documents date: beside quarters it is the third of them."""
    at = next((i for i, t in enumerate(found) if t.cadence is Cadence.EXTERNAL), None)
    if at is None:
        return found, dues
    nine, rest = found[at], [*found[:at], *found[at + 1 :]]
    if any(t.cadence is Cadence.QUARTERLY and t.breath == nine.breath for t in rest):
        return rest, dues
    own = [d for d in dues if d.shape is Shape.DAY and _named_before(sheet, d) == NINE_MONTHS]
    taken = own or [replace(d, month=9) for d in dues if d.shape is Shape.TERM_LAST]
    own_duty = replace(nine, cadence=Cadence.NINE_MONTHS, kind=Kind.REPORT, dues=tuple(taken[:1]), assumed=(NINE_FLAG,))
    return [*rest, own_duty], [d for d in dues if d not in own]


def _halved(found: Sequence[Trigger]) -> list[Trigger]:
    """Leave the second half-year to the year's report where one breath asks for both: six months come once then."""
    years = {t.breath for t in found if t.cadence is Cadence.YEARLY and t.breath >= 0}
    return [_first_half(t) if t.cadence is Cadence.HALF_YEARLY and t.breath in years else t for t in found]


def _first_half(trigger: Trigger) -> Trigger:
    dues = tuple(replace(d, month=6) if d.shape is Shape.TERM_LAST else d for d in trigger.dues)
    return replace(trigger, dues=dues)


def _of_quotas(
    sheet: Sheet, span: Span, quotas: Sequence[Quota], chains: Sequence[Chain], dated: bool
) -> tuple[list[Trigger], set[int]]:
    found: list[Trigger] = []
    used: set[int] = set()
    kind: Kind | None = None
    owned = {at for quota in quotas if (at := _chain_before(chains, quota)) is not None}
    for quota in quotas:
        kind = quota.kind or kind
        at = _chain_at(chains, quota)
        cadence, at = quota.per, _chain_before(chains, quota) if at is None else at
        assumed: tuple[str, ...] = ()
        if cadence is None:
            at = at if at is not None else _nearest(chains, quota, used, owned)
            whole_year = year_meant(sheet, span, quota)
            once = dated and not whole_year
            cadence = chains[at].periods[0].cadence if at is not None else Cadence.ONCE if once else Cadence.YEARLY
            assumed = () if at is not None or whole_year or once else (YEAR_ASSUMED,)
        if at is not None:
            used.add(at)
        found.append(Trigger(cadence, quota.start, quota.cost, kind, quota.count, (), assumed, quota.end))
    return found, used


def _chain_at(chains: Sequence[Chain], quota: Quota) -> int | None:
    """Find the period that is written into a quota: `01 lần/1 tháng`, `12 tin/bài/năm`."""
    return next((i for i, c in enumerate(chains) if c.span[0] - 2 <= quota.end and quota.start < c.span[1] + 1
                 and c.span[0] >= quota.start), None)  # fmt: skip


def _chain_before(chains: Sequence[Chain], quota: Quota) -> int | None:
    """Find the period written straight before a quota: `mỗi quý 01 lớp`."""
    return next((i for i, c in enumerate(chains) if 0 <= quota.start - c.span[1] <= 2), None)


def _nearest(chains: Sequence[Chain], quota: Quota, used: set[int], owned: set[int]) -> int | None:
    """Find the period nearest to a quota; one that belongs to a later quota is not for those before it."""
    usable = [i for i, c in enumerate(chains) if i not in owned or c.span[0] < quota.start]
    free = [i for i in usable if i not in used] or usable
    return min(free, key=lambda i: abs(chains[i].span[0] - quota.start), default=None)


def _of_chains(chains: Sequence[Chain], used: set[int], quotas: Sequence[Quota]) -> list[Trigger]:
    found: dict[Cadence, Trigger] = {}
    for at, chain in enumerate(chains):
        if at in used and quotas:
            continue
        for period in chain.periods:
            trigger = Trigger(period.cadence, period.start, chain.cost, end=period.end, breath=at)
            found.setdefault(period.cadence, trigger)
    return list(found.values())


def _with_dues(sheet: Sheet, found: list[Trigger], dues: Sequence[DueRule]) -> tuple[list[Trigger], list[DueRule]]:
    left: list[DueRule] = []
    for due in dues:
        takers = takers_of(sheet, due, found)
        if not takers:
            left.append(due)
        for at in takers:
            found[at] = replace(found[at], dues=(*found[at].dues, due))
    return found, left


def takers_of(sheet: Sheet, due: DueRule, found: Sequence[Trigger]) -> list[int]:
    """Say which of the duties a due rule belongs to: by the period it names, by the one before it, by its month."""
    by_cadence: dict[Cadence, list[int]] = {}
    for at, trigger in enumerate(found):
        if trigger.cadence is Cadence.ONCE and trigger.count is not None and _dates(trigger, due):
            return [at]
        if trigger.cadence not in (Cadence.ONCE, Cadence.WEEKLY, Cadence.EXTERNAL, Cadence.NINE_MONTHS):
            by_cadence.setdefault(trigger.cadence, []).append(at)
    if not by_cadence:
        return []
    if due.shape is Shape.TERM_LAST:
        return _in_breath(found, by_cadence, _period_before(sheet, due))
    again, before, months = due.again, _period_before(sheet, due), _by_month(due)
    if Cadence.YEARLY in (again, before) and Cadence.HALF_YEARLY in months[:1] and _one_breath(found, by_cadence):
        again, before = None, Cadence.HALF_YEARLY
    for cadence in (again, before, *months):
        if cadence in by_cadence:
            return by_cadence[cadence]
    stray = due.year is not None and due.shape is not Shape.DAY
    return [] if stray or len(by_cadence) > 1 else next(iter(by_cadence.values()))


def _dates(trigger: Trigger, due: DueRule) -> bool:
    """Tell whether a number of things may take a date: its first, or one joined to the last it took."""
    return not trigger.dues or (
        trigger.dues[-1].cue is due.cue and 0 <= due.start - trigger.dues[-1].end < JOINED_DATES
    )


def _one_breath(found: Sequence[Trigger], by_cadence: dict[Cadence, list[int]]) -> bool:
    """Tell whether six months and the year are said together, so that dates behind them go by their months."""
    breaths = [{found[at].breath for at in by_cadence.get(c, ())} for c in (Cadence.HALF_YEARLY, Cadence.YEARLY)]
    return bool(breaths[0] & breaths[1] - {-1})


def _in_breath(found: Sequence[Trigger], by_cadence: dict[Cadence, list[int]], named: Cadence | None) -> list[int]:
    """Take all periods said in one breath with the one named last; without one, every period."""
    everything = [at for takers in by_cadence.values() for at in takers]
    if named not in by_cadence:
        return everything
    first = found[by_cadence[named][0]]
    mates = [at for at in everything if found[at].breath == first.breath != -1]
    undated = all(not found[at].dues for at in mates)
    said_last = first.place == max((found[at].place for at in mates), default=-1)
    return mates if len(mates) > 1 and undated and said_last else by_cadence[named]


def _by_month(due: DueRule) -> tuple[Cadence, ...]:
    if due.shape is not Shape.DAY:
        return ()
    if due.month in MIDYEAR:
        return Cadence.HALF_YEARLY, Cadence.QUARTERLY
    if due.month in YEAR_END:
        return Cadence.YEARLY, Cadence.HALF_YEARLY, Cadence.QUARTERLY
    return (Cadence.QUARTERLY,)


def _period_before(sheet: Sheet, due: DueRule) -> Cadence | None:
    named = _named_before(sheet, due)
    return Cadence(named) if named and named != NINE_MONTHS else None


def _named_before(sheet: Sheet, due: DueRule) -> str | None:
    """Name the period said last before a due date."""
    near = [
        h
        for h in sheet.within((max(0, due.start - PERIOD_REACH), due.start), "cadence", "bare")
        if not sheet.text[h.end : due.start].count(";")
    ]
    return near[-1].value if near else None


def _of_dues(dues: Sequence[DueRule]) -> list[Trigger]:
    """Make duties of the dates that belong to no period: one per cadence they name, else one for each date."""
    found: list[Trigger] = []
    for due in dues:
        cadence = due.again or (Cadence.QUARTERLY if due.shape is Shape.TERM_LAST else Cadence.ONCE)
        last = found[-1] if found else None
        if last is not None and last.cadence is cadence is not Cadence.ONCE:
            found[-1] = replace(last, dues=(*last.dues, due))
        else:
            found.append(Trigger(cadence, due.start, 0.0, dues=(due,), end=due.end))
    return [replace(t, cadence=_meant(t)) for t in found]


def _meant(trigger: Trigger) -> Cadence:
    """Tell a year's dates that lie one in every quarter or half-year: `trước ngày 15/6 và 15/12 hằng năm`."""
    months = sorted(d.month for d in trigger.dues if d.shape is Shape.DAY)
    if trigger.cadence is not Cadence.YEARLY or len(months) != len(trigger.dues):
        return trigger.cadence
    if [(month + 2) // 3 for month in months] == [1, 2, 3, 4]:
        return Cadence.QUARTERLY
    halves = len(months) == 2 and months[0] in MIDYEAR and months[1] in YEAR_END
    return Cadence.HALF_YEARLY if halves else Cadence.YEARLY


def _digital_day(sheet: Sheet, span: Span, year: int) -> Trigger | None:
    """Read Ngày Chuyển đổi số 10-10 (Quyết định 505/QĐ-TTg) as an event of the plan's year."""
    for hit in sheet.within(span, "digital_day"):
        rule = DueRule(hit.start, hit.end, Cue.BY, Shape.DAY, 10, 10, year)
        said = TEN_TEN.search(sheet.lower, hit.start, min(span[1], hit.end + 60)) is not None
        cost = hit.cost if said else hit.cost + 0.5
        return Trigger(Cadence.ONCE, hit.start, cost, Kind.EVENT, None, (rule,), (), hit.end)
    return None


def _undated(sheet: Sheet, span: Span) -> list[Trigger]:
    for start, end in relative_deadlines(sheet, span):
        return [Trigger(Cadence.ON_CHANGE, start, 0.0, None, None, (), (RELATIVE_FLAG,), end)]
    for hit in sheet.within(span, "daily"):
        if "/" in sheet.text[hit.start - 2 : hit.start] or hit.last - hit.first < 3:
            return [Trigger(Cadence.CONTINUOUS, hit.start, hit.cost, None, None, (), (DAILY_FLAG,), hit.end)]
    for group, cadence, kind in (
        ("unnamed_period", Cadence.EXTERNAL, Kind.REPORT),
        ("on_change", Cadence.ON_CHANGE, None),
        ("continuous", Cadence.CONTINUOUS, None),
    ):
        for hit in sheet.within(span, group):
            noun = group == "continuous" and any(
                n.start <= hit.start < n.end for n in sheet.within(span, "not_continuous")
            )
            if not noun:
                assumed = ("kỳ báo cáo không nêu, theo chế độ báo cáo chung",) if kind else ()
                return [Trigger(cadence, hit.start, hit.cost, kind, None, (), assumed, hit.end)]
    return []
