"""What all tests share. A fixture that only some tests need stands beside them."""

import os
from itertools import compress
from pathlib import Path

import hypothesis
import pytest
from apps import kept_app
from kept import bare, disk, empty_url, fresh_pair, ground, kept_pair, migrated, on_server
from only_on_sqlite import ONLY_ON_SQLITE

__all__ = ["bare", "disk", "empty_url", "fresh_pair", "ground", "kept_app", "kept_pair", "migrated"]

# No test fails for being slow: how fast the machine is says nothing of the code.
# A fixture made once for all examples of a test is what the tests that use one mean.
hypothesis.settings.register_profile(
    "ours",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.register_profile(
    "thousands", hypothesis.settings.get_profile("ours"), max_examples=10_000
)
hypothesis.settings.load_profile("ours")


RAM_DISK = Path("/dev/shm")  # noqa: S108  # pytest makes folders of its own there, for this account alone
ROOM = 2 * 1024**3


def pytest_configure() -> None:
    """Put the tests' files into memory, where there is room: databases wait for the disk at every commit."""
    if RAM_DISK.is_dir() and os.access(RAM_DISK, os.W_OK) and not _is_small_or_locked(RAM_DISK):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(RAM_DISK))


def _is_small_or_locked(folder: Path) -> bool:
    """Tell whether little fits into a folder, or no program may be started from it."""
    there = os.statvfs(folder)
    return there.f_bavail * there.f_frsize < ROOM or bool(there.f_flag & os.ST_NOEXEC)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let tests of browser and mail reach a server on this machine; every other test goes without sockets.

    The long ones are begun first, so that no worker is left alone with one at the end.
    """
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    for item in items:
        if item.get_closest_marker("browser") or item.get_closest_marker("mail"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]))
    elsewhere = [_is_of_another_database(item) for item in items]
    config.hook.pytest_deselected(items=list(compress(items, elsewhere)))
    items[:] = [item for item, goes in zip(items, elsewhere, strict=True) if not goes]


def _is_of_another_database(item: pytest.Item) -> bool:
    """Tell whether a test has nothing to say of the database that the tests run on.

    On PostgreSQL that is so of those without a database too: they ran on SQLite.
    """
    if not on_server():
        return item.get_closest_marker("postgresql") is not None
    name = item.nodeid.removeprefix("tests/")
    return "ground" not in getattr(item, "fixturenames", ()) or name.startswith(tuple(ONLY_ON_SQLITE))
