"""Files made for the tests: Word by hand and by python-docx, PDF by LibreOffice, scans drawn from PDF."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import docx
import numpy as np
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from numpy.typing import NDArray
from PIL import Image

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
Picture = NDArray[np.uint8]
HEADS = ("STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian")
LINES = (
    "UBND TỈNH AN BÌNH",
    "SỞ NỘI VỤ",
    "Số: 45/KH-SNV",
    "An Bình, ngày 12 tháng 01 năm 2026",
    "KẾ HOẠCH",
    "Tuyên truyền cải cách hành chính năm 2026",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Nâng cao nhận thức của cán bộ, công chức, viên chức về cải cách hành chính.",
    "II. NHIỆM VỤ",
    "1. Phòng Cải cách hành chính đăng tải 02 tin, bài hằng tháng trên Trang thông tin điện tử.",
    "2. Văn phòng Sở báo cáo kết quả thực hiện hằng quý, gửi trước ngày 15 của tháng cuối quý.",
)


def needs(program: str, package: str) -> None:
    """Skip a test, saying why, where a program is missing."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed: apt install {package}")


def word_xml(
    body: str,
    *,
    numbering: str = "",
    styles: str = "",
    parts: dict[str, str] | None = None,
    main: str = "word/document.xml",
) -> bytes:
    """Make a Word file of XML by hand."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr(main, f"<w:document {W} {MORE}><w:body>{body}</w:body></w:document>")
        if numbering:
            file.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
        if styles:
            file.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
        for name, text in (parts or {}).items():
            file.writestr(name, text)
    return made.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """Make a paragraph of one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(rows: Sequence[Sequence[str]], properties: str = "") -> str:
    """Make a table; a cell that begins with `<` is XML of its own."""
    cells = ("".join(c if c.startswith("<") else f"<w:tc>{paragraph(c)}</w:tc>" for c in row) for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>" + "".join(f"<w:tr>{c}</w:tr>" for c in cells) + "</w:tbl>"


def plan_rows(count: int) -> list[tuple[str, ...]]:
    """Give the rows of an appendix."""
    times = ("Hằng quý", "Hằng tháng", "Trước ngày 20/11/2026", "Thường xuyên")
    rows = [
        (str(at), f"Rà soát, cập nhật thủ tục hành chính đợt {at}", "Văn phòng Sở", "Các phòng", times[at % 4])
        for at in range(1, count + 1)
    ]
    return [HEADS, *rows]


def plan_docx(place: Path, rows: int = 6, times: int = 1) -> Path:
    """Write a plan with an appendix table as .docx."""
    document = docx.Document()
    for line in LINES * times:
        document.add_paragraph(line)
    data = plan_rows(rows)
    made = document.add_table(len(data), len(HEADS))
    made.style = "Table Grid"
    for row, values in enumerate(data):
        for column, value in enumerate(values):
            made.cell(row, column).text = value
    document.add_paragraph("Trên đây là Kế hoạch của Sở Nội vụ.")
    document.save(str(place))
    return place


def converted(source: Path, to: str, profile: Path) -> Path:
    """Turn a document into another kind by LibreOffice."""
    needs("soffice", "libreoffice-writer-nogui")
    line = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to]
    subprocess.run([*line, "--outdir", str(source.parent), str(source)], check=True, capture_output=True, timeout=120)
    return source.with_suffix(f".{to}")


def drawn(pdf: Path, dpi: float = 200) -> list[Picture]:
    """Draw the pages of a PDF in grey."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72, grayscale=True).to_numpy() for page in document]
    made = [np.array(p, dtype=np.uint8).reshape(p.shape[0], p.shape[1]) for p in pages]
    document.close()
    return made


def scanned(page: Picture, lean: float = 0.8, noise: float = 10.0, seed: int = 1) -> Picture:
    """Make a page look scanned: turned a little, with grain."""
    high, wide = page.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), lean, 1.0)
    leaning = cv2.warpAffine(page, turn, (wide, high), borderValue=(255,))
    grain = np.random.default_rng(seed).normal(0, noise, page.shape)
    return np.clip(leaning + grain, 0, 255).astype(np.uint8)


def saved(pages: Sequence[Picture], place: Path, dpi: float = 200) -> Path:
    """Save pictures as one file, its kind by its name."""
    first, *rest = [Image.fromarray(page) for page in pages]
    if place.suffix in (".pdf", ".tiff"):
        first.save(place, resolution=dpi, dpi=(dpi, dpi), save_all=True, append_images=rest)
    else:
        first.save(place, dpi=(dpi, dpi))
    return place


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Write a PDF of hand-made objects; the first is the catalogue."""
    file, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + entries
    end = b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return file + table + end + b"startxref\n%d\n%%%%EOF\n" % len(file)


def pdf_page(content: bytes, size: bytes = b"0 0 595 842", more: bytes = b"") -> list[bytes]:
    """Give the objects of a PDF of one page."""
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [" + size + b"] /Contents 4 0 R " + more + b" "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
