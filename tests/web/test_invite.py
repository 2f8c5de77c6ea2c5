"""Inviting: a sheet at an address of its own, loaded again as often as one likes, taken back once."""

import re
from datetime import timedelta

import pytest
from apps import Comes
from forms import words
from pages import Browser
from people import Gp, Surgery
from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.records.people import Invitation

CODE = re.compile(r'class="code">([0-9A-Z-]{19})<')


@pytest.fixture
def doctor(comes: Comes, gp: Gp) -> Browser:
    return comes(gp)


def code(browser: Browser) -> str:
    found = CODE.search(browser.html)
    assert found is not None
    return found[1]


class TestTheSheet:
    def test_shows_the_same_code_when_it_is_loaded_again(self, doctor: Browser, comes: Comes) -> None:
        doctor.opens("/gp/invite").saves({"note": "rød lue", "language": "nb"})
        first = code(doctor)

        assert code(doctor.opens(doctor.path)) == first
        assert comes().opens(f"/start/{first}").saves().path == "/start/account"

    def test_shows_no_code_to_another_browser_nor_after_the_next_one(
        self, doctor: Browser, comes: Comes, gp: Gp
    ) -> None:
        doctor.opens("/gp/invite").saves({"note": "rød lue", "language": "nb"})
        sheet = doctor.path
        assert CODE.search(comes(gp).opens(sheet).html) is None

        doctor.opens("/gp/invite").saves({"note": "blå sekk", "language": "nb"})

        doctor.opens(sheet)
        assert CODE.search(doctor.html) is None
        assert doctor.says("The code of this sheet is not kept") in doctor.text

    def test_is_not_another_doctors(self, doctor: Browser, comes: Comes, surgery: Surgery) -> None:
        doctor.opens("/gp/invite").saves({"language": "nb"})

        assert comes(surgery.gp()).opens(doctor.path).status == 404

    def test_is_worth_nothing_once_it_was_taken_back(self, doctor: Browser, comes: Comes) -> None:
        doctor.opens("/gp/invite").saves({"note": "rød lue", "language": "nb"})
        given = code(doctor)

        doctor.follows("The invitation and a line for the record").presses("Yes, withdraw it")

        assert "rød lue" not in doctor.text
        assert comes().opens(f"/start/{given}").saves().status == 422


class TestTheInvitation:
    def test_gives_a_line_for_the_record_that_tells_nothing_but_the_act(
        self, doctor: Browser, comes: Comes, surgery: Surgery
    ) -> None:
        english = comes(surgery.gp("dr-en", locale="en"), language="en")
        for browser, line in (
            (doctor, "Anbefalt nettbasert selvhjelp"),
            (english, "Recommended online self-help"),
        ):
            browser.opens("/gp/invite").saves(
                {"note": "rød lue", "talked_about": ["who-to-call"], "language": "nb"}
            )
            browser.follows("The invitation and a line for the record")

            (told,) = [words(one) for one in browser.page.root.iter("pre")]
            assert told.startswith(line)
            assert "rød lue" not in told
            assert browser.says("Who to call when it is hard") in browser.text

    def test_gets_a_new_sheet_and_the_old_one_opens_nothing(self, doctor: Browser, comes: Comes) -> None:
        doctor.opens("/gp/invite").saves(
            {"note": "rød lue", "office_number": "22 33 44 55", "language": "nb"}
        )
        lost = code(doctor)

        doctor.follows("The invitation and a line for the record").presses("Make the new sheet")

        new = code(doctor)
        assert "22 33 44 55" in doctor.text
        assert comes().opens(f"/start/{lost}").saves().status == 422
        assert comes().opens(f"/start/{new}").saves().path == "/start/account"

    def test_gets_no_new_sheet_once_it_was_used(
        self, doctor: Browser, surgery: Surgery, gp: Gp, session: Session
    ) -> None:
        patient = surgery.patient(gp, note="rød lue")
        page = session.scalars(
            select(Invitation.id).where(Invitation.enrolment_id == patient.enrolment_id)
        ).one()
        doctor.opens(f"/gp/invitations/{page}")
        assert doctor.says("Make a new sheet") not in doctor.text

        doctor.posts(f"/gp/invitations/{page}/renew", {"csrf_token": doctor.token()})

        assert doctor.path == "/gp/patients"
        assert session.get_one(Invitation, page, populate_existing=True).renewed_at is None

    def test_is_good_for_three_weeks_from_the_new_sheet(
        self, doctor: Browser, surgery: Surgery, gp: Gp, comes: Comes
    ) -> None:
        slip = surgery.slip(gp, note="rød lue")
        with Session(surgery.engine) as behind:
            row = behind.get_one(Invitation, slip.invitation_id)
            row.created_at -= timedelta(days=29)
            row.expires_at -= timedelta(days=29)
            behind.commit()
        assert comes().opens(f"/start/{slip.code}").saves().status == 422
        assert doctor.says("The code has expired") in doctor.opens("/gp/patients").text

        doctor.opens(f"/gp/invitations/{slip.invitation_id}").presses("Make the new sheet")

        assert comes().opens(f"/start/{code(doctor)}").saves().path == "/start/account"
        assert doctor.says("Has not used the code yet") in doctor.opens("/gp/patients").text


class TestWhatTheDoctorTypes:
    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            (
                {"note": "Kari 010170"},
                "Leave out long numbers: the note must not tell who the patient is.",
            ),
            (
                {"office_number": "ring oss"},
                "Write the phone number with digits and spaces, for example 22 33 44 55.",
            ),
        ],
    )
    def test_is_looked_over_and_kept(self, doctor: Browser, typed: dict[str, str], said: str) -> None:
        doctor.opens("/gp/invite").saves({**typed, "language": "nb"})

        assert doctor.status == 422
        assert doctor.says(said) in doctor.text
        assert all(word in doctor.html for word in typed.values())
