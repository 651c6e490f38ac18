"""What the server is started with so that it is safe: where it listens, who may in, what it keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import server
from flows.safety import beyond_this_machine
from obligations.errors import BadSettings
from tests.flows.conftest import settings_in

LONG = "mat-khau-thu-1"


def test_by_default_only_this_machine_reaches_the_server(tmp_path: Path) -> None:
    environ = server.environment(settings_in(tmp_path))
    assert environ["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert "PREFECT_SERVER_API_AUTH_STRING" not in environ
    assert environ["PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED"] == "true"
    assert environ["PREFECT_CLIENT_CSRF_SUPPORT_ENABLED"] == "true"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::"])
def test_nothing_listens_beyond_this_machine_without_a_password(tmp_path: Path, host: str) -> None:
    with pytest.raises(BadSettings, match="DUNGHAN_PREFECT_PASSWORD"):
        server.environment(settings_in(tmp_path, prefect_host=host))
    environ = server.environment(settings_in(tmp_path, prefect_host=host, prefect_password=LONG))
    assert environ["PREFECT_SERVER_API_HOST"] == host
    assert environ["PREFECT_SERVER_API_AUTH_STRING"] == environ["PREFECT_API_AUTH_STRING"] == f"dunghan:{LONG}"


@pytest.mark.parametrize(("host", "beyond"), [("localhost", False), ("127.0.0.2", False), ("::1", False), ("::", True)])
def test_loopback_is_this_machine(host: str, beyond: bool) -> None:
    assert beyond_this_machine(host) is beyond


@pytest.mark.parametrize("password", ["ngắn", "mật khẩu có dấu", "x" * 11])
def test_a_password_prefect_would_fail_on_is_refused(tmp_path: Path, password: str) -> None:
    with pytest.raises(BadSettings, match="ASCII"):
        settings_in(tmp_path, prefect_password=password)


@pytest.mark.parametrize("host", ["sở.vn", "1.2.3", "http://127.0.0.1"])
def test_a_host_that_is_no_address_of_a_machine_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(BadSettings, match="địa chỉ IP"):
        settings_in(tmp_path, prefect_host=host)


def test_the_password_never_shows_in_what_is_printed(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, prefect_password=LONG)
    assert LONG not in repr(settings)
    assert LONG not in str(settings.model_dump())


def test_behind_a_proxy_pages_and_api_lie_below_the_base_path(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, prefect_base_path="/prefect/", public_url="https://nhac.example/prefect/")
    environ = server.environment(settings)
    assert environ["PREFECT_SERVER_UI_SERVE_BASE"] == "/prefect"
    assert environ["PREFECT_SERVER_API_BASE_PATH"] == environ["PREFECT_SERVER_UI_API_URL"] == "/prefect/api"
    assert environ["PREFECT_API_URL"] == f"http://127.0.0.1:{settings.prefect_port}/prefect/api"
    assert server.pages(settings) == "https://nhac.example/prefect"


def test_a_browser_on_another_machine_asks_the_host_it_came_to(tmp_path: Path) -> None:
    assert server.environment(settings_in(tmp_path))["PREFECT_SERVER_UI_API_URL"] == "/api"


@pytest.mark.parametrize("path", ["prefect", "/a b", "/sở", "/a?b"])
def test_a_base_path_no_server_can_serve_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(BadSettings, match="/prefect"):
        settings_in(tmp_path, prefect_base_path=path)


def test_prefect_keeps_what_ended_only_so_long(tmp_path: Path) -> None:
    environ = server.environment(settings_in(tmp_path, retention_days=30))
    assert environ["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] == "P30D"
    assert environ["PREFECT_SERVER_EVENTS_RETENTION_PERIOD"] == "P7D"
    assert environ["PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"] == "events,flow_runs"


def test_prefect_takes_a_postgresql_of_its_own(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, prefect_database_url="postgresql://a:b@127.0.0.1/prefect")
    url = server.environment(settings)["PREFECT_SERVER_DATABASE_CONNECTION_URL"]
    assert url == "postgresql+asyncpg://a:b@127.0.0.1/prefect"
    with pytest.raises(BadSettings, match="postgresql://"):
        settings_in(tmp_path, prefect_database_url="mysql://a/b")
