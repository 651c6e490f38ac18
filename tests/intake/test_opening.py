"""One entry for every kind of file: told by content, refused with advice, every span with its place."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from intake import FileKind, Limits, open_plan
from intake.faults import Damaged, Dangerous, Locked, MissingProgram, TooDeep, TooLarge, TooSlow
from obligations.errors import DunghanError, EmptyPlan, NotText
from portal.exits import code
from tests.intake.makers import LINES, W, converted, paragraph, pdf_of, pdf_page, table, word_xml

PLAN = "KẾ HOẠCH\nĐịnh kỳ hằng quý báo cáo.\n"


def test_loose_marks_become_one_letter_and_line_breaks_one_sign(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(unicodedata.normalize("NFD", PLAN).replace("\n", "\r\n").encode())
    opened = open_plan(file)
    assert opened.text == PLAN
    assert opened.warnings
    assert opened.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert opened.source == "a.md"


def test_form_feeds_cut_a_text_into_pages(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Trang một\n\fTrang hai\n", encoding="utf-8")
    opened = open_plan(file)
    assert [opened.text[slice(*p.span)] for p in opened.pages] == ["Trang một\n\f", "Trang hai\n"]
    assert opened.page_of((opened.text.index("hai"), opened.text.index("hai") + 3)) == 2


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", "\ufeff \n".encode(), b"*** --- ***"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "trong.txt"
    file.write_bytes(data)
    with pytest.raises(EmptyPlan, match=r"trong\.txt"):
        open_plan(file)


def test_an_empty_word_file_is_said_to_be_empty(tmp_path: Path) -> None:
    file = tmp_path / "trong.docx"
    file.write_bytes(word_xml(paragraph("  ")))
    with pytest.raises(EmptyPlan, match=r"trong\.docx"):
        open_plan(file)


def zipped(*names: str) -> bytes:
    import io

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


ENCRYPTED_PDF = pdf_of(
    pdf_page(b"BT ET"),
    b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + b"a" * 32 + b") /U (" + b"b" * 32 + b") >> /ID [(a) (a)]",
)


@pytest.mark.parametrize(
    ("data", "fault", "words"),
    [
        (b"%PDF-1.7 ...", Damaged, "PDF bị hỏng"),
        (b"PK\x03\x04rest", Damaged, "Word hoặc tệp nén"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", Damaged, "Office đời cũ bị hỏng"),
        (zipped("xl/workbook.xml"), NotText, "Excel"),
        (zipped("anh.jpg"), NotText, "tệp nén"),
        (zipped("word/document.xml"), Damaged, "document.xml"),
        (ENCRYPTED_PDF, Locked, "mật khẩu"),
        (b"\x89PNG\r\n\x1a\n....", Damaged, "ảnh bị hỏng"),
        (bytes(range(32)) * 50, NotText, "nhị phân"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_plan_is_refused_with_advice(
    tmp_path: Path, data: bytes, fault: type[DunghanError], words: str
) -> None:
    file = tmp_path / "van-ban.txt"
    file.write_bytes(data)
    with pytest.raises(fault, match=words) as caught:
        open_plan(file)
    assert "van-ban.txt" in str(caught.value)
    assert code(caught.value) == 11


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotText, match="Không tìm thấy"):
        open_plan(tmp_path / "khong-co.txt")
    with pytest.raises(NotText, match="thư mục"):
        open_plan(tmp_path)


BILLION = (
    '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]>'
    f"<w:document {W}><w:body>{paragraph('&y;')}</w:body></w:document>"
)
DEEP_XML = "<w:sdt>" * 400 + "</w:sdt>" * 400


def nested(depth: int) -> str:
    """Give tables within tables."""
    inner = paragraph("trong cùng")
    for _ in range(depth):
        inner = table([[f"<w:tc>{inner}</w:tc>"]])
    return inner


@pytest.mark.parametrize(
    ("data", "limits", "fault", "words"),
    [
        (b"a" * 2000, Limits(text_bytes=1000), TooLarge, "lớn hơn"),
        (b"a" * 2000, Limits(file_bytes=1000), TooLarge, "lớn hơn"),
        (word_xml(paragraph("a" * 3_000_000)), Limits(unpacked_bytes=2_000_000), Dangerous, "bom nén"),
        (word_xml("", parts={"word/styles.xml": BILLION}), Limits(), Dangerous, "bom XML"),
        (word_xml(DEEP_XML), Limits(), TooDeep, "tầng"),
        (word_xml(nested(10)), Limits(), TooDeep, "lồng nhau"),
        (word_xml(paragraph("a") * 100), Limits(xml_elements=100), TooLarge, "thành phần"),
        (word_xml(paragraph("a")), Limits(zip_entries=1), Dangerous, "tệp con"),
        (word_xml(paragraph("a")), Limits(seconds=0.0), TooSlow, "giây"),
        (pdf_of(pdf_page(b"BT ET")), Limits(seconds=0.0), TooSlow, "giây"),
        (pdf_of(pdf_page(b"BT ET")), Limits(pages=0), TooLarge, "trang"),
        (pdf_of(pdf_page(b"BT /F1 9 Tf 9 9 Td (abcdefgh) Tj ET")), Limits(page_letters=5), TooLarge, "quá nhiều chữ"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_limit_has_words_of_its_own(
    tmp_path: Path, data: bytes, limits: Limits, fault: type[DunghanError], words: str
) -> None:
    file = tmp_path / "lon"
    file.write_bytes(data)
    with pytest.raises(fault, match=words):
        open_plan(file, limits=limits)


@pytest.mark.parametrize("to", ["doc", "odt", "rtf"])
def test_old_and_open_documents_are_opened_like_word(shelf: Path, plan_word: Path, to: str) -> None:
    opened = open_plan(converted(plan_word, to, shelf / "profile"))
    assert opened.kind is FileKind(to)
    assert opened.text.splitlines()[: len(LINES)] == list(LINES)
    assert [c.text for c in opened.tables[0].rows[3]][:2] == ["3", "Rà soát, cập nhật thủ tục hành chính đợt 3"]


def test_without_libreoffice_an_rtf_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.rtf"
    file.write_bytes(b"{\\rtf1 ke hoach}")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgram, match="apt install libreoffice"):
        open_plan(file)


def test_opening_a_text_loads_no_picture_library(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PLAN, encoding="utf-8")
    program = (
        "import sys; from intake import open_plan; open_plan(sys.argv[1]);"
        "print([m for m in ('cv2', 'numpy', 'pypdfium2', 'PIL', 'olefile', 'defusedxml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
