"""Pages as portals of several kinds lay them out: the same article, told in other markup."""

# ruff: noqa: E501 - markup as portals write it
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from html import escape

SITE = "Cổng Thông tin điện tử tỉnh Thử Nghiệm"
VN = timezone(timedelta(hours=7))
DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
SIDEBAR = """<li><a href="/tin/cu-1">Lịch tiếp công dân tháng 2</a> <span>01/02/2020</span></li>
<li><a href="/tin/cu-2">Thông báo tuyển dụng viên chức</a> <span>05/03/2021</span></li>"""


@dataclass(frozen=True, slots=True)
class Article:
    """What a page tells: title, day, paragraphs."""

    title: str
    on: date
    text: str

    @property
    def paragraphs(self) -> str:
        """Give the paragraphs as markup."""
        return "\n".join(f"<p>{escape(line)}</p>" for line in self.text.strip().split("\n"))

    @property
    def lines(self) -> str:
        """Give the paragraphs parted by line breaks, as old editors do."""
        return "<br/><br/>\n".join(escape(line) for line in self.text.strip().split("\n"))

    def at(self, hour: int = 8, minute: int = 15) -> datetime:
        """Give a time of that day."""
        return datetime(self.on.year, self.on.month, self.on.day, hour, minute, tzinfo=VN)


Layout = Callable[[Article], str]


def short(day: date) -> str:
    """Write a day with slashes."""
    return f"{day:%d/%m/%Y}"


def newspaper(a: Article) -> str:
    """A newspaper: JSON-LD with its zone, og tags, h1."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": a.title,
        "datePublished": a.at().isoformat(),
        "dateModified": (a.at() + timedelta(days=3)).isoformat(),
    }
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{a.title} | Báo Thử Nghiệm</title>
<meta property="og:title" content="{a.title}"><script type="application/ld+json">{json.dumps(data)}</script></head><body>
<header><a href="/">Báo Thử Nghiệm</a> <span>Thứ Sáu, 22/11/2024</span></header><nav><a href="/thoi-su">Thời sự</a></nav>
<main><article><h1>{a.title}</h1><span class="date">{short(a.on)} 08:15 (GMT+7)</span>{a.paragraphs}</article></main>
<aside class="sidebar"><ul>{SIDEBAR}</ul></aside><footer>Giấy phép số 1 cấp ngày 05/01/2015</footer></body></html>"""


