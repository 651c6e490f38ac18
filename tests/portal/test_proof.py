"""The page to check: whole, escaped, offline, and every duty beside its words."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
import regex

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
