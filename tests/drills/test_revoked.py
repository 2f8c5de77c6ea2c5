"""Drill 14: a doctor reads again and again while the patient ends sharing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from people import Gp, Patient
from sqlalchemy import func, select

from drills.conftest import Finds
from drills.practice import Answer, Practice
from selfhelp.records.log import AccessLog

pytestmark = [pytest.mark.drill, pytest.mark.real]

SHOWN = "Gå tur med kanarifuglen"


@pytest.mark.parametrize("bug", ["", "remembers_who_may_look"])
def test_nothing_is_shown_after_the_yes_and_each_look_before_is_written_down(
    here: Practice, finds: Finds, bug: str
) -> None:
    gp = here.surgery.gp()
    patient: Patient = here.surgery.patient(gp)
    ports = [here.starts(bug), here.starts(bug)]
    guest = here.comes(patient)
    goals = "/modules/link/goals"
    guest.fills_in(ports[0], goals)
    assert guest.sends(ports[0], goals, {"q.goal-1": SHOWN, "q.goal-1.doctor-may-see": "y"}).status == 303
    guest.fills_in(ports[0], "/sharing")

    reading = Reading(here, gp, f"/gp/patients/{patient.enrolment_id}")
    with reading.at(ports * 2):
        wait_for(reading.before, 8)
        ended = guest.sends(ports[1], "/sharing/end", {})
        reading.revoked.set()
        wait_for(reading.after, 8)

    assert ended.status in {200, 303}
    shown = [answer for answer in reading.before if SHOWN in answer.text]
    assert shown, "the doctor saw it before"
    with finds(bug):
        assert [answer.status for answer in reading.after if SHOWN in answer.text] == []
        with here.surgery.engine.connect() as connection:
            assert connection.scalar(select(func.count()).where(AccessLog.what == "follow-up")) == len(shown)


@dataclass(slots=True)
class Reading:
    """A doctor who opens the same page again and again, at several windows."""

    here: Practice
    gp: Gp
    page: str
    before: list[Answer] = field(default_factory=list)
    after: list[Answer] = field(default_factory=list)
    revoked: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at(self, ports: list[int]) -> Iterator[None]:
        over = threading.Event()

        def reads(port: int) -> None:
            doctor = self.here.comes(self.gp)
            while not over.is_set():
                kept = self.after if self.revoked.is_set() else self.before
                kept.append(doctor.opens(port, self.page))

        windows = [threading.Thread(target=reads, args=(port,)) for port in ports]
        for window in windows:
            window.start()
        try:
            yield
        finally:
            over.set()
            for window in windows:
                window.join()


def wait_for(answers: list[Answer], number: int) -> None:
    """Wait until there are so many answers."""
    pause = threading.Event()
    for _ in range(600):
        if len(answers) >= number:
            return
        pause.wait(0.1)
    raise TimeoutError
