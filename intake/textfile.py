"""A plan's file opened: its text in NFC, what it was called, and the fingerprint of its bytes."""

from __future__ import annotations

import codecs
import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from obligations.errors import EmptyPlan, NotText

MAX_BYTES = 20 * 1024 * 1024
SNIFFED = 64 * 1024
ODD_SHARE = 0.02

# What a file begins with, what it is, and what to do about it.
KNOWN_SORTS = (
    (b"%PDF", "tệp PDF", "hãy mở bằng trình đọc PDF rồi lưu hoặc chép nội dung thành văn bản .txt"),
    (b"PK\x03\x04", "tệp Word/Excel (docx, xlsx) hoặc tệp nén", "hãy mở bằng Word rồi lưu thành văn bản .txt (UTF-8)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "tệp Word/Excel đời cũ", "hãy mở bằng Word rồi lưu thành .txt (UTF-8)"),
    (b"{\\rtf", "tệp RTF", "hãy mở bằng Word rồi lưu thành văn bản .txt (UTF-8)"),
    (b"\x89PNG", "tệp ảnh", "hãy nhận dạng chữ (OCR tiếng Việt) rồi lưu thành văn bản .txt"),
    (b"\xff\xd8\xff", "tệp ảnh", "hãy nhận dạng chữ (OCR tiếng Việt) rồi lưu thành văn bản .txt"),
    (b"II*\x00", "tệp ảnh quét", "hãy nhận dạng chữ (OCR tiếng Việt) rồi lưu thành văn bản .txt"),
    (b"MM\x00*", "tệp ảnh quét", "hãy nhận dạng chữ (OCR tiếng Việt) rồi lưu thành văn bản .txt"),
)
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file opened: text (NFC, line breaks as `\\n`), SHA-256 of its bytes in hex, its name, and what to beware of."""

    text: str
    sha256: str
    source: str
    warnings: tuple[str, ...] = ()


def open_plan(path: str | Path) -> Opened:
    """Open a plan in .txt or .md, judged by its content.

    Raise NotText for a missing, unreadable, oversized or binary file, EmptyPlan where there is no text in it.
    """
    place = Path(path)
    data = _bytes_of(place)
    if not data.strip():
        raise EmptyPlan(f"Tệp {place.name} trống, không có nội dung để đọc.")
    decoded, warnings = _decoded(data, place.name)
    text = unicodedata.normalize("NFC", decoded.replace("\r\n", "\n").replace("\r", "\n"))
    if text != decoded.replace("\r\n", "\n").replace("\r", "\n"):
        warnings = (*warnings, "chữ viết bằng dấu rời (Unicode tổ hợp) đã được đổi sang dạng dựng sẵn")
    if not any(c.isalnum() for c in text):
        raise EmptyPlan(f"Tệp {place.name} không có chữ nào để đọc.")
    return Opened(text, hashlib.sha256(data).hexdigest(), place.name, warnings)


def _bytes_of(place: Path) -> bytes:
    if place.is_dir():
        raise NotText(f"{place} là thư mục; hãy chỉ tới một tệp văn bản .txt hoặc .md.")
    try:
        with place.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise NotText(f"Không tìm thấy tệp {place}; hãy kiểm tra lại đường dẫn.") from error
    except OSError as error:
        raise NotText(f"Không mở được tệp {place} ({error.strerror}); hãy kiểm tra quyền đọc tệp.") from error
    if len(data) > MAX_BYTES:
        raise NotText(f"Tệp {place.name} lớn hơn {MAX_BYTES // 1024 // 1024} MB; hãy tách lấy riêng phần kế hoạch.")
    return data


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    for start, sort, advice in KNOWN_SORTS:
        if data.startswith(start):
            raise NotText(f"{name} là {sort}, chưa đọc được trực tiếp: {advice}.")
    encoding = next((enc for mark, enc in BYTE_ORDER_MARKS if data.startswith(mark)), None) or _wide(data) or "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(
            f"{name} không phải văn bản UTF-8 (có thể dùng bảng mã cũ như TCVN3, VNI hoặc là tệp nhị phân): "
            "hãy mở bằng Word hoặc Notepad rồi lưu lại thành .txt với mã UTF-8."
        ) from error
    text = text.lstrip("\ufeff")
    odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and c not in "\n\r\t\f\v" for c in text[:SNIFFED])
    if odd > ODD_SHARE * min(len(text), SNIFFED):
        raise NotText(f"{name} là tệp nhị phân, không phải văn bản: hãy lưu nội dung thành .txt với mã UTF-8.")
    if odd:
        return text, (f"có {odd} ký tự điều khiển lạ trong văn bản",)
    return text, ()


def _wide(data: bytes) -> str | None:
    """Guess UTF-16 without a byte order mark by where the zero bytes stand."""
    sample = data[:SNIFFED]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * half and odd < 0.05 * half else None
