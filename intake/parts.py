"""The parts of a zipped document, read within limits: no zip bomb unpacks, no XML bomb grows."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from intake.faults import Damaged, Dangerous, Locked, TooDeep, TooLarge
from intake.limits import MEGABYTE, Budget

BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    IndexError,
    KeyError,
)
SAVE_AGAIN = "hãy mở bằng Word rồi lưu lại, hoặc tải lại tệp"
CHECKED_EVERY = 20_000


# Word's strict format differs from the usual one in the names of its namespaces only.
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
USUAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _loosened(root: Element) -> Element:
    if not root.tag.startswith(STRICT):
        return root
    for element in root.iter():
        element.tag = element.tag.replace(STRICT, USUAL)
        for key in [k for k in element.attrib if k.startswith(STRICT)]:
            element.set(key.replace(STRICT, USUAL), element.attrib.pop(key))
    return root


@dataclass(slots=True)
class Parts:
    """An open zip file and how many bytes may still be unpacked from it."""

    archive: zipfile.ZipFile
    budget: Budget
    left: int

    def has(self, part: str) -> bool:
        """Tell whether the document has a part."""
        return part in self.archive.NameToInfo

    def named(self, start: str) -> list[str]:
        """Give the XML parts whose names begin so, in order."""
        return sorted(n for n in self.archive.NameToInfo if n.startswith(start) and n.endswith(".xml"))

    def xml(self, part: str) -> Element:
        """Parse a part. Raise Damaged, Dangerous, TooDeep or TooLarge where it is no sound XML."""
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import iterparse

        depth = count = 0
        root: Element | None = None
        try:
            for event, element in iterparse(io.BytesIO(self._bytes(part)), ("start", "end"), forbid_dtd=True):
                depth += 1 if event == "start" else -1
                root = element if root is None else root
                count += 1
                self._watch(depth, count)
        except DefusedXmlException as error:
            raise Dangerous(f"{self.budget.name} chứa khai báo XML nguy hiểm (bom XML) nên không mở.") from error
        except (ParseError, ValueError, LookupError) as error:
            raise Damaged(f"{self.budget.name} hỏng ở phần {part}: {SAVE_AGAIN}.") from error
        if root is None:
            raise Damaged(f"{self.budget.name} hỏng ở phần {part}: {SAVE_AGAIN}.")
        return _loosened(root)

    def _watch(self, depth: int, count: int) -> None:
        limits = self.budget.limits
        if depth > limits.xml_depth:
            raise TooDeep(
                f"{self.budget.name} có cấu trúc lồng quá {limits.xml_depth} tầng nên không mở: {SAVE_AGAIN}."
            )
        if count > 2 * limits.xml_elements:
            raise TooLarge(f"{self.budget.name} có quá nhiều thành phần; hãy tách lấy riêng phần kế hoạch.")
        if count % CHECKED_EVERY == 0:
            self.budget.left()

    def _bytes(self, part: str) -> bytes:
        info = self.archive.NameToInfo[part]
        if info.flag_bits & 1:
            raise Locked(f"{self.budget.name} có đặt mật khẩu: hãy lưu một bản không đặt mật khẩu.")
        try:
            with self.archive.open(info) as file:
                data = file.read(self.left + 1)
        except (*BROKEN, RuntimeError) as error:
            raise Damaged(f"{self.budget.name} hỏng ở phần {part}: {SAVE_AGAIN}.") from error
        if len(data) > self.left:
            size = self.budget.limits.unpacked_bytes // MEGABYTE
            raise Dangerous(f"{self.budget.name} bung ra quá {size} MB (bom nén) nên không mở.")
        self.left -= len(data)
        return data


def parts_of(data: bytes, budget: Budget) -> Parts:
    """Open a zipped document. Raise Damaged where it is no zip file, Dangerous where it has too many entries."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise Damaged(f"{budget.name} là tệp nén bị hỏng: {SAVE_AGAIN}.") from error
    if len(archive.infolist()) > budget.limits.zip_entries:
        raise Dangerous(f"{budget.name} chứa quá {budget.limits.zip_entries} tệp con nên không mở.")
    return Parts(archive, budget, budget.limits.unpacked_bytes)
