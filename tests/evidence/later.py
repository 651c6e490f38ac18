"""A second set of pages, written after the rules were: other layouts, other mistakes."""

# ruff: noqa: E501 - markup as portals write it
from __future__ import annotations

import json
from datetime import UTC, date, timedelta

from tests.evidence.cases import PAPER, SITE, Case, articles, made, page
from tests.evidence.layouts import DAYS, Article, short
from tests.evidence.layouts import SITE as NAME
from tests.evidence.web import Reply, html


def vnportal(a: Article) -> str:
    """A portlet portal: spans with generated ids, the date in the line with the font buttons."""
    return f"""<!DOCTYPE html><html><head><title>{NAME}</title><meta charset="utf-8"/></head><body><div id="app">
<div class="portlet"><span id="dnn_ctr412_Title" class="Head">{a.title}</span><div class="toolbar"><span class="date-time">
{a.on.day:02}/{a.on.month:02}/{a.on.year} | 8:15 AM</span> <a href="#">Cỡ chữ A-</a><a href="#">A+</a></div>
<div id="dnn_ctr412_body" style="text-align:justify">{a.paragraphs}</div><div>Số lượt truy cập: 1.234.567</div></div>
<div class="other"><h3>CÁC TIN KHÁC</h3><ul><li><a href="/x">Tin cũ hơn về đào tạo cán bộ</a> (02/01/2024)</li></ul></div></div></body></html>"""


def dnn(a: Article) -> str:
    """A DNN site: the title in <title> and in a span, the date at the end of the lead."""
    return f"""<html><head><title>{a.title} > Tin tức</title><meta charset="utf-8"></head><body><form id="Form" method="post">
<div class="edn_article"><h1 class="edn_articleTitle">{a.title}</h1><div class="edn_metaDetails">Tác giả: Ban biên tập
Ngày đăng: <time>{short(a.on)} 08:15</time></div><section>{a.paragraphs}</section></div></form></body></html>"""


def nuke(a: Article) -> str:
    """NukeViet: list of details with icons, weekday before the date, JSON-LD with a zone, breadcrumb list beside it."""
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "Tin tức"}]}
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": a.title,
        "datePublished": a.at(7).isoformat(),
    }
    return f"""<!DOCTYPE html><html lang="vi"><head><title>{a.title}</title><meta charset="utf-8">
<script type="application/ld+json">{json.dumps(crumbs)}</script><script type="application/ld+json">{json.dumps(data)}</script></head>
<body><div class="news_column panel"><h1 class="title margin-bottom-lg">{a.title}</h1><div class="row"><div class="col-md-12">
<em class="h5">{DAYS[a.on.weekday()]} - {short(a.on)} 07:15</em></div></div><div id="news-bodyhtml">{a.paragraphs}</div></div></body></html>"""


def drupal(a: Article) -> str:
    """Drupal: submitted line with the author, time in UTC late in the evening there, early morning here."""
    when = a.at(6, 45).astimezone(UTC)
    return f"""<html><head><title>{a.title} | {NAME}</title><meta charset="utf-8"><meta name="dcterms.created" content="{when.isoformat()}"></head>
<body class="node"><main role="main"><h1 class="page-title"><span>{a.title}</span></h1><article><footer class="node__meta">
<span>Submitted by admin on <time datetime="{when.isoformat()}">{a.on.day:02}/{a.on.month:02}/{a.on.year} - 06:45</time></span></footer>
<div class="node__content"><div class="field">{a.paragraphs}</div></div></article></main></body></html>"""


def lying_utc(a: Article) -> str:
    """JSON-LD that stamps local time as UTC: taken at its word it would be the day after."""
    data = {"@type": "NewsArticle", "headline": a.title, "datePublished": f"{a.on}T20:10:00Z"}
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title><script type="application/ld+json">{json.dumps(data)}</script></head>
<body><article><h1>{a.title}</h1><div class="post-date">{short(a.on)} 20:10</div>{a.paragraphs}</article></body></html>"""


def american(a: Article) -> str:
    """A page whose template writes the month first; its structured data does not."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title><meta property="article:published_time" content="{a.at().isoformat()}">
</head><body><article><h1>{a.title}</h1><span class="date">{a.on.month}/{a.on.day}/{a.on.year} 8:15 AM</span>{a.paragraphs}</article></body></html>"""


def event_day(a: Article) -> str:
    """No date of publication, but a line under the title that tells when the event was."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="detail"><h1>{a.title}</h1>
<p>Thời gian tổ chức: 08:00 ngày {short(a.on - timedelta(days=4))}</p>{a.paragraphs}</div></body></html>"""


def expiry(a: Article) -> str:
    """A notice with the days on which it begins and ends to hold, one of them its date line."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div><h1>{a.title}</h1><div class="meta">Ngày đăng:
{short(a.on)}</div><div class="meta">Ngày hết hiệu lực: {short(a.on + timedelta(days=30))}</div>{a.paragraphs}</div></body></html>"""


def related_first(a: Article) -> str:
    """The related articles stand between title and text, with their dates, not in a list."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="ct"><h1>{a.title}</h1><div class="b2"><div><a
href="/k1">Kế hoạch kiểm tra công vụ</a><span>15/04/2024</span></div><div><a href="/k2">Thông báo lịch nghỉ lễ</a><span>22/04/2024</span></div>
</div><div class="tx">{a.paragraphs}</div></div></body></html>"""


def clock(a: Article) -> str:
    """The header shows today's date as a short line; the article shows none."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><div class="wrap"><div class="tt">Chủ nhật, 30/06/2024</div>
