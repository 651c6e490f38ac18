"""Where Đúng Hạn's own Prefect server lives, with which settings, and who answers at its port."""

from __future__ import annotations

import base64
import hashlib
import os
import socket
from enum import Enum
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from flows.safety import login, safety
from storage.secrets import load_key
from storage.settings import CONFIG, FILE, PREFIX, Settings

HOST = "127.0.0.1"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only asked for by name in the settings, and only with a password
PATIENCE, TRIES = 2.0, 6


class Answer(Enum):
    """Who listens at the port."""

    NOBODY = "nobody"
    OURS = "ours"
    STRANGER = "stranger"
    LOCKED = "locked"


def home(settings: Settings) -> Path:
    """Give the folder in which Prefect keeps its database."""
    return (settings.data_dir / "prefect").resolve()


def root(settings: Settings) -> str:
    """Give the address of the server's pages: ours, or the one the settings name."""
    given = settings.prefect_api_url
    if given:
        return given.removesuffix("/api")
    return f"http://{_door(settings)}:{settings.prefect_port}{settings.prefect_base_path}"


def pages(settings: Settings) -> str:
    """Give the address of the server's pages as people open them, perhaps through a proxy."""
    return settings.public_url or root(settings)


def base(settings: Settings) -> str:
    """Give the path below which the pages lie; empty where they lie at the root."""
    return urlsplit(pages(settings)).path.rstrip("/")


def _door(settings: Settings) -> str:
    """Give the address at which this machine reaches the server: loopback, unless it listens at one other address."""
    host = settings.prefect_host
    if host in EVERYWHERE:
        return HOST
    return f"[{host}]" if ":" in host else host


def environment(settings: Settings) -> dict[str, str]:
    """Give the variables under which server, worker and clients run, on top of those there are."""
    there = os.environ.get("NO_PROXY") or os.environ.get("no_proxy") or ""
    direct = ",".join(filter(None, (there, HOST, "localhost")))
    return {
        "PREFECT_HOME": str(home(settings)),
        "PREFECT_API_URL": f"{root(settings)}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home(settings) / "ui"),
        "PREFECT_SERVER_UI_V2_ENABLED": "true",
        "PREFECT_SERVER_ENCRYPTION_KEY": encryption_key(settings.data_dir),
        "PREFECT_WORKER_QUERY_SECONDS": "3",
        # Without compiled files every run's interpreter takes twice as long to start.
        "PYTHONDONTWRITEBYTECODE": "",
        # Every check of a zone's name walks all files of the zone database (17 ms); the package tzdata has a list.
        "PYTHONTZPATH": "",
        "NO_PROXY": direct,
        "no_proxy": direct,
        **safety(settings),
        **_places(settings),
    }


def _places(settings: Settings) -> dict[str, str]:
    """Tell where everything lies: runs have a current directory of their own, where no dunghan.toml stands."""
    file = Path(os.environ.get(CONFIG) or FILE)
    return {
        **({CONFIG: str(file.resolve())} if file.is_file() else {}),
        f"{PREFIX}DATA_DIR": str(settings.data_dir.resolve()),
        f"{PREFIX}MAILBOX_DIR": str(settings.mailbox_dir.resolve()),
        f"{PREFIX}DATABASE_URL": settings.database_url,
    }


def encryption_key(data_dir: Path) -> str:
    """Derive the key of Prefect's blocks from the key file, so that it never lies in the database it protects."""
    digest = hashlib.sha256(b"prefect\0" + load_key(data_dir)).digest()
    return base64.urlsafe_b64encode(digest).decode()


def adopt(settings: Settings) -> None:
    """Take the variables into this process. Has to come before Prefect is imported, which reads them once."""
    os.environ.update(environment(settings))


def who_answers(settings: Settings) -> Answer:
    """Tell whether our server, another program or nobody listens at the port, or one that asks for another password.

    A server that the settings name is ours by that.
    """
    if settings.prefect_api_url:
        return Answer.OURS if healthy(settings) else Answer.NOBODY
    if not _listening(settings):
        return Answer.NOBODY
    # A server that has much to do answers late: that alone makes it no stranger.
    for _ in range(TRIES):
        try:
            return _known_by_its_answer(settings)
        except httpx.TimeoutException:
            continue
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            break
    return Answer.STRANGER


def _known_by_its_answer(settings: Settings) -> Answer:
    with httpx.Client(trust_env=False, timeout=PATIENCE, auth=login(settings)) as client:
        said = client.get(f"{root(settings)}/api/admin/settings")
    if said.status_code == HTTPStatus.UNAUTHORIZED:
        return Answer.LOCKED
    return Answer.OURS if said.json()["home"] == str(home(settings)) else Answer.STRANGER


def healthy(settings: Settings) -> bool:
    """Tell whether the server is ready to work."""
    try:
        with httpx.Client(trust_env=False, timeout=PATIENCE) as client:
            return client.get(f"{root(settings)}/api/health").is_success
    except httpx.HTTPError:
        return False


def _listening(settings: Settings) -> bool:
    try:
        socket.create_connection((_door(settings).strip("[]"), settings.prefect_port), PATIENCE).close()
    except OSError:
        return False
    return True
