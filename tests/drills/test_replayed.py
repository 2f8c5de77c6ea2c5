"""Drill 6: somebody has a copy of the cookie. Once the visit has ended, it opens nothing anywhere."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from people import Patient
from sqlalchemy import update
from sqlalchemy.orm import Session

from drills.conftest import Finds
from drills.practice import Guest, Practice
from selfhelp.care import forget, visits
from selfhelp.records.people import Login

pytestmark = [pytest.mark.drill, pytest.mark.real]

Ends = Callable[[Practice, int, Guest, Patient], None]


def logs_out(_here: Practice, port: int, guest: Guest, _patient: Patient) -> None:
    guest.sends(port, "/log-out", {})


def leaves_at_once(_here: Practice, port: int, guest: Guest, _patient: Patient) -> None:
    guest.sends(port, "/leave", {})


def is_silent_for_half_an_hour(here: Practice, _port: int, _guest: Guest, _patient: Patient) -> None:
    _change(here, last_seen_at=datetime.now(UTC) - timedelta(minutes=31))


def stays_for_half_a_day(here: Practice, _port: int, _guest: Guest, _patient: Patient) -> None:
    _change(here, created_at=datetime.now(UTC) - timedelta(hours=13))


def sets_a_new_passphrase_elsewhere(here: Practice, _port: int, _guest: Guest, patient: Patient) -> None:
    with Session(here.surgery.engine) as session:
        visits.end_all(session, patient.id)
        session.commit()


def deletes_everything(here: Practice, _port: int, _guest: Guest, patient: Patient) -> None:
    with Session(here.surgery.engine) as session:
        forget.forget_everything(session, here.surgery.keys, patient.enrolment_id, datetime.now(UTC))
        session.commit()


def _change(here: Practice, **times: datetime) -> None:
    with Session(here.surgery.engine) as session:
        session.execute(update(Login).values(**times))
        session.commit()


EVERY_END: list[Ends] = [
    logs_out,
    leaves_at_once,
    is_silent_for_half_an_hour,
    stays_for_half_a_day,
    sets_a_new_passphrase_elsewhere,
    deletes_everything,
]


def test_a_copied_cookie_opens_nothing_once_the_visit_has_ended(
    here: Practice, subtests: pytest.Subtests
) -> None:
    ports = [here.starts(), here.starts()]
    for ends in EVERY_END:
        with subtests.test(ends.__name__):
            assert opened(here, ports, ends) == [302, 302]


@pytest.mark.parametrize(
    ("bug", "ends"),
    [("ends_visits_in_the_cookie_alone", logs_out), ("never_lets_a_visit_lapse", is_silent_for_half_an_hour)],
)
def test_finds_what_is_planted(here: Practice, finds: Finds, bug: str, ends: Ends) -> None:
    ports = [here.starts(bug)] * 2

    with finds(bug):
        assert opened(here, ports, ends) == [302, 302]


def opened(here: Practice, ports: list[int], ends: Ends) -> list[int]:
    """What the copy gets from every process, once the visit has ended at the first."""
    patient = here.surgery.patient(here.surgery.gp())
    guest = here.comes(patient)
    guest.fills_in(ports[0])
    copy = guest.cookie
    assert [Guest(copy).opens(port, "/home").status for port in ports] == [200, 200]

    ends(here, ports[0], guest, patient)

    return [Guest(copy).opens(port, "/home").status for port in ports]
