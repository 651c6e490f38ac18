"""The sweep on one page."""

from __future__ import annotations

from flows.overview import overview
from obligations.model import Status
from obligations.records import MessageState
from obligations.service import SweepReport
from tests.flows.test_outcome import ON, message, report, row


def test_the_headline_counts_units_and_messages() -> None:
    runs = report(row(1, Status.OVERDUE), row(2, Status.MET)), report(row(3, Status.OVERDUE), row(4, Status.PENDING))
    sent = message(MessageState.SENT), message(MessageState.DEAD, "từ chối")
    said = overview(SweepReport(ON, runs, sent))
    assert said.headline == "2 quá hạn · 1 chưa đến hạn · 1 đúng hạn · 1 thư đã gửi"


def test_a_quiet_day_says_that_nothing_is_overdue() -> None:
    said = overview(SweepReport(ON, (), ()))
    assert said.headline == "0 quá hạn · 0 thư đã gửi"
    assert "##" not in said.markdown


def test_the_page_lists_what_is_urgent_what_left_and_what_a_person_has_to_see() -> None:
    runs = (report(row(1, Status.OVERDUE), row(2, Status.MET)),)
    problem = "12-kh-stc-2026 III.3, Đơn vị 1: không có ai để nhắc"
    said = overview(SweepReport(ON, runs, (message(MessageState.SENT),), problems=(problem,)))
    assert "## Quá hạn: 1" in said.markdown
    assert "| 12-kh-stc-2026 III.3 | Đơn vị 1 | Quý I/2026 | 0/1 | 31/03/2026 |" in said.markdown
    assert "Đơn vị 2" not in said.markdown
    assert "- Thư cho Thủ trưởng B, qua thư điện tử (s\\*\\*\\*@example.vn): đã gửi." in said.markdown
    assert f"- {problem}" in said.markdown
    assert f"Cần xem: {problem}." in said.lines


def test_a_long_list_is_cut_and_says_so() -> None:
    said = overview(SweepReport(ON, (report(*(row(n, Status.OVERDUE) for n in range(250))),), ()))
    assert said.markdown.count("| 12-kh-stc-2026 III.3 |") == 100
    assert "và 150 dòng nữa" in said.markdown
