"""Names of units are read out of good and damaged text, one by one and in lists, and nothing else is."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.reading.naming import (
    NamedUnit,
    default_vocabulary,
    province_in,
    restore,
    units_in,
    with_names,
)
from obligations.text import fold
from tests.reading.smudge import smudge

SHARED = Path(__file__).parents[3] / "shared"
SEEDS = range(6)

NAMES = """
Sở Nội vụ
Sở Tài chính
Sở Tư pháp
Sở Y tế
Sở Công Thương
Sở Xây dựng
Sở Ngoại vụ
Sở Du lịch
Sở Giao thông vận tải
Sở Khoa học và Công nghệ
Sở Nông nghiệp và Môi trường
Sở Nông nghiệp và Phát triển nông thôn
Sở Dân tộc và Tôn giáo
Sở Lao động - Thương binh và Xã hội
Sở Văn hóa, Thể thao và Du lịch
Sở Giáo dục và Đào tạo
Sở Quy hoạch - Kiến trúc
Sở Y tế tỉnh Nghệ An
Sở Nội vụ thành phố Hải Phòng
Văn phòng UBND tỉnh
Văn phòng Sở
Văn phòng HĐND và UBND huyện
Văn phòng Đoàn ĐBQH và HĐND tỉnh
Thanh tra Sở
Thanh tra tỉnh
Công an tỉnh
Công an các xã, phường
Bộ Chỉ huy Quân sự tỉnh
Ban Dân tộc tỉnh
Ban Quản lý Khu kinh tế
Ban Quản lý dự án đầu tư xây dựng công trình giao thông
Ban Tuyên giáo Tỉnh ủy
Ban Tuyên giáo và Dân vận Thành ủy
Ban Tổ chức Huyện ủy
Đảng ủy Khối các cơ quan tỉnh
Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh
Hội Liên hiệp Phụ nữ tỉnh
Hội Nông dân Việt Nam
Liên đoàn Lao động tỉnh
Đoàn Thanh niên Cộng sản Hồ Chí Minh
Hội Cựu chiến binh xã
Liên minh Hợp tác xã tỉnh
Đài Phát thanh và Truyền hình tỉnh
Báo Nghệ An
Báo và Đài Phát thanh, Truyền hình tỉnh
Trung tâm Phục vụ hành chính công
Trung tâm Công nghệ thông tin và Truyền thông
Trung tâm Kiểm soát bệnh tật tỉnh
Trung tâm Dịch vụ việc làm
Trung tâm Xúc tiến đầu tư
Trung tâm Y tế huyện
Trung tâm Khuyến nông tỉnh
Trung tâm Văn hóa, Thông tin và Thể thao
Trung tâm Trợ giúp pháp lý nhà nước
Chi cục Kiểm lâm
Chi cục Thủy lợi
Chi cục Bảo vệ môi trường
Chi cục Chăn nuôi và Thú y
Chi cục Tiêu chuẩn Đo lường Chất lượng
Chi cục Văn thư - Lưu trữ
Cục Thuế tỉnh
Kho bạc Nhà nước khu vực
Bảo hiểm xã hội tỉnh
Bưu điện tỉnh
Ngân hàng Nhà nước chi nhánh tỉnh
Tòa án nhân dân tỉnh
Viện Kiểm sát nhân dân huyện
Bệnh viện Đa khoa tỉnh
Bệnh viện Y học cổ truyền
Trường Chính trị tỉnh
Trường Cao đẳng Y tế
Phòng Nội vụ
Phòng Tư pháp huyện
Phòng Tổ chức - Hành chính
Phòng Kế hoạch - Tài chính
Phòng Văn hóa và Thông tin
Phòng Kinh tế, Hạ tầng và Đô thị
Phòng Văn hóa - Xã hội
Phòng Lao động - Thương binh và Xã hội
Phòng Tài nguyên và Môi trường
Phòng Quản lý đô thị
Phòng Cải cách hành chính
Phòng Bổ trợ tư pháp
Phòng Kiểm soát thủ tục hành chính
Phòng Quản lý vận tải, Phương tiện và người lái
Phòng Kế hoạch - Tài chính - QLHTGT
Phòng Giáo dục Trung học
Phòng Nghiệp vụ Y
Phòng Quản lý chất lượng công trình xây dựng
Cảng vụ đường thủy nội địa
UBND tỉnh Quảng Trị
UBND xã
UBND các xã, phường, thị trấn
UBND các xã, phường, đặc khu
UBND các huyện, thành phố
UBND các quận, huyện, thị xã
UBND thành phố Cần Thơ
Các Sở, ban, ngành
Các sở, ban, ngành, đoàn thể tỉnh
Các phòng, ban, ngành, đoàn thể huyện
Các cơ quan, đơn vị
Các cơ quan, đơn vị, địa phương
Các phòng chuyên môn, đơn vị thuộc Sở
Các phòng chuyên môn thuộc UBND huyện
Các đơn vị sự nghiệp trực thuộc
Các cơ quan Trung ương đóng trên địa bàn tỉnh
Các tổ chức chính trị - xã hội
Các cơ quan báo chí
Các cơ quan chuyên môn thuộc UBND tỉnh
Bộ Nội vụ
Bộ Khoa học và Công nghệ
Văn phòng Chính phủ
Thanh tra Chính phủ
Đội Quản lý thị trường
Hạt Kiểm lâm huyện
Trạm Y tế xã
Đài Truyền thanh xã
Tổ công nghệ số cộng đồng
Ban Chỉ đạo chuyển đổi số tỉnh
Văn phòng Đăng ký đất đai
Thuế tỉnh Lâm Đồng
Trung tâm Phát triển quỹ đất
Trung tâm Điều hành thông minh
Trung tâm Đăng kiểm xe cơ giới
Ban Quản lý các khu công nghiệp
Hội Chữ thập đỏ tỉnh
Hội Nhà báo tỉnh
""".strip().splitlines()


def named(text: str, issuer: str | None = None) -> list[str]:
    """Name the units of a whole text."""
    return [unit.name for unit in units_in(text, (0, len(text)), default_vocabulary(), issuer=issuer)]


def alike(one: str, other: str) -> bool:
    """Compare names as readers of a plan would: without marks, nearly the same."""
    return SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio() >= 0.86


@pytest.mark.parametrize("name", NAMES)
def test_a_well_written_name_comes_back_as_it_is(name: str) -> None:
    found = units_in(name, (0, len(name)), default_vocabulary())
    assert found == (NamedUnit(name, (0, len(name)), 1.0, True),)


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_name_comes_back_in_good_spelling(name: str) -> None:
    read = [named(smudge(name, seed)) for seed in SEEDS]
    right = sum(found == [name] for found in read)
    assert right >= 4, read


def test_of_damaged_names_nearly_all_come_back_alone_and_alike() -> None:
    draws = [(name, named(smudge(name, seed))) for name in NAMES for seed in SEEDS]
    right = sum(len(found) == 1 and alike(name, found[0]) for name, found in draws)
    assert right >= 0.97 * len(draws)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "Các Sở, ban, ngành tỉnh; UBND các huyện, thị xã, thành phố",
            ["Các Sở, ban, ngành tỉnh", "UBND các huyện, thị xã, thành phố"],
        ),
        (
            "Cac Sé, ban, nganh tinh; UBND cac huyén, thj xa, thanh phé",
            ["Các Sở, ban, ngành tỉnh", "UBND các huyện, thị xã, thành phố"],
        ),
        ("Sở Nội vụ, Sở Tài chính và Văn phòng UBND tỉnh", ["Sở Nội vụ", "Sở Tài chính", "Văn phòng UBND tỉnh"]),
        ("Sở Nội vụ/Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Sở Nội vụ, Tài chính, Tư pháp", ["Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp"]),
        ("các Sở: Tài chính; Nội vụ; Xây dựng", ["Sở Tài chính", "Sở Nội vụ", "Sở Xây dựng"]),
        ("Các phòng: Tổ chức - Hành chính, Nghiệp vụ Y", ["Phòng Tổ chức - Hành chính", "Phòng Nghiệp vụ Y"]),
        ("Trung tâm Chuyển đổi số; Văn phòng Sở", ["Trung tâm Chuyển đổi số", "Văn phòng Sở"]),
        ("Văn phòng Sở (đầu mối tổng hợp), Thanh tra Sở", ["Văn phòng Sở", "Thanh tra Sở"]),
        ("Văn phòng Sở\nPhòng Kế hoạch - Tài chính", ["Văn phòng Sở", "Phòng Kế hoạch - Tài chính"]),
        ("Van phong | Cac phong | Thuong", ["Văn phòng"]),
        (
            "Phòng Quản lý vận tải, Phương tiện và người lái; Thanh tra Sở",
            ["Phòng Quản lý vận tải, Phương tiện và người lái", "Thanh tra Sở"],
        ),
        (
            "Báo Tây Ninh, Đài Phát thanh và Truyền hình Tây Ninh",
            ["Báo Tây Ninh", "Đài Phát thanh và Truyền hình Tây Ninh"],
        ),
        ("Sở VHTT&DL; Sở TT&TT", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Thông tin và Truyền thông"]),
        ("VP. HĐND&UBND huyện", ["Văn phòng HĐND và UBND huyện"]),
        ("UBND các huyện, TX, TP", ["UBND các huyện, thị xã, thành phố"]),
        ("UBND TP. Thủ Đức", ["UBND TP. Thủ Đức"]),
        ("Sở Nông nghiệp & Môi trường", ["Sở Nông nghiệp và Môi trường"]),
        ("SỞ NỘI VỤ", ["Sở Nội vụ"]),
        ("SO GIAO THONG VAN TAI", ["Sở Giao thông vận tải"]),
        ("Uỷ ban nhân dân tỉnh", ["Ủy ban nhân dân tỉnh"]),
        ("Cacphong, don vi thudc S&", ["Các phòng, đơn vị thuộc Sở"]),
    ],
)
def test_a_list_is_split_between_names_and_never_inside_one(text: str, units: list[str]) -> None:
    assert named(text) == units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Mỗi phòng chuyên môn, đơn vị thuộc Sở có ít nhất 01 tin/bài", ["Các phòng chuyên môn, đơn vị thuộc Sở"]),
        ("mdi phong chuyén mon, don vi thudc S& ¢ it nhat 01 tin/bai", ["Các phòng chuyên môn, đơn vị thuộc Sở"]),
        ("Đề nghị Ban Tuyên giáo Tỉnh ủy", ["Ban Tuyên giáo Tỉnh ủy"]),
        ("P& nghi Ban Tuyén gido Tinh iy", ["Ban Tuyên giáo Tỉnh ủy"]),
        ("Giao Văn phòng Sở theo dõi, đôn đốc", ["Văn phòng Sở"]),
        ("Trưởng các phòng, Thủ trưởng các đơn vị trực thuộc Sở", ["Các phòng", "Các đơn vị trực thuộc Sở"]),
        ("Yêu cầu Thủ trưởng các Sở, ban, ngành, Chủ tịch UBND các xã", ["Các Sở, ban, ngành", "UBND các xã"]),
        ("Giám đốc Sở Tài chính, Chánh Văn phòng UBND tỉnh", ["Sở Tài chính", "Văn phòng UBND tỉnh"]),
        ("Trưởng phòng Tổ chức cán bộ", ["Phòng Tổ chức cán bộ"]),
        ("Đơn vị chủ trì: Văn phòng Sở", ["Văn phòng Sở"]),
        ("Hằng quý, các phòng, ban và UBND các xã, thị trấn báo cáo", ["Các phòng, ban", "UBND các xã, thị trấn"]),
        ("Sở Nội vụ chủ trì, phối hợp với Văn phòng UBND tỉnh", ["Sở Nội vụ"]),
        ("Văn phòng Sở xây dựng video hướng dẫn", ["Văn phòng Sở"]),
        ("Vin phong S¢ xdy dung video", ["Văn phòng Sở"]),
        ("Phòng Quản lý vận tải: tham mưu quy định quản lý bến xe", ["Phòng Quản lý vận tải"]),
        ("So Noi vu tinh hinh thuc hién", ["Sở Nội vụ"]),
    ],
)
def test_words_around_a_name_are_not_part_of_it(text: str, units: list[str]) -> None:
    assert named(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Ban hành kèm theo Quyết định này",
        "Báo cáo tình hình thực hiện nhiệm vụ cải cách hành chính",
        "Thông tin, tuyên truyền đầy đủ, kịp thời",
        "Noi dung thong tin, tuyén truyén:",
        "Tang cuong cong tac thong tin, tuyén truyén",
        "nhiém vu cai cach hanh chinh",
        "Số: 24/KH-SGTVT",
        "Sở hữu trí tuệ là tài sản",
        "04 tin/bài",
    ],
)
def test_words_that_only_begin_like_a_name_name_nobody(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Công ty TNHH Minh Phát", ["Công ty TNHH Minh Phát"]),
        ("Câu lạc bộ Lý luận trẻ phối hợp thực hiện", ["Câu lạc bộ Lý luận trẻ"]),
        ("Sở Nội vụ, Tổ Hỗ trợ khách hàng Zalo", ["Sở Nội vụ", "Tổ Hỗ trợ khách hàng Zalo"]),
    ],
)
def test_a_name_no_table_holds_stays_as_written_and_says_so(text: str, names: list[str]) -> None:
    found = units_in(text, (0, len(text)), default_vocabulary())
    assert [u.name for u in found] == names
    assert not found[-1].known
    assert found[-1].score < 0.5


def test_spans_point_at_the_names_in_the_whole_text() -> None:
    text = "3. Hằng quý, Thanh tra Sở và phòng Nội vụ phải báo cáo"
    found = units_in(text, (3, len(text)), default_vocabulary())
    assert [text[slice(*u.span)] for u in found] == ["Thanh tra Sở", "phòng Nội vụ"]
    assert [u.name for u in found] == ["Thanh tra Sở", "Phòng Nội vụ"]


@pytest.mark.parametrize(
    ("text", "issuer", "unit"),
    [
        ("Văn phòng tham mưu lãnh đạo", "Sở Y tế tỉnh Nghệ An", "Văn phòng Sở"),
        ("Thanh tra", "Sở Y tế", "Thanh tra Sở"),
        ("Văn phòng", "UBND tỉnh Nghệ An", "Văn phòng UBND tỉnh"),
        ("Văn phòng", "UBND xã Tân Phú", "Văn phòng"),
        ("Văn phòng", None, "Văn phòng"),
    ],
)
def test_an_office_without_its_house_belongs_to_the_issuer(text: str, issuer: str | None, unit: str) -> None:
    assert named(text, issuer) == [unit]


def test_the_names_of_an_agency_win_over_those_that_come_with_the_program() -> None:
    vocabulary = with_names(
        default_vocabulary(),
        [("Tổ Hỗ trợ doanh nghiệp Xuyên Á", ("Tổ HTDN",)), ("Phòng Tổng hợp (Văn phòng)", ("Phòng Tổng hợp",))],
    )
    read = {
        text: [u.name for u in units_in(text, (0, len(text)), vocabulary)]
        for text in ("Tổ HTDN, Sở Nội vụ", "T6 H6 tro doanh nghiép Xuyén A", "Phòng Tổng hợp: 02 tin")
    }
    assert read == {
        "Tổ HTDN, Sở Nội vụ": ["Tổ Hỗ trợ doanh nghiệp Xuyên Á", "Sở Nội vụ"],
        "T6 H6 tro doanh nghiép Xuyén A": ["Tổ Hỗ trợ doanh nghiệp Xuyên Á"],
        "Phòng Tổng hợp: 02 tin": ["Phòng Tổng hợp (Văn phòng)"],
    }
    assert named("Phòng Tổng hợp: 02 tin") == ["Phòng Tổng hợp"]


@pytest.mark.parametrize(
    ("words", "spelled"),
    [
        ("Cong Thong tin dién tir tinh", "Cổng Thông tin điện tử tỉnh"),
        ("Trang thong tin dién tr cua co quan", "Trang thông tin điện tử của cơ quan"),
        ("S& Noi vu", "Sở Nội vụ"),
        ("Cổng Thông tin điện tử tỉnh", "Cổng Thông tin điện tử tỉnh"),
        ("xyz qwk", "xyz qwk"),
        ("", ""),
    ],
)
def test_a_phrase_is_restored_where_it_is_sure(words: str, spelled: str) -> None:
    assert restore(words) == spelled


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("Ba Rja-Viing Tau", "Bà Rịa - Vũng Tàu"),
        ("TỈNH BÀ RỊA – VŨNG TÀU", "Bà Rịa - Vũng Tàu"),
        ("UBND TINH NINH THUAN", "Ninh Thuận"),
        ("Binh Phuée, ngay 27 thang 3", "Bình Phước"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
        ("Thanh pho Ho Chi Minh", "Hồ Chí Minh"),
        ("CONG HOA XA HOI CHU NGHIA VIET NAM", None),
        ("Kế hoạch năm 2024", None),
        ("", None),
    ],
)
def test_the_province_is_found_in_a_damaged_letterhead(text: str, province: str | None) -> None:
    assert province_in(text) == province


PARTS = st.sampled_from(
    ["Sở", "Nội vụ", "các", "UBND", ",", ";", "và", "-", "(", ")", "\n", "phòng", "S&", "tỉnh", "04", "x" * 50]
)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PARTS, max_size=40).map(" ".join)))
def test_whatever_is_read_spans_lie_in_the_text_in_order_and_names_are_words(text: str) -> None:
    found = units_in(text, (0, len(text)), default_vocabulary())
    places = [place for unit in found for place in unit.span]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert all(unit.name.strip() and 0 <= unit.score <= 1 for unit in found)


def test_a_very_long_list_is_read_without_end_of_patience() -> None:
    text = "Phòng " + " - ".join(["Tài chính"] * 400)
    assert named(text)[0].startswith("Phòng Tài chính - Tài chính")


@pytest.mark.corpus
@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of shared plans is missing")
def test_every_unit_of_the_plans_read_by_hand_is_a_name() -> None:
    names = {
        name
        for file in SHARED.glob("gold/*.yaml")
        for o in yaml.safe_load(file.read_text("utf-8"))["obligations"]
        for name in (*o["responsible"], *o.get("coordinating", ()))
    }
    assert names
    assert {name: named(name) for name in names if not any(alike(name, found) for found in named(name))} == {}
