"""A third set of pages: captions, deadlines, clocks and comments that have days of their own."""

# ruff: noqa: E501 - markup as portals write it
from __future__ import annotations

import json
from datetime import timedelta

from tests.evidence.cases import PAPER, SITE, Case, articles, made, page
from tests.evidence.layouts import DAYS, Article, short
from tests.evidence.layouts import SITE as NAME
from tests.evidence.web import Reply, html


def sharepoint(a: Article) -> str:
    """SharePoint with web parts: the title in a heading of the fourth rank, the date right of it in small letters."""
    return f"""<html dir="ltr" lang="vi-VN"><head><meta charset="utf-8"><title>{a.title}</title></head><body><form id="aspnetForm"><div id="s4-workspace">
<div class="ms-webpart-zone"><h4>{a.title}</h4><span class="PublishedDate">{a.on.day}/{a.on.month}/{a.on.year} 4:05 CH</span><div class="ms-rtestate-field">{a.paragraphs}
</div></div><div class="ms-webpart-zone"><div class="list"><a href="/a1">Thông báo mời thầu trang thiết bị</a> 11/01/2024</div></div></div></form></body></html>"""


def govportal(a: Article) -> str:
    """A national portal's kit: hidden inputs, og tags with the site's name in the title, date with a dash and GMT."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{NAME} | {a.title}</title><meta property="og:title" content="{a.title}">
<meta property="og:site_name" content="{NAME}"></head><body><section class="detail"><div class="detail__cate"><a href="/cchc">Cải cách hành chính</a></div>
<h1 class="detail__title">{a.title}</h1><div class="detail__time">{a.at():%H:%M} - {short(a.on)} (GMT+7)</div><div class="detail__content">{a.paragraphs}</div></section>
<section class="box-news"><div><a href="/b1">Hội nghị giao ban tháng Tư</a><time>09/04/2024</time></div></section></body></html>"""


def commune(a: Article) -> str:
    """A commune's site: everything in paragraphs, the date last, after the author."""
    return f"""<html><head><meta charset="utf-8"><title>Trang tin - {a.title}</title></head><body><div class="noidung"><p><strong>{a.title}</strong></p>
{a.paragraphs}<p align="right"><em>Tin, ảnh: Văn hóa - Xã hội</em></p><p align="right">Ngày đăng: {short(a.on)}</p></div></body></html>"""


def magazine(a: Article) -> str:
    """A magazine: JSON-LD in a list, milliseconds, the zone without a colon, amp link, ticker on top."""
    data = [
        {"@type": "Organization"},
        {
            "@type": ["NewsArticle", "Article"],
            "headline": a.title,
            "datePublished": a.at().strftime("%Y-%m-%dT%H:%M:%S.000+0700"),
        },
    ]
    return f"""<html><head><meta charset="utf-8"><title>{a.title} - Tạp chí</title><script type="application/ld+json">{json.dumps(data)}</script></head><body>
<div class="ticker">Mới: Giá vàng ngày 29/06/2024</div><h1>{a.title}</h1><div class="author">Phóng viên</div>{a.paragraphs}</body></html>"""


def comments(a: Article) -> str:
    """A blog whose readers answer, each with the day of the comment."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><article><h1>{a.title}</h1><div class="byline">Đăng lúc 08:15 ngày {short(a.on)}</div>
{a.paragraphs}</article><div id="comments"><div><b>Bạn đọc</b> <span class="date">{short(a.on + timedelta(days=9))}</span><p>Bài viết rất hay và cần thiết cho người dân ở xa, mong có thêm hướng dẫn bằng video.</p></div></div></body></html>"""


def changed_later(a: Article) -> str:
    """Two labelled days: of publication and of the last change."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title} - {NAME}</title></head><body><div class="view"><h1>{a.title}</h1><div class="dt">Ngày xuất bản: {short(a.on)}</div>
<div class="dt">Cập nhật lần cuối: {short(a.on + timedelta(days=6))}</div><div class="bd">{a.paragraphs}</div></div></body></html>"""


def deadline(a: Article) -> str:
    """A competition's page: the one line of date, of class `info`, is the last day to take part."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div><h1>{a.title}</h1><div class="info">Nhận bài: {short(a.on + timedelta(days=20))}</div>{a.paragraphs}</div></body></html>"""


