"""Yields what we take from Apprise's plugins, untyped: its own subclasses break its half-given types."""

from __future__ import annotations

import sys
import warnings
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # Apprise's PGP support imports imghdr where Python has it
    from apprise.plugins.email import NotifyEmail
    from apprise.utils.pgp import PGP_SUPPORT

from apprise.plugins import N_MGR, url_to_dict
from apprise.plugins.email.common import AppriseEmailException, SecureMailMode
from apprise.plugins.telegram import NotifyTelegram

from obligations.errors import BadSettings

EmailPlugin: Any = NotifyEmail
TelegramPlugin: Any = NotifyTelegram

__all__ = [
    "N_MGR",
    "PGP_SUPPORT",
    "AppriseEmailException",
    "EmailPlugin",
    "SecureMailMode",
    "TelegramPlugin",
    "load_plugins",
    "parse",
]


def load_plugins(folder: Path) -> None:
    """Load an agency's own Apprise plugins: every `.py` file of a folder, once. Raise BadSettings where one fails."""
    if not folder.is_dir():
        raise BadSettings(f"plugin_dir: không có thư mục {folder}; hãy tạo thư mục hoặc sửa thiết lập.")
    for path in sorted(folder.glob("*.py")):
        _load(path)


@lru_cache
def _load(path: Path) -> None:
    name = f"dunghan_plugin_{path.stem}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise BadSettings(f"plugin_dir: không nạp được {path}.")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as fault:  # the agency's own code: whatever is wrong with it is told with its place
        del sys.modules[name]
        raise BadSettings(f"plugin_dir: {path} không chạy được: {type(fault).__name__}: {fault}") from fault


def parse(url: str) -> dict[str, Any] | None:
    """Read an address as Apprise does, into the arguments of its plugin; None where it cannot."""
    read: dict[str, Any] | None = url_to_dict(url)  # type: ignore[no-untyped-call]  # untyped in Apprise
    return read
