"""A practice for each drill; and whether the drill finds the mistake that was planted."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from people import Patient

from drills.practice import Practice, practice

Finds = Callable[[str], AbstractContextManager[object]]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the real ones reach processes on this machine, and leave them out unless drills are asked for."""
    real = [item for item in items if item.get_closest_marker("real")]
    for item in real:
        item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]))
    if "drill" not in config.option.markexpr:
        config.hook.pytest_deselected(items=real)
        items[:] = [item for item in items if item not in real]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Practice]:
    with practice(tmp_path / "practice") as opened:
        yield opened


@pytest.fixture
def patient(here: Practice) -> Patient:
    return here.surgery.patient(here.surgery.gp())


@pytest.fixture
def finds() -> Finds:
    """Expect that a drill holds; with a planted mistake, that its own questions find it."""
    return lambda bug: pytest.raises(AssertionError) if bug else nullcontext()
