"""Pages of a test site, each with what is true of it: whether it may count, and for which day."""

from __future__ import annotations

import gzip
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tests.evidence import layouts as lay
from tests.evidence.layouts import Article, Layout
from tests.evidence.web import Reply, html, moved

PORTAL, SITE, PAPER, SOFT, SLOW, LOCAL = (
    f"{name}.test" for name in ("cong.thunghiem", "so.thunghiem", "bao", "mem.thunghiem", "cham.thunghiem", "noi")
)
HOSTS = (PORTAL, SITE, PAPER, SOFT, SLOW)


@cache
def articles() -> dict[str, Article]:
    """Give the articles by name."""
    found = tomllib.loads((Path(__file__).parent / "site" / "articles.toml").read_text("utf-8"))
    return {name: Article(a["title"], a["on"], a["text"]) for name, a in found.items()}


@dataclass(frozen=True, slots=True)
class Case:
    """One page. `good`: a person who sees it would let it count, for the day `on`."""

    name: str
    host: str
    path: str
    reply: Callable[[], Reply]
    good: bool
    article: str | None = None

    @property
    def on(self) -> date | None:
        """Give the day it came out."""
        return articles()[self.article].on if self.article else None


def page(layout: Layout, article: str, path: str, host: str = PORTAL, good: bool = True) -> Case:
    """Lay an article out as a page."""
    return Case(f"{layout.__name__}: {article}", host, path, lambda: html(layout(articles()[article])), good, article)


def made(name: str, path: str, reply: Callable[[], Reply], article: str | None = None, **more: object) -> Case:
    """A page that answers in its own way."""
    host, good = str(more.get("host", PORTAL)), bool(more.get("good"))
    return Case(name, host, path, reply, good, article)


def _text(article: str, layout: Layout = lay.newspaper) -> str:
    return layout(articles()[article])


def _windows_1258(article: str, declared: str) -> Reply:
    """A page in windows-1258, whatever it says it is."""
    text = _text(article, lay.dated_address).replace('charset="utf-8"', f'charset="{declared}"')
    return Reply(in_1258(text), headers=(("Content-Type", "text/html"),))


def in_1258(text: str) -> bytes:
    """Write text in windows-1258, which has tones as letters of their own."""
    return "".join(_split(c) for c in text).encode("cp1258", "xmlcharrefreplace")


