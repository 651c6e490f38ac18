"""A plan imported over an earlier one: what is added, changed and gone, with the history left as it was."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from obligations import service
from obligations.model import Draft
from obligations.reading.reader import read
from obligations.service import Office
from obligations.service.plans import Ingested
from obligations.units import implied
from tests.office import open_test_office
from tests.reading.samples import body

OLD = (
    "1. Văn phòng Sở báo cáo UBND tỉnh hằng quý trước ngày 10 của tháng cuối quý.",
    "2. Thanh tra Sở hằng tháng đăng tải ít nhất 02 tin, bài trên Trang thông tin điện tử của Sở.",
    "3. Phòng Tổ chức cán bộ hoàn thành rà soát thủ tục hành chính trước ngày 30/9/2026.",
)
NEW = (
    "1. Văn phòng Sở báo cáo UBND tỉnh hằng quý trước ngày 10 của tháng cuối quý.",
    "2. Thanh tra Sở hằng tháng đăng tải ít nhất 04 tin, bài trên Trang thông tin điện tử của Sở.",
    "3. Văn phòng Sở tổ chức 02 hội nghị tập huấn trong năm.",
)
REPLACES = "KẾ HOẠCH\nTuyên truyền năm 2026\n(Thay thế Kế hoạch số 01/KH-SNV ngày 05/01/2026)"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_test_office(tmp_path, date(2026, 2, 1))


def bring(office: Office, text: str) -> Ingested:
    with office.database.begin() as store:
        reading = read(text, hashlib.sha256(text.encode()).hexdigest())
        return service.ingest(store, reading, source="ke-hoach.txt", at=office.clock(), by="thử")


def numbered(text: str, number: str) -> str:
    return text.replace("Số: 01/KH-SNV\n", f"Số: {number}/KH-SNV\n")


@pytest.mark.parametrize(
    "text", [body(*NEW), numbered(body(*NEW, title=REPLACES), "09")], ids=["same number", "replaces"]
)
def test_a_changed_plan_shows_what_it_changes(office: Office, text: str) -> None:
    bring(office, body(*OLD))
    (difference,) = bring(office, text).differences
    assert [o.value.clause for o in difference.added] == ["I.3"]
    assert [o.value.responsible[0] for o in difference.gone] == ["Phòng Tổ chức cán bộ"]
    assert [(c.after.code, [(f.field, f.before, f.after) for f in c.fields]) for c in difference.changed] == [
        ("I.2", [("count", 2, 4)])
    ]
    assert difference.kept == 1


def test_a_moved_duty_is_the_same_duty_under_another_clause(office: Office) -> None:
    bring(office, body(*OLD))
    moved = body("1. Các phòng theo dõi.", *(f"{i}{o[1:]}" for i, o in enumerate(OLD, 2)))
    (difference,) = bring(office, moved).differences
    assert [[f.field for f in c.fields] for c in difference.changed] == [["clause"]] * 3
    assert (difference.added, difference.gone) == ((), ())


def test_an_amending_plan_leaves_what_it_does_not_name(office: Office) -> None:
    bring(office, body(*OLD))
    title = "KẾ HOẠCH\nSửa đổi, bổ sung Kế hoạch số 01/KH-SNV ngày 05/01/2026"
    (difference,) = bring(office, numbered(body(NEW[2], title=title), "09")).differences
    assert (difference.relation, difference.gone) == ("amends", ())
    assert len(difference.added) == 1


def test_the_earlier_plan_keeps_its_duties_and_their_states(office: Office) -> None:
    earlier = bring(office, body(*OLD)).plan
    with office.database.begin() as store:
        before = store.obligations(earlier.name)
    bring(office, body(*NEW))
    with office.database.begin() as store:
        assert store.obligations(earlier.name) == before
        assert {o.state for o in before} == {Draft.DRAFT}


def test_what_stands_approved_in_the_earlier_plan_needs_no_second_approval(office: Office) -> None:
    earlier = bring(office, body(*OLD)).plan
    with office.database.begin() as store:
        store.save_register(implied(["Văn phòng Sở", "Thanh tra Sở", "Phòng Tổ chức cán bộ"]))
        service.approve(office, store, earlier, by="thử")
    (difference,) = bring(office, body(*NEW)).differences
    assert [o.code for o in difference.covered] == ["I.1"]


def test_long_plans_are_compared_in_seconds(office: Office) -> None:
    lines = [f"{n}. Văn phòng Sở báo cáo kết quả đợt {n * 7919} trước ngày {n % 28 + 1}/6/2026." for n in range(1, 40)]
    sections = "\n".join(f"{roman}. NHIỆM VỤ\n" + "\n".join(lines) for roman in ("II", "III", "IV", "V"))
    bring(office, body(*OLD) + sections)
    started = process_time()
    (difference,) = bring(office, body(*NEW) + sections).differences
    assert difference.kept == 157
    assert process_time() - started < 5


def test_another_plan_changes_nothing(office: Office) -> None:
    bring(office, body(*OLD))
    assert bring(office, numbered(body(*NEW), "09")).differences == ()
