"""What kind of file it is, by its content and not by its name."""

from __future__ import annotations

import io
import zipfile

from intake.faults import Damaged, Locked
from intake.opened import FileKind
from intake.parts import BROKEN
from obligations.errors import NotText

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A PDF may begin behind a few bytes of something else; readers look for its mark in the first kilobyte.
PDF_REACH = 1024
STARTS = (
    (b"{\\rtf", FileKind.RTF),
    (b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"II*\x00", FileKind.IMAGE),
    (b"MM\x00*", FileKind.IMAGE),
    (b"II+\x00", FileKind.IMAGE),
    (b"BM", FileKind.IMAGE),
)
# What a zip file holds, what it then is.
ZIP_PARTS = (
    ("xl/workbook.xml", "bảng tính Excel"),
    ("ppt/presentation.xml", "bài trình chiếu PowerPoint"),
    ("META-INF/container.xml", "sách điện tử EPUB"),
)
OLE_STREAMS = (
    ("Workbook", "bảng tính Excel đời cũ"),
    ("Book", "bảng tính Excel đời cũ"),
    ("PowerPoint Document", "bài trình chiếu PowerPoint đời cũ"),
)
READABLE = "hãy lưu kế hoạch thành Word (.docx), PDF hoặc văn bản .txt rồi thử lại"
UNLOCK = "hãy mở bằng mật khẩu rồi lưu một bản không đặt mật khẩu"


def kind_of(data: bytes, name: str) -> FileKind:
    """Tell the kind of a file. Raise NotText for kinds that hold no plan, Locked for encrypted ones."""
    if data.startswith((ZIP, b"PK\x05\x06")):
        return _zipped(data, name)
    if data.startswith(OLE):
        return _compound(data, name)
    for start, kind in STARTS:
        if data.startswith(start) and (start != b"BM" or _is_bitmap(data)):
            return kind
    return FileKind.PDF if b"%PDF-" in data[:PDF_REACH] else FileKind.TEXT


def _is_bitmap(data: bytes) -> bool:
    """A text may begin with BM too: a bitmap tells its own length and has four zero bytes behind it."""
    return len(data) > 26 and data[6:10] == b"\0\0\0\0" and data[15:18] == b"\0\0\0"


def _zipped(data: bytes, name: str) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if _small(archive, "mimetype") else b""
    except (*BROKEN, RuntimeError) as error:
        raise Damaged(f"{name} là tệp Word hoặc tệp nén bị hỏng, không mở được: hãy lưu hoặc tải lại tệp.") from error
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return FileKind.ODT
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(n.startswith("word/") for n in names)):
        return FileKind.DOCX
    sort = next((sort for part, sort in ZIP_PARTS if part in names), "tệp nén")
    raise NotText(f"{name} là {sort}, không phải kế hoạch dạng văn bản: {READABLE}.")


def _small(archive: zipfile.ZipFile, part: str) -> bool:
    return part in archive.namelist() and archive.getinfo(part).file_size < 1000


def _compound(data: bytes, name: str) -> FileKind:
    import olefile  # type: ignore[import-untyped]  # it ships no types

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            streams = {entry[-1] for entry in file.listdir()}
            flags = file.openstream("WordDocument").read(12) if "WordDocument" in streams else b""
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError, MemoryError) as error:
        raise Damaged(f"{name} là tệp Office đời cũ bị hỏng, không mở được: hãy lưu hoặc tải lại tệp.") from error
    if "EncryptedPackage" in streams or (len(flags) == 12 and flags[11] & 1):
        raise Locked(f"{name} có đặt mật khẩu: {UNLOCK}.")
    if "WordDocument" in streams:
        return FileKind.DOC
    sort = next((sort for stream, sort in OLE_STREAMS if stream in streams), "tệp Office đời cũ")
    raise NotText(f"{name} là {sort}, không phải kế hoạch dạng văn bản: {READABLE}.")
