"""Keeps everything: tables, migrations, the store and the settings; rows never leave it.

The database is imported when it is asked for: whoever only reads the settings does not wait for SQLAlchemy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.database import SqlDatabase, open_database

__all__ = ["SqlDatabase", "open_database"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("storage.database"), name)
    raise AttributeError(name)
