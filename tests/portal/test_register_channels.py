"""Channels in the register's file: what they may say, and what is answered to what they may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from obligations.channels import Channel, ChannelKind
from obligations.errors import BadRegister
from portal.register_file import dump_register, load_register
from tests.portal.test_register_file import FULL, written

CHANNELS = """
channels:
  - key: cong
    name: Cổng Thông tin điện tử tỉnh
    kind: portal
    aliases: Cổng tỉnh
    domains: [https://ThuNghiem.gov.vn/, cong.thunghiem.vn]
    feeds: https://thunghiem.gov.vn/rss
    units: Văn phòng Sở
  - {name: Facebook của Sở, kind: facebook, domains: facebook.com/so-mau}
"""


def test_channels_are_read_with_their_units_and_written_back_the_same(tmp_path: Path) -> None:
    register = load_register(written(tmp_path, FULL + CHANNELS))
    assert register.channels == (
        Channel(
            "cong",
            "Cổng Thông tin điện tử tỉnh",
            ChannelKind.PORTAL,
            ("thunghiem.gov.vn", "cong.thunghiem.vn"),
            ("Cổng tỉnh",),
            feeds=("https://thunghiem.gov.vn/rss",),
            units=("vp",),
        ),
        Channel("facebook-cua-so", "Facebook của Sở", ChannelKind.FACEBOOK, ("facebook.com/so-mau",)),
    )
    assert load_register(written(tmp_path, dump_register(register))) == register


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("{name: A, kind: cổng, domains: a.vn}", "không có loại kênh «cổng»"),
        ("{name: A, kind: site, domains: [khong phai]}", "không phải tên miền"),
        ("{name: A, kind: site, domains: localhost}", "không phải tên miền"),
        ("{name: A, kind: site, domains: []}", "trống"),
        ("{name: A, kind: site}", "domains: thiếu mục này"),
        ("{name: A, kind: site, domains: a.vn, feeds: a.vn/rss}", "không phải địa chỉ web"),
        ("{name: A, kind: site, domains: a.vn, units: Phòng Không Có}", "chưa được khai trong units"),
        ("{name: A, kind: site, domains: a.vn, rss: x}", "không có mục này"),
    ],
)
def test_a_malformed_channel_is_refused_with_its_line_and_what_to_do(tmp_path: Path, channel: str, words: str) -> None:
    with pytest.raises(BadRegister, match="dòng") as refused:
        load_register(written(tmp_path, f"{FULL}channels:\n  - {channel}\n"))
    assert words in str(refused.value)
    assert "kênh" in str(refused.value)


def test_two_channels_may_not_share_a_key(tmp_path: Path) -> None:
    twice = "channels:\n  - {name: A, kind: site, domains: a.vn}\n  - {name: A, kind: site, domains: b.vn}\n"
    with pytest.raises(BadRegister, match="đã dùng cho kênh khác"):
        load_register(written(tmp_path, FULL + twice))
