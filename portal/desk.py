"""The settings and the office they describe, opened once and only by the commands that need them."""

from __future__ import annotations

from functools import lru_cache

from flows.office import open_office
from obligations.service import Office
from storage.settings import Settings, load_settings


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Load the settings once. Raises BadSettings."""
    return load_settings()


@lru_cache(maxsize=1)
def office() -> Office:
    """Open the office once. Raises StorageUnreachable, BadSettings."""
    return open_office(settings())
