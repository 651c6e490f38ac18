"""The one entry: a plan's file opened by the kind its content tells."""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from intake.draft import Draft
from intake.faults import TooLarge
from intake.kinds import kind_of
from intake.limits import MEGABYTE, Budget, Limits, Progress, silent
from intake.opened import FileKind, Health, Opened
from obligations.errors import EmptyPlan, NotText

# Where each kind is opened; imported when one comes, so that a text does not wait for the libraries of pictures.
ROOMS = {
    FileKind.TEXT: "intake.textfile",
    FileKind.DOCX: "intake.word",
    FileKind.DOC: "intake.office",
    FileKind.ODT: "intake.office",
    FileKind.RTF: "intake.office",
    FileKind.PDF: "intake.pdf",
    FileKind.IMAGE: "intake.image",
}
POOR, FAIR = 85.0, 92.0
UNMARKED = 0.08
FEW_LETTERS = 200
SCAN_AGAIN = "nên quét lại từ 200 dpi, chữ đen nền trắng, không nghiêng"


class Room(Protocol):
    """A module that opens one kind of file."""

    def opened(self, data: bytes, kind: FileKind, budget: Budget) -> Draft:
        """Put the text of a file together."""


def open_plan(path: str | Path, *, progress: Progress = silent, limits: Limits | None = None) -> Opened:
    """Open a plan in .docx, .doc, .odt, .rtf, .pdf, .txt, .md or as an image, judged by its content.

    `progress(done, total)` is told of the pages as they are recognised.
    Raise NotText or a fault of `intake.faults` where the file cannot be opened, EmptyPlan where there is no text in it.
    """
    place = Path(path)
    budget = Budget(place.name, limits or Limits(), progress)
    data = _bytes_of(place, budget.limits)
    if not data.strip():
        raise EmptyPlan(f"Tệp {place.name} trống, không có nội dung để đọc.")
    kind = kind_of(data, place.name)
    room = cast(Room, import_module(ROOMS[kind]))
    draft = room.opened(data, kind, budget)
    text = "".join(draft.parts)
    if not any(c.isalnum() for c in text):
        hint = f" Nếu là bản quét thì {SCAN_AGAIN}." if kind in (FileKind.PDF, FileKind.IMAGE) else ""
        raise EmptyPlan(f"Tệp {place.name} không có chữ nào để đọc.{hint}")
    health = _health(text, draft)
    draft.warnings.extend(_doubts(health, draft))
    return draft.opened(hashlib.sha256(data).hexdigest(), place.name, kind, health)


def _bytes_of(place: Path, limits: Limits) -> bytes:
    if place.is_dir():
        raise NotText(f"{place} là thư mục; hãy chỉ tới một tệp kế hoạch (.docx, .pdf, .txt…).")
    try:
        with place.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except FileNotFoundError as error:
        raise NotText(f"Không tìm thấy tệp {place}; hãy kiểm tra lại đường dẫn.") from error
    except (OSError, ValueError) as error:
        raise NotText(f"Không mở được tệp {place}; hãy kiểm tra đường dẫn và quyền đọc tệp.") from error
    if len(data) > limits.file_bytes:
        size = limits.file_bytes // MEGABYTE
        raise TooLarge(f"Tệp {place.name} lớn hơn {size} MB; hãy tách lấy riêng phần kế hoạch.")
    return data


def _health(text: str, draft: Draft) -> Health:
    from obligations.reading.words import health

    weights = [(p.confidence, 1) for p in draft.pages if p.confidence is not None]
    confidence = sum(c * w for c, w in weights) / len(weights) if weights else None
    return Health(round(health(text), 4), None if confidence is None else round(confidence, 1))


def _doubts(health: Health, draft: Draft) -> list[str]:
    found = []
    poor = [str(p.number) for p in draft.pages if p.confidence is not None and p.confidence < POOR]
    if poor:
        found.append(f"quét kém: {SCAN_AGAIN} (trang {', '.join(poor[:20])}{'…' if len(poor) > 20 else ''})")
    elif health.confidence is not None and health.confidence < FAIR:
        found.append(f"chữ nhận dạng chưa rõ (độ tin cậy {health.confidence:.0f} %): cần đối chiếu kỹ bản gốc")
    if health.marked < UNMARKED and draft.size > FEW_LETTERS:
        found.append("chữ mất dấu hoặc sai dấu tiếng Việt: cần đối chiếu kỹ bản gốc")
    return found
