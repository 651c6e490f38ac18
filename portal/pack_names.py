"""Names of the files in a pack: short, plain ASCII, the same every time, safe on every system."""

from __future__ import annotations

import re
from pathlib import PurePath

from obligations.model import Attachment, Evidence
from obligations.text import fold

FILES, SNAPSHOTS = "minh-chung", "ban-luu"
_LONGEST = 40
_EXTENSION = re.compile(r"[a-z0-9]{1,5}")


def _stem(text: str) -> str:
    """Write words in bare letters; those of other scripts go, since not every system shows them."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))[:_LONGEST].strip("-") or "khong-ten"


def snapshot_name(piece: Evidence, number: int) -> str:
    """Name the text of a page as it was seen, the `number`th time: `ban-luu/00012-tieu-de-1.txt`."""
    return f"{SNAPSHOTS}/{piece.id:05}-{_stem(piece.title or piece.reference)}-{number}.txt"


def file_name(piece: Evidence, number: int, attachment: Attachment) -> str:
    """Name the `number`th file of a piece: `minh-chung/00012-1-bien-ban.pdf`."""
    path = PurePath(attachment.name)
    ending = path.suffix.lower().lstrip(".")
    known = f".{ending}" if _EXTENSION.fullmatch(ending) else ""
    return f"{FILES}/{piece.id:05}-{number}-{_stem(path.stem if known else path.name)}{known}"


def pack_name(plan: str, period: str, unit: str | None) -> str:
    """Name a pack: `24-kh-sgtvt-2024_2024-Q2`, with the unit's key behind it where it is one unit's."""
    return "_".join(_safe(part) for part in (plan, period, unit) if part)


def _safe(part: str) -> str:
    return "-".join(re.findall(r"[A-Za-z0-9]+", part))[: 2 * _LONGEST] or "ke-hoach"
