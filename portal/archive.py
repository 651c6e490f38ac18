"""Archives and manifests whose bytes depend on their content alone, so that two of the same are equal."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

MANIFEST = "manifest.sha256"
_THEN = (1980, 1, 1, 0, 0, 0)  # the first day a zip can name
_CHUNK = 1 << 20
_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def restamped(data: bytes) -> bytes:
    """Take the time of writing out of an Office file: from its entries, and from its properties."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _STAMPS.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            new.writestr(_entry(entry.filename), content)
    return made.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _THEN)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return entry


def write_manifest(folder: Path) -> None:
    """List every file of a folder with its sha256, as `sha256sum -c` reads it."""
    lines = [f"{digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    (folder / MANIFEST).write_text("".join(lines), "utf-8")


def digest(path: Path) -> str:
    """Give the sha256 of a file in hex."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def write_zip(folder: Path, target: Path) -> None:
    """Pack a folder under its own name, file by file: a large one is never held in memory."""
    with zipfile.ZipFile(target, "w") as packed:
        for path in _files(folder):
            entry = _entry(f"{folder.name}/{path.relative_to(folder).as_posix()}")
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, packed.open(entry, "w") as copy:
                _pour(source, copy)


def _pour(source: IO[bytes], copy: IO[bytes]) -> None:
    while chunk := source.read(_CHUNK):
        copy.write(chunk)


def _files(folder: Path) -> Iterable[Path]:
    return sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.as_posix())