def document_day(a: Article) -> str:
    """News of a document: the line under the title is the document's day, with its number."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="news"><h1>{a.title}</h1><p class="vb">Công văn số 123/SM-VP ngày {short(a.on - timedelta(days=3))}</p>{a.paragraphs}</div></body></html>"""


def photo_day(a: Article) -> str:
    """A picture above the text whose caption has a day; the page has no other."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="post"><h1>{a.title}</h1><figure><img src="a.jpg"><figcaption>Ảnh chụp ngày {short(a.on - timedelta(days=2))}</figcaption></figure>{a.paragraphs}</div></body></html>"""


def photo_in_div(a: Article) -> str:
    """The same without figure: a div under a post's own name."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="post-content"><h1>{a.title}</h1><div><img src="a.jpg"><div>Ảnh ngày {short(a.on - timedelta(days=2))}</div></div>{a.paragraphs}</div></body></html>"""


def today_below(a: Article) -> str:
    """Under the title the page shows the day on which it is read."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="main"><h1>{a.title}</h1><div class="time-now">{DAYS[6]}, 30/06/2024 08:00</div>{a.paragraphs}</div></body></html>"""


def schema_page(a: Article) -> str:
    """WebPage and Article in one graph, both dated; the page was made earlier than the article."""
    data = {
        "@graph": [
            {"@type": "WebPage", "datePublished": "2023-05-05T08:00:00+07:00"},
            {"@type": "Article", "headline": a.title, "datePublished": a.at().isoformat()},
        ]
    }
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title><script type="application/ld+json">{json.dumps(data)}</script></head><body><h1>{a.title}</h1>{a.paragraphs}</body></html>"""


def _utf16(a: Article) -> Reply:
    return Reply(
        sharepoint(a).replace('charset="utf-8"', 'charset="utf-16"').encode("utf-16"),
        headers=(("Content-Type", "text/html"),),
    )


LAST: tuple[Case, ...] = (
    page(sharepoint, "ho-so", "/tin-tuc/Trang/chi-tiet.aspx?itemid=901", SITE),
    page(sharepoint, "cang-vu", "/tin-tuc/Trang/chi-tiet.aspx?itemid=902", SITE),
    page(sharepoint, "hai-long", "/tin-tuc/Trang/chi-tiet.aspx?itemid=903", SITE),
    page(govportal, "mot-cua", "/mot-cua-119240419081500.htm"),
    page(govportal, "kiem-tra", "/kiem-tra-11924061408.htm"),
    page(govportal, "to-cong-nghe", "/to-cong-nghe-1192.htm"),
    page(commune, "an-toan", "/xa/an-toan"),
    page(magazine, "truc-tuyen", "/doi-song/truc-tuyen.html", PAPER),
    page(magazine, "thong-ke", "/doi-song/thong-ke.html", PAPER),
    page(comments, "doi-thoai", "/doi-thoai-voi-nguoi-dan/"),
    page(comments, "hoi-thao", "/hoi-thao-du-lieu-so/"),
    page(changed_later, "tap-huan", "/tin/tap-huan-ky-nang"),
    page(changed_later, "chu-ky-so", "/tin/ky-so-van-ban"),
    page(deadline, "cuoc-thi", "/tin/phat-dong"),
    page(document_day, "xin-loi", "/tin/cong-van"),
    page(photo_day, "dao-tao-ai", "/tin/tro-ly"),
    page(photo_in_div, "hop-truc-tuyen", "/tin/khong-giay"),
    page(today_below, "mot-cua", "/tin/hom-nay"),
    page(schema_page, "cang-vu", "/tin/ma-qr"),
    made("utf-16", "/tin/utf16", lambda: _utf16(articles()["kiem-tra"]), "kiem-tra", good=True),
    page(govportal, "the-thao", "/cau-long-1193.htm", good=False),
    page(magazine, "khong-ten", "/doi-song/khong-ten.html", PAPER, good=False),
    made(
        "an error page with code 200",
        "/tin/loi",
        lambda: html(
            f"<html><title>{NAME}</title><h1>Rất tiếc, trang đồng chí tìm không tồn tại</h1><p>{'Mời quay lại trang chủ để xem tin mới. ' * 8}</p>"
        ),
    ),
)
