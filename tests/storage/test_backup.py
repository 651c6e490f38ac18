"""A backup holds everything as it was at one moment, says when it is damaged, and puts everything back."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from obligations.errors import BadBackup, StorageUnreachable
from obligations.records import Change
from storage import SqlDatabase
from storage.backup import back_up, contents, restore, verify
from storage.dumping import Source, damage, holds_something
from storage.secrets import key_digest
from tests import postgres
from tests.storage.samples import KEY

AT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
# Writes two rows at a time, so that whoever sees one without the other has seen a torn database.
WRITER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode = WAL")
db.execute("CREATE TABLE IF NOT EXISTS pair (n INTEGER, side TEXT, filler TEXT)")
print("up", flush=True)
n = 0
while True:
    n += 1
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO pair VALUES (?, 'a', ?)", (n, "x" * 3000))
    db.execute("INSERT INTO pair VALUES (?, 'b', ?)", (n, "y" * 3000))
    db.execute("COMMIT")
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Make a data folder with a piece of evidence, a message, logs and a key."""
    folder = tmp_path / "data"
    for name, text in {
        "minh-chung/ab/abc": "tệp",
        "hom-thu/thu.eml": "thư",
        "logs/server.log": "nhật ký",
        "secret.key": "khóa",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def _rows(path: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(path)) as there:
        return there.execute("SELECT side, count(*) FROM pair GROUP BY side ORDER BY side").fetchall()


def test_what_was_kept_is_there_again_on_either_database(
    database: SqlDatabase, url: str, home: Path, tmp_path: Path
) -> None:
    with database.begin() as store:
        store.record(Change(AT, "người thử", "thử", "system/thử", after="trước khi sao lưu"))
    source = Source("dunghan", url)
    made = back_up([source], home, KEY, tmp_path / "sao-luu", AT)
    assert made.key == key_digest(KEY)
    assert made.names == {source.part, "files/minh-chung/ab/abc", "files/hom-thu/thu.eml"}
    with database.begin() as store:
        store.record(Change(AT, "người thử", "thử", "system/thử", after="sau khi sao lưu"))
    (home / "minh-chung" / "ab" / "abc").write_text("đã hỏng", "utf-8")
    database.close()
    restore(verify(made.file, [source]), [source], home, tmp_path / "cu")
    with database.begin() as store:
        assert [change.after for change in store.changes("system/thử")] == ["trước khi sao lưu"]
    assert (home / "minh-chung" / "ab" / "abc").read_text("utf-8") == "tệp"
    assert (tmp_path / "cu" / "minh-chung" / "ab" / "abc").read_text("utf-8") == "đã hỏng", "the old stays"
    assert (home / "secret.key").read_text("utf-8") == "khóa", "the key is not in it, and is left alone"
    database.close()


def test_only_its_owner_reads_a_backup(home: Path, tmp_path: Path) -> None:
    made = back_up([], home, KEY, tmp_path / "sao-luu", AT)
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert made.file.name == "dunghan-20261122-023000.zip"
    assert list(made.file.parent.iterdir()) == [made.file], "nothing half-made stays beside it"


def test_the_key_goes_along_only_where_it_is_asked_for(home: Path, tmp_path: Path) -> None:
    assert "secret.key" not in back_up([], home, KEY, tmp_path / "a", AT).names
    made = back_up([], home, KEY, tmp_path / "b", AT, with_key=True)
    restore(made, [], home, tmp_path / "cu")
    assert (home / "secret.key").read_bytes().strip() == KEY


def test_a_database_copied_while_it_is_written_to_is_whole(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    source = Source("busy", f"sqlite:///{path}")
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        made = [back_up([source], home, KEY, tmp_path / f"{n}", AT) for n in range(5)]
    finally:
        writer.kill()
        writer.communicate()
    counts = []
    for n, backup in enumerate(made):
        put = Source("busy", f"sqlite:///{tmp_path / f'back-{n}.db'}")
        restore(verify(backup.file, [put]), [put], tmp_path / f"data-{n}", tmp_path / "cu")
        sides = dict(_rows(tmp_path / f"back-{n}.db"))
        assert sides.get("a") == sides.get("b"), "half a transaction"
        counts.append(sides.get("a", 0))
    assert counts == sorted(counts)
    assert counts[-1] > counts[0], "nobody wrote meanwhile: nothing was shown"


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[200] ^= 0xFF
    file.write_bytes(data)


def _swap(file: Path) -> None:
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(file, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content if name == "manifest.json" else b"khac" + content[4:])


def _strange(file: Path) -> None:
    file.write_text("không phải bản sao lưu", "utf-8")


@pytest.mark.parametrize("harm", [_cut, _flip, _swap, _strange, Path.unlink])
def test_a_damaged_backup_is_told_before_anything_is_put_back(
    home: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    made = back_up([], home, KEY, tmp_path / "sao-luu", AT)
    harm(made.file)
    with pytest.raises(BadBackup, match=r"hỏng|không phải|Không có tệp"):
        verify(made.file, [])


def test_a_name_that_leads_outside_is_refused(home: Path, tmp_path: Path) -> None:
    (home / "minh-chung" / "ke").write_text("x", "utf-8")
    made = back_up([], home, KEY, tmp_path / "sao-luu", AT)
    with zipfile.ZipFile(made.file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(made.file, "w") as new:
        for name, content in parts.items():
            new.writestr(
                name.replace("minh-chung/ke", "../../ngoai"), content.replace(b"minh-chung/ke", b"../../ngoai")
            )
    with pytest.raises(BadBackup, match="không an toàn"):
        restore(contents(made.file), [], home, tmp_path / "cu")
    assert not (tmp_path.parent / "ngoai").exists()


def test_a_backup_of_one_kind_of_database_does_not_fit_another(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as there:
        there.execute("CREATE TABLE t (n)")
    made = back_up([Source("dunghan", f"sqlite:///{path}")], home, KEY, tmp_path / "sao-luu", AT)
    with pytest.raises(BadBackup, match="không hợp"):
        restore(made, [Source("dunghan", "postgresql://127.0.0.1:1/x")], home, tmp_path / "cu")


def test_a_database_file_copied_by_hand_while_it_is_written_to_may_be_torn_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "torn.db"
    with closing(sqlite3.connect(path)) as there:
        there.execute("CREATE TABLE t (n INTEGER, filler TEXT)")
        there.execute("CREATE INDEX i ON t (n)")
        there.executemany("INSERT INTO t VALUES (?, ?)", [(n, "x" * 500) for n in range(500)])
        there.commit()
    assert damage(path) is None
    pages = path.read_bytes()
    path.write_bytes(pages[: len(pages) - 3 * 4096])
    assert damage(path) is not None


@pytest.mark.postgres
def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path: Path, home: Path) -> None:
    if why := postgres.missing():
        pytest.skip(why)
    source = Source("dunghan", "postgresql://dunghan:bi-mat@127.0.0.1:1/khong-co")
    with pytest.raises(BadBackup) as told:
        back_up([source], home, KEY, tmp_path / "sao-luu", AT)
    assert "bi-mat" not in str(told.value)
    with pytest.raises(StorageUnreachable) as told_too:
        holds_something(source)
    assert "bi-mat" not in str(told_too.value)


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc/self/ns/mnt").exists(), reason="needs a mount namespace")
def test_a_full_disk_leaves_the_old_backup_and_no_half_one(home: Path, tmp_path: Path) -> None:
    (home / "minh-chung" / "lon").write_bytes(os.urandom(3_000_000))
    small = tmp_path / "small"
    small.mkdir()
    program = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path;"
        "from storage.backup import back_up;"
        "from obligations.errors import StorageUnreachable\n"
        f"to, home, key = Path({str(small)!r}), Path({str(home)!r}), {KEY!r}\n"
        "(to / 'dunghan-20250101-000000.zip').write_bytes(b'old')\n"
        "try:\n    back_up([], home, key, to, datetime.now(UTC))\n"
        "except StorageUnreachable as error:\n    print(error)\n"
        "print(sorted(p.name for p in to.iterdir()))"
    )
    mount = f'mount -t tmpfs -o size=1m none {small} && exec {sys.executable} -c "$0"'
    command = ["unshare", "-rm" if os.geteuid() else "-m", "sh", "-c", mount, program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if "Operation not permitted" in done.stderr:
        pytest.skip(f"no mount namespace here: {done.stderr.strip()}")
    assert "chỗ trống" in done.stdout, done.stderr
    assert done.stdout.splitlines()[-1] == "['dunghan-20250101-000000.zip']"
