"""Drill 16: the database is held, or crashes and comes back, while people write."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from people import Patient
from sqlalchemy import make_url

from drills.conftest import Finds
from drills.crashing_server import Server, programs, server
from drills.practice import Practice
from drills.writers import FEW, SAVED, WRITERS, Told, guests_of, write

pytestmark = [pytest.mark.drill, pytest.mark.real]

HELD = 12.0  # seconds: longer than a writer waits
NOT_SAVED = 503


CRASHES = 3


def are_told_in_words(told: Told) -> None:
    """No failure is a bare error: each is the "not saved" of the page's script."""
    assert set(told.statuses) <= {SAVED, NOT_SAVED}, told.statuses


@pytest.mark.parametrize("bug", ["", "says_nothing_of_a_database_that_is_gone"])
def test_a_lock_that_is_held_is_waited_for_and_told(
    here: Practice, patient: Patient, finds: Finds, bug: str
) -> None:
    port, guest = here.starts(bug), here.comes(patient)
    guest.fills_in(port)
    file = str(make_url(here.database_url).database)
    over = threading.Event()

    def holds() -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            over.wait(HELD)
            connection.execute("ROLLBACK")

    holder = threading.Thread(target=holds)
    holder.start()
    time.sleep(0.5)
    told = write(guests_of(guest), [port], each=3)
    holder.join()

    assert any(status != SAVED for status in told.statuses), "nobody met the lock"
    with finds(bug):
        are_told_in_words(told)
        assert here.kept(patient) == told.saved
        assert len(told.saved) == WRITERS * 3
    assert guest.writes(port, str(uuid4()), "Etterpå").status == SAVED, "it goes on without a new start"


@pytest.mark.skipif(programs() is None, reason="needs PostgreSQL's programs; scripts/set-up-postgres")
@pytest.mark.parametrize("bug", ["", "says_nothing_of_a_database_that_is_gone"])
def test_a_server_that_crashes_and_comes_back_loses_nothing(tmp_path: Path, finds: Finds, bug: str) -> None:
    with server(programs() or Path()) as databases:
        (folder := tmp_path / "practice").mkdir()
        here = Practice(folder, databases.database("selfhelp"), databases.database("selfhelp_keys"))
        try:
            told, kept = crashed(here, databases, bug)
        finally:
            here.closes()

    assert any(status != SAVED for status in told.statuses), "nobody met a crash"
    with finds(bug):
        are_told_in_words(told)
        assert kept == told.saved
        assert len(told.saved) == FEW // WRITERS * WRITERS


def crashed(here: Practice, databases: Server, bug: str) -> tuple[Told, dict[str, str]]:
    """What the writers were told while the server crashed again and again, and what is kept."""
    patient = here.surgery.patient(here.surgery.gp())
    port, guest, over = here.starts(bug), here.comes(patient), threading.Event()
    guest.fills_in(port)

    def crashes() -> None:
        for _ in range(CRASHES):
            databases.crashes()  # the first at once: a fast machine has soon written all
            over.wait(0.5)
            databases.starts()
            over.wait(0.3)

    crashing = threading.Thread(target=crashes)
    crashing.start()
    told = write(guests_of(guest), [port], each=FEW // WRITERS, pause=0.3)
    crashing.join()
    here.is_ready(port)
    return told, here.kept(patient)
