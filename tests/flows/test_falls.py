"""The runner killed, the server killed: the operator is told where to look, and the next start loses nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import psutil
import pytest

from flows.office import open_office
from obligations.records import MessageState
from tests.flows.conftest import free_port, settings_in
from tests.flows.launching import READY, Launched, launched

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("falls")]

UNREACHABLE = 41


def _child(office: Launched, words: str) -> psutil.Process:
    """Find the process below `start` whose command has these words."""
    for one in psutil.Process(office.process.pid).children(recursive=True):
        if words in " ".join(one.cmdline()):
            return one
    raise AssertionError(f"no process “{words}” below start:\n{office.all}")


def _ended(office: Launched) -> str:
    assert office.process.wait(90) == UNREACHABLE, office.all
    assert not [one for one in psutil.process_iter() if one.ppid() == office.process.pid], "nothing outlives it"
    return "".join(office.said)


def test_a_killed_runner_and_a_killed_server_end_the_start_with_words_and_the_next_one_goes_on(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, prefect_port=free_port())
    with launched(tmp_path, "start", "--sample") as office:
        office.wait_for(READY)
        _child(office, "worker start").kill()
        said = _ended(office)
    assert "tiến trình chạy nhiệm vụ đã tắt" in said
    assert "worker.log" in said
    with open_office(settings).database.begin() as store:
        before = Counter(message.key for message in store.messages())
    with launched(tmp_path, "start") as again:
        again.wait_for(READY)
        _child(again, "server start").kill()
        said = _ended(again)
    assert "máy chủ Prefect đã tắt" in said
    assert "server.log" in said
    with open_office(settings).database.begin() as store:
        after = store.messages()
    assert Counter(message.key for message in after) == before, "starting again says nothing twice"
    assert before
    assert {message.state for message in after} <= {MessageState.SENT}
