"""The page to check: whole, escaped, offline, and every duty beside its words."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from time import process_time

import pytest
import regex

from benchmarks.intake_long import long_plan
from intake import Page
from obligations.reading.paragraphs import unwrapped
from obligations.reading.reader import read
from portal.proof import proof
from tests.portal.conftest import Cli
from tests.reading.samples import body, reading_of

PLANS = ("so-tc-2025.txt", "huyen-2024.txt", "bang-2026.md")


def text_shown(page: str) -> str:
    cells = regex.findall(r'<div class="text">(.*?)</div>', page, flags=regex.DOTALL)
    bare = [regex.sub(r'<a class="n".*?</a>|<[^>]+>', "", cell) for cell in cells]
    return unescape("\n".join(bare))


@pytest.mark.parametrize("name", PLANS)
def test_the_page_shows_the_whole_text_and_a_card_for_each_duty(name: str) -> None:
    reading = reading_of(name)
    page = proof(reading, name)
    assert text_shown(page).split() == reading.text.split()
    assert page.count('class="card ') == len(reading.obligations) + sum(bool(f.span) for f in reading.findings)
    assert all(
        page.count(f'id="k{n}"') == page.count(f'id="v{n}"') == 1 for n in range(1, len(reading.obligations) + 1)
    )


def test_what_the_document_says_is_never_markup() -> None:
    text = body('1. Văn phòng Sở <script>alert("x")</script> & báo cáo hằng quý về Sở Tài chính.')
    page = proof(read(text, ""), "<b>.txt")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<b>.txt" not in page


def test_the_page_needs_no_network_and_no_script() -> None:
    page = proof(reading_of("xa-2026.txt"), "xa-2026.txt")
    assert not regex.search(r"https?:|src=|@import|url\(", page)


def test_findings_without_a_place_stand_at_the_top() -> None:
    page = proof(reading_of("huyen-2024.txt"), "huyen-2024.txt")
    assert "số của văn bản để trống" in page
    assert "tổng nêu 24 nhưng các phần cộng lại là 23" in page


def test_a_doubtful_duty_looks_doubtful() -> None:
    page = proof(read(body("1. Hằng tháng gửi tin, bài về Văn phòng."), ""), "x.txt")
    assert '<mark class="look">' in page or '<mark class="doubt">' in page


def test_the_command_writes_the_page_with_the_agency_s_phrases(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(body("1. Văn phòng Sở cứ mỗi con trăng tròn báo cáo Sở Tài chính."), "utf-8")
    (tmp_path / "own.toml").write_text('[cadence]\nmonthly = ["mỗi con trăng tròn"]\n', "utf-8")
    cli("read", "plan.txt", "--lexicon", "own.toml", "--html", "out.html")
    assert "hằng tháng" in (tmp_path / "out.html").read_text("utf-8")
    assert "không ghi được" in cli("read", "plan.txt", "--lexicon", "own.toml", "--html", "no/o.html", code=2).all
    (tmp_path / "own.toml").write_text("[cadnce]\n", "utf-8")
    assert "cadence" in cli("read", "plan.txt", "--lexicon", "own.toml", code=31).all


def test_pages_are_marked_where_they_begin() -> None:
    text = body("1. Văn phòng Sở báo cáo hằng quý.", "2. Thanh tra Sở báo cáo hằng tháng.")
    at = text.index("2. Thanh tra")
    pages = (Page(1, (0, at)), Page(2, (at, len(text))))
    page = proof(read(text, ""), "x.pdf", pages)
    assert regex.findall(r'<span class="page">(.*?)</span>', page) == ["trang 1", "trang 2"]
    assert page.index("trang 2") < page.index("Thanh tra Sở báo cáo")


def test_many_days_are_told_shortly() -> None:
    page = proof(read(body("1. Văn phòng Sở báo cáo UBND tỉnh trước ngày 05 hằng tháng."), ""), "x.txt")
    assert "04/01/2026, 04/02/2026, …, 04/12/2026 (12 hạn)" in page


def test_the_letterhead_is_named_in_words() -> None:
    page = proof(reading_of("huyen-2024.txt"), "huyen-2024.txt")
    assert "<b>Số, ký hiệu</b> số của văn bản để trống" in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Các phòng đăng tin, bài về cải cách hành chính của\nSở trên Trang.\n", "Sở trên"),
        ("Các phòng đăng tin,\nbài về cải cách.\n", "tin, bài"),
        ("I. MỤC ĐÍCH\nNâng cao nhận thức.\n", "ĐÍCH\nNâng"),
        ("1. Rà soát.\n2. Báo cáo.\n", ".\n2."),
        ("1. Rà soát các quy định của pháp luật và của tỉnh\na) báo cáo.\n", "tỉnh\na)"),
        ("| 1 | rà soát |\n| 2 | báo cáo |\n", "|\n|"),
        ("Kinh phí.\n\nngân sách.\n", "\n\n"),
    ],
)
def test_lines_broken_by_the_width_of_a_page_are_joined(text: str, shown: str) -> None:
    assert shown in unwrapped(text)
    assert [c for c in unwrapped(text) if c not in " \n"] == [c for c in text if c not in " \n"]
    assert len(unwrapped(text)) == len(text)


def test_a_long_plan_is_shown_in_linear_time() -> None:
    times = []
    for pages in (10, 40):
        reading = read(long_plan(pages), "")
        started = process_time()
        proof(reading, "x.txt")
        times.append(process_time() - started)
    assert times[1] < 10 * times[0] + 0.2
