"""Leaving a shared machine: the session ends on the server, and the way back shows nothing personal."""

import re

import pytest
from playwright.sync_api import expect

from browser.house import House
from browser.person import EITHER_WAY, WEATHER, Arrives, Person, Way

pytestmark = pytest.mark.browser

SECRET = "Bare jeg vet om fjæra"


@pytest.fixture
def patient(way: Way, arrives: Arrives, at_home: str) -> Person:
    """A patient who has been around and written something of their own."""
    patient = arrives(way).is_in(at_home)
    patient.opens("/toolbox/chain/new").finds('[name="q.entry.event"]').fill(SECRET)
    patient.presses("Save").reads(SECRET)
    patient.opens("/modules/link/goals").finds('[name="q.goal-1"]').fill(SECRET)
    patient.presses("Save and continue").opens("/modules/link/goals").opens("/home").opens("/toolbox/chain")
    return patient


def is_outside(patient: Person) -> None:
    """Come to the weather; there is no network here, so the browser says that it is not there."""
    expect(patient.page).to_have_url(re.compile("^chrome-error://"))
    assert patient.asked_outside == [WEATHER]


def finds_nothing_on_the_way_back(patient: Person) -> None:
    """Press Back five times, as someone who sits down at the machine afterwards."""
    for _ in range(5):
        patient.page.go_back(wait_until="commit")
        patient.page.wait_for_load_state("domcontentloaded")
        assert SECRET not in patient.page.content()
        assert "Furu" not in patient.page.title()
        if patient.page.url == "about:blank":
            break
    patient.opens("/toolbox/chain")
    assert patient.path == "/log-in"


@EITHER_WAY
def test_log_out(patient: Person, at_home: str, house: House) -> None:
    patient.menu("Log out")

    assert house.visits(at_home) == 0
    assert patient.context.cookies() == [] or SECRET not in str(patient.context.cookies())
    finds_nothing_on_the_way_back(patient)


@EITHER_WAY
def test_quick_exit(patient: Person, at_home: str, house: House) -> None:
    patient.button("Leave page").click()
    is_outside(patient)

    assert house.visits(at_home) == 0
    finds_nothing_on_the_way_back(patient)


@EITHER_WAY
def test_quick_exit_after_the_log_in_has_lapsed(patient: Person, at_home: str, house: House) -> None:
    house.lets_the_log_in_lapse(at_home)

    patient.button("Leave page").click()
    is_outside(patient)

    finds_nothing_on_the_way_back(patient)


@EITHER_WAY
def test_log_out_after_the_log_in_has_lapsed(patient: Person, at_home: str, house: House) -> None:
    house.lets_the_log_in_lapse(at_home)

    patient.menu("Log out")

    assert patient.path == "/"
    finds_nothing_on_the_way_back(patient)


@EITHER_WAY
def test_quick_exit_after_the_browser_has_forgotten_everything(patient: Person) -> None:
    patient.context.clear_cookies()

    patient.button("Leave page").click()

    is_outside(patient)


@pytest.mark.parametrize("way", [Way()], ids=str)
def test_escape_three_times_leaves_too(patient: Person, at_home: str, house: House) -> None:
    for _ in range(3):
        patient.page.keyboard.press("Escape")
    is_outside(patient)

    assert house.visits(at_home) == 0
