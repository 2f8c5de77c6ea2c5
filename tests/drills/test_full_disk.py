"""Drill 23: the disk fills up while people write, and has room again."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from people import Patient

from drills.conftest import Finds
from drills.practice import practice
from drills.writers import SAVED, guests_of, write

pytestmark = [pytest.mark.drill, pytest.mark.real]

MEGABYTE = 1024 * 1024
NOT_SAVED = 503
STEP = "/modules/link/how-are-you"
PHQ = {f"q.phq.{item}": "1" for item in range(1, 10)}
WHY = "needs a small disk of its own (mount -t tmpfs), so root; see docs/drills.md"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for the databases and a little more."""
    (disk := tmp_path / "disk").mkdir()
    size = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(size, check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip(WHY)
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)  # noqa: S603, S607


@pytest.mark.parametrize("bug", ["", "says_nothing_of_a_database_that_is_gone"])
def test_nothing_that_was_called_saved_is_lost(small_disk: Path, finds: Finds, bug: str) -> None:
    with practice(small_disk / "practice") as here:
        patient: Patient = here.surgery.patient(here.surgery.gp())
        port, guest = here.starts(bug), here.comes(patient)
        guest.fills_in(port)
        before = write(guests_of(guest), [port], each=5, insisting=False)
        fill(small_disk / "filling")
        full = write(guests_of(guest), [port], each=5, insisting=False)
        guest.fills_in(port, STEP)
        in_danger = guest.sends(port, STEP, PHQ)
        reads = {path: guest.opens(port, path).status for path in ("/help-now", "/toolbox/chain", "/home")}
        (small_disk / "filling").unlink()
        after = write(guests_of(guest), [port], each=5, insisting=False)

        assert set(before.statuses) == set(after.statuses) == {SAVED}, "it goes on without a new start"
        assert any(status != SAVED for status in full.statuses), "the disk was not full"
        with finds(bug):
            assert set(full.statuses) <= {SAVED, NOT_SAVED}
            assert set(reads.values()) == {200}, reads
            assert in_danger.status == NOT_SAVED
            assert 'href="tel:113"' in in_danger.text, "item 9 is answered whatever the disk says"
            assert here.kept(patient) == {**before.saved, **full.saved, **after.saved}


def fill(file: Path) -> None:
    """Write until there is no room left."""
    with file.open("wb", buffering=0) as filling:
        for size in (MEGABYTE, 4096, 1):
            try:
                while filling.write(b"x" * size):
                    pass
            except OSError:
                continue
