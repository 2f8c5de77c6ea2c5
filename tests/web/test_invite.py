"""Inviting: a sheet at an address of its own, loaded again as often as one likes, taken back once."""

import re

import pytest
from apps import Comes
from pages import Browser
from people import Gp, Surgery

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

        doctor.opens("/gp/patients").presses("Yes, withdraw it")

        assert "rød lue" not in doctor.text
        assert comes().opens(f"/start/{given}").saves().status == 422


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
