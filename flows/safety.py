"""The variables that keep the Prefect server safe: password, CSRF, base path, retention, its own database."""

from __future__ import annotations

from ipaddress import ip_address

from obligations.errors import BadSettings
from storage.settings import Settings

USER = "dunghan"
EVENTS_KEPT_DAYS = 7
DRIVER = "postgresql+asyncpg://"


def safety(settings: Settings) -> dict[str, str]:
    """Give the variables of a server that is safe to run.

    Raises BadSettings where the server would listen beyond this machine without a password.
    """
    return {
        **_listening(settings),
        **_password(settings),
        **_base(settings.prefect_base_path),
        **_database(settings.prefect_database_url),
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "true",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": f"P{settings.retention_days}D",
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{EVENTS_KEPT_DAYS}D",
    }


def login(settings: Settings) -> tuple[str, str] | None:
    """Give user and password of the server's pages; None where it has no password."""
    given = settings.prefect_password
    return (USER, given.get_secret_value()) if given else None


def beyond_this_machine(host: str) -> bool:
    """Tell whether somebody on another machine can reach what listens at this address."""
    return host != "localhost" and not ip_address(host).is_loopback


def _listening(settings: Settings) -> dict[str, str]:
    if beyond_this_machine(settings.prefect_host) and settings.prefect_password is None:
        raise BadSettings(
            f"prefect_host = {settings.prefect_host} mở máy chủ cho máy khác truy cập, nên phải có mật khẩu: hãy đặt"
            " biến DUNGHAN_PREFECT_PASSWORD (từ 12 ký tự ASCII), hoặc bỏ prefect_host để chỉ nghe trên máy này."
        )
    return {"PREFECT_SERVER_API_HOST": settings.prefect_host, "PREFECT_SERVER_API_PORT": str(settings.prefect_port)}


def _password(settings: Settings) -> dict[str, str]:
    if (known := login(settings)) is None:
        return {}
    user_and_password = ":".join(known)
    return {
        "PREFECT_API_AUTH_STRING": user_and_password,
        **({} if settings.prefect_api_url else {"PREFECT_SERVER_API_AUTH_STRING": user_and_password}),
    }


def _base(path: str) -> dict[str, str]:
    """Name the paths below which pages and API lie; relative, so that a browser elsewhere asks the host it came to."""
    served = {"PREFECT_SERVER_UI_SERVE_BASE": path, "PREFECT_SERVER_API_BASE_PATH": f"{path}/api"} if path else {}
    return {**served, "PREFECT_SERVER_UI_API_URL": f"{path}/api"}


def _database(url: str | None) -> dict[str, str]:
    if url is None:
        return {}
    return {"PREFECT_SERVER_DATABASE_CONNECTION_URL": DRIVER + url.split("://", 1)[1]}
