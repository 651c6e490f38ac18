"""A fourth set of pages, written after the three before had shaped the rules."""

# ruff: noqa: E501 - markup as portals write it
from __future__ import annotations

import json
from datetime import timedelta

from tests.evidence.cases import PAPER, SITE, Case, made, page
from tests.evidence.layouts import SITE as NAME
from tests.evidence.layouts import Article, short
from tests.evidence.web import Reply, html, moved


def ministry(a: Article) -> str:
    """A ministry's portal: a time element without a zone, a lead in bold, tools for reading aloud."""
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{a.title}</title><meta name="description" content="{a.title}"></head><body>
<div class="breadcrumb"><a href="/">Trang chủ</a> / <a href="/tin">Tin tức</a></div><div class="article-detail"><h1 class="article-title">{a.title}</h1>
<div class="article-meta"><time datetime="{a.on}T08:15:00">{short(a.on)} 08:15</time><button>Nghe</button></div><p class="lead"><b>{a.text[:90]}</b></p>{a.paragraphs}</div>
<div class="list-news"><article><h3><a href="/x1">Hội nghị sơ kết công tác</a></h3><time datetime="2024-03-01">01/03/2024</time></article></div></body></html>"""


def townsite(a: Article) -> str:
    """A ward's free blog: date in the address, title twice, widgets with calendars."""
    return f"""<html><head><meta charset="utf-8"><title>Phường Thử: {a.title}</title></head><body><div id="header"><h1>Phường Thử</h1></div><h2 class="date-header">
<span>{short(a.on)}</span></h2><h3 class="post-title entry-title">{a.title}</h3><div class="post-body entry-content">{a.paragraphs}</div><div class="post-footer">Đăng bởi
Phường Thử vào lúc 20:15</div><div class="sidebar section"><table class="calendar"><tr><td>01/06/2024</td></tr></table></div></body></html>"""


def react(a: Article) -> str:
    """A page rendered on the server for a script: everything in divs with made-up names, data in a script."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title><meta property="og:title" content="{a.title}"/></head><body><div id="__next"><div class="css-1a"><div class="css-2b">
{a.title}</div><div class="css-3c">{short(a.on)}, 08:15</div><div class="css-4d">{a.paragraphs}</div></div></div><script id="__NEXT_DATA__" type="application/json">{json.dumps({"d": a.at().isoformat()})}</script></body></html>"""


def bulletin(a: Article) -> str:
    """A station's bulletin: the day of broadcast labelled, with the programme's name."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title} | Truyền hình tỉnh</title></head><body><section><h1>{a.title}</h1><p class="onair">Phát sóng: {short(a.on)}</p><div>{a.paragraphs}</div></section></body></html>"""


def archive(a: Article) -> str:
    """An archived page: the line tells when it was moved into the archive."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="page"><h1>{a.title}</h1><div class="meta-date">Lưu trữ: {short(a.on + timedelta(days=8))}</div>{a.paragraphs}</div></body></html>"""


def microformat(a: Article) -> str:
    """Microdata in meta elements inside the article; the visible line has the month in words."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title} - {NAME}</title></head><body><div itemscope itemtype="http://schema.org/NewsArticle"><meta itemprop="datePublished" content="{a.at().isoformat()}"/>
<meta itemprop="dateModified" content="{(a.at() + timedelta(days=2)).isoformat()}"/><h1 itemprop="headline">{a.title}</h1><p>{a.on.day} tháng {a.on.month}, {a.on.year}</p><div itemprop="articleBody">{a.paragraphs}</div></div></body></html>"""


def ranges(a: Article) -> str:
    """News of a campaign whose days from and to stand under the title."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><main><h1>{a.title}</h1><p class="time">Từ {short(a.on - timedelta(days=3))} đến {short(a.on + timedelta(days=3))}</p>{a.paragraphs}</main></body></html>"""


def signed_off(a: Article) -> str:
    """An old portal that ends its texts with place and day in brackets, and shows no other date."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="content"><h2>{a.title}</h2>{a.paragraphs}<p>(Thử Nghiệm, {short(a.on)})</p></div></body></html>"""


def epoch(a: Article) -> str:
    """Structured data that a bug sets to the beginning of time; the visible line is right."""
    data = {"@type": "NewsArticle", "headline": a.title, "datePublished": "1970-01-01T07:00:00+07:00"}
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title><script type="application/ld+json">{json.dumps(data)}</script></head><body><h1>{a.title}</h1><div class="publish">Ngày đăng {short(a.on)}</div>{a.paragraphs}</body></html>"""


def legal(a: Article) -> str:
    """Under the title the day of a decision, in a class called date."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="post"><h1>{a.title}</h1><div class="date">{short(a.on - timedelta(days=5))}</div><div class="small">Ngày ban hành văn bản</div>{a.paragraphs}</div></body></html>"""


UNSEEN: tuple[Case, ...] = (
    page(ministry, "mot-cua", "/bo/mot-cua-rut-ngan"),
    page(ministry, "kiem-tra", "/bo/kiem-tra"),
    page(ministry, "ho-so", "/bo/ho-so", SITE),
    page(townsite, "to-cong-nghe", "/2024/06/to-cong-nghe-so-cong-dong.html"),
    page(townsite, "an-toan", "/2024/05/an-toan.html"),
    page(react, "truc-tuyen", "/a/truc-tuyen", PAPER),
    page(react, "doi-thoai", "/a/doi-thoai", PAPER),
    page(react, "hai-long", "/a/hai-long"),
    page(bulletin, "thong-ke", "/ban-tin/thong-ke"),
    page(archive, "hoi-thao", "/luu/hoi-thao"),
    page(microformat, "cuoc-thi", "/m/cuoc-thi"),
    page(microformat, "cang-vu", "/m/cang-vu"),
    page(ranges, "tap-huan", "/chien-dich"),
    page(signed_off, "dao-tao-ai", "/cu/tro-ly"),
    page(epoch, "chu-ky-so", "/loi/ky-so"),
    page(legal, "xin-loi", "/vb/xin-loi"),
    made("moved to the paper", "/chuyen", lambda: moved("/a/doi-thoai", 307), "doi-thoai", host=PAPER, good=True),
    page(ministry, "the-thao", "/bo/cau-long", good=False),
    page(microformat, "khong-ten", "/m/khong-ten", good=False),
    page(react, "nam-ngoai", "/a/nam-ngoai", PAPER, good=False),
    made(
        "a login wall",
        "/dang-nhap",
        lambda: html(
            f"<title>{NAME}</title><h1>Đăng nhập hệ thống cải cách hành chính</h1><form><p>{'Văn phòng Sở cấp tài khoản cho công chức. ' * 6}</p></form>"
        ),
    ),
    made(
        "a PDF",
        "/vb/123.pdf",
        lambda: Reply(b"%PDF-1.4 ...", headers=(("Content-Type", "application/pdf"),)),
        "mot-cua",
    ),
)
