"""One database in one file: copied while it is in use, and put back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, create_engine, inspect, make_url
from sqlalchemy.exc import OperationalError

from obligations.errors import BadBackup, StorageUnreachable
from storage.secrets import masked_url

PROGRAMS = Path("/usr/lib/postgresql")
DRIVERS = {False: "sqlite", True: "postgresql+psycopg"}
PAGES, SECONDS = 2000, 3600
PACKAGE = "postgresql-client"


@dataclass(frozen=True, slots=True)
class Source:
    """A database by name and address: `sqlite:///path` or `postgresql://…`."""

    name: str
    url: str

    @property
    def file(self) -> Path | None:
        """Give the file of a SQLite database; None for a server's."""
        parsed = make_url(self.url)
        return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None

    @property
    def part(self) -> str:
        """Name the file it becomes in a backup."""
        return f"{self.name}.pgdump" if self.file is None else f"{self.name}.db"


def exists(source: Source) -> bool:
    """Tell whether there is something to copy: a SQLite file may not have been made yet."""
    return source.file is None or source.file.is_file()


def holds_something(source: Source) -> bool:
    """Tell whether a database has any table. Raises StorageUnreachable."""
    if source.file is not None and not source.file.is_file():
        return False
    engine = create_engine(make_url(source.url).set(drivername=DRIVERS[source.file is None]))
    try:
        return bool(inspect(engine).get_table_names())
    except OperationalError as error:
        raise StorageUnreachable(f"Không mở được {masked_url(source.url)}: {error.orig}") from error
    finally:
        engine.dispose()


def dump(source: Source, to: Path) -> None:
    """Copy a database as it is at one moment, others going on with it. Raises StorageUnreachable, BadBackup."""
    if (file := source.file) is None:
        _pg("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={to}"], source.url)
        return
    try:
        # By the database's own copying: a file copied while somebody writes is torn, and lacks what stands in the WAL.
        uri = f"{file.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as there, closing(sqlite3.connect(to)) as here:
            there.backup(here, pages=PAGES)
            here.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StorageUnreachable(f"Không sao được {file}: {error}. Hãy kiểm tra quyền đọc và chỗ trống.") from error


def check(source: Source, file: Path) -> None:
    """Read a copy whole. Raises BadBackup where it is torn."""
    if source.file is None:
        _pg("pg_restore", ["--list", str(file)], None)
        return
    if fault := damage(file):
        raise BadBackup(f"Bản sao {source.part} hỏng: {fault}. Hãy dùng bản sao lưu khác.")


def damage(file: Path) -> str | None:
    """Say what is wrong inside a SQLite file; None where it is sound."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            said = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(3)")]
    except sqlite3.Error as error:
        return str(error)
    return None if said == ["ok"] else "; ".join(said)


def put_back(source: Source, file: Path, aside: Path) -> None:
    """Put a copy in the place of a database; a SQLite file that is there moves into the folder `aside`.

    Raises StorageUnreachable, BadBackup.
    """
    if (there := source.file) is None:
        options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        _pg("pg_restore", [*options, f"--dbname={_bare(source.url)}", str(file)], source.url)
        return
    there.parent.mkdir(parents=True, exist_ok=True)
    for old in (there, *(there.with_name(there.name + tail) for tail in ("-wal", "-shm"))):
        if old.exists():
            aside.mkdir(parents=True, exist_ok=True)
            old.replace(aside / old.name)
    draft = there.with_name(f"{there.name}.draft")
    shutil.copyfile(file, draft)
    draft.chmod(0o600)
    draft.replace(there)


def _pg(program: str, options: Sequence[str], url: str | None) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, where no list of processes shows it."""
    secret = make_url(url).password if url else None
    target = [_bare(url)] if url and program == "pg_dump" else []
    command = [str(_program(program)), "--no-password", *options, *target]
    if url is None:
        command.remove("--no-password")
    environ = {**os.environ, **({"PGPASSWORD": str(secret)} if secret else {})}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        named = masked_url(url) if url else "bản sao"
        raise BadBackup(f"{program} báo lỗi với {named}: {done.stderr.strip()[-600:]}")


def _bare(url: str) -> str:
    """Give an address without its password, as PostgreSQL's programs take it."""
    parsed: URL = make_url(url)
    bare = URL.create("postgresql", parsed.username, None, parsed.host, parsed.port, parsed.database, parsed.query)
    return bare.render_as_string(hide_password=False)


def _program(name: str) -> Path:
    found = shutil.which(name) or next((str(path) for path in sorted(PROGRAMS.glob(f"*/bin/{name}"))[::-1]), None)
    if found is None:
        raise StorageUnreachable(f"Cần chương trình {name} để sao lưu PostgreSQL; hãy cài: apt-get install {PACKAGE}.")
    return Path(found)
