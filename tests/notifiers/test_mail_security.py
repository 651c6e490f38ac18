from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from notifiers.delivery import sender
from notifiers.tls import tls
from obligations.ports import Delivered, Sender
from tests.notifiers.messages import PAYLOAD, message
from tests.servers import login_as, server_certificate, smtp_sink

REST = "from=may@so.example.vn&to=nva@so.example.vn"
ENVIRON = {"MAT_KHAU": "m@t/kh:u?#1"}


@pytest.fixture
def send(tmp_path: Path) -> Sender:
    return sender(mailbox_dir=tmp_path, timeout=20, environ=ENVIRON)


@pytest.fixture
def server(tmp_path: Path) -> ssl.SSLContext:
    return server_certificate(tmp_path)[0]


@pytest.fixture
def trusted(server: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    tls.cache_clear()
    yield
    tls.cache_clear()


@pytest.fixture
def untrusted(server: ssl.SSLContext) -> Iterator[None]:
    tls.cache_clear()
    yield
    tls.cache_clear()


@pytest.mark.usefixtures("trusted")
def test_a_mail_goes_by_starttls_with_the_password_of_the_environment(server: ssl.SSLContext, send: Sender) -> None:
    let_in = login_as("may", ENVIRON["MAT_KHAU"])
    with smtp_sink(tls_context=server, require_starttls=True, authenticator=let_in, auth_required=True) as sink:
        outcome = send(message(f"mailtos://may:${{MAT_KHAU}}@127.0.0.1:{sink.port}?{REST}"))
    assert outcome.why is None
    assert sink.arrived[0].mail["Subject"] == PAYLOAD.subject


@pytest.mark.usefixtures("trusted")
def test_a_mail_goes_by_tls_from_the_first_byte(server: ssl.SSLContext, send: Sender) -> None:
    with smtp_sink(ssl_context=server) as sink:
        outcome = send(message(f"mailtos://127.0.0.1:{sink.port}?mode=ssl&{REST}"))
    assert outcome.why is None
    assert len(sink.arrived) == 1


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_the_relays_fault_and_kills_no_message(server: ssl.SSLContext, send: Sender) -> None:
    let_in = login_as("may", "khac")
    with smtp_sink(tls_context=server, require_starttls=True, authenticator=let_in, auth_required=True) as sink:
        outcome = send(message(f"mailtos://may:sai-roi@127.0.0.1:{sink.port}?{REST}"))
    assert outcome.result is Delivered.LATER
    assert "535" in (outcome.why or "")
    assert "sai-roi" not in (outcome.why or "")
    assert sink.arrived == []


@pytest.mark.usefixtures("untrusted")
@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_a_server_nobody_vouches_for_gets_nothing(server: ssl.SSLContext, send: Sender, mode: str) -> None:
    how = {"ssl_context": server} if mode == "ssl" else {"tls_context": server}
    with smtp_sink(**how) as sink:
        outcome = send(message(f"mailtos://127.0.0.1:{sink.port}?mode={mode}&{REST}"))
    assert outcome.result is Delivered.LATER
    assert sink.arrived == []


@pytest.mark.usefixtures("untrusted")
def test_verify_no_is_obeyed(server: ssl.SSLContext, send: Sender) -> None:
    with smtp_sink(tls_context=server) as sink:
        outcome = send(message(f"mailtos://127.0.0.1:{sink.port}?verify=no&{REST}"))
    assert outcome.result is Delivered.SENT
