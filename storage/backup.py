"""Backups: everything an installation keeps in one archive, verified when made and before it is put back."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from obligations.errors import BadBackup, StorageUnreachable
from storage import dumping
from storage.dumping import Source
from storage.schema import HEAD, REVISIONS
from storage.secrets import FILE as KEY_FILE
from storage.secrets import key_digest

FORMAT, MANIFEST, FILES, ENDING = 1, "manifest.json", "files/", ".zip"
FOLDER = "sao-luu"
CHUNK = 1 << 20
# What is copied through the database, is made anew at every start, or is to lie apart from what it opens.
NOT_FILES = {"prefect", "logs", FOLDER, KEY_FILE}

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup: its name, bytes, and sha256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: where it lies, when it was made, its parts, and the digest of the key its addresses are sealed with."""

    file: Path
    made_at: datetime
    revision: str
    key: str
    parts: tuple[Part, ...]

    @property
    def names(self) -> frozenset[str]:
        """Name its parts."""
        return frozenset(part.name for part in self.parts)


def back_up(
    sources: Sequence[Source],
    data_dir: Path,
    key: bytes,
    to: Path,
    at: datetime,
    *,
    with_key: bool = False,
    tell: Progress = lambda _name, _size: None,
) -> Backup:
    """Write everything into one archive in the folder `to`, readable by its owner only, and read it back.

    Databases are copied while they are in use, before the files that their rows name. Raises BadBackup,
    StorageUnreachable; an archive that could not be made whole does not stay.
    """
    try:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to, prefix=".tam-") as room:
            draft = Path(room) / "draft"
            with _private(draft) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                parts = [_add(archive, path, name, tell) for path, name in _found(sources, data_dir, Path(room))]
                if with_key:
                    (Path(room) / KEY_FILE).write_bytes(key + b"\n")
                    parts.append(_add(archive, Path(room) / KEY_FILE, KEY_FILE, tell))
                archive.writestr(MANIFEST, _manifest(parts, key, at))
            verify(draft, sources)
            file_name = to / f"dunghan-{at:%Y%m%d-%H%M%S}{ENDING}"
            draft.replace(file_name)
    except OSError as error:
        raise StorageUnreachable(
            f"Không ghi được bản sao lưu vào {to}: {error.strerror}. Hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
        ) from error
    return contents(file_name)


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _found(sources: Sequence[Source], data_dir: Path, room: Path) -> Iterator[tuple[Path, str]]:
    """Copy the databases, then list the files."""
    for source in filter(dumping.exists, sources):
        copy = room / source.part
        dumping.dump(source, copy)
        yield copy, source.part
    for path in _files_of(data_dir, sources):
        yield path, FILES + path.relative_to(data_dir).as_posix()


def _files_of(data_dir: Path, sources: Sequence[Source]) -> Iterator[Path]:
    """List what lies in the data folder beside the databases: evidence, snapshots, the mailbox."""
    databases = {str(source.file.resolve()) for source in sources if source.file}
    for top in sorted(data_dir.iterdir()) if data_dir.is_dir() else ():
        if top.name in NOT_FILES or top.name.startswith("."):
            continue
        for path in sorted(top.rglob("*")) if top.is_dir() else (top,):
            bare = str(path.resolve()).removesuffix("-wal").removesuffix("-shm")
            if path.is_file() and not path.is_symlink() and bare not in databases:
                yield path


def _add(archive: zipfile.ZipFile, path: Path, name: str, tell: Progress) -> Part:
    digest, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += target.write(chunk)
    tell(name, size)
    return Part(name, size, digest.hexdigest())


def _manifest(parts: Sequence[Part], key: bytes, at: datetime) -> str:
    rows = [{"name": part.name, "size": part.size, "sha256": part.sha256} for part in parts]
    named = {"format": FORMAT, "made_at": at.isoformat(), "revision": HEAD, "key": key_digest(key), "parts": rows}
    return json.dumps(named, ensure_ascii=False, indent=1)


