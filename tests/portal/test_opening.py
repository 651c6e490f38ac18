"""What a person sees while a scan is opened, and what opening it warns of."""

from __future__ import annotations

import json
import sys
from io import StringIO
from pathlib import Path

import pytest

from intake import Opened, Page
from obligations.model import Finding
from obligations.reading.reader import read
from portal import opening
from portal.opening import place_of, standing, warned
from tests.intake.makers import paragraph, word_xml
from tests.portal.conftest import Cli
from tests.reading.samples import body


class Terminal(StringIO):
    """A place for errors that is a terminal."""

    def isatty(self) -> bool:
        """Tell that somebody watches."""
        return True


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Terminal(), "\rĐang nhận dạng chữ quét: 0/3 trang\rĐang nhận dạng chữ quét: 3/3 trang\n"),
        (StringIO(), "Đang nhận dạng 3 trang quét, mỗi trang khoảng một giây…\n"),
    ],
)
def test_recognition_tells_how_far_it_has_come(place: StringIO, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", place)
    for done in (0, 3):
        opening._tell(done, 3)
    assert place.getvalue() == said


def test_a_place_is_told_by_page_and_line() -> None:
    text = body("1. Văn phòng Sở báo cáo hằng quý.")
    reading = read(text, "")
    at = text.index("1. Văn")
    paged = Opened(text, "", "x.pdf", pages=(Page(1, (0, at)), Page(2, (at, len(text)))))
    assert standing(reading, paged, (at, at + 5)) == "trang 2, dòng 10"
    assert standing(reading, None, (at, at + 5)) == "dòng 10"
    assert standing(reading, paged, None) == ""
    assert place_of(Finding("issued_on", "")) == "Ngày ban hành"


def test_what_opening_warns_of_is_the_first_finding(cli: Cli, tmp_path: Path) -> None:
    lines = "".join(map(paragraph, body("1. Văn phòng Sở báo cáo hằng quý.").split("\n")))
    changed = lines.replace("hằng quý.</w:t></w:r>", "hằng quý.</w:t></w:r><w:ins><w:r><w:t>!</w:t></w:r></w:ins>")
    (tmp_path / "a.docx").write_bytes(word_xml(changed))
    assert "còn theo dõi thay đổi" in cli("read", "a.docx").all
    assert "còn theo dõi thay đổi" in json.loads(cli("read", "a.docx", "--json").out)["findings"][0]["what"]
    source = Opened("x", "", "a.docx", ("coi chừng",))
    assert warned(read("x", ""), source).findings[0] == Finding("", "coi chừng")
