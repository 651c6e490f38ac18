"""What in a sentence makes a duty: a period, a number, a date, an event, each with what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from obligations.model import Cadence, Kind, Span
from obligations.reading.cadences import Chain, chains_in
from obligations.reading.dates import Cue, DueRule, Shape, dues_in
from obligations.reading.quotas import Quota, quotas_in, year_meant
from obligations.reading.sheet import Sheet

TEN_TEN = regex.compile(r"(?<!\d)10\s?[-–/]\s?10(?![\d/])")
PERIOD_REACH = 60
MIDYEAR, YEAR_END = (5, 6, 7), (1, 11, 12)
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


def triggers_in(sheet: Sheet, span: Span, year: int, *, listed: bool = False) -> list[Trigger]:
    """Find the duties of a sentence. `listed`: it is a part under a total, so a bare number of things is one too."""
    dues = dues_in(sheet, span, year)
    chains = chains_in(sheet, span, [(d.start, d.end) for d in dues])
    quotas = [q for q in quotas_in(sheet, span) if q.firm or chains or listed or (dues and q.kind)]
    found, used = _of_quotas(sheet, span, quotas, chains, bool(dues))
    periodic = _of_chains(chains, used, quotas)
    found = [*found, *periodic]
    found, left = _with_dues(sheet, found, dues)
    found.extend(_of_dues(left))
    day = _digital_day(sheet, span, year)
    if day is not None:
        found = [day, *(t for t in found if t.cadence is not Cadence.ONCE)]
    return found or _undated(sheet, span)


def _of_quotas(
    sheet: Sheet, span: Span, quotas: Sequence[Quota], chains: Sequence[Chain], dated: bool
) -> tuple[list[Trigger], set[int]]:
    found: list[Trigger] = []
    used: set[int] = set()
    kind: Kind | None = None
    for quota in quotas:
        kind = quota.kind or kind
        cadence, at = quota.per, _chain_at(chains, quota)
        assumed: tuple[str, ...] = ()
        if cadence is None:
            at = at if at is not None else _nearest(chains, quota, used)
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


def _nearest(chains: Sequence[Chain], quota: Quota, used: set[int]) -> int | None:
    free = [i for i in range(len(chains)) if i not in used] or list(range(len(chains)))
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
        if trigger.cadence is Cadence.ONCE and trigger.count is not None and not trigger.dues:
            return [at]
        if trigger.cadence not in (Cadence.ONCE, Cadence.WEEKLY):
            by_cadence.setdefault(trigger.cadence, []).append(at)
    if not by_cadence:
        return []
    if due.shape is Shape.TERM_LAST:
        return _in_breath(found, by_cadence, _period_before(sheet, due))
    for cadence in (due.again, _period_before(sheet, due), *_by_month(due)):
        if cadence in by_cadence:
            return by_cadence[cadence]
    stray = due.year is not None and due.shape is not Shape.DAY
    return [] if stray or len(by_cadence) > 1 else next(iter(by_cadence.values()))


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
    near = [
        h
        for h in sheet.within((max(0, due.start - PERIOD_REACH), due.start), "cadence", "bare")
        if h.value != "nine" and not sheet.text[h.end : due.start].count(";")
    ]
    return Cadence(near[-1].value) if near else None


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
    return found


def _digital_day(sheet: Sheet, span: Span, year: int) -> Trigger | None:
    """Read Ngày Chuyển đổi số 10-10 (Quyết định 505/QĐ-TTg) as an event of the plan's year."""
    for hit in sheet.within(span, "digital_day"):
        rule = DueRule(hit.start, hit.end, Cue.BY, Shape.DAY, 10, 10, year)
        said = TEN_TEN.search(sheet.lower, hit.start, min(span[1], hit.end + 60)) is not None
        cost = hit.cost if said else hit.cost + 0.5
        return Trigger(Cadence.ONCE, hit.start, cost, Kind.EVENT, None, (rule,), (), hit.end)
    return None


def _undated(sheet: Sheet, span: Span) -> list[Trigger]:
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
