"""Yields the page of what is overdue and what falls due within ten working days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flows.markdown import capped, plain
from flows.names import KINDS
from flows.outcome import row_word
from flows.pages.board import AHEAD, Board, Page
from notifiers.phrases import day
from obligations.model import Status
from obligations.service import Row, RunReport

KEY = "viec-gap"
MOST = 150
HEAD = ("Hạn", "Nhiệm vụ", "Đơn vị", "Kỳ", "Loại", "Minh chứng", "Tình trạng")

Case = tuple[RunReport, Row]


def urgent_page(board: Board) -> Page:
    """List what is overdue, longest first, and what is due soon, next first."""
    late = _sorted(case for case in board.rows() if case[1].standing.status is Status.OVERDUE)
    ahead = _sorted(case for case in board.rows() if _ahead(case[1], board))
    headline = f"{len(late)} quá hạn · {len(ahead)} đến hạn trong {AHEAD} ngày làm việc · {board.updated}"
    lines = [
        *_section("Quá hạn", late, board, "Không có việc nào quá hạn."),
        *_section(f"Đến hạn trong {AHEAD} ngày làm việc (đến ngày {day(board.horizon)})", ahead, board, "Không có."),
    ]
    return Page(KEY, "Việc quá hạn và sắp đến hạn", headline, "\n".join(lines))


def _ahead(row: Row, board: Board) -> bool:
    judged = row.standing
    open_still = not judged.status.closed and judged.status is not Status.OVERDUE
    return open_still and judged.occurrence.due.internal <= board.horizon


def _sorted(cases: Iterator[Case]) -> list[Case]:
    return sorted(cases, key=lambda case: (case[1].standing.occurrence.due.legal, case[0].plan.name, case[1].unit_name))


def _section(title: str, cases: list[Case], board: Board, none: str) -> Iterator[str]:
    yield from (f"## {title}: {len(cases)}", "")
    if not cases:
        yield from (none, "")
        return
    if len(cases) > MOST:
        yield from _by_unit(cases)
    yield from capped(HEAD, [_line(case, board) for case in cases], MOST, "dunghan status")
    yield ""


def _by_unit(cases: list[Case]) -> Iterator[str]:
    """Sum a long list up by unit first: who has most."""
    found = Counter(row.unit_name for _, row in cases).most_common()
    yield from capped(("Đơn vị", "Số việc"), [(plain(name), str(n)) for name, n in found], 30, "dunghan status")
    yield ""


def _line(case: Case, board: Board) -> tuple[str, ...]:
    run, row = case
    due, judged = row.standing.occurrence.due, row.standing
    return (
        day(due.legal) if due.legal == due.internal else f"{day(due.legal)} (nên xong {day(due.internal)})",
        board.duty(run.plan.name, run.obligation.code),
        plain(row.unit_name),
        plain(row.period_label),
        KINDS[judged.occurrence.kind],
        f"{judged.accepted}/{judged.occurrence.needed}",
        row_word(row, told=False).lower(),
    )
