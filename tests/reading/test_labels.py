"""The beginnings of lines as labels, and the outline that is most believable among their readings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.reading.labels import labels_of
from obligations.reading.levels import Level
from obligations.reading.sheet import open_sheet

READINGS = [
    ("I. MỤC ĐÍCH", Level.ROMAN, 1),
    ("111. TO CHUC THUC HIEN", Level.ROMAN, 3),
    ("Il. NOI DUNG", Level.ROMAN, 2),
    ("|. MUC TIEU", Level.ROMAN, 1),
    ("L.MỤC TIÊU", Level.ROMAN, 1),
    ("V.TO CHUC", Level.ROMAN, 5),
    ("S. Van phong tham muu", Level.NUMBER, 5),
    ("4 Tuyên truyền trực quan", Level.NUMBER, 4),
    ("1/ Mục đích", Level.NUMBER, 1),
    ("2.1. Tuyên truyền", Level.SUB, 1),
    ("d) Thực hiện", Level.LETTER, 5),
    ("d) Thực hiện", Level.LETTER, 4),
    ("e) Thực hiện", Level.LETTER, 5),
    ("¢) Thực hiện", Level.LETTER, 3),
    ("Phần thứ ba", Level.PART, 3),
    ("Phan thir nhat", Level.PART, 1),
    ("B. NỘI DUNG", Level.PART, 2),
    ("Điều 12. Hiệu lực", Level.ARTICLE, 12),
]
PLAIN = ["2024 và Kế hoạch số 855", "của Sở Giao thông", "hành chính năm 2024.", "20/04/2024", "và các đơn vị"]
OUTLINES = [
    ("I. MỤC ĐÍCH\n1. Một\na) A\nb) B\nc) C\nd) D\nd) Đ\ne) E\nII. NỘI DUNG\n1. Một",
     ["I", "I.1", "I.1.a", "I.1.b", "I.1.c", "I.1.d", "I.1.đ", "I.1.e", "II", "II.1"]),
    ("I. A ĐẦU\n1. Một\n2. Hai\n3. Ba\n4 Tuyên truyền\nS. Năm\n6. Sáu\nIl. HAI\n111. BA MỤC\n",
     ["I", "I.1", "I.2", "I.3", "I.4", "I.5", "I.6", "II", "III"]),
    ("Điều 1. Phạm vi\n1. Một\na) A\nĐiều 2. Trách nhiệm\n1. Một\n2. Hai",
     ["Điều 1", "Điều 1.1", "Điều 1.1.a", "Điều 2", "Điều 2.1", "Điều 2.2"]),
    ("**I. MỤC ĐÍCH**\n\n### **1. Một**\n- a) Thứ nhất\n- b) Thứ hai\n## II. NỘI DUNG",
     ["I", "I.1", "I.1.a", "I.1.b", "II"]),
    ("I. MỤC ĐÍCH\n1. Một\n\n4\n\n2. Hai\nTrên đây là Kế hoạch.\n3. Không còn là mục", ["I", "I.1", "I.2"]),
    ("I. MỘT MỤC\n1.1. Tuyên truyền\n1.2. Phổ biến\n2.1. Báo cáo", ["I", "I.1.1", "I.1.2", "I.2.1"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "level", "ordinal"), READINGS)
def test_a_damaged_label_keeps_its_true_reading(line: str, level: Level, ordinal: int) -> None:
    assert (level, ordinal) in {(label.level, label.ordinal) for label in labels_of(line)}


@pytest.mark.parametrize("line", PLAIN)
def test_plain_text_is_no_certain_label(line: str) -> None:
    assert all(label.cost > 1.5 for label in labels_of(line))


@pytest.mark.parametrize(("text", "paths"), OUTLINES)
def test_an_outline_is_recovered(text: str, paths: list[str]) -> None:
    clauses = open_sheet(text).clauses
    assert [c.label for c in clauses if c.level is not None and c.level < Level.DASH] == paths


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="IVX.1234)abcdđ -+\n*#|KẾ HOẠCHTrênđâylà\f", max_size=300))
def test_clauses_tile_any_text(text: str) -> None:
    clauses = open_sheet(text).clauses
    assert "".join(text[c.start : c.end] for c in clauses) == text