<h1>{a.title}</h1><div>{a.paragraphs}</div></div></body></html>"""


def old_template(a: Article) -> str:
    """Every page's meta date is the day the template was made; the visible line is right."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title><meta name="date" content="2024-05-01T10:00:00+07:00"></head><body>
<div class="post"><h1>{a.title}</h1><p class="date">{short(a.on)}</p>{a.paragraphs}</div></body></html>"""


def wrong_canonical(a: Article) -> str:
    """Every article calls the list of news its own address."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title><link rel="canonical" href="http://HOST/tin-tuc"><meta
property="article:published_time" content="{a.at().isoformat()}"></head><body><h1>{a.title}</h1><div>{a.paragraphs}</div></body></html>"""


def video(a: Article) -> str:
    """A broadcaster's page: a player, a short text, VideoObject."""
    data = {"@type": "VideoObject", "name": a.title, "uploadDate": a.at(19).isoformat()}
    return f"""<html><head><meta charset="utf-8"><title>{a.title} - Truyền hình</title><script type="application/ld+json">{json.dumps(data)}</script>
</head><body><h1>{a.title}</h1><video src="a.mp4"></video><div class="sapo">{a.paragraphs}</div></body></html>"""


def english_months(a: Article) -> str:
    """A foreign theme: the month's name in English."""
    return f"""<html><head><meta charset="utf-8"><title>{a.title}</title></head><body><article><h1>{a.title}</h1><span class="posted-on">
<time class="published" datetime="{a.at().isoformat()}">{a.on:%B} {a.on.day}, {a.on.year}</time></span>{a.paragraphs}</article></body></html>"""


def two_articles(a: Article) -> str:
    """A blog's page of several articles in full: none of them is the page's own."""
    other = articles()["ho-so"]
    both = "".join(f"<article><h2>{x.title}</h2><time>{short(x.on)}</time>{x.paragraphs}</article>" for x in (a, other))
    return f"""<html><head><meta charset="utf-8"><title>{NAME}</title></head><body><main>{both}</main></body></html>"""


def list_page(a: Article) -> str:
    """A list of news, not an article."""
    names = ("mot-cua", "tap-huan", "ho-so", "truc-tuyen", "cang-vu", "doi-thoai")
    rows = "".join(
        f"<div><h3><a href='/{n}'>{articles()[n].title}</a></h3><p>{articles()[n].text[:160]}</p><i>{short(articles()[n].on)}</i></div>"
        for n in names
    )
    return f"""<html><head><meta charset="utf-8"><title>Tin cải cách hành chính Văn phòng Sở</title></head><body><h1>Tin cải cách hành chính
của Văn phòng Sở</h1>{rows}</body></html>"""


def _passing(article: str) -> Reply:
    """A long round-up that names the subject in passing."""
    filler = (
        "Giá trị sản xuất nông nghiệp tăng khá, vụ xuân được mùa, nhiều công trình giao thông được khởi công. " * 40
    )
    a = Article(
        "Tình hình kinh tế - xã hội sáu tháng đầu năm của tỉnh",
        date(2024, 6, 27),
        f"{filler}\nCông tác cải cách hành chính được Văn phòng Sở quan tâm.",
    )
    from tests.evidence.layouts import newspaper

    return html(newspaper(a))


LATER: tuple[Case, ...] = (
    page(vnportal, "to-cong-nghe", "/chi-tiet?articleId=5511", SITE),
    page(vnportal, "kiem-tra", "/to-kiem-tra-cong-tac-cai-cach-hanh-chinh-5512", SITE),
    page(dnn, "hai-long", "/tin-tuc/hai-long-quy-ii"),
    page(dnn, "cuoc-thi", "/tin-tuc/cuoc-thi"),
    page(nuke, "thong-ke", "/news/tin/thong-ke-77.html"),
    page(nuke, "doi-thoai", "/news/tin/doi-thoai-78.html", PAPER),
    page(drupal, "hoi-thao", "/node/301"),
    page(drupal, "an-toan", "/node/302"),
    page(lying_utc, "chu-ky-so", "/tin/ky-so"),
    page(american, "xin-loi", "/tin/my-1"),
    page(american, "cang-vu", "/tin/my-2"),
    page(event_day, "tap-huan", "/tin/su-kien"),
    page(expiry, "dao-tao-ai", "/tin/hieu-luc"),
    page(related_first, "hop-truc-tuyen", "/tin/lien-quan-truoc"),
    page(clock, "ho-so", "/tin/dong-ho"),
    page(old_template, "truc-tuyen", "/tin/mau-cu"),
    page(old_template, "tap-huan", "/tin/mau-cu-2"),
    page(wrong_canonical, "mot-cua", "/tin/chuan-sai"),
    page(video, "to-cong-nghe", "/video/12"),
    page(english_months, "kiem-tra", "/blog/kiem-tra"),
    page(two_articles, "mot-cua", "/blog", good=False),
    page(list_page, "mot-cua", "/chuyen-muc/cai-cach", good=False),
    made("named in passing", "/tin/tong-hop", lambda: _passing("mot-cua")),
    page(nuke, "the-thao", "/news/tin/cau-long-79.html", good=False),
    page(drupal, "khong-ten", "/node/303", good=False),
    page(dnn, "nam-ngoai", "/tin-tuc/2023", good=False),
)
