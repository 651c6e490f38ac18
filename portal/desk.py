"""The settings and the office they describe, opened once and only by the commands that need them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from obligations.service import Office

if TYPE_CHECKING:
    from obligations.service.expecting import Lookout
    from storage.settings import Settings


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Load the settings once. Raises BadSettings."""
    from storage.settings import load_settings  # half a second that commands without settings need not wait

    return load_settings()


@lru_cache(maxsize=1)
def lookout() -> Lookout:
    """Make the eye that looks for evidence, once. Raises BadSettings."""
    from flows.office import open_lookout  # the libraries that read pages

    return open_lookout(settings())


@lru_cache(maxsize=1)
def office() -> Office:
    """Open the office once. Raises StorageUnreachable, BadSettings."""
    from flows.office import open_office  # the mail and database libraries

    return open_office(settings())
