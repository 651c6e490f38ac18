"""Damaged documents of our own making: plans as text, Word and PDF, each the same for the same number and seed."""

from __future__ import annotations

import io
import random
import re
import subprocess
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import docx
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from docx.document import Document
from docx.table import Table

from benchmarks.reading_damage import TESTS, plans
from benchmarks.reading_fuzz import mutated
from tests.intake.makers import pdf_of, pdf_page, table, word_xml

STREAM = re.compile(rb"<<([^<>]*(?:<<[^<>]*>>[^<>]*)*)>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
PARTS = ("word/document.xml", "word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml")
ELEMENT = re.compile(rb"<w:(p|tr|tc|tbl|r|pPr|tcPr|num|abstractNum|lvl|style)[ >].*?</w:\1>", re.DOTALL)
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258")
VALUES = (b"", b"-1", b"0", b"999999999", b"x", b"none", b"1", b"9")
FORMS: tuple[Literal["NFC", "NFD", "NFKD"], ...] = ("NFC", "NFC", "NFD", "NFKD")
TONES = "\u0300\u0301\u0303\u0309\u0323"
SHARES = (("text", 4), ("docx", 3), ("pdf", 3))
FORM = (
    '<w:sdt><w:sdtContent><w:p><w:r><w:t>III. TỔ CHỨC THỰC HIỆN</w:t></w:r></w:p></w:sdtContent></w:sdt>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:ins><w:r><w:t>Văn phòng Sở báo '
    'cáo hằng quý.</w:t></w:r></w:ins><w:del><w:r><w:delText>hằng năm</w:delText></w:r></w:del></w:p>'
)  # fmt: skip
OUTLINE = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


@dataclass(frozen=True, slots=True)
class Stock:
    """The sound documents that are damaged: texts, Word files and PDF files."""

    texts: tuple[str, ...]
    words: tuple[bytes, ...]
    pdfs: tuple[bytes, ...]


def stock() -> Stock:
    """Make the sound documents; PDF with Vietnamese letters need LibreOffice."""
    texts = [unicodedata.normalize("NFC", text) for _, text in plans(TESTS / "plans")]
    rows = [["STT", "Nội dung", "Chủ trì", "Thời gian"], ["1", "Rà soát thủ tục", "Văn phòng Sở", "Hằng quý"]]
    by_hand = word_xml(FORM + table(rows * 6) + table([["a", table([["b", "c"]]), "d"]]), numbering=OUTLINE)
    words = [word_of(text) for text in texts]
    pdfs = [printed(word) for word in words[:4]]
    return Stock(tuple(texts), (*words, by_hand), (*pdfs, *map(unpacked, pdfs), form_pdf(), *map(scan_of, pdfs[:1])))


def word_of(text: str) -> bytes:
    """Write a plan as Word file, its lines of cells as a table, with a header."""
    document = docx.Document()
    table: Table | None = None
    for line in text.splitlines():
        cells = [c.strip() for c in line.strip("| ").split("|")]
        if len(cells) < 3:
            document.add_paragraph(line)
            table = None
        elif any(c.strip("-: ") for c in cells):
            table = table if table is not None and len(table.columns) == len(cells) else _ruled(document, len(cells))
            _fill(table, cells)
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _ruled(document: Document, columns: int) -> Table:
    table: Table = document.add_table(0, columns)
    table.style = "Table Grid"
    return table


def _fill(table: Table, cells: Sequence[str]) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx leaves this one untyped
    for cell, words in zip(row.cells, cells, strict=True):
        cell.text = words


def printed(word: bytes) -> bytes:
    """Print a Word file as PDF."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "plan.docx"
        place.write_bytes(word)
        profile = (Path(folder) / "profile").as_uri()
        line = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*line, "--outdir", folder, str(place)], check=True, capture_output=True, timeout=120)
        return place.with_suffix(".pdf").read_bytes()


def unpacked(pdf: bytes) -> bytes:
    """Write the streams of a PDF uncompressed, so that damage reaches what is in them; readers mend the index."""
    return STREAM.sub(_plain, pdf)


def _plain(match: re.Match[bytes]) -> bytes:
    head, body = match.groups()
    if b"/FlateDecode" not in head or b"/Predictor" in head:
        return match.group()
    plain = zlib.decompressobj().decompress(body)
    head = re.sub(rb"/Length\s+\d+(\s+\d+\s+R)?", b"/Length %d" % len(plain), head)
    head = re.sub(rb"/Filter\s*(\[\s*)?/FlateDecode(\s*\])?", b"", head)
    return b"<<%s>>\nstream\n%s\nendstream" % (head, plain)


def form_pdf() -> bytes:
    """Make a PDF of one page with text, a ruled table and a field of a form."""
    words = "".join(f"BT /F1 12 Tf 72 {720 - 20 * at} Td (Dong {at} cua ke hoach) Tj ET\n" for at in range(20))
    lines = "".join(f"72 {300 - 30 * at} m 500 {300 - 30 * at} l S\n" for at in range(5))
    lines += "".join(f"{72 + 107 * at} 300 m {72 + 107 * at} 180 l S\n" for at in range(5))
    objects = pdf_page((words + lines).encode(), more=b"/Annots [6 0 R]")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>"
    return pdf_of([*objects, b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (so) /V (45/KH) /Rect [72 760 200 780] >>"])


def scan_of(pdf: bytes) -> bytes:
    """Draw the first page of a PDF as a coarse picture, as PDF."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=90 / 72, grayscale=True).to_pil()
    document.close()
    file = io.BytesIO()
    picture.crop((0, 0, picture.width, picture.height // 3)).save(file, format="PDF", resolution=90)
    return file.getvalue()


def mutant(number: int, seed: int, sound: Stock) -> tuple[str, bytes]:
    """Give the sort and the bytes of a damaged document."""
    draw = random.Random(f"{seed}:{number}")  # noqa: S311 - chance that repeats
    sort = [name for name, share in SHARES for _ in range(share)][number % 10]
    make: dict[str, Callable[[Stock, random.Random], bytes]] = {"text": _text, "docx": _docx, "pdf": _pdf}
    return sort, make[sort](sound, draw)


def _text(sound: Stock, draw: random.Random) -> bytes:
    text = mutated(draw.choice(sound.texts), draw)
    form = draw.choice(FORMS)
    encoding = draw.choice(ENCODINGS)
    letters = _apart(text) if encoding == "cp1258" else unicodedata.normalize(form, text)
    data = letters.encode(encoding, "replace")
    return damaged(data, draw) if draw.random() < 0.3 else data


def _apart(text: str) -> str:
    """Write tones behind their letters, as Windows-1258 holds them."""
    made = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in parts if c in TONES)
        made.append(unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES)) + tone)
    return "".join(made)


