"""Writes an evidence pack: index, snapshots, files, manifest; a folder and the same as a .zip."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evidence.files import copy_kept
from obligations.errors import BadExport
from obligations.model import Evidence
from obligations.packs import Pack, PackPiece
from obligations.par_index import Rules, score
from obligations.records import Snapshot
from obligations.service import VIETNAM
from portal.archive import MANIFEST, write_manifest, write_zip
from portal.language import tr
from portal.pack_index import points_sheet, sheets
from portal.pack_names import FILES, SNAPSHOTS, file_name, snapshot_name
from portal.sheet import write_book

INDEX, PLAN_TEXT = "index.xlsx", "ke-hoach.txt"


@dataclass(frozen=True, slots=True)
class Written:
    """Where a pack was written, how many files it holds, and what could not be put into it."""

    folder: Path
    archive: Path
    files: int
    faults: tuple[str, ...]


def write_pack(pack: Pack, kept: Path, target: Path, rules: Rules | None) -> Written:
    """Write a pack to the folder `target` and to `target.zip`; `kept` is where files lie by content.

    A pack that was there before is replaced once the new one is whole. Raises BadExport where something else is there,
    or nothing can be written.
    """
    archive = target.with_name(f"{target.name}.zip")
    with _beside(target) as draft:
        faults = _fill(pack, kept, draft, rules)
        packed = draft.with_name(archive.name)
        write_zip(draft, packed)
        count = sum(1 for path in draft.rglob("*") if path.is_file())
        packed.replace(archive)
        if target.exists():
            shutil.rmtree(target)
        draft.replace(target)
    return Written(target, archive, count, faults)


def write_file(target: Path, content: bytes) -> Path:
    """Write one file in one step. Raises BadExport where it cannot be written."""
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.tmp")
        draft.write_bytes(content)
        draft.replace(target)
    return target


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadExport(
            tr(
                f"Không ghi được {target}: {error.strerror}. Hãy kiểm tra quyền ghi và chỗ trống trên đĩa.",
                f"{target} cannot be written: {error.strerror}.",
            )
        ) from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a folder of the target's name, on the same disk, to fill before anything is replaced."""
    taken = target.exists() and not (target / MANIFEST).is_file()
    if taken and (not target.is_dir() or any(target.iterdir())):
        raise BadExport(
            tr(
                f"{target} đã có và không phải bộ minh chứng do Đúng Hạn xuất; hãy chọn nơi khác bằng --out.",
                f"{target} is there and no pack of ours; name another place with --out.",
            )
        )
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".xuat-") as made:
            draft = Path(made) / target.name
            draft.mkdir()
            yield draft


def _fill(pack: Pack, kept: Path, folder: Path, rules: Rules | None) -> tuple[str, ...]:
    for name in (FILES, SNAPSHOTS):
        (folder / name).mkdir()
    places: dict[int, list[str]] = {}
    faults: list[str] = []
    for piece in _pieces(pack):
        written = [*_files(piece.evidence, kept, folder, faults), *_snapshots(piece, folder)]
        places[piece.evidence.id] = written
    book = list(sheets(pack, places, faults))
    if rules is not None:
        book.append(points_sheet(pack, rules, score(pack, rules)))
    (folder / INDEX).write_bytes(write_book(book))
    (folder / PLAN_TEXT).write_text(pack.plan.text, "utf-8")
    write_manifest(folder)
    return tuple(faults)


def _pieces(pack: Pack) -> Sequence[PackPiece]:
    return tuple({piece.evidence.id: piece for row in pack.own for piece in row.pieces}.values())


def _files(piece: Evidence, kept: Path, folder: Path, faults: list[str]) -> Iterator[str]:
    for number, attachment in enumerate(piece.files, 1):
        name = file_name(piece, number, attachment)
        if copy_kept(kept, attachment.sha256, folder / name):
            yield name
        else:
            faults.append(f"Minh chứng #{piece.id}: bản lưu của tệp “{attachment.name}” đã mất hoặc hỏng; hãy nộp lại.")


def _snapshots(piece: PackPiece, folder: Path) -> Iterator[str]:
    for number, snapshot in enumerate(piece.snapshots, 1):
        name = snapshot_name(piece.evidence, number)
        (folder / name).write_text(_page_text(snapshot), "utf-8")
        yield name


def _page_text(snapshot: Snapshot) -> str:
    page = snapshot.page
    told = (
        ("Địa chỉ", page.asked),
        ("Địa chỉ sau chuyển hướng", page.final),
        ("Tiêu đề", page.title),
        ("Mã trả lời", page.status),
        ("Ghi chú", page.failure),
        ("Lưu lúc", f"{page.fetched_at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} (giờ Việt Nam)"),
        ("Vẫn như vậy lúc", f"{snapshot.seen_at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} (giờ Việt Nam)"),
        ("sha256 của trang", page.sha256),
    )
    head = "".join(f"{words}: {value}\n" for words, value in told if value is not None)
    headers = "".join(f"{name}: {value}\n" for name, value in page.headers)
    return f"{head}\n{headers}\n{page.text}\n"
