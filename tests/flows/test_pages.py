"""The pages of the dashboard: readable with few duties and with thousands, whatever a plan says."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from flows.overview import overview, overview_page
from flows.pages.board import Board, Page
from flows.pages.delivery import delivery_page
from flows.pages.matrix import matrix_page
from flows.pages.plan import plan_pages
from flows.pages.start import start_page
from flows.pages.urgent import urgent_page
from obligations.records import MessageState
from obligations.service.health import Count, Health, Held
from tests.flows.boards import ON, board
from tests.flows.seeds import duty

EVIL = "a | b <script>alert(1)</script> [bấm](javascript:x) *đậm* `mã` # đề\n1. một\n- hai"


def pages(made: Board) -> list[Page]:
    """Make all pages that need no database."""
    said = overview(made.report)
    made_pages = [overview_page(said, made.updated), urgent_page(made), matrix_page(made), delivery_page(made)]
    return [*made_pages, *plan_pages(made)]


def test_every_card_bears_its_numbers_and_when_they_were_taken() -> None:
    headlines = {page.key: page.headline for page in pages(board())}
    assert headlines["tong-quan"].startswith("3 quá hạn · ")
    assert headlines["viec-gap"].startswith("3 quá hạn · 7 đến hạn trong 10 ngày làm việc")
    assert headlines["ma-tran"].startswith("3 đơn vị · 5 nhiệm vụ · 5/15 kỳ đã xong")
    assert headlines["trang-ke-hoach-1-kh-stn-2026"].startswith("5/5 nhiệm vụ đã duyệt · 3 kỳ quá hạn")
    assert all("cập nhật 07:30 ngày 20/03/2026" in headline for headline in headlines.values())


def test_the_matrix_of_few_units_has_a_column_for_each_and_leads_to_the_deployments() -> None:
    lines = matrix_page(board()).markdown.splitlines()
    assert lines[0] == "| Nhiệm vụ | Đơn vị 1 | Đơn vị 2 | Đơn vị 3 |"
    assert lines[2] == f"| [III.1](/v2/deployments/deployment/{UUID(int=1)}) | **✗ 0/1** | ✓ 1/1 | ! 0/1 |"


def test_the_matrix_of_many_units_and_few_duties_is_turned() -> None:
    lines = matrix_page(board(duties=2, units=30)).markdown.splitlines()
    assert lines[0].startswith("| Đơn vị | [III.1]")
    assert len(lines) == 2 + 30 + 2


def test_the_matrix_of_many_of_both_is_summed_up_by_kind_worst_units_first() -> None:
    page = matrix_page(board(duties=60, units=13))
    assert "| Đơn vị | tin, bài | gửi cổng thông tin |" in page.markdown
    counts = [int(found[1]) for found in re.finditer(r"\*\*(\d+)✗", page.markdown)]
    assert counts


def test_a_unit_with_several_open_periods_shows_the_most_urgent() -> None:
    made = board(duties=1, units=2)
    run = made.report.runs[0]
    late, met = run.rows
    both = replace(run, rows=(replace(met, unit_name=late.unit_name), late))
    page = matrix_page(replace(made, report=replace(made.report, runs=(both,))))
    assert "**✗ 0/1**" in page.markdown


def test_what_is_due_later_is_not_urgent() -> None:
    made = board()
    near = urgent_page(replace(made, horizon=ON))
    assert "0 đến hạn trong 10 ngày" in near.headline
    assert "Đến hạn trong 10 ngày làm việc (đến ngày 20/03/2026): 0" in near.markdown


def test_an_empty_office_has_pages_too() -> None:
    made = board(plans=0)
    assert all(page.markdown for page in pages(made))
    assert "dunghan import" in start_page([], made.updated).markdown


@pytest.mark.parametrize("field", ["quote", "clause", "responsible"])
def test_what_a_plan_says_is_shown_and_never_taken_for_a_mark(field: str) -> None:
    value = (EVIL,) if field == "responsible" else EVIL
    made = board(values=[replace(duty("I"), **{field: value})], duties=1)  # type: ignore[arg-type]  # one field a case
    for page in pages(made):
        for mark in ("<script", " | b ", "[bấm](", "*đậm*", " `mã`", " # đề"):
            assert re.search(rf"(?<!\\){re.escape(mark)}", page.markdown.replace("\\" + mark.strip(), "")) is None


def test_a_plan_page_tells_standing_quotes_and_what_waits_for_approval() -> None:
    made = board(values=[duty("III.1", quote="Hằng quý,\n1. gửi bài")], duties=1)
    (page,) = plan_pages(made)
    assert "> Hằng quý," in page.markdown
    assert "> 1\\. gửi bài" in page.markdown
    assert "1 quá hạn, 1 sắp đến hạn, 1 đúng hạn" in page.markdown
    assert "31/03/2026" in page.markdown


def test_delivery_tells_first_what_a_person_has_to_mend() -> None:
    dead = Held(1, "Thủ trưởng B", "email", MessageState.DEAD, datetime(2026, 3, 19, tzinfo=UTC), 3, "từ chối")
    health = Health(ON, (Count("email", MessageState.SENT, 4),), dead=(dead,), unjoined=2)
    page = delivery_page(board(health=health))
    assert page.headline.startswith("1 thư không gửi được · 2 lời nhắc chưa được gộp vào thư · hôm nay đã gửi 4 thư")
    assert page.markdown.startswith("## Không gửi được: hãy sửa địa chỉ")
    assert "| Thủ trưởng B | thư điện tử | 07:00 19/03/2026 | từ chối |" in page.markdown
    assert "| thư điện tử | đã gửi | 4 |" in page.markdown


def test_a_sound_delivery_says_so() -> None:
    assert delivery_page(board()).headline.startswith("gửi nhắc bình thường · hôm nay đã gửi 0 thư")


def test_five_thousand_duties_make_pages_a_browser_can_bear() -> None:
    made = board(plans=50, duties=100, units=4)
    began = time.process_time()
    found = pages(made)
    took = time.process_time() - began
    assert max(len(page.markdown.encode()) for page in found) < 200_000
    assert all("không hiện ở đây; xem đủ bằng lệnh `dunghan" in page.markdown for page in found[1:2])
    assert took < 10
    urgent = urgent_page(made)
    assert urgent.markdown.count("| 31/03/2026 |") == 300
    assert urgent.headline.startswith("3334 quá hạn · 9999 đến hạn")


def test_the_start_page_leads_to_every_page_and_to_runs_by_tag() -> None:
    found = pages(board(plans=2))
    page = start_page([(one, UUID(int=n)) for n, one in enumerate(found)], "cập nhật")
    for n, one in enumerate(found):
        assert f"[{one.title}](/v2/artifacts/artifact/{UUID(int=n)})" in page.markdown
    assert "(/v2/runs?tags=Qu%C3%A1%20h%E1%BA%A1n)" in page.markdown
    assert f"[Tổng quan](/v2/artifacts/artifact/{UUID(int=0)})" in page.headline
    assert "kh-stn" not in page.headline
