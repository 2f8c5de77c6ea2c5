"""A new version: a process is told to end while somebody is being answered."""

import os
import signal
import sqlite3
import threading
import time
from contextlib import closing
from uuid import uuid4

import pytest
from people import Patient
from sqlalchemy import make_url

from drills.conftest import Finds
from drills.practice import LOST_LINE, Practice
from drills.writers import SAVED

pytestmark = [pytest.mark.drill, pytest.mark.real]

NO_ANSWER = 0


@pytest.mark.parametrize("bug", ["", "ends_at_once"])
def test_who_is_being_answered_is_answered_first(
    here: Practice, patient: Patient, finds: Finds, bug: str
) -> None:
    port, guest, entry = here.starts(bug), here.comes(patient), str(uuid4())
    guest.fills_in(port)
    statuses: list[int] = []

    def writes() -> None:
        try:
            statuses.append(guest.writes(port, entry, "Gå tur").status)
        except LOST_LINE:
            statuses.append(NO_ANSWER)

    with closing(sqlite3.connect(str(make_url(here.database_url).database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writer = threading.Thread(target=writes)
        writer.start()
        time.sleep(1)
        os.kill(here.processes[port].pid, signal.SIGTERM)
        time.sleep(1)
        other.execute("ROLLBACK")
    writer.join()

    with finds(bug):
        assert statuses == [SAVED]
        assert here.processes[port].wait(15) == 0
        assert list(here.kept(patient).values()) == ["Gå tur"]
        with pytest.raises(LOST_LINE):
            guest.opens(port, "/help-now")
