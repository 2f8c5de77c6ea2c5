"""What all tests share. A fixture that only some tests need stands beside them."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let browser tests reach a server on this machine; every other test goes without sockets."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]))
