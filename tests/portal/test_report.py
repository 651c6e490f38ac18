"""The draft report has the form of Nghị định 30/2020/NĐ-CP and the figures of the period."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as Docx

from obligations.model import Status
from obligations.packs import Coming, Pack, figures
from portal.report import FACE, report
from portal.report_words import Table, blocks, percent, period_words, plan_words
from storage.settings import Settings
from tests.obligations.test_packs import ROWS, proof, row
from tests.obligations.test_par_index import pack

SETTINGS = Settings().model_copy(
    update={
        "agency_name": "Sở Mẫu tỉnh Thử Nghiệm",
        "agency_parent": "UBND tỉnh Thử Nghiệm",
        "agency_symbol": "SM",
        "agency_place": "Thử Nghiệm",
        "signer_title": "Giám đốc",
    }
)


def opened(made: Pack, settings: Settings = SETTINGS) -> Docx:
    return Document(BytesIO(report(made, settings)))


def everything(made: Docx) -> str:
    cells = [c.text for t in made.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


def test_head_title_recipients_and_signature_stand_as_the_decree_lays_them_out() -> None:
    said = everything(opened(pack(*ROWS)))
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND TỈNH THỬ NGHIỆM",
        "SỞ MẪU TỈNH THỬ NGHIỆM",
        "/BC-SM",
        "Thử Nghiệm, ngày      tháng 12 năm 2024",
        "BÁO CÁO",
        "Kết quả thực hiện Kế hoạch số 1/KH trong năm 2024",
        "Căn cứ Kế hoạch số 1/KH ngày 2/1/2024 của Sở Mẫu tỉnh Thử Nghiệm;",
        "I. TÌNH HÌNH TRIỂN KHAI VÀ KẾT QUẢ THỰC HIỆN",
        "II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN",
        "III. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI",
        "Nơi nhận:",
        "Lưu: VT",
        "GIÁM ĐỐC",
    ):
        assert words in said


def test_paper_margins_and_letters_are_those_of_the_decree() -> None:
    made = opened(pack(*ROWS))
    section = made.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height) if side] == [210, 297]
    for margin, least, most in (
        (section.top_margin, 20, 25),
        (section.bottom_margin, 20, 25),
        (section.left_margin, 30, 35),
        (section.right_margin, 15, 20),
    ):
        assert margin is not None
        assert least <= round(margin.mm) <= most
    runs = [r for p in made.paragraphs for r in p.runs if r.text]
    assert {r.font.name for r in runs} == {FACE}
    assert {r.font.size.pt for r in runs if r.font.size} <= {13.0, 14.0}


def test_the_figures_of_the_period_stand_in_words_and_tables() -> None:
    tables = {b.caption.partition(".")[0]: b for b in blocks(pack(*ROWS)) if isinstance(b, Table)}
    assert tables["Bảng 1"].rows[-1] == ("", "Tổng cộng", "6", "1", "1", "1", "1", "2", "33,3%")
    assert [r[1] for r in tables["Bảng 1"].rows] == ["A", "B", "C", "Tổng cộng"]
    assert [r[1] for r in tables["Bảng 2"].rows] == ["III.3", "III.4", "III.5"]
    assert {r[1]: r[2] for r in tables["Bảng 3"].rows} == {"Tin, bài": "1", "Video": "1"}
    said = everything(opened(pack(*ROWS)))
    assert "gồm 6 lượt nhiệm vụ đến kỳ. Đã hoàn thành 2 lượt (33,3%)" in said
    assert "Có 1 lượt được miễn" in said


def test_shortcomings_are_named_and_long_lists_say_how_many_are_left_out() -> None:
    said = everything(opened(pack(*ROWS)))
    assert "- B: mục III.3, quý II năm 2024 (hạn 30/06/2024): quá hạn, đã có 0/1." in said
    many = everything(opened(pack(*[row(Status.OVERDUE, f"Đơn vị {n}") for n in range(40)])))
    assert "- Và 10 việc khác, theo danh mục kèm theo." in many
    assert "không có nhiệm vụ quá hạn" in everything(opened(pack(row(Status.MET))))


def test_what_comes_next_is_listed() -> None:
    due = Coming(ROWS[0].obligation, "Quý III/2024", date(2024, 9, 30), ("A", "B", "C", "D"))
    said = everything(opened(replace(pack(*ROWS), coming=(due,))))
    assert "30/09/2024" in said
    assert "4 đơn vị" in said


def test_what_an_officer_fills_in_is_marked() -> None:
    marked = [r.text for p in opened(pack(*ROWS)).paragraphs for r in p.runs if r.font.highlight_color is not None]
    assert marked == [
        "[Nêu văn bản chỉ đạo, việc phân công, quán triệt, bố trí kinh phí trong kỳ.]",
        "[Tổng hợp giải trình của các đơn vị.]",
    ]


def test_a_unit_s_report_bears_the_unit_s_name_below_the_agency() -> None:
    said = everything(opened(replace(pack(*ROWS), unit="thanh-tra", unit_name="Thanh tra Sở")))
    assert "THANH TRA SỞ" in said
    assert "SỞ MẪU TỈNH THỬ NGHIỆM" in said
    assert "UBND TỈNH" not in said


def test_an_agency_that_set_nothing_gets_dots_to_fill_in() -> None:
    said = everything(opened(pack(*ROWS), Settings()))
    assert "/BC-…" in said
    assert "…, ngày" in said
    assert "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ" in said


def test_the_same_period_gives_the_same_bytes() -> None:
    one, other = (report(pack(*ROWS), SETTINGS) for _ in range(2))
    assert one == other
    with zipfile.ZipFile(BytesIO(one)) as made:
        assert made.testzip() is None


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Quý II/2024", "quý II năm 2024"),
        ("Tháng 6/2024", "tháng 6 năm 2024"),
        ("6 tháng đầu năm 2024", "6 tháng đầu năm 2024"),
        ("Năm 2024", "năm 2024"),
        ("ngày 24/11/2024", "ngày 24/11/2024"),
    ],
)
def test_a_period_is_said_inside_a_sentence(label: str, words: str) -> None:
    assert period_words(label) == words


def test_a_plan_without_number_goes_by_its_name() -> None:
    made = pack(*ROWS)
    bare = replace(
        made, plan=replace(made.plan, header=replace(made.plan.header, number=None, issued_on=None, issuer=None))
    )
    assert plan_words(bare, "Sở Mẫu") == "Kế hoạch p"


def test_shares_are_written_as_people_do() -> None:
    assert percent(figures("", [row(Status.MET)])) == "100%"
    assert percent(figures("", [row(Status.WAIVED)])) == "–"
    assert percent(figures("", [row(Status.MET, pieces=[proof(1)]), *[row(Status.OVERDUE)] * 7])) == "12,5%"
