"""The policy: who receives reports by which day, and what assumptions say."""

from __future__ import annotations

import pytest

from obligations.policy import Assumption, Policy, Tier, assumption_words, report_day

POLICY = Policy()


@pytest.mark.parametrize(
    ("recipient", "day"),
    [
        ("Sở Nội vụ", 10),
        ("SỞ NỘI VỤ", 10),
        ("UBND tỉnh", 17),
        ("Ủy ban nhân dân tỉnh", 17),
        ("Uỷ ban nhân dân tỉnh Tây Ninh", 17),
        ("Chủ tịch UBND tỉnh", 17),
        ("UBND Thành phố Hà Nội", 17),
        ("UBND thành phố Thủ Đức", 10),
        ("UBND huyện", 10),
        ("Bộ Nội vụ", 20),
        ("các Bộ, ngành Trung ương", 20),
        ("Văn phòng Chính phủ", 20),
        ("Thủ tướng Chính phủ", 20),
        ("Bộ phận Một cửa", 10),
        ("Bộ Chỉ huy Quân sự tỉnh", 10),
        ("Văn phòng Sở", 10),
        ("Ban Tuyên giáo", 10),
        ("", 10),
        (None, 10),
    ],
)
def test_reports_are_due_by_the_tier_of_their_recipient(recipient: str | None, day: int) -> None:
    assert report_day(recipient, POLICY) == day


@pytest.mark.parametrize("recipient", ["UBND tỉnh (qua Sở Nội vụ)", "Sở Nội vụ để tổng hợp, báo cáo UBND tỉnh"])
def test_a_report_that_passes_several_tiers_goes_by_the_earliest(recipient: str) -> None:
    assert report_day(recipient, POLICY) == 10


def test_tiers_and_the_day_of_all_others_are_settings() -> None:
    own = Policy(tiers=(Tier("Sở", r"\bso noi vu\b", 5),), other_day=25)
    assert [report_day(r, own) for r in ("Sở Nội vụ", "Sở Tư pháp")] == [5, 25]


@pytest.mark.parametrize("assumption", list(Assumption))
def test_every_assumption_is_said_in_words(assumption: Assumption) -> None:
    assert assumption_words(assumption.value).startswith(
        ("Giả định: kế hoạch không ghi ", "Giả định: chưa có thông báo ")
    )
