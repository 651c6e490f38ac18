"""Yields the page of one plan: what it lays on whom, how each duty stands, and the words it was read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from flows.markdown import capped, plain, quoted
from flows.names import CADENCES, KINDS, plan_key
from flows.overview import WORDS
from flows.pages.board import Board, Page
from flows.pages.matrix import matrix
from notifiers.phrases import day
from obligations.model import Draft, Status
from obligations.records import StoredObligation, StoredPlan
from obligations.service import Row, RunReport

# Beyond these the page says what it leaves out: a browser renders about this much without a pause.
LISTED, QUOTED = 200, 100
WAITING = {Draft.DRAFT: "chưa duyệt", Draft.REJECTED: "không nhận"}

Runs = Mapping[tuple[str, str], RunReport]


def plan_pages(board: Board) -> Iterator[Page]:
    """Give the page of every plan."""
    runs = {(run.plan.name, run.obligation.code): run for run in board.report.runs}
    for plan in board.plans:
        yield _page(board, plan, [o for o in board.obligations if o.plan == plan.name], runs)


def _page(board: Board, plan: StoredPlan, obligations: Sequence[StoredObligation], runs: Runs) -> Page:
    cases = [(run, row) for run, row in board.rows() if run.plan.name == plan.name]
    late = sum(row.standing.status is Status.OVERDUE for _, row in cases)
    judged = Counter(o.state for o in obligations)
    headline = f"{judged[Draft.APPROVED]}/{len(obligations)} nhiệm vụ đã duyệt · {late} kỳ quá hạn · {board.updated}"
    lines = [*_header(plan), *_list(board, plan, obligations, runs)]
    if cases:
        lines += ["## Đơn vị × nhiệm vụ", "", *matrix(board, cases, f"dunghan status {plan.name}"), ""]
    lines += _quotes(plan, obligations)
    return Page(plan_key(plan.name), f"Kế hoạch {plan.name}", headline, "\n".join(lines))


def _header(plan: StoredPlan) -> Iterator[str]:
    header = plan.header
    named = (
        f"số {header.number}" if header.number else "",
        f"ngày {day(header.issued_on)}" if header.issued_on else "",
    )
    yield f"**{plain(header.title or plan.name)}**{' (KẾ HOẠCH MẪU)' if plan.sample else ''}"
    yield from ("", plain(" · ".join(filter(None, (*named, header.issuer or "", f"tệp {plan.source}")))), "")
    if plan.findings:
        yield from (f"Có {len(plan.findings)} điểm cần người xem khi đọc: `dunghan list {plan.name}`.", "")


def _list(board: Board, plan: StoredPlan, obligations: Sequence[StoredObligation], runs: Runs) -> Iterator[str]:
    head = ("Điều", "Loại", "Định kỳ", "Đơn vị", "Kỳ tới hạn", "Tình trạng")
    rows = [_line(board, o, runs.get((o.plan, o.code))) for o in obligations]
    yield from ("## Nhiệm vụ", "")
    yield from capped(head, rows, LISTED, f"dunghan list {plan.name}")
    yield ""


def _line(board: Board, obligation: StoredObligation, run: RunReport | None) -> tuple[str, ...]:
    value = obligation.value
    who = value.responsible[0] if len(value.responsible) == 1 else f"{len(value.responsible)} đơn vị"
    ahead = [r.standing.occurrence.due.legal for r in (run.rows if run else ()) if not r.standing.status.closed]
    return (
        board.duty(obligation.plan, obligation.code, obligation.code),
        KINDS[value.kind],
        CADENCES[value.cadence],
        plain(who),
        day(min(ahead)) if ahead else "",
        WAITING.get(obligation.state) or (_standing(run.rows) if run else ""),
    )


def _standing(rows: Sequence[Row]) -> str:
    """Count units by status, the worst first: `2 quá hạn, 3 đúng hạn`."""
    found = Counter(row.standing.status for row in rows)
    return ", ".join(f"{found[s]} {word}" for s, word in WORDS.items() if found[s]) or "chưa mở kỳ nào"


def _quotes(plan: StoredPlan, obligations: Sequence[StoredObligation]) -> Iterator[str]:
    """Quote each clause once, however many duties it lays."""
    quotes = dict.fromkeys((o.value.clause, o.value.quote) for o in obligations if o.state is not Draft.REJECTED)
    yield from ("## Nguyên văn", "")
    for clause, quote in list(quotes)[:QUOTED]:
        yield from (f"**{plain(clause)}**", "", quoted(quote), "")
    if len(quotes) > QUOTED:
        yield f"… và {len(quotes) - QUOTED} đoạn nữa không hiện ở đây; xem đủ bằng lệnh `dunghan list {plan.name}`."
