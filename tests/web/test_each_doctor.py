"""Sharing with more than one doctor: each sees a page of their own, and the patient sees each of them."""

from uuid import UUID, uuid4

import pytest
from apps import Comes
from forms import words
from pages import Browser
from people import Gp, Patient, Surgery
from sqlalchemy.orm import Session

from selfhelp.care import sharing
from selfhelp.records.course import CareLink
from web.filling import has_done
from web.test_choosing import LOOK, ticks
from web.test_whole_way import on_the_gps_page

SECOND = ("progress", "scores")


@pytest.fixture
def second(surgery: Surgery, patient: Patient) -> Gp:
    """Another doctor, who reads English and may see less."""
    has_done(surgery, patient)
    gp = surgery.gp("per-lege", name="Per Lege", locale="en")
    invited = surgery.slip(gp)
    with Session(surgery.engine) as session:
        session.add(
            CareLink(
                id=uuid4(), enrolment_id=patient.enrolment_id, gp_id=gp.id, granted_at=surgery.now,
                invitation_id=invited.invitation_id, shares=list(SECOND),
            )
        )  # fmt: skip
        session.commit()
    return gp


def page_of(doctor: Browser, patient: Patient) -> str:
    return on_the_gps_page(doctor.opens(f"/gp/patients/{patient.enrolment_id}"))


def at(browser: Browser, name: str) -> Browser:
    """The patient's page about this doctor."""
    browser.opens("/sharing")
    lead = words(browser.page.root.find(".//p[@class='lead']"))
    return browser if name in lead else browser.follows(name)


class TestEachDoctor:
    def test_sees_byte_for_byte_what_the_patient_is_shown_of_that_doctor(
        self, comes: Comes, gp: Gp, second: Gp, patient: Patient
    ) -> None:
        browser = comes(patient)
        first, other = page_of(comes(gp), patient), page_of(comes(second), patient)
        assert first != other

        assert first in at(browser, "Kari Lege").html
        assert other not in browser.html
        assert other in at(browser, "Per Lege").html
        assert first not in browser.html
        assert 'aria-current="true">Per Lege, vises her' in browser.html

    def test_is_chosen_for_alone(
        self, comes: Comes, session: Session, gp: Gp, second: Gp, patient: Patient
    ) -> None:
        browser = at(comes(patient), "Per Lege")
        doctor = comes(gp)
        before = page_of(doctor, patient)
        assert ticks(browser) == set(SECOND)

        browser.fills({"share": ["progress"]}).presses(LOOK)
        looked_at = browser.html
        browser.presses("Save")

        assert ticks(browser) == {"progress"}
        assert page_of(comes(second), patient) in looked_at
        assert page_of(doctor, patient) == before

    def test_is_shut_out_alone_with_effect_on_the_next_request(
        self, comes: Comes, gp: Gp, second: Gp, patient: Patient
    ) -> None:
        path = f"/gp/patients/{patient.enrolment_id}"
        reading, other = comes(second).opens(path), comes(gp)
        browser = at(comes(patient), "Per Lege").presses("Yes, stop sharing")

        assert "Per Lege" in words(browser.page.root.find(".//p[@class='lead']"))
        assert 'class="follow-up"' not in browser.html + reading.opens(path).html
        assert reading.opens(f"{path}/note.txt").status == 404
        assert 'class="follow-up"' in other.opens(path).html
        assert 'class="follow-up"' in at(browser, "Kari Lege").html

        at(browser, "Per Lege").presses("Share again with the same doctor")

        assert 'class="follow-up"' in reading.opens(path).html

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

        assert "Du har delt med mer enn én lege." not in browser.text
        assert browser.fills({"share": ["card"]}).presses("Save").path == "/sharing"

    def test_gets_nothing_from_a_page_that_was_opened_before_there_was_another(
        self, comes: Comes, session: Session, patient: Patient, request: pytest.FixtureRequest
    ) -> None:
        left_open = comes(patient).opens("/sharing").fills({"share": ["card"]})
        request.getfixturevalue("second")

        left_open.presses("Save")

        shared = {link.gp_name: set(link.shares) for link in sharing.my_links(session, patient.enrolment_id)}
        assert shared == {"Kari Lege": {"card"}, "Per Lege": set(SECOND)}
