"""Which earlier plans a plan replaces or amends."""

from __future__ import annotations

import pytest

from obligations.reading.amending import amended_in
from tests.reading.samples import text_of
from tests.reading.smudge import smudge

SAID = [
    ("(Thay thế Kế hoạch số 980/KH-STC ngày 20/01/2025 của Sở)", [("980/KH-STC", "replaces")]),
    ("Kế hoạch này thay thế cho Kế hoạch số: 12 /KH-UBND ngày 02/01/2026.", [("12/KH-UBND", "replaces")]),
    ("Sửa đổi, bổ sung Kế hoạch số 15/KH-UBND ngày 12/01/2026", [("15/KH-UBND", "amends")]),
    ("Sửa đổi, bổ sung một số nội dung của Kế hoạch số 15/KH-UBND", [("15/KH-UBND", "amends")]),
    ("điều chỉnh, bổ sung Quyết định số 07/QĐ-STP", [("07/QĐ-STP", "amends")]),
    ("thay thế Kế hoạch số 18-KH/TU ngày 03/02/2026", [("18-KH/TU", "replaces")]),
    ("Căn cứ Kế hoạch số 20/KH-UBND ngày 05/01/2026 của UBND tỉnh", []),
]


@pytest.mark.parametrize(("words", "found"), SAID)
def test_what_a_header_says_of_an_earlier_plan_is_read(words: str, found: list[tuple[str, str]]) -> None:
    assert [(a.number, a.relation.value) for a in amended_in(words)] == found


def test_a_damaged_header_still_names_the_plan_it_replaces() -> None:
    seen = [amended_in("\n".join(smudge(line, seed) for line in text_of("so-tc-2025.txt").split("\n")))
            for seed in range(5)]  # fmt: skip
    assert sum([a.number for a in found] == ["980/KH-STC"] for found in seen) >= 2
