"""Drill 2: the power goes. What was answered with a yes had been forced onto the disk before."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from people import Patient

from drills.conftest import Finds
from drills.practice import Practice
from drills.writers import SAVED

pytestmark = [pytest.mark.drill, pytest.mark.real]

TRACER = shutil.which("strace")
ANSWERS = 20
# One thread at a time, as the kernel saw it: its number, and what it did.
LINE = re.compile(r"^(?P<thread>\d+)\s+(?P<call>\w+)\((?P<what>.*)", re.DOTALL)


@pytest.mark.skipif(TRACER is None, reason="needs strace; scripts/set-up-drills installs it where it may")
@pytest.mark.parametrize("bug", ["", "syncs_now_and_then"])
def test_every_yes_comes_after_a_sync(
    here: Practice, patient: Patient, finds: Finds, tmp_path: Path, bug: str
) -> None:
    trace = tmp_path / "trace"
    calls = "fsync,fdatasync,sendto,sendmsg,write"
    port = here.starts(
        bug, wrapped_in=[str(TRACER), "-f", "-y", "-s", "64", "-e", f"trace={calls}", "-o", str(trace)]
    )
    guest = here.comes(patient)
    guest.fills_in(port)
    begun = len(trace.read_text("utf-8", "replace"))

    for _ in range(ANSWERS):
        assert guest.writes(port, str(uuid4()), "Gå tur").status == SAVED

    steps = list(told(trace.read_text("utf-8", "replace")[begun:]))
    assert steps.count("yes") == ANSWERS
    with finds(bug):
        for before, now in zip(["yes", *steps], steps, strict=False):
            assert (before, now) != ("yes", "yes"), "a yes without a sync since the one before"


def told(trace: str) -> Iterator[str]:
    """The order in which the disk was made sure of and a yes was sent; what else happened is left out."""
    for line in trace.splitlines():
        found = LINE.match(line)
        if found is None:
            continue
        if found["call"] in {"fsync", "fdatasync"} and ("sqlite-wal>" in line or "sqlite>" in line):
            yield "sync"
        elif found["call"] in {"sendto", "sendmsg", "write"} and "HTTP/1.1 200" in line:
            yield "yes"
