"""Deleting everything: at once, for good, with a receipt; and the question after a year."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apps import Comes, signs_in
from databases import wiped, wrapped_of
from pages import Browser
from people import PASSPHRASE, Gp, Patient, Surgery
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from selfhelp.care import forget
from selfhelp.records.course import Enrolment, Entry
from selfhelp.records.people import Login, Person
from selfhelp.web.desk import Desk
from web.test_my_account import recovers

DELETE = "/my-account/delete"
EVENT, TEXT = "q.entry.event", "Bussen gikk fra meg i regnet"
EVERYTHING_IS_DELETED = "Everything is deleted"
CHANGED = "Your passphrase is changed. Cross out the recovery code you have used."


def deletes(browser: Browser) -> Browser:
    return browser.opens(DELETE).fills({"sure": "y"}).presses("Delete everything now")


def logged_in_days_ago(desk: Desk, patient: Patient, days: int) -> None:
    with Session(desk.engine) as session:
        at = datetime.now(UTC) - timedelta(days=days)
        session.execute(update(Enrolment).where(Enrolment.id == patient.enrolment_id).values(here_at=at))
        session.commit()


def is_erased_in_days(desk: Desk, patient: Patient, days: int) -> bool:
    """Whether `selfhelp retain` deletes this patient, who does not come again meanwhile."""
    then = datetime.now(UTC) + timedelta(days=days)
    with Session(desk.engine) as session:
        gone = forget.forget_if_quiet(session, desk.keys, patient.enrolment_id, then)
        session.commit()
    return gone


class TestDeleteEverything:
    def test_takes_the_patient_away_and_gives_a_receipt(
        self, comes: Comes, patient: Patient, desk: Desk, session: Session
    ) -> None:
        browser = comes(patient)
        browser.opens("/toolbox/chain/new").saves({EVENT: TEXT})

        deletes(browser)

        assert browser.path == "/deleted"
        assert browser.says(EVERYTHING_IS_DELETED) in browser.text
        assert forget.receipt_number(patient.enrolment_id) in browser.text
        assert session.scalar(select(func.count()).select_from(Entry)) == 0
        assert session.get(Person, patient.id) is None
        assert desk.keys.keys([patient.enrolment_id]) == {}

    def test_leaves_no_word_on_the_disk(
        self, comes: Comes, patient: Patient, desk: Desk, disk: Path, session: Session
    ) -> None:
        browser = comes(patient)
        browser.opens("/toolbox/chain/new").saves({EVENT: TEXT})
        sealed = session.scalars(select(Entry.value)).one()
        session.rollback()
        assert any(sealed in file.read_bytes() for file in disk.glob("selfhelp.sqlite*"))

        deletes(browser)

        assert not any(sealed in file.read_bytes() for file in disk.glob("selfhelp.sqlite*"))

    @pytest.mark.postgresql
    def test_leaves_no_key_in_postgresqls_files(self, comes: Comes, patient: Patient, desk: Desk) -> None:
        wrapped = wrapped_of(desk.keys.engine, patient.enrolment_id)

        with wiped(desk.keys.engine, wrapped):
            deletes(comes(patient))

    def test_ends_every_visit_and_lets_nobody_in_again(self, comes: Comes, patient: Patient) -> None:
        at_home, on_the_phone = comes(patient), comes(patient)

        deletes(at_home)

        assert on_the_phone.opens("/home").path.startswith("/log-in")
        assert at_home.opens("/home").path.startswith("/log-in")
        back = signs_in(comes(), patient)
        assert back.status == 401

    def test_asks_for_a_tick_and_deletes_nothing_without(
        self, comes: Comes, patient: Patient, session: Session
    ) -> None:
        browser = comes(patient).opens(DELETE).presses("Delete everything now")

        assert browser.status == 422
        assert browser.says("Tick the box if you want to delete everything.") in browser.text
        assert session.get(Person, patient.id) is not None

    def test_asks_for_a_new_log_in_and_comes_back(self, comes: Comes, patient: Patient, desk: Desk) -> None:
        browser = comes(patient)
        with Session(desk.engine) as session:
            session.execute(update(Login).values(created_at=datetime.now(UTC) - timedelta(minutes=20)))
            session.commit()

        browser.opens(DELETE)
        assert browser.path.startswith("/log-in")
        browser.saves({"user_name": patient.user_name, "passphrase": PASSPHRASE})

        assert browser.path == DELETE

    def test_touches_nobody_else(
        self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient, session: Session
    ) -> None:
        other = surgery.patient(gp)
        beside = comes(other)
        beside.opens("/toolbox/chain/new").saves({EVENT: TEXT})

        deletes(comes(patient))

        assert TEXT in beside.opens("/toolbox/chain").text
        assert session.scalar(select(func.count()).select_from(Entry)) == 1

    def test_leaves_the_doctor_a_line_that_says_ended_and_no_more(
        self, comes: Comes, gp: Gp, patient: Patient
    ) -> None:
        doctor = comes(gp).opens("/gp/patients")
        assert "rød lue" in doctor.text

        deletes(comes(patient))

        doctor.opens("/gp/patients")
        assert doctor.says("Ended") in doctor.text
        assert "rød lue" not in doctor.text
        assert str(patient.enrolment_id) not in doctor.page.html
        assert doctor.opens(f"/gp/patients/{patient.enrolment_id}").status == 404

    def test_speaks_the_patients_language_to_the_end(self, comes: Comes, surgery: Surgery, gp: Gp) -> None:
        browser = deletes(comes(surgery.patient(gp, locale="en")))

        assert browser.page.language == "en"
        assert "Everything is deleted" in browser.text

    def test_shows_no_receipt_to_who_has_not_just_deleted(self, comes: Comes, patient: Patient) -> None:
        assert comes().opens("/deleted").path == "/"
        assert comes(patient).opens("/deleted").path == "/home"


class TestComingBackAfterAYear:
    def test_is_asked_once_and_goes_on_to_where_one_was_going(
        self, comes: Comes, patient: Patient, desk: Desk
    ) -> None:
        logged_in_days_ago(desk, patient, 365)

        browser = comes(patient)
        assert browser.path.startswith("/still-here")
        browser.follows("Keep it")

        assert browser.path == "/home"
        assert comes(patient).path == "/home"

    def test_can_end_with_deleting(self, comes: Comes, patient: Patient, desk: Desk) -> None:
        logged_in_days_ago(desk, patient, 380)

        browser = comes(patient).follows("Delete everything")

        assert browser.path == DELETE

    def test_is_not_asked_before(self, comes: Comes, patient: Patient, desk: Desk) -> None:
        logged_in_days_ago(desk, patient, 364)

        assert comes(patient).path == "/home"

    def test_by_a_recovery_code_is_asked_too_and_keeps_what_is_here(
        self, comes: Comes, surgery: Surgery, patient: Patient, desk: Desk
    ) -> None:
        """The likely way in after so long: the passphrase is forgotten, the paper still lies there."""
        paper = surgery.give_recovery_codes(patient)
        logged_in_days_ago(desk, patient, 395)

        browser = recovers(comes(), patient, paper[0])
        assert browser.path.startswith("/still-here")
        assert browser.says(CHANGED) in browser.html
        browser.follows("Keep it").opens("/toolbox/chain/new").saves({EVENT: TEXT})

        assert not is_erased_in_days(desk, patient, 2)
        assert TEXT in browser.opens("/toolbox/chain").text
        assert is_erased_in_days(desk, patient, 397)