def newspaper_utc(a: Article) -> str:
    """A newspaper whose JSON-LD is in UTC, shortly after midnight here: the machine's day is the day before."""
    when = a.at(1, 30).astimezone(timezone.utc)  # noqa: UP017
    data = {"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "datePublished": f"{when:%Y-%m-%dT%H:%M:%SZ}"}]}
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{a.title}</title>
<script type="application/ld+json">{json.dumps(data)}</script></head><body><div id="wrap"><h1>{a.title}</h1>
<div class="meta"><time datetime="{a.at(1, 30).isoformat()}" class="published">{short(a.on)}, 01:30</time></div>
<div class="content">{a.paragraphs}</div></div></body></html>"""


def aspx(a: Article) -> str:
    """SharePoint: tables, no h1, the title in a div, the site's name in every <title>."""
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>
	{SITE}
</title></head><body><form name="aspnetForm" method="post" action="newsdetail.aspx">
<div class="header"><table><tr><td>{SITE}</td><td>Hôm nay: Thứ Sáu, 22/11/2024</td></tr></table></div>
<table width="1000"><tr><td class="cot-trai"><ul><li><a href="/">Giới thiệu</a></li></ul></td>
<td><div class="news-detail"><div class="title-detail">{a.title}</div>
<div class="date-detail">{short(a.on)} 8:15:00 SA</div>{a.paragraphs}</div></td>
<td class="cot-phai"><ul>{SIDEBAR}</ul></td></tr></table></form></body></html>"""


def aspx_meta(a: Article) -> str:
    """An ASPX portal that knows meta tags and a heading of the third rank."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title} - {SITE}</title>
<meta property="article:published_time" content="{a.at().isoformat()}"></head><body><form id="form1">
<div id="ctl00_menu" class="menu"><a href="/">Trang chủ</a></div><div id="ctl00_Content"><h3 class="ms-title">{a.title}</h3>
<div class="article-body">{a.paragraphs}</div></div><div class="footer">Bản quyền {SITE}</div></form></body></html>"""


def liferay(a: Article) -> str:
    """Liferay: nested portlets, the line of date with a weekday and a counter of readers."""
    return f"""<!DOCTYPE html><html class="ltr"><head><title>{a.title} - Chi tiết tin - {SITE}</title><meta charset="UTF-8">
</head><body><div id="wrapper"><div id="banner">{SITE}</div><nav id="navigation"><ul><li><a href="/">Tin</a></li></ul></nav>
<div class="portlet-body"><div class="journal-content-article"><h2 class="tieu-de">{a.title}</h2>
<p class="ngay-dang">{DAYS[a.on.weekday()]}, ngày {short(a.on)} - 08:15 | Lượt xem: 1.204</p>
<div class="noi-dung">{a.paragraphs}<p><strong>Nguồn: Ban Biên tập</strong></p></div></div>
<div class="tin-lien-quan"><b>Tin liên quan</b><ul>{SIDEBAR}</ul></div></div></div></body></html>"""


def wordpress(a: Article) -> str:
    """WordPress: time with its zone, entry-header inside the article, a sidebar of widgets."""
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="UTF-8"><title>{a.title} &#8211; Phòng tin</title>
<link rel="canonical" href="http://HOST/PATH"><meta property="og:title" content="{a.title}"></head><body>
<header class="site-header"><p class="site-title">Phòng tin</p></header><article id="post-9" class="post"><header
class="entry-header"><h1 class="entry-title">{a.title}</h1><div class="entry-meta">Đăng ngày <time class="entry-date
published" datetime="{a.at().isoformat()}">{a.on.day} Tháng {a.on.month}, {a.on.year}</time> bởi quản trị</div></header>
<div class="entry-content">{a.paragraphs}</div></article><aside class="widget-area"><div class="widget"><h2>Bài mới</h2>
<ul>{SIDEBAR}</ul></div></aside><footer>Phòng tin</footer></body></html>"""


def joomla(a: Article) -> str:
    """Joomla: microdata, a list of details under the title."""
    return f"""<html><head><meta charset="utf-8"/><title>{a.title}</title></head><body><div class="item-page" itemscope
itemtype="https://schema.org/Article"><div class="page-header"></div><h2 itemprop="headline">{a.title}</h2>
<dl class="article-info"><dd class="published"><time datetime="{a.at().isoformat()}" itemprop="datePublished">Được đăng:
{a.on.day:02} Tháng {a.on.month} {a.on.year}</time></dd><dd class="hits">Lượt xem: 88</dd></dl>
<div itemprop="articleBody">{a.paragraphs}</div></div><div class="moduletable"><ul>{SIDEBAR}</ul></div></body></html>"""


def old_table(a: Article) -> str:
    """A page of the first years: tables and fonts, the date in brackets, paragraphs parted by line breaks."""
    return f"""<HTML><HEAD><TITLE>{a.title}</TITLE><META http-equiv=Content-Type content="text/html; charset=utf-8"></HEAD>
<BODY><TABLE border=0><TR><TD bgcolor=#cc0000><FONT color=white><B>{SITE}</B></FONT></TD></TR></TABLE>
<TABLE><TR><TD width=20%><A href="/">Trang chủ</A></TD><TD><FONT size=4 class=title><B class="title">{a.title}</B></FONT><BR>
<I>(Cập nhật: {short(a.on)} 08:15)</I><BR><DIV align=justify>{a.lines}</DIV></TD></TR></TABLE></BODY></HTML>"""


def dated_address(a: Article) -> str:
    """A page that shows its date as a line in words; its address holds the day too."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title} - {SITE}</title></head><body><div class="container">
<h1>{a.title}</h1><p class="time">Ngày {a.on.day} tháng {a.on.month} năm {a.on.year}</p>{a.paragraphs}</div></body></html>"""


def bare(a: Article) -> str:
    """A page that shows no date of its own; those of other articles stand beside it."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="main"><h1>{a.title}</h1>
{a.paragraphs}</div><div class="cot-ben"><ul>{SIDEBAR}</ul></div></body></html>"""


def side_dates(a: Article) -> str:
    """No date of its own, and beside the text a box without a telling name in which days stand alone."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="row"><div class="c8">
<h1>{a.title}</h1>{a.paragraphs}<div class="x1"><div class="x2"><span>01/02/2020</span> Lịch tiếp dân</div><div class="x2">
<span>05/03/2021</span> Tuyển dụng</div></div></div></div></body></html>"""


def modified_only(a: Article) -> str:
    """JSON-LD that tells only when it was last changed."""
    data = {"@type": "NewsArticle", "headline": a.title, "dateModified": a.at().isoformat()}
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title><script type="application/ld+json">{json.dumps(data)}
</script></head><body><article><h1>{a.title}</h1>{a.paragraphs}</article></body></html>"""