def _split(letter: str) -> str:
    """Take a tone off its letter where windows-1258 has no place for both."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = [p for p in parts[1:] if p in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", parts[0] + "".join(p for p in parts[1:] if p not in tones))
        return base + "".join(tones)
    return letter


def _future(article: str) -> Reply:
    found = articles()[article]
    return html(lay.newspaper(Article(found.title, date(2024, 7, 15), found.text)))


def _constant_date(article: str) -> str:
    """Structured data that a template fixed years ago."""
    text = _text(article)
    return text.replace(articles()[article].at().isoformat(), "2018-01-01T00:00:00+07:00")


def _bomb() -> Reply:
    packed = gzip.compress(b"<p>" + b"0" * 60_000_000)
    return Reply(packed, headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip")))


WELCOME = (
    "Chào mừng đến với trang thông tin. Mời chọn chuyên mục để xem tin tức, văn bản, thủ tục cải cách hành chính. "
)
SOFT_PAGE = f"""<html><head><meta charset="utf-8"><title>{lay.SITE}</title></head><body>
<h1>{lay.SITE} kính chào quý khách</h1><p>{WELCOME * 4}</p></body></html>"""

FIRST = (
    page(lay.newspaper, "mot-cua", "/mot-cua-1.html"),
    page(lay.newspaper, "truc-tuyen", "/thoi-su/truc-tuyen-88.html", PAPER),
    page(lay.newspaper_utc, "tap-huan", "/tap-huan-2.html"),
    page(lay.newspaper_utc, "chu-ky-so", "/chu-ky-so-3.html", PAPER),
    page(lay.aspx, "ho-so", "/Pages/newsdetail.aspx?NewsId=10902&CatId=101", SITE),
    page(lay.aspx, "cang-vu", "/Pages/newsdetail.aspx?NewsId=10903&CatId=101", SITE),
    page(lay.aspx, "xin-loi", "/Pages/newsdetail.aspx?NewsId=10904&CatId=101", SITE),
    page(lay.aspx_meta, "doi-thoai", "/tin.aspx?id=44"),
    page(lay.aspx_meta, "hoi-thao", "/tin.aspx?id=45"),
    page(lay.liferay, "to-cong-nghe", "/web/guest/-/to-cong-nghe-so"),
    page(lay.liferay, "hai-long", "/web/guest/-/hai-long"),
    page(lay.liferay, "an-toan", "/web/guest/-/an-toan"),
    page(lay.wordpress, "hop-truc-tuyen", "/phong-hop-khong-giay/", SITE),
    page(lay.wordpress, "kiem-tra", "/tu-kiem-tra/", SITE),
    page(lay.joomla, "cuoc-thi", "/index.php/tin/12-cuoc-thi"),
    page(lay.joomla, "thong-ke", "/index.php/tin/13-thong-ke"),
    page(lay.old_table, "dao-tao-ai", "/Default.asp?newsid=7"),
    page(lay.old_table, "mot-cua", "/Default.asp?newsid=8"),
    page(lay.dated_address, "tap-huan", "/2024/05/07/tap-huan.html"),
    page(lay.dated_address, "truc-tuyen", "/tin-20240612-truc-tuyen.html"),
    page(lay.bare, "cang-vu", "/tin/cang-vu"),
    page(lay.side_dates, "mot-cua", "/tin/mot-cua"),
    page(lay.side_dates, "ho-so", "/tin/ho-so", SITE),
    page(lay.modified_only, "xin-loi", "/tin/xin-loi"),
    page(lay.newspaper, "loi-404", "/tin/loi-404"),
    page(lay.newspaper, "the-thao", "/tin/cau-long", good=False),
    page(lay.newspaper, "nam-ngoai", "/tin/tong-ket-2023", good=False),
    page(lay.newspaper, "khong-ten", "/tin/nhieu-cach-lam", good=False),
    page(lay.wordpress, "the-thao", "/cau-long/", SITE, good=False),
    made("in the future", "/tin/tuong-lai", lambda: _future("mot-cua")),
    made("a template's constant date", "/tin/co-dinh", lambda: html(_constant_date("mot-cua")), "mot-cua", good=True),
    made("windows-1258, undeclared", "/tin/1258", lambda: _windows_1258("hai-long", "x"), "hai-long", good=True),
    made(
        "windows-1258 that says latin-1",
        "/2024/06/25/l1",
        lambda: _windows_1258("hai-long", "iso-8859-1"),
        "hai-long",
        good=True,
    ),
    made("dead", "/tin/chet", lambda: html("<h1>Không tìm thấy</h1>", 404)),
    made("gone", "/tin/da-go", lambda: html("<h1>Đã gỡ</h1>", 410)),
    made("broken", "/tin/hong", lambda: html("<h1>Lỗi máy chủ</h1>", 500)),
    made("a soft 404", "/tin/mem-1.html", lambda: html(SOFT_PAGE), host=SOFT),
    made(
        "moved to another page of the site", "/cu/mot-cua", lambda: moved("/mot-cua-1.html", 301), "mot-cua", good=True
    ),
    made("moved home", "/cu/mat", lambda: moved("/")),
    made("moved to loopback", "/cu/noi-bo", lambda: moved("http://127.0.0.1:9/")),
    made("moved to metadata", "/cu/may", lambda: moved("http://169.254.169.254/latest/meta-data/")),
    made("moved in circles", "/cu/vong", lambda: moved("/cu/vong")),
    made("huge", "/tin/lon", lambda: html(_text("mot-cua") + "<!--" + "x" * 4_000_000)),
    made("a gzip bomb", "/tin/bom", _bomb),
    made("slow", "/tin/cham", lambda: Reply(_text("mot-cua").encode(), drip=0.05), host=SLOW),
    made("a picture", "/tin/anh.jpg", lambda: Reply(b"\xff\xd8\xff" * 99, headers=(("Content-Type", "image/jpeg"),))),
    made("an empty page", "/tin/trong", lambda: html("<html><body></body></html>")),
    made(
        "a shell filled by script", "/tin/spa", lambda: html("<html><body><div id=app></div><script src=a.js></script>")
    ),
)


def homes() -> dict[str, Reply]:
    """Give the home pages."""
    return {host: html(SOFT_PAGE.replace("</body>", f"<p>{host}</p></body>")) for host in HOSTS}