def contents(file: Path) -> Backup:
    """Read what a backup says of itself. Raises BadBackup where it is none, or of a newer version."""
    try:
        with zipfile.ZipFile(file) as archive:
            said: dict[str, Any] = json.loads(archive.read(MANIFEST))
        parts = tuple(Part(row["name"], row["size"], row["sha256"]) for row in said["parts"])
        backup = Backup(file, datetime.fromisoformat(said["made_at"]), said["revision"], said["key"], parts)
    except FileNotFoundError as error:
        raise BadBackup(f"Không có tệp {file}; hãy kiểm tra đường dẫn.") from error
    except (zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError, OSError) as error:
        raise BadBackup(f"Tệp {file} không phải bản sao lưu của Đúng Hạn, hoặc đã hỏng; hãy dùng bản khác.") from error
    if said["format"] != FORMAT or backup.revision not in REVISIONS:
        raise BadBackup(f"Bản sao lưu {file} do phiên bản Đúng Hạn mới hơn làm ra; hãy nâng cấp dunghan rồi chạy lại.")
    return backup


def verify(file: Path, sources: Sequence[Source]) -> Backup:
    """Read every byte of a backup and hold it to its digest; read the databases in it whole. Raises BadBackup."""
    backup = contents(file)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".tam-") as room:
        for source in sources:
            if source.part in backup.names:
                dumping.check(source, _take(backup, source.part, Path(room)))
        for part in backup.parts:
            if not part.name.endswith((".db", ".pgdump")):
                _take(backup, part.name, None)
    return backup


def restore(backup: Backup, sources: Sequence[Source], data_dir: Path, aside: Path) -> None:
    """Put a verified backup back; what is there moves into the folder `aside`, and stays.

    Raises BadBackup, and leaves everything as it is where a database of the backup has no place in the settings.
    """
    databases = {name for name in backup.names if name.endswith((".db", ".pgdump")) and "/" not in name}
    if strangers := databases - {source.part for source in sources}:
        raise BadBackup(
            f"Bản sao lưu có {', '.join(sorted(strangers))}, không hợp với cơ sở dữ liệu trong thiết lập; hãy đặt"
            " database_url và prefect_database_url cùng loại (SQLite hoặc PostgreSQL) như lúc sao lưu."
        )
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir, prefix=".tam-") as room:
        ready = {part.name: _take(backup, part.name, Path(room)) for part in backup.parts}
        for source in sources:
            if source.part in ready:
                dumping.put_back(source, ready[source.part], aside)
        for name, path in ready.items():
            if name.startswith(FILES):
                _place(path, _inside(data_dir, name.removeprefix(FILES)), data_dir, aside)
        if KEY_FILE in ready:
            _place(ready[KEY_FILE], data_dir / KEY_FILE, data_dir, aside)


def _place(path: Path, target: Path, data_dir: Path, aside: Path) -> None:
    """Move a file to its place; another that is there moves aside."""
    if target.exists():
        kept = aside / target.relative_to(data_dir.resolve())
        kept.parent.mkdir(parents=True, exist_ok=True)
        target.replace(kept)
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)


def _inside(folder: Path, name: str) -> Path:
    """Give the place of a name in a folder. Raises BadBackup where it would lie outside."""
    place = (folder / name).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise BadBackup(f"Bản sao lưu chứa tên tệp không an toàn: {name}. Đây không phải bản do Đúng Hạn làm ra.")
    return place


def _take(backup: Backup, name: str, room: Path | None) -> Path:
    """Unpack one part, held to its size and digest; only read it where there is no room. Raises BadBackup."""
    part = next(part for part in backup.parts if part.name == name)
    place = room / hashlib.sha256(name.encode()).hexdigest() if room else Path(os.devnull)
    digest, size = hashlib.sha256(), 0
    try:
        with zipfile.ZipFile(backup.file) as archive, archive.open(name) as source, place.open("wb") as target:
            while size <= part.size and (chunk := source.read(CHUNK)):
                digest.update(chunk)
                size += target.write(chunk)
    except (zipfile.BadZipFile, KeyError, EOFError, zlib.error) as error:
        raise BadBackup(f"Bản sao lưu {backup.file} hỏng ở phần {name}; hãy dùng bản khác.") from error
    if (size, digest.hexdigest()) != (part.size, part.sha256):
        raise BadBackup(f"Bản sao lưu {backup.file} hỏng ở phần {name} (sai mã băm); hãy dùng bản khác.")
    return place
