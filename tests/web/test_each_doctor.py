"""One doctor after another: each sees a page of their own while followed by, and nothing before or after."""

from datetime import datetime
from uuid import UUID

import pytest
from apps import Comes
from forms import words
from pages import Browser
from people import EVERYTHING, Gp, Patient, Surgery
from sqlalchemy.orm import Session

from selfhelp.care import sharing
from selfhelp.records.course import Enrolment
from web.filling import has_done
from web.test_choosing import ticks
from web.test_whole_way import on_the_gps_page

FIRST, SECOND = "Kari Lege", "Per Lege"
PARTS = ["progress", "scores"]
ONE = "You have shared with more than one doctor. One at a time can follow you."
AGAIN = "Share again with the same doctor"


@pytest.fixture
def second(surgery: Surgery) -> Gp:
    """Another doctor, who reads English."""
    return surgery.gp("per-lege", name=SECOND, locale="en")


@pytest.fixture
def changed(comes: Comes, surgery: Surgery, patient: Patient, second: Gp) -> Browser:
    """The patient has stopped sharing with one doctor and typed the next one's code."""
    has_done(surgery, patient)
    slip = surgery.slip(second, note="blå sekk")
    browser = comes(patient).opens("/sharing").presses("Yes, stop sharing")
    return browser.follows("I have a code").saves({"code": slip.code})


@pytest.fixture
def agreed(changed: Browser) -> Browser:
    return changed.fills({"share": PARTS}).presses("Share only what I have ticked")


def page_of(doctor: Browser, patient: Patient) -> str:
    return on_the_gps_page(doctor.opens(f"/gp/patients/{patient.enrolment_id}"))


def at(browser: Browser, name: str) -> Browser:
    """The patient's page about this doctor."""
    browser.opens("/sharing")
    lead = words(browser.page.root.find(".//p[@class='lead']"))
    return browser if name in lead else browser.follows(name)


class TestEachDoctor:
    def test_is_shown_nothing_before_the_patient_has_chosen_for_that_doctor(
        self, comes: Comes, second: Gp, patient: Patient, changed: Browser
    ) -> None:
        assert (changed.path, ticks(changed)) == ("/consent", set())
        assert SECOND in changed.text

        doctor = comes(second)
        told = doctor.html + doctor.follows("blå sekk").html + doctor.follows("Plain text").html
        assert [word for word in ("PHQ-9", "14 of 14", "group work") if word in told] == []

    def test_sees_byte_for_byte_what_the_patient_is_shown_and_the_one_before_sees_nothing(
        self, comes: Comes, gp: Gp, second: Gp, patient: Patient, agreed: Browser
    ) -> None:
        told = page_of(comes(second), patient)
        assert "14 of 14 steps" in told

        assert told in at(agreed, SECOND).html
        assert ticks(agreed) == set(PARTS)
        assert agreed.says(ONE) in agreed.text
        assert 'class="follow-up"' not in at(agreed, FIRST).html
        assert agreed.says(AGAIN) not in agreed.text
        before = comes(gp)
        assert "Har sluttet å dele" in before.text
        path = f"/gp/patients/{patient.enrolment_id}"
        assert 'class="follow-up"' not in before.opens(path).html
        assert before.opens(f"{path}/note.txt").status == 404

    def test_is_not_let_in_again_while_another_follows(
        self, session: Session, second: Gp, patient: Patient, agreed: Browser
    ) -> None:
        form = at(agreed, FIRST).token()
        (earlier,) = [link for link in sharing.my_links(session, patient.enrolment_id) if link.ended_at]

        agreed.posts("/sharing/again", {"csrf_token": form, "doctor": str(earlier.id)})

        session.rollback()
        by_name = {one.gp_name: one.ended_at for one in sharing.my_links(session, patient.enrolment_id)}
        assert isinstance(by_name[FIRST], datetime)
        assert by_name[SECOND] is None

    def test_is_chosen_for_anew_when_let_in_after_another(
        self, comes: Comes, session: Session, gp: Gp, patient: Patient, agreed: Browser
    ) -> None:
        at(agreed, SECOND).presses("Yes, stop sharing")

        at(agreed, FIRST).presses(AGAIN)

        assert (agreed.path, ticks(agreed)) == ("/consent", set())
        assert session.get_one(Enrolment, patient.enrolment_id).consent_version == 0
        doctor = comes(gp)
        assert "14 av 14 steg" not in page_of(doctor, patient)
        agreed.presses("Share everything and go on")
        assert "14 av 14 steg" in page_of(doctor, patient)

    def test_gets_nothing_from_a_page_that_was_opened_for_the_one_before(
        self, comes: Comes, session: Session, patient: Patient, request: pytest.FixtureRequest
    ) -> None:
        left_open = comes(patient).opens("/sharing").fills({"share": ["card"]})
        request.getfixturevalue("agreed")

        left_open.presses("Save")

        shared = {link.gp_name: set(link.shares) for link in sharing.my_links(session, patient.enrolment_id)}
        assert shared == {FIRST: set(EVERYTHING), SECOND: set(PARTS)}

    def test_of_another_patient_is_nobody_here(
        self, comes: Comes, surgery: Surgery, session: Session, gp: Gp, patient: Patient
    ) -> None:
        theirs = sharing.my_link(session, surgery.patient(gp).enrolment_id)
        assert theirs is not None
        browser = comes(patient)
        token = {"csrf_token": browser.opens("/sharing").token()}

        assert browser.opens(f"/sharing?doctor={theirs.id}").status == 404
        assert browser.opens(f"/sharing?doctor={UUID(int=5)}").status == 404
        assert browser.posts("/sharing/end", {**token, "doctor": str(theirs.id)}).status == 404
        session.rollback()
        [kept] = sharing.my_links(session, theirs.enrolment_id)
        assert kept.ended_at is None

    def test_needs_no_list_while_there_is_one(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens("/sharing")

        assert browser.says(ONE) not in browser.text
        assert browser.fills({"share": ["card"]}).presses("Save").path == "/sharing"
