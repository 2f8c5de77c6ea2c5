"""My patients: fifty a page, and a search that leaves no note in an address and writes nothing."""

from datetime import timedelta

import pytest
from apps import Comes
from flask import Flask
from house.watching import WRITES, statements
from pages import Browser
from people import Gp, Surgery

from selfhelp.care.days import day_of
from selfhelp.care.patients import ON_A_PAGE


@pytest.fixture
def doctor(comes: Comes, surgery: Surgery, gp: Gp) -> Browser:
    """At a list of two pages, by next appointment."""
    for number in range(ON_A_PAGE + 2):
        day = day_of(surgery.now) + timedelta(days=number)
        surgery.slip(gp, note=f"{'lue' if number % 2 else 'sekk'} {number:02}", first_appointment=day)
    return comes(gp).opens("/gp/patients")


def lines(browser: Browser) -> int:
    return len(list(browser.page.root.iter("tr"))) - 1


class TestThePages:
    def test_lead_on_and_back(self, doctor: Browser) -> None:
        assert (lines(doctor), "sekk 00" in doctor.text) == (ON_A_PAGE, True)

        doctor.follows("The next ones")
        assert (lines(doctor), doctor.path) == (2, "/gp/patients?page=2")
        assert doctor.says("The next ones") not in doctor.text

        assert "sekk 00" in doctor.follows("The ones before").text

    @pytest.mark.parametrize("page", ["0", "-1", "99", "two", "9" * 30])
    def test_that_are_made_up_show_a_page_that_is_there(self, doctor: Browser, page: str) -> None:
        assert lines(doctor.opens(f"/gp/patients?page={page}")) in {2, ON_A_PAGE}


class TestTheSearch:
    def test_finds_a_note_and_keeps_it_out_of_the_address(self, doctor: Browser) -> None:
        doctor.saves({"q": "LUE 5"})

        assert (doctor.path, lines(doctor)) == ("/gp/patients", 1)
        assert "lue 51" in doctor.text
        assert 'value="LUE 5"' in doctor.html
        assert lines(doctor.follows("Show all")) == ON_A_PAGE

    def test_leads_on_to_its_next_page_by_a_button(self, comes: Comes, surgery: Surgery, gp: Gp) -> None:
        for number in range(ON_A_PAGE + 1):
            surgery.slip(gp, note=f"lue {number}")
        surgery.slip(gp, note="sekk")

        doctor = comes(gp).opens("/gp/patients").saves({"q": "lue"}).presses("The next ones")

        assert (doctor.path, lines(doctor)) == ("/gp/patients", 1)
        assert "sekk" not in doctor.text

    def test_says_when_nothing_was_found_and_keeps_what_was_typed(self, doctor: Browser) -> None:
        doctor.saves({"q": "<b>votter"})

        assert doctor.status == 200
        assert "&lt;b&gt;votter" in doctor.html
        assert list(doctor.page.root.iter("tr")) == []

    def test_writes_nothing(self, app: Flask, doctor: Browser, surgery: Surgery, gp: Gp) -> None:
        surgery.patient(gp, note="rød lue")
        doctor.saves({"q": "rød"})  # the day's first look at this line has been written down

        with statements(app) as sent:
            doctor.saves({"q": "rød"})

        assert "rød lue" in doctor.text
        assert [one for one in sent if one.startswith(WRITES)] == []
