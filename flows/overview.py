"""The sweep in one page: headline numbers, what is overdue, what left, what a person has to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from flows.markdown import capped, plain
from flows.outcome import message_lines
from flows.pages.board import Page
from notifiers.phrases import day
from obligations.model import Status
from obligations.records import MessageState
from obligations.service import Row, RunReport, SweepReport

KEY: Final = "tong-quan"
SHOWN = 100
HEAD = ("Nhiệm vụ", "Đơn vị", "Kỳ", "Minh chứng", "Hạn")

WORDS = {
    Status.OVERDUE: "quá hạn",
    Status.DUE_SOON: "sắp đến hạn",
    Status.IN_REVIEW: "chờ xác nhận",
    Status.PENDING: "chưa đến hạn",
    Status.MET_LATE: "hoàn thành muộn",
    Status.MET: "đúng hạn",
    Status.WAIVED: "được miễn",
}
URGENT = (Status.OVERDUE, Status.DUE_SOON, Status.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Overview:
    """What a sweep says of itself; `headline` stands on the card of the artifact."""

    on: date
    headline: str
    markdown: str
    lines: tuple[str, ...]


def overview(report: SweepReport) -> Overview:
    """Put a sweep on one page."""
    headline = headline_of(report)
    return Overview(
        on=report.on,
        headline=headline,
        markdown="\n".join(_markdown(report, headline)),
        lines=(f"Quét {len(report.runs)} nhiệm vụ, tính đến ngày {day(report.on)}: {headline}.", *_said(report)),
    )


def overview_page(said: Overview, updated: str) -> Page:
    """Pin a sweep's page, the day's numbers on its card."""
    return Page(KEY, "Tổng quan", f"{said.headline} · {updated}", said.markdown)


def with_section(said: Overview, head: str, lines: Iterable[str]) -> Overview:
    """Add a section to a sweep's page: what was found, what was mended on the timetable; none where nothing was."""
    told = tuple(lines)
    if not told:
        return said
    section = "\n".join((f"## {head}", "", *(f"- {line}" for line in told), ""))
    return replace(said, markdown=f"{said.markdown}\n{section}", lines=(*said.lines, *told))


def headline_of(report: SweepReport) -> str:
    """Give the numbers of the day: `3 quá hạn · 5 sắp đến hạn · 4 thư đã gửi`. Zeros are left out, except overdue."""
    found = Counter(row.standing.status for _, row in _rows(report))
    sent = sum(m.state is MessageState.SENT for m in report.messages)
    numbers = [(found[s], word) for s, word in WORDS.items() if found[s] or s is Status.OVERDUE]
    return " · ".join(f"{n} {word}" for n, word in [*numbers, (sent, "thư đã gửi")])


def _rows(report: SweepReport) -> Iterator[tuple[RunReport, Row]]:
    return ((run, row) for run in report.runs for row in run.rows if not row.standing.occurrence.aggregate)


def _said(report: SweepReport) -> Iterator[str]:
    yield from message_lines(report.messages)
    yield from (f"Cần xem: {problem}." for problem in report.problems)


def _markdown(report: SweepReport, headline: str) -> Iterator[str]:
    yield from (f"# Tổng quan ngày {day(report.on)}", "", f"**{headline}**", "")
    for status in URGENT:
        yield from _section(status, [(run, row) for run, row in _rows(report) if row.standing.status is status])
    yield from _listed("Thư", list(message_lines(report.messages)))
    yield from _listed("Cần người xem", report.problems)


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    yield from (f"## {title}", "", *(f"- {plain(line)}" for line in lines[:SHOWN]))
    if len(lines) > SHOWN:
        yield f"- … và {len(lines) - SHOWN} dòng nữa; xem đủ trong nhật ký (Logs) của lượt quét."
    yield ""


def _section(status: Status, rows: list[tuple[RunReport, Row]]) -> Iterable[str]:
    if not rows:
        return
    yield from (f"## {WORDS[status].capitalize()}: {len(rows)}", "")
    yield from capped(HEAD, [_line(run, row) for run, row in rows], SHOWN, "dunghan status")
    yield ""


def _line(run: RunReport, row: Row) -> tuple[str, ...]:
    due = row.standing.occurrence.due.legal
    count = f"{row.standing.accepted}/{row.standing.occurrence.needed}"
    words = f"{run.plan.name} {run.obligation.code}", row.unit_name, row.period_label, count, day(due)
    return tuple(map(plain, words))
