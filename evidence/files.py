"""Files handed in as evidence: their digest, and a copy kept by content."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from obligations.errors import BadEvidence

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileDigest:
    """What identifies a file: its name without folders, the sha256 of its bytes in hex, its size in bytes."""

    name: str
    sha256: str
    size: int


def digest_file(path: Path, limit: int) -> FileDigest:
    """Digest a file of at most `limit` bytes. Raises BadEvidence where it is empty, larger, or no readable file."""
    found, size = hashlib.sha256(), 0
    with _opened(path) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise BadEvidence(
                    f"Tệp {path} lớn hơn {_megabytes(limit)}; hãy nén lại hoặc nộp đường dẫn thay cho tệp."
                )
            found.update(chunk)
    if size == 0:
        raise BadEvidence(f"Tệp {path} trống; hãy kiểm tra lại tệp rồi nộp.")
    return FileDigest(path.name, found.hexdigest(), size)


def keep_file(path: Path, folder: Path) -> Path:
    """Copy a file to `folder/ab/abcdef…`, named by its sha256, in one step; return the copy's place. Idempotent.

    Raises BadEvidence where the file cannot be read or the folder not written.
    """
    with _opened(path) as source, _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft:
            try:
                digest = _copy(source, draft.file)
                kept = folder / digest[:2] / digest
                kept.parent.mkdir(exist_ok=True)
                Path(draft.name).replace(kept)
            finally:
                Path(draft.name).unlink(missing_ok=True)
    return kept


def copy_kept(folder: Path, sha256: str, target: Path) -> bool:
    """Copy what was kept under a digest to `target`; False, with nothing written, where it is gone or damaged."""
    kept = folder / sha256[:2] / sha256
    if not kept.is_file():
        return False
    with _opened(kept) as source, target.open("wb") as copy:
        whole = _copy(source, copy) == sha256
    if not whole:
        target.unlink()
    return whole


def _copy(source: BinaryIO, target: IO[bytes]) -> str:
    found = hashlib.sha256()
    while chunk := source.read(CHUNK):
        found.update(chunk)
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return found.hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file; a pipe or a device would never end."""
    try:
        # Without O_NONBLOCK a pipe would hold us here already.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise BadEvidence(
            f"Không mở được tệp {path}: {error.strerror}. Hãy kiểm tra đường dẫn và quyền đọc."
        ) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise BadEvidence(f"{path} không phải là tệp thường; hãy nộp một tệp.")
    with os.fdopen(handle, "rb") as file:
        yield file


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadEvidence(
            f"Không lưu được tệp vào {folder}: {error.strerror}. Hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
        ) from error


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.10g} MB".replace(".", ",")
