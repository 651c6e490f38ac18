"""Who answers at the port, under which settings the server runs, and how its processes end."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows import client, server
from flows.children import Child, end, launch
from flows.server import Answer
from flows.start import start
from obligations.errors import ServerUnreachable
from storage.settings import Settings
from tests.flows.conftest import settings_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Load settings for a folder and port of their own."""
    return settings_in(tmp_path)


class Stranger(BaseHTTPRequestHandler):
    """Another program, which answers with what its server was given."""

    def do_GET(self) -> None:
        """Answer anything."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(getattr(self.server, "said", b"hello"))

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def stranger(settings: Settings) -> Iterator[ThreadingHTTPServer]:
    """Have another program listen at our port."""
    with ThreadingHTTPServer(("127.0.0.1", settings.prefect_port), Stranger) as other:
        thread = threading.Thread(target=other.serve_forever, daemon=True)
        thread.start()
        yield other
        other.shutdown()
        thread.join()


def test_nobody_answers_before_the_start(settings: Settings) -> None:
    assert server.who_answers(settings) is Answer.NOBODY
    assert client.apply_if_running(settings) is None
    with pytest.raises(ServerUnreachable, match="dunghan start"):
        client.rerun(settings, "24-kh", "III.3")
    with pytest.raises(ServerUnreachable, match="dunghan start"):
        client.check_server(settings)


@pytest.mark.parametrize("said", [b"hello", b"{}", b"[]", b'{"home": "/home/someone/.prefect"}', b"\xff"])
def test_a_port_taken_by_another_program_is_told_and_left_alone(
    settings: Settings, stranger: ThreadingHTTPServer, said: bytes
) -> None:
    stranger.said = said  # type: ignore[attr-defined]  # read by the handler
    assert server.who_answers(settings) is Answer.STRANGER
    assert client.apply_if_running(settings) is None
    with pytest.raises(ServerUnreachable, match="DUNGHAN_PREFECT_PORT"):
        start(settings)


def test_our_own_server_is_known_by_its_folder(settings: Settings, stranger: ThreadingHTTPServer) -> None:
    stranger.said = f'{{"home": "{server.home(settings)}"}}'.encode()  # type: ignore[attr-defined]  # see above
    assert server.who_answers(settings) is Answer.OURS
    with pytest.raises(ServerUnreachable, match="đang chạy rồi"):
        start(settings)


def test_a_server_named_in_the_settings_is_ours_where_it_is_healthy(
    tmp_path: Path, settings: Settings, stranger: ThreadingHTTPServer
) -> None:
    named = settings_in(tmp_path, prefect_api_url=f"http://127.0.0.1:{settings.prefect_port}/api")
    assert server.root(named) == f"http://127.0.0.1:{settings.prefect_port}"
    assert server.environment(named)["PREFECT_API_URL"] == named.prefect_api_url
    assert client.check_server(named) == server.root(named)


def test_the_server_calls_nobody_and_listens_on_loopback_only(settings: Settings) -> None:
    environ = server.environment(settings)
    assert environ["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert environ["PREFECT_API_URL"] == f"http://127.0.0.1:{settings.prefect_port}/api"
    assert (environ["DO_NOT_TRACK"], environ["PREFECT_SERVER_ANALYTICS_ENABLED"]) == ("1", "false")
    assert environ["PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"] == "events,flow_runs"
    assert Path(environ["PREFECT_HOME"]).is_relative_to(settings.data_dir)
    assert Path(environ["PREFECT_SERVER_UI_STATIC_DIRECTORY"]).is_relative_to(settings.data_dir)


def test_a_proxy_does_not_stand_between_us_and_loopback(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    assert server.environment(settings)["NO_PROXY"] == "intranet.example,127.0.0.1,localhost"


def test_runs_find_settings_and_data_from_any_folder(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = server.environment(settings)
    assert Path(environ["DUNGHAN_DATA_DIR"]).is_absolute()
    assert Path(environ["DUNGHAN_MAILBOX_DIR"]).is_absolute()
    assert environ["DUNGHAN_DATABASE_URL"] == settings.database_url


def test_the_key_of_prefect_stays_the_same_and_is_not_the_key_of_addresses(settings: Settings) -> None:
    key = server.encryption_key(settings.data_dir)
    assert key == server.encryption_key(settings.data_dir)
    assert key not in (settings.data_dir / "secret.key").read_text()


def _child(tmp_path: Path, program: str) -> Child:
    return launch("thử", [sys.executable, "-c", program], {}, tmp_path / "logs" / "child.log")


def _log_says(child: Child, word: str) -> str:
    until = time.monotonic() + 20
    while word not in (said := child.tail()):
        assert time.monotonic() < until, said
        time.sleep(0.02)
    return said


def test_a_child_that_obeys_is_asked_to_end(tmp_path: Path) -> None:
    child = _child(tmp_path, "import time; print('up', flush=True); time.sleep(60)")
    _log_says(child, "up")
    assert child.alive
    end(child, 10)
    assert not child.alive


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for the process in /proc")
def test_what_a_deaf_child_has_started_ends_with_it(tmp_path: Path) -> None:
    program = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        " grand = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        " print('grand', grand.pid, flush=True); time.sleep(60)"
    )
    child = _child(tmp_path, program)
    grand = int(_log_says(child, "grand").split()[-1])
    end(child, 0.1)
    assert not child.alive
    until = time.monotonic() + 10
    while _runs(grand):
        assert time.monotonic() < until
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().split()[2] != "Z"


def test_the_log_of_the_start_before_is_kept(tmp_path: Path) -> None:
    for word in ("one", "two"):
        child = _child(tmp_path, f"print('{word}')")
        child.process.wait()
    assert child.tail() == "two"
    assert (tmp_path / "logs" / "child.log.1").read_text() == "one\n"


def test_the_command_line_does_not_pay_for_prefect() -> None:
    program = "import sys, flows.office, flows.client, flows.start; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


class Late(Stranger):
    """A server of ours that answers late the first time."""

    def do_GET(self) -> None:
        """Wait before the first answer only."""
        asked: list[float] = self.server.__dict__.setdefault("asked", [])
        asked.append(time.monotonic())
        if len(asked) == 1:
            time.sleep(server.PATIENCE + 0.3)
        super().do_GET()


def test_a_server_that_answers_late_is_no_stranger(settings: Settings) -> None:
    with ThreadingHTTPServer(("127.0.0.1", settings.prefect_port), Late) as busy:
        busy.said = f'{{"home": "{server.home(settings)}"}}'.encode()  # type: ignore[attr-defined]  # see above
        thread = threading.Thread(target=busy.serve_forever, daemon=True)
        thread.start()
        assert server.who_answers(settings) is Answer.OURS
        busy.shutdown()
        thread.join()
