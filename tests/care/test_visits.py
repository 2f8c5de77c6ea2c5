"""Visits: a token without its row is worth nothing, and a row without use goes stale."""

from datetime import timedelta

import pytest
from databases import NOW
from people import Gp, Patient, Surgery
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from selfhelp.care import visits
from selfhelp.records.course import Enrolment
from selfhelp.records.people import Login

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def token(session: Session, patient: Patient) -> str:
    return begin(session, patient)


def begin(session: Session, who: Patient | Gp) -> str:
    token = visits.begin(session, person_id=who.id, device="A browser", second_factor=False, now=NOW)
    session.flush()
    return token


class TestBegin:
    def test_keeps_only_the_digest_of_the_token(self, session: Session, token: str) -> None:
        login = session.scalars(select(Login)).one()

        assert token not in login.token_hash
        assert login.token_hash == visits.digest(token)

    def test_gives_every_visit_a_token_of_its_own(self, session: Session, patient: Patient) -> None:
        assert len({begin(session, patient) for _ in range(5)}) == 5

    def test_keeps_no_more_than_a_little_of_the_device(self, session: Session, patient: Patient) -> None:
        visits.begin(session, person_id=patient.id, device="x" * 500, second_factor=False, now=NOW)
        session.flush()

        assert len(session.scalars(select(Login.device)).one()) == 60

    def test_notes_that_the_patient_is_here_and_nobody_else(
        self, session: Session, surgery: Surgery, gp: Gp, patient: Patient
    ) -> None:
        away = surgery.patient(gp)
        session.execute(update(Enrolment).values(here_at=NOW - 400 * DAY))

        begin(session, patient)

        here = {one.id: one.here_at for one in session.scalars(select(Enrolment))}
        assert here == {patient.enrolment_id: NOW, away.enrolment_id: NOW - 400 * DAY}


class TestVisitor:
    def test_brings_person_and_enrolment(self, session: Session, patient: Patient, token: str) -> None:
        found = visits.visitor(session, token, NOW)

        assert found is not None
        assert (found.person_id, found.role, found.enrolment_id) == (
            patient.id,
            "patient",
            patient.enrolment_id,
        )

    def test_brings_no_enrolment_for_a_gp(self, session: Session, gp: Gp) -> None:
        found = visits.visitor(session, begin(session, gp), NOW)

        assert found is not None
        assert (found.role, found.enrolment_id, found.display_name) == ("gp", None, "Kari Lege")

    @pytest.mark.parametrize("made_up", ["", "made up", "x" * 500])
    def test_knows_no_made_up_token(self, session: Session, token: str, made_up: str) -> None:
        assert visits.visitor(session, made_up, NOW) is None
        assert visits.visitor(session, visits.digest(token), NOW) is None

    def test_ends_after_thirty_idle_minutes_for_a_patient(self, session: Session, token: str) -> None:
        assert visits.visitor(session, token, NOW + 30 * MINUTE) is not None
        assert visits.visitor(session, token, NOW + 31 * MINUTE) is None

    def test_ends_after_fifteen_idle_minutes_for_a_gp(self, session: Session, gp: Gp) -> None:
        token = begin(session, gp)

        assert visits.visitor(session, token, NOW + 15 * MINUTE) is not None
        assert visits.visitor(session, token, NOW + 16 * MINUTE) is None

    def test_goes_on_while_it_is_used_but_never_past_twelve_hours(self, session: Session, token: str) -> None:
        moment, login = NOW, visits.digest(token)
        while moment < NOW + timedelta(hours=12):
            assert visits.visitor(session, token, moment) is not None
            visits.seen(session, login, moment)
            moment += 20 * MINUTE

        assert visits.visitor(session, token, NOW + timedelta(hours=12, minutes=1)) is None


class TestEnd:
    def test_makes_the_token_worthless_for_good(self, session: Session, token: str) -> None:
        login = visits.digest(token)
        visits.end(session, login)

        assert visits.visitor(session, token, NOW) is None
        visits.seen(session, login, NOW)
        assert visits.visitor(session, token, NOW) is None

    def test_leaves_other_visits_alone(self, session: Session, patient: Patient, token: str) -> None:
        other = begin(session, patient)
        visits.end(session, visits.digest(token))

        assert visits.visitor(session, other, NOW) is not None


class TestVisitsOf:
    def test_are_those_that_go_on_the_one_used_last_first(
        self, session: Session, patient: Patient, gp: Gp
    ) -> None:
        begin(session, gp)
        early, late, idle = (visits.digest(begin(session, patient)) for _ in range(3))
        now = NOW + 40 * MINUTE
        visits.seen(session, early, now - 20 * MINUTE)
        visits.seen(session, late, now - MINUTE)

        found = visits.visits_of(session, patient.id, now)

        assert [login.token_hash for login in found] == [late, early]
        assert idle not in {login.token_hash for login in found}


class TestEndOne:
    def test_ends_one_of_the_persons_own_and_nobody_elses(
        self, session: Session, patient: Patient, gp: Gp, token: str
    ) -> None:
        another, the_gps = begin(session, patient), begin(session, gp)

        for one in (another, the_gps):
            visits.end_one(session, patient.id, visits.digest(one))

        ended = [visits.visitor(session, one, NOW) is None for one in (token, another, the_gps)]
        assert ended == [False, True, False]


class TestEndAll:
    def test_ends_every_visit_of_one_person(
        self, session: Session, patient: Patient, gp: Gp, token: str
    ) -> None:
        another, the_gps = begin(session, patient), begin(session, gp)

        visits.end_all(session, patient.id)

        assert [visits.visitor(session, one, NOW) for one in (token, another)] == [None, None]
        assert visits.visitor(session, the_gps, NOW) is not None


class TestForgetEnded:
    def test_deletes_what_is_idle_or_too_old_and_nothing_else(
        self, session: Session, patient: Patient
    ) -> None:
        idle, too_old, here = (visits.digest(begin(session, patient)) for _ in range(3))
        now = NOW + visits.LONGEST_VISIT + MINUTE
        visits.seen(session, idle, now - 31 * MINUTE)
        visits.seen(session, too_old, now)
        session.get_one(Login, here).created_at = now - visits.LONGEST_VISIT
        visits.seen(session, here, now - 30 * MINUTE)

        assert visits.forget_ended(session, now) == 2
        assert session.scalars(select(Login.token_hash)).all() == [here]

    def test_deletes_nobody_who_could_go_on(self, session: Session, patient: Patient, token: str) -> None:
        now = NOW + 30 * MINUTE

        visits.forget_ended(session, now)

        assert visits.visitor(session, token, now) is not None
