"""A PostgreSQL of the tests' own: Debian's programs, a temporary folder, a free port on loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

PROGRAMS = Path("/usr/lib/postgresql")
SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
PASSWORD = "mat-khau-thu"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `folder` holds its data and its socket."""

    programs: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Give the URL of its one database."""
        return f"postgresql://dunghan:{quote(PASSWORD)}@127.0.0.1:{self.port}/postgres"

    def run(self, sql: str) -> None:
        """Run statements, each committed."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.encode())

    def empty(self) -> None:
        """Drop every table there is; another database would cost a second and 8 MB."""
        self.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def dump(self) -> str:
        """Give what `run` makes the database anew from."""
        command = [str(self.programs / "pg_dump"), "--inserts", "--no-owner", self.url]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        return "\n".join(line for line in done.stdout.splitlines() if not line.startswith("\\"))


def missing() -> str | None:
    """Say why no server can be started here; None where one can."""
    if _programs() is None:
        return f"PostgreSQL's programs are missing under {PROGRAMS}: apt-get install postgresql"
    if os.geteuid() == 0 and _postgres_user() is None:
        return "running as root, PostgreSQL refuses root, and there is no user `postgres` to run it as"
    return None


def _programs() -> Path | None:
    found = sorted(PROGRAMS.glob("*/bin/pg_ctl"), key=lambda p: float(p.parts[-3]))
    return found[-1].parent if found else None


def _postgres_user() -> pwd.struct_passwd | None:
    return next((user for user in pwd.getpwall() if user.pw_name == "postgres"), None)


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, and stop it and remove its folder at the end. Call only where `missing()` is None."""
    programs = _programs()
    assert programs is not None, missing()
    folder = Path(tempfile.mkdtemp(prefix="dunghan-pg-"))
    try:
        _own(folder)
        server = Server(programs, folder, _free_port())
        _init(server)
        # By pg_ctl, which reads the pid from the folder: no other server on the machine can be meant.
        _run([programs / "pg_ctl", "-D", folder / "data", "-w", "-o", _options(server), "-l", folder / "log", "start"])
        try:
            yield server
        finally:
            _run([programs / "pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder)


def _own(folder: Path) -> None:
    if os.geteuid() == 0 and (user := _postgres_user()) is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _init(server: Server) -> None:
    secret = server.folder / "password"
    secret.write_text(PASSWORD, "utf-8")
    _own(secret)
    options: list[str | Path] = [
        "-U",
        "dunghan",
        "--pwfile",
        secret,
        "--auth=scram-sha-256",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    ]
    _run([server.programs / "initdb", "-D", server.folder / "data", *options])


def _options(server: Server) -> str:
    return f"-p {server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={server.folder} {SETTINGS}"


def _run(command: list[str | Path]) -> None:
    user = "postgres" if os.geteuid() == 0 else None
    # Output goes to a file: the server inherits it, and a pipe would wait for the server's end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command,
            cwd="/",
            user=user,
            group=user,
            extra_groups=[] if user else None,
            stdout=output,
            stderr=output,
            timeout=120,
            check=False,
        )
        output.seek(0)
        assert done.returncode == 0, output.read().decode(errors="replace")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
