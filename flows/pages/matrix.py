"""Yields the matrix: units against obligations in the periods that are open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flows.markdown import capped, plain
from flows.names import KINDS
from flows.pages.board import LEGEND, MARKS, Board, Page, tally
from obligations.model import Kind, Status
from obligations.service import Row, RunReport
from obligations.service.values import BY_URGENCY

KEY = "ma-tran"
# A page of Prefect is about a hand wide: more columns than this cannot be read.
COLUMNS, ROWS = 8, 150

Case = tuple[RunReport, Row]
Cells = Mapping[tuple[str, str], list[Row]]


def matrix_page(board: Board) -> Page:
    """Lay units against obligations; against kinds where there are too many of both."""
    cases = list(board.rows())
    units = _worst_first((row.unit_name, row) for _, row in cases)
    found = Counter(row.standing.status for _, row in cases)
    done = sum(n for status, n in found.items() if status.closed)
    headline = f"{len(units)} đơn vị · {len(board.report.runs)} nhiệm vụ · {done}/{len(cases)} kỳ đã xong"
    body = matrix(board, cases) if cases else ["Chưa có kỳ nào đang mở."]
    return Page(KEY, "Ma trận đơn vị × nhiệm vụ", f"{headline} · {board.updated}", "\n".join([*body, "", LEGEND]))


def matrix(board: Board, cases: Sequence[Case], command: str = "dunghan status") -> Iterator[str]:
    """Lay these cases out so that they can be read."""
    duties = list(dict.fromkeys((run.plan.name, run.obligation.code) for run, _ in cases))
    units = _worst_first((row.unit_name, row) for _, row in cases)
    one_plan = len({plan for plan, _ in duties}) == 1
    names = {f"{p} {c}": board.duty(p, c, c if one_plan else None) for p, c in duties}
    cells = _cells(cases)
    if len(units) <= COLUMNS:
        rows = [[names[d], *(_cell(cells.get((u, d), [])) for u in units)] for d in names]
        yield from capped(("Nhiệm vụ", *map(plain, units)), rows, ROWS, command)
    elif len(duties) <= COLUMNS:
        rows = [[plain(u), *(_cell(cells.get((u, d), [])) for d in names)] for u in units]
        yield from capped(("Đơn vị", *names.values()), rows, ROWS, command)
    else:
        yield from _by_kind(cases, units, command)


def _by_kind(cases: Iterable[Case], units: Sequence[str], command: str) -> Iterator[str]:
    """Sum up unit by unit and kind by kind: `2✗ 1! 5/9`, the units with most that is overdue first."""
    found: dict[tuple[str, Kind], list[Row]] = defaultdict(list)
    for _, row in cases:
        found[row.unit_name, row.standing.occurrence.kind].append(row)
    kinds = [kind for kind in Kind if any(k is kind for _, k in found)]
    yield from ("Số kỳ đã xong trên số kỳ đang mở, theo loại nhiệm vụ; đơn vị có nhiều việc quá hạn đứng trước.", "")
    rows = [[plain(u), *(_sum(found.get((u, kind), [])) for kind in kinds)] for u in units]
    yield from capped(("Đơn vị", *(KINDS[kind] for kind in kinds)), rows, ROWS, command)


def _sum(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    found = Counter(row.standing.status for row in rows)
    alarm = [f"{found[s]}{MARKS[s]}" for s in (Status.OVERDUE, Status.DUE_SOON, Status.IN_REVIEW) if found[s]]
    done = f"{sum(n for s, n in found.items() if s.closed)}/{len(rows)}"
    said = " ".join((*alarm, done))
    return f"**{said}**" if found[Status.OVERDUE] else said


def _cells(cases: Iterable[Case]) -> Cells:
    cells: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for run, row in cases:
        cells[row.unit_name, f"{run.plan.name} {run.obligation.code}"].append(row)
    return cells


def _cell(rows: Sequence[Row]) -> str:
    """Show the most urgent of a unit's open periods."""
    return tally(min(rows, key=_urgency)) if rows else ""


def _urgency(row: Row) -> int:
    return BY_URGENCY.index(row.standing.status)


def _worst_first(rows: Iterable[tuple[str, Row]]) -> list[str]:
    late = Counter[str]()
    for name, row in rows:
        late[name] += row.standing.status is Status.OVERDUE
    return sorted(late, key=lambda name: (-late[name], name))
