"""A plan in .txt or .md: its text in NFC, cut into pages where form feeds do."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from intake.draft import Draft
from intake.encodings import decoded
from intake.faults import TooLarge
from intake.limits import MEGABYTE, Budget
from intake.opened import FileKind

LOOSE = "chữ viết bằng dấu rời (Unicode tổ hợp) đã được đổi sang dạng dựng sẵn"


def opened(data: bytes, _kind: FileKind, budget: Budget) -> Draft:
    """Open a text file. Raise NotText or UnknownEncoding where its bytes are no text."""
    if len(data) > budget.limits.text_bytes:
        size = budget.limits.text_bytes // MEGABYTE
        raise TooLarge(f"Tệp {budget.name} lớn hơn {size} MB; hãy tách lấy riêng phần kế hoạch.")
    read, warnings = decoded(data, budget.name)
    plain = read.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", plain)
    draft = Draft(warnings=[*warnings, *([LOOSE] if text != plain else [])])
    cuts = [0, *(at + 1 for at, c in enumerate(text) if c == "\f"), len(text)] if "\f" in text else [0, len(text)]
    for number, (start, end) in enumerate(pairwise(cuts), 1):
        if len(cuts) > 2:
            draft.page(number)
        draft.write(text[start:end])
    return draft
