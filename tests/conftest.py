"""Which tests share a worker: those that share a server started for them."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one server in one process, so that it is started once."""
    for item in items:
        if item.get_closest_marker("server"):
            item.add_marker(pytest.mark.xdist_group("server"))
        elif "postgres" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("postgres"))
