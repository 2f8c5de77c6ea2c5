"""What a step knows beforehand is filled in, and the patient is not asked."""

import pytest
from apps import Comes
from pages import Browser
from people import Gp, Surgery

STEP = "/modules/calm/short-version?part=2"


@pytest.fixture
def browser(comes: Comes, surgery: Surgery, gp: Gp) -> Browser:
    return comes(surgery.patient(gp), language="nb")


def test_the_exercise_of_a_step_is_not_asked(browser: Browser) -> None:
    browser.opens(STEP)

    assert "Kortversjonen" in browser.text
    assert "q.own-short.exercise" not in {
        control.get("name") for form in browser.page.forms() for control in form.controls()
    }


def test_the_entry_says_which_exercise_it_was(browser: Browser) -> None:
    browser.opens(STEP).saves(
        {"q.own-short.before": "7", "q.own-short.after": "4", "q.own-short.felt": "good"}
    )

    assert "Kortversjonen" in browser.opens("/toolbox/calm").text
    assert "på 7 av 10 før øvelsen og på 4 etterpå" in browser.opens(STEP).text
