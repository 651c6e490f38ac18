"""Pages judged: what is accepted by itself, what a person looks at, what goes back, each with its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from obligations.addresses import canonical
from obligations.agreeing import Found, Method, agreed_day, agreed_title
from obligations.channels import Channel, ChannelKind, channel_of, named
from obligations.judging import Expectation, Page, Used, judge
from obligations.likeness import likeness, sketch
from obligations.model import Verdict, Window
from obligations.subjects import subjects_of, topics

PORTAL = Channel("cong", "Cổng Thông tin điện tử tỉnh", ChannelKind.PORTAL, ("thunghiem.gov.vn",))
SITE = Channel("trang", "Trang của Sở", ChannelKind.SITE, ("so.thunghiem.gov.vn",), units=("van-phong",))
FANPAGE = Channel("fb", "Trang Facebook của Sở", ChannelKind.FACEBOOK, ("facebook.com/so-mau",))
ALL = (PORTAL, SITE, FANPAGE)

ADDRESS = "https://thunghiem.gov.vn/tin/1"
TITLE = "Văn phòng Sở đẩy mạnh cải cách hành chính quý II"
TEXT = (
    "Ngày 18/4, Văn phòng Sở tổ chức tập huấn về cải cách hành chính cho công chức các phòng, đơn vị. "
    "Các đại biểu trao đổi cách rút ngắn thời gian giải quyết hồ sơ, niêm yết công khai và xin lỗi khi trễ hẹn. "
    "Theo kế hoạch, việc tự kiểm tra được làm hằng tháng và kết quả báo cáo về lãnh đạo Sở."
)
PAGE = Page(
    asked=ADDRESS,
    final=ADDRESS,
    canonical=canonical(ADDRESS),
    fetched_at=datetime(2024, 4, 25, 1, tzinfo=UTC),
    status=200,
    title=TITLE,
    titles=(Found(Method.HEADING, TITLE), Found(Method.HEAD, f"{TITLE} - Cổng Thông tin điện tử")),
    dates=(Found(Method.JSON_LD, "2024-04-19", sure=True), Found(Method.VISIBLE, "2024-04-19")),
    text=TEXT,
    sketch=sketch(TEXT),
    readable=True,
)
WANTED = Expectation(
    plan="mau",
    code="III.3",
    unit="van-phong",
    period="2024-Q2",
    window=Window(date(2024, 4, 1), date(2024, 6, 30)),
    subjects=subjects_of("tin, bài về cải cách hành chính", None, topics()),
    unit_names=("Văn phòng Sở", "VP Sở"),
    allowed=(PORTAL, FANPAGE),
    known=ALL,
)


def moved(page: Page, address: str) -> Page:
    return replace(page, asked=address, final=address, canonical=canonical(address))


def test_a_page_that_leaves_nothing_to_doubt_is_accepted_with_its_day_and_title() -> None:
    judged = judge(PAGE, WANTED, ())
    assert (judged.verdict, judged.title, judged.effective_on) == (Verdict.ACCEPTED, TITLE, date(2024, 4, 19))
    assert judged.channel == "cong"
    assert "19/04/2024" in judged.reasons[0]


@pytest.mark.parametrize(
    ("change", "verdict", "words"),
    [
        ({"status": 404}, Verdict.RETURNED, "không tìm thấy bài"),
        ({"status": 410, "readable": False}, Verdict.RETURNED, "không tìm thấy bài"),
        ({"status": 500}, Verdict.PENDING, "mã 500"),
        ({"status": None, "failure": "máy chủ không trả lời trong 20 giây"}, Verdict.PENDING, "20 giây"),
        ({"status": None, "tls_error": 20}, Verdict.PENDING, "mã 20"),
        ({"tls_error": 10}, Verdict.PENDING, "mã 10"),
        ({"readable": False}, Verdict.PENDING, "không có phần chữ"),
        ({"soft_404": True}, Verdict.PENDING, "Chưa loại trừ"),
        ({"doubtful": True}, Verdict.PENDING, "đã xóa"),
        ({"soft_404": True, "doubtful": True}, Verdict.RETURNED, "không tìm thấy bài"),
        ({"dates": ()}, Verdict.PENDING, "không tìm thấy ngày"),
        ({"dates": (Found(Method.VISIBLE, "2024-04-19"),)}, Verdict.PENDING, "chỉ một cách"),
        ({"dates": (Found(Method.JSON_LD, "2024-03-19", sure=True),)}, Verdict.RETURNED, "ngoài kỳ"),
        ({"dates": (Found(Method.JSON_LD, "2024-04-26", sure=True),)}, Verdict.PENDING, "tương lai"),
        ({"titles": (Found(Method.HEAD, "Tin tức"),)}, Verdict.PENDING, "tiêu đề"),
        ({"text": "Hội thi nấu ăn.", "titles": (), "title": "Hội thi nấu ăn"}, Verdict.PENDING, "cải cách hành chính"),
    ],
)
def test_what_is_wrong_with_a_page_decides_and_is_said(change: dict[str, object], verdict: Verdict, words: str) -> None:
    judged = judge(replace(PAGE, **change), WANTED, ())  # type: ignore[arg-type]  # a table of fields
    assert judged.verdict is verdict
    assert words in " ".join(judged.reasons)


@pytest.mark.parametrize(
    ("address", "verdict", "words"),
    [
        ("https://thunghiem.gov.vn.example.com/tin/1", Verdict.RETURNED, "chỉ giống"),
        ("https://bao.example.vn/tin/1", Verdict.PENDING, "chưa có trong danh bạ"),
        ("https://so.thunghiem.gov.vn/tin/1", Verdict.ACCEPTED, "Cổng"),
    ],
)
def test_the_address_has_to_be_on_a_channel_of_the_duty(address: str, verdict: Verdict, words: str) -> None:
    judged = judge(moved(PAGE, address), WANTED, ())
    assert judged.verdict is verdict
    assert words in judged.reasons[0]


def test_a_known_channel_that_the_duty_does_not_name_is_asked_about() -> None:
    judged = judge(moved(PAGE, "https://facebook.com/so-mau/1"), replace(WANTED, allowed=(PORTAL,)), ())
    assert judged.verdict is Verdict.PENDING
    assert "Trang Facebook của Sở" in judged.reasons[0]


def test_on_a_common_channel_the_page_has_to_name_its_unit_and_on_its_own_it_need_not() -> None:
    other = replace(WANTED, unit="thanh-tra", unit_names=("Thanh tra Sở",))
    assert judge(PAGE, other, ()).verdict is Verdict.PENDING
    own = replace(other, unit="van-phong", allowed=(SITE,))
    assert judge(moved(PAGE, "https://so.thunghiem.gov.vn/tin/1"), own, ()).verdict is Verdict.ACCEPTED


def earlier(address: str, text: str = "") -> Used:
    return Used(7, canonical(address), "mau", "III.3", "thanh-tra", "2024-Q1", sketch(text))


def test_a_page_counts_once_whatever_its_spelling() -> None:
    judged = judge(PAGE, WANTED, [earlier("http://www.thunghiem.gov.vn/tin/1/?utm_source=x")])
    assert judged.verdict is Verdict.RETURNED
    assert "#7" in judged.reasons[0]


def test_the_same_text_at_another_address_is_asked_about() -> None:
    copied = TEXT.replace("Các đại biểu", "Đại biểu")
    assert judge(PAGE, WANTED, [earlier("https://khac.vn/2", copied)]).verdict is Verdict.PENDING
    assert judge(PAGE, WANTED, [earlier("https://khac.vn/2", "Chuyện khác hẳn. " * 20)]).verdict is Verdict.ACCEPTED


def test_a_day_claimed_otherwise_is_flagged() -> None:
    assert judge(PAGE, replace(WANTED, claimed_on=date(2024, 4, 19)), ()).verdict is Verdict.ACCEPTED
    judged = judge(PAGE, replace(WANTED, claimed_on=date(2024, 4, 2)), ())
    assert (judged.verdict, "02/04/2024" in judged.reasons[0]) == (Verdict.PENDING, True)


@pytest.mark.parametrize(
    ("by_address", "claimed", "verdict"),
    [
        (False, date(2024, 4, 19), Verdict.PENDING),
        (True, date(2024, 4, 19), Verdict.ACCEPTED),
        (True, None, Verdict.PENDING),
        (True, date(2024, 1, 19), Verdict.PENDING),
    ],
)
def test_a_social_post_counts_by_its_address_only_where_the_agency_says_so(
    by_address: bool, claimed: date | None, verdict: Verdict
) -> None:
    page = Page(
        "https://facebook.com/so-mau/1", "https://facebook.com/so-mau/1", "//facebook.com/so-mau/1", PAGE.fetched_at
    )
    wanted = replace(WANTED, by_address=by_address, claimed_on=claimed)
    assert judge(page, wanted, ()).verdict is verdict


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ([("json-ld", "2024-04-19", True)], "2024-04-19"),
        ([("json-ld", "2024-04-19", False)], None),
        ([("json-ld", "2024-04-19", False), ("visible", "2024-04-19", False)], "2024-04-19"),
        ([("json-ld", "2024-04-19", False), ("meta", "2024-04-19", False)], None),
        ([("json-ld", "2024-04-19", True), ("visible", "2024-05-02", False)], None),
        (
            [("json-ld", "2024-04-19", True), ("visible", "2024-05-02", False), ("visible", "2024-04-19", False)],
            "2024-04-19",
        ),
        (
            [("json-ld", "2024-04-18", True), ("meta", "2024-04-19", True), ("visible", "2024-04-19", False)],
            "2024-04-19",
        ),
        ([("json-ld", "2024-04-18", True), ("meta", "2024-04-19", True)], None),
        ([("visible", "2024-04-19", False), ("library", "2024-04-19", False)], "2024-04-19"),
        ([("visible", "2024-04-19", False), ("library", "2020-02-01", False)], None),
        ([("feed", "2024-04-19", False), ("address", "2024-04-19", False)], "2024-04-19"),
        ([("library", "2024-04-19", False)], None),
    ],
)
def test_a_day_needs_sure_data_or_two_kinds_of_methods_and_no_witness_against_it(
    dates: list[tuple[str, str, bool]], day: str | None
) -> None:
    found = [Found(Method(method), value, sure) for method, value, sure in dates]
    assert agreed_day(found, date(2024, 6, 1)).value == day


@pytest.mark.parametrize(
    ("titles", "title"),
    [
        ([("head", f"{TITLE} | Sở Mẫu", False), ("heading", TITLE, False)], TITLE),
        ([("json-ld", TITLE, True)], TITLE),
        ([("head", TITLE, False)], None),
        ([("head", "Trang chủ Sở Mẫu tỉnh Thử Nghiệm", False), ("heading", TITLE, False)], None),
        ([("heading", "Tin tức", False), ("head", "Tin tức", False)], None),
        ([], None),
    ],
)
def test_a_title_needs_structured_data_or_two_methods(titles: list[tuple[str, str, bool]], title: str | None) -> None:
    assert agreed_title([Found(Method(method), value, sure) for method, value, sure in titles]).value == title


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("gửi đăng trên Cổng Thông tin điện tử tỉnh", {"cong"}),
        ("đăng trên Trang của Sở", {"trang"}),
        ("đăng trên trang thông tin điện tử và mạng xã hội", {"trang", "fb"}),
        ("viết 02 tin, bài", {"cong", "trang", "fb"}),
        ("phát trên Đài Phát thanh và Truyền hình", set()),
        ("báo cáo kết quả về Sở Nội vụ", {"cong", "trang", "fb"}),
    ],
)
def test_a_duty_names_its_channels(words: str, keys: set[str]) -> None:
    assert {c.key for c in named(ALL, words)} == keys


def test_of_two_channels_the_one_whose_domain_says_more_is_meant() -> None:
    assert channel_of(ALL, "https://so.thunghiem.gov.vn/tin/1") == SITE


@pytest.mark.parametrize(
    ("quote", "title", "names"),
    [
        ("02 tin, bài về cải cách hành chính", None, {"cải cách hành chính"}),
        ("đăng bài về CCHC, chuyển đổi số", None, {"cải cách hành chính", "chuyển đổi số"}),
        ("mỗi quý 01 tin, bài gửi đăng", "Kế hoạch tuyên truyền cải cách hành chính", {"cải cách hành chính"}),
        ("viết bài về nuôi tôm công nghệ cao trên Cổng tỉnh", "Kế hoạch chuyển đổi số", {"nuoi tom cong nghe cao"}),
        ("mỗi quý 01 tin, bài gửi đăng", None, set()),
    ],
)
def test_a_duty_says_its_subject_or_its_plan_does(quote: str, title: str | None, names: set[str]) -> None:
    assert {s.name for s in subjects_of(quote, title, topics())} == names


def test_likeness_tells_a_reworked_copy_from_another_article() -> None:
    changed = TEXT.replace("Văn phòng Sở", "Thanh tra Sở")
    assert likeness(sketch(TEXT), sketch(TEXT)) == 1
    assert likeness(sketch(TEXT), sketch(changed)) > 0.7
    assert likeness(sketch(TEXT), sketch("Sáng nay, đoàn công tác đi kiểm tra đê điều tại các xã ven biển. " * 8)) < 0.1
    assert likeness(sketch("quá ngắn"), sketch("quá ngắn")) == 0
