"""Yields the page of one run: what was asked, what the plan says, what was found, what was sent and to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flows.links import PINNED, key_page
from flows.markdown import capped, link, plain, quoted
from flows.names import plan_key
from flows.outcome import Outcome
from obligations.service import Draft, ManyReport, RunReport

MOST, DRAFTS = 150, 30


def run_page(report: RunReport, said: Outcome) -> str:
    """Tell one obligation's run."""
    plan, obligation = report.plan, report.obligation
    named = f"Kế hoạch {plan.header.number}" if plan.header.number else plan.name
    lines = [
        f"**{plain(said.headline)}**",
        "",
        f"Điều {plain(obligation.value.clause)}, {link(named, key_page(plan_key(plan.name)))}:",
        "",
        quoted(obligation.value.quote),
        "",
        *_checked(said.table),
        *_listed("Đã làm và đã gửi" if report.stored else "Xem trước: không lưu, không gửi", said.deeds),
        *_drafts((), stored=report.stored, drafts=report.drafts),
    ]
    return "\n".join((*lines, "", PINNED))


def many_page(report: ManyReport, headline: str, deeds: Sequence[str], told: Iterable[Mapping[str, str]]) -> str:
    """Tell a run of many obligations."""
    lines = [
        f"**{plain(headline)}**",
        "",
        *_checked(list(told)),
        *_listed("Đã gửi" if report.stored else "Xem trước: không lưu, không gửi", deeds),
        *_drafts(report.problems, stored=report.stored, drafts=report.drafts),
    ]
    return "\n".join((*lines, "", PINNED))


def _checked(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    yield from ("## Đã kiểm tra", "")
    if not rows:
        yield from ("Chưa có kỳ nào đang mở.", "")
        return
    yield from capped(list(rows[0]), [[plain(cell) for cell in row.values()] for row in rows], MOST, "dunghan status")
    yield ""


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield from (f"## {title}", "")
    yield from (f"- {plain(line)}" for line in lines[:MOST] or ("Không có gì để gửi.",))
    if len(lines) > MOST:
        yield f"- … và {len(lines) - MOST} dòng nữa; xem đủ trong nhật ký (Logs) của lượt chạy."
    yield ""


def _drafts(problems: Sequence[str], *, stored: bool, drafts: Sequence[Draft]) -> Iterator[str]:
    """Show the letters that would go out, word for word."""
    if problems:
        yield from _listed("Cần người xem", problems)
    if stored or not drafts:
        return
    yield from ("## Nội dung sẽ gửi nếu bật send", "")
    for draft in drafts[:DRAFTS]:
        yield from (f"**{plain(draft.to)}**: {plain(draft.payload.subject)}", "", quoted(draft.payload.text), "")
    if len(drafts) > DRAFTS:
        yield f"… và {len(drafts) - DRAFTS} thư nữa không hiện ở đây; xem đủ bằng lệnh `dunghan remind --dry-run`."
