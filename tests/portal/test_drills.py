"""Failure drills: the database locked, the disk full, the clock moved, a copy restored. Nothing lost, nothing twice."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from obligations import service
from obligations.errors import StorageUnreachable
from obligations.records import MessageState
from portal.doctor import keeping
from storage import database as storage_database
from storage.backup import back_up, restore, verify
from storage.dumping import Source, damage
from tests.office import KEY, open_test_office
from tests.portal.drill import DAY, office_in, on, states
from tests.servers import SmtpSink, smtp_sink

ROOT = Path(__file__).parents[2]
TOMORROW = DAY + timedelta(days=1)


def recipients(sink: SmtpSink) -> Counter[str]:
    """Count what arrived, by address."""
    return Counter(mail.recipients[0] for mail in sink.arrived)


def _hold(path: Path, seconds: float, holding: threading.Event) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        holding.set()
        threading.Event().wait(seconds)
        other.execute("ROLLBACK")


def test_a_database_locked_for_a_while_is_waited_for(tmp_path: Path) -> None:
    with smtp_sink() as sink:
        office = office_in(tmp_path, sink.url)
        holding = threading.Event()
        other = threading.Thread(target=_hold, args=(tmp_path / "dunghan.sqlite", 2.0, holding))
        other.start()
        holding.wait(10)
        service.sweep(office, send=True, by="thử")
        other.join()
        assert set(states(office)) == {MessageState.SENT}
        assert set(recipients(sink).values()) == {1}


def test_a_database_locked_for_longer_is_told_and_the_next_sweep_does_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert storage_database.WAIT_SECONDS == 30, "a lock of up to 30 s is waited out"
    waiting = tuple(p.replace("30000", "300") for p in storage_database.PRAGMAS)
    assert waiting != storage_database.PRAGMAS
    monkeypatch.setattr(storage_database, "PRAGMAS", waiting)
    with smtp_sink() as sink:
        office = office_in(tmp_path, sink.url)
        holding, released = threading.Event(), 3.0
        other = threading.Thread(target=_hold, args=(tmp_path / "dunghan.sqlite", released, holding))
        other.start()
        holding.wait(10)
        with pytest.raises(StorageUnreachable, match="locked"):
            service.sweep(office, send=True, by="thử")
        assert not sink.arrived
        other.join()
        service.sweep(office, send=True, by="thử")
        assert set(states(office)) == {MessageState.SENT}
        assert recipients(sink)
        assert set(recipients(sink).values()) == {1}


def test_a_full_disk_is_told_and_once_there_is_room_everything_leaves_once(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    with smtp_sink() as sink:
        unshare = ["unshare", *(["-r"] if os.geteuid() else []), "-m"]
        command = [*unshare, sys.executable, "-m", "tests.portal.full_disk", str(small), str(sink.port)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode and ("Operation not permitted" in done.stderr or "permission denied" in done.stderr):
            pytest.skip(f"no mount namespace can be made here: {done.stderr.strip().splitlines()[-1]}")
        assert done.returncode == 0, done.stderr
        full, after = done.stdout.splitlines()
        assert "chỗ trống trên đĩa" in full
        assert "chỗ trống trên đĩa" not in after
        assert recipients(sink)
        assert set(recipients(sink).values()) == {1}


def test_a_clock_moved_a_day_back_and_forth_tells_nobody_twice(tmp_path: Path) -> None:
    with smtp_sink() as sink:
        office = office_in(tmp_path, sink.url)
        service.sweep(office, send=True, by="thử")
        first = recipients(sink)
        assert first
        service.sweep(on(office, DAY - timedelta(days=1)), send=True, by="thử")
        assert recipients(sink) == first, "what was said is not said again because a clock went back"
        signs = list(keeping.kept(on(office, DAY - timedelta(days=1)), {}))
        assert keeping.CLOCK in {sign.about for sign in signs}, "and the operator is told"
        service.sweep(office, send=True, by="thử")
        assert recipients(sink) == first
        service.sweep(on(office, TOMORROW), send=True, by="thử")
        assert set(states(office)) == {MessageState.SENT}
        by_day = Counter((mail.recipients[0], str(mail.mail["Message-ID"])) for mail in sink.arrived)
        assert set(by_day.values()) == {1}


def test_a_backup_taken_while_a_sweep_writes_is_whole_and_carries_on_where_it_stood(tmp_path: Path) -> None:
    with smtp_sink() as sink:
        office = office_in(tmp_path, sink.url)
        source = Source("dunghan", f"sqlite:///{tmp_path / 'dunghan.sqlite'}")
        data = tmp_path / "data"
        data.mkdir()
        sweeping = threading.Thread(target=service.sweep, args=(office,), kwargs={"send": True, "by": "thử"})
        sweeping.start()
        made = back_up([source], data, KEY, tmp_path / "sao-luu", datetime.now(UTC))
        sweeping.join()
        whole = recipients(sink)
        put = Source("dunghan", f"sqlite:///{tmp_path / 'moi' / 'dunghan.sqlite'}")
        restore(verify(made.file, [put]), [put], tmp_path / "moi", tmp_path / "cu")
        again = open_test_office(tmp_path / "moi", DAY)
        service.sweep(again, send=True, by="thử")
        service.retry(on(again, DAY, hour=14))
        assert set(states(again)) == {MessageState.SENT}
        assert set(recipients(sink)) == set(whole), "nobody is forgotten after the restore"


def test_a_file_copied_by_hand_lacks_what_stood_beside_it_and_its_next_sweep_forgets_nobody(tmp_path: Path) -> None:
    with smtp_sink() as sink:
        office = office_in(tmp_path, sink.url)
        service.sweep(office, send=True, by="thử")
        before = recipients(sink)
        copied = tmp_path / "copied" / "dunghan.sqlite"
        copied.parent.mkdir()
        assert (tmp_path / "dunghan.sqlite-wal").stat().st_size > 0, "part of what is kept stands beside the file"
        shutil.copy(tmp_path / "dunghan.sqlite", copied)
        assert damage(copied) is None, "copied between two writes: older, but whole"
        older = open_test_office(copied.parent, DAY)
        with older.database.begin() as store:
            known = len(store.plans())
        service.sweep(older, send=True, by="thử")
        assert set(states(older)) <= {MessageState.SENT}
        if known:
            assert set(recipients(sink)) == set(before)
        else:
            signs = {sign.about for sign in keeping.kept(older, {})}
            assert keeping.REGISTER in signs, "an empty register is told"
