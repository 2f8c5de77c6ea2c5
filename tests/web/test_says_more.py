"""A part of what can be shared that says more than it did: nothing of it is shown before it is agreed to."""

import pytest
from apps import Comes
from people import EVERYTHING, Gp, Patient, Surgery
from sqlalchemy import text
from sqlalchemy.orm import Session

from web.filling import has_done
from web.test_choosing import ticks
from web.test_whole_way import on_the_gps_page

STEPS = "14 av 14 steg"  # a line of the part that says more by now
NUMBERS = "Hvor nær målet er du i dag?"


class TestAPartThatSaysMore:
    """Whoever agreed to the version before shares nothing of what was widened since, as it is shipped."""

    @pytest.fixture
    def before(self, surgery: Surgery, patient: Patient) -> Patient:
        has_done(surgery, patient)
        with Session(surgery.engine) as session:
            session.execute(text("UPDATE enrolment SET consent_version = 2"))
            session.commit()
        return patient

    def test_is_kept_back_whole_and_unticked_until_the_question_is_answered(
        self, comes: Comes, gp: Gp, before: Patient
    ) -> None:
        doctor, path = comes(gp), f"/gp/patients/{before.enrolment_id}"
        told = on_the_gps_page(doctor.opens(path))
        assert (STEPS in told, NUMBERS in told, "PHQ-9" in told) == (False, True, True)

        browser = comes(before)
        assert (browser.path, ticks(browser)) == ("/consent", set(EVERYTHING) - {"progress"})
        assert ticks(browser.opens("/sharing")) == set(EVERYTHING) - {"progress"}
        assert told in browser.html
        assert STEPS not in doctor.opens("/gp/patients").text

        browser.opens("/home").presses("Share everything and go on")
        assert STEPS in on_the_gps_page(doctor.opens(path))

    def test_is_shared_by_a_tick_on_the_page_about_sharing_too(
        self, comes: Comes, gp: Gp, before: Patient
    ) -> None:
        browser = comes(before).opens("/sharing").fills({"share": list(EVERYTHING)}).presses("Save")

        told = on_the_gps_page(comes(gp).opens(f"/gp/patients/{before.enrolment_id}"))
        assert STEPS in told
        assert told in browser.html
        assert browser.opens("/home").path == "/home"
