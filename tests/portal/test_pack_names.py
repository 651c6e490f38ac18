"""File names in a pack are short, plain, stable, and tell what is inside."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.model import Attachment
from portal.pack_names import file_name, pack_name, snapshot_name
from tests.timing.values import piece

PIECE = replace(piece("2024-05-02", number=12), title="Đẩy mạnh cải cách: “một cửa” / 2024")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Biên bản họp.PDF", "minh-chung/00012-1-bien-ban-hop.pdf"),
        ("anh.jpeg", "minh-chung/00012-1-anh.jpeg"),
        ("không đuôi", "minh-chung/00012-1-khong-duoi"),
        ("../../etc/passwd", "minh-chung/00012-1-passwd"),
        ("con.txt", "minh-chung/00012-1-con.txt"),
        ("x.tar.gz", "minh-chung/00012-1-x-tar.gz"),
        ("a.exe;.pdf\n", "minh-chung/00012-1-a-exe-pdf"),
        ("🙂", "minh-chung/00012-1-khong-ten"),
        ("y" * 300 + ".docx", f"minh-chung/00012-1-{'y' * 40}.docx"),
    ],
)
def test_a_file_s_name_is_made_plain(name: str, expected: str) -> None:
    assert file_name(PIECE, 1, Attachment(name, "a" * 64, 1)) == expected


def test_a_snapshot_is_named_after_its_title() -> None:
    assert snapshot_name(PIECE, 2) == "ban-luu/00012-day-manh-cai-cach-mot-cua-2024-2.txt"


def test_a_pack_is_named_after_plan_period_and_unit() -> None:
    assert pack_name("24-kh-sgtvt-2024", "2024-Q2", None) == "24-kh-sgtvt-2024_2024-Q2"
    assert pack_name("kế hoạch/../x", "2024", "van-phong") == "k-ho-ch-x_2024_van-phong"


@given(st.text(), st.text())
def test_no_name_leaves_the_folder_or_grows(name: str, title: str) -> None:
    for made in (file_name(PIECE, 1, Attachment(name, "a" * 64, 1)), snapshot_name(replace(PIECE, title=title), 1)):
        assert re.fullmatch(r"(minh-chung|ban-luu)/[a-z0-9-]+(\.[a-z0-9]{1,5})?", made)
        assert len(made) < 80