def _docx(sound: Stock, draw: random.Random) -> bytes:
    data = draw.choice(sound.words)
    return damaged_inside(data, draw) if draw.random() < 0.8 else damaged(data, draw)


def _pdf(sound: Stock, draw: random.Random) -> bytes:
    scanned = draw.random() < 0.04
    return damaged(sound.pdfs[-1] if scanned else draw.choice(sound.pdfs[:-1]), draw)


def damaged(data: bytes, draw: random.Random) -> bytes:
    """Damage bytes: flip, overwrite, cut, repeat, swap numbers for huge ones."""
    body = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 5, 30, 200))):
        if not body:
            break
        at, length = draw.randrange(len(body)), draw.choice((1, 2, 8, 64, 1024))
        way = draw.randrange(6)
        if way == 0:
            body[at] ^= 1 << draw.randrange(8)
        elif way == 1:
            body[at : at + length] = draw.randbytes(length)
        elif way == 2:
            del body[at : at + length]
        elif way == 3:
            body[at:at] = body[at : at + length] * draw.choice((2, 10))
        elif way == 4:
            body[at : at + 1] = draw.choice((b"99999999", b"-1", b"\x00", b"<", b">", b"(" * 50, b"[" * 200))
        elif draw.random() < 0.2:
            del body[at:]
    return bytes(body)


def damaged_inside(data: bytes, draw: random.Random) -> bytes:
    """Damage one XML part of a Word file and zip it again."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        hit = draw.choice([part for part in PARTS if part in old.namelist()])
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, _marked_up(body, draw) if name == hit else body)
    return made.getvalue()


def _marked_up(body: bytes, draw: random.Random) -> bytes:
    """Swap values, repeat, drop and move whole elements, seldom bytes, so that much of it stays well formed."""
    if draw.random() < 0.15:
        return damaged(body, draw)
    if draw.random() < 0.5:
        whole = [match.span() for match in ELEMENT.finditer(body)]
        (start, end), (first, last) = (draw.choice(whole or [(0, 0)]) for _ in range(2))
        return body[:start] + body[first:last] * draw.choice((0, 1, 2, 300)) + body[end:]
    for _ in range(draw.choice((1, 3, 20))):
        values = [match.span(1) for match in re.finditer(rb'="([^"]{0,60})"', body)]
        start, end = draw.choice(values) if values else (0, 0)
        body = body[:start] + draw.choice(VALUES) + body[end:] if values else body
    return body
