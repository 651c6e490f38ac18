"""A plan's file opened for a person: progress while scans are recognised, and what opening it warns of as findings."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from intake import Opened, open_plan
from obligations.model import Finding, Reading, Span
from portal.language import tr

SEVERAL = 3
HEADER_FIELDS = {
    "number": ("Số, ký hiệu", "Number"),
    "issuer": ("Cơ quan ban hành", "Issuer"),
    "issued_on": ("Ngày ban hành", "Date"),
    "year": ("Năm", "Year"),
    "title": ("Tên kế hoạch", "Title"),
}


def opened(file: Path) -> Opened:
    """Open a plan's file and tell, where errors go, how far recognition of its scanned pages has come."""
    return open_plan(file, progress=_tell)


def _tell(done: int, total: int) -> None:
    """Count the pages in one line of a terminal; into a file or pipe say once that it takes a while."""
    if sys.stderr.isatty():
        words = tr(f"Đang nhận dạng chữ quét: {done}/{total} trang", f"Recognising scanned pages: {done}/{total}")
        sys.stderr.write(f"\r{words}" + ("\n" if done == total else ""))
    elif not done and total >= SEVERAL:
        seconds = tr("mỗi trang khoảng một giây", "about a second each")
        sys.stderr.write(tr(f"Đang nhận dạng {total} trang quét, {seconds}…\n", f"{total} scanned pages, {seconds}…\n"))
    sys.stderr.flush()


def warned(reading: Reading, file: Opened) -> Reading:
    """Put what opening the file warns of in front of the findings."""
    return replace(reading, findings=(*(Finding("", what) for what in file.warnings), *reading.findings))


def place_of(finding: Finding) -> str:
    """Name the clause of a finding, or the part of the letterhead, as people call it."""
    return tr(*HEADER_FIELDS[finding.place]) if finding.place in HEADER_FIELDS else finding.place


def standing(reading: Reading, file: Opened | None, span: Span | None) -> str:
    """Say on which page and line a span begins; on which line alone where the file knows no pages."""
    if span is None:
        return ""
    line = tr("dòng", "line") + f" {reading.text.count(chr(10), 0, span[0]) + 1}"
    page = file.page_of(span) if file is not None else None
    return line if page is None else tr("trang", "page") + f" {page}, {line}"
