"""Drill 1: processes are killed again and again while eight people write a thousand texts."""

import random
import threading
import time

import pytest
from people import Patient
from sqlalchemy import text

from drills.conftest import Finds
from drills.practice import Practice
from drills.writers import FEW, TEXTS, WRITERS, guests_of, write

pytestmark = [pytest.mark.drill, pytest.mark.real]


@pytest.mark.parametrize("bug", ["", "acknowledges_before_it_commits", "forgets_the_key"])
def test_no_answer_is_lost_and_none_is_kept_twice(
    here: Practice, patient: Patient, finds: Finds, bug: str
) -> None:
    ports = [here.starts(bug) for _ in range(2)]
    guest = here.comes(patient)
    guest.fills_in(ports[0])
    each, over, killed = (FEW if bug else TEXTS) // WRITERS, threading.Event(), []

    def kills() -> None:
        while not over.is_set():
            time.sleep(random.uniform(0.15, 0.5))  # noqa: S311  # no secret
            port = random.choice(ports)  # noqa: S311
            here.kills(port)
            killed.append(port)
            here.starts(bug, port=port)

    killer = threading.Thread(target=kills)
    killer.start()
    told = write(guests_of(guest), ports, each=each)
    over.set()
    killer.join()

    assert killed
    assert told.lost_lines
    with finds(bug):
        assert here.kept(patient) == told.saved
        assert len(told.saved) == WRITERS * each
    with here.surgery.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
