"""Whoever answers item 9 with more than "not at all" gets help in the same moment, and finds it again."""

import pytest
from playwright.sync_api import Dialog, expect

from browser.house import House
from browser.person import EITHER_WAY, Arrives, Person, Way

pytestmark = pytest.mark.browser

QUESTIONS = "/modules/link/how-are-you"
PANEL = "[data-help-panel]"


def answers_item9(patient: Person, answer: int) -> None:
    patient.finds(f".choice:has([name='q.phq.9'][value='{answer}'])").click()


def reads_whom_to_call(patient: Person, within: str) -> None:
    expect(patient.finds(f"{within} a[href='tel:113']").first).to_be_visible()
    expect(patient.finds(f"{within} a[href='tel:116123']").first).to_be_visible()


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_help_comes_with_the_answer_and_is_there_again(locale: str, arrives: Arrives, house: House) -> None:
    surgery = house.surgery
    name = surgery.patient(surgery.gp(), locale=locale).user_name
    patient = arrives(Way(locale, width=360)).is_in(name).opens(QUESTIONS)
    expect(patient.finds(PANEL)).to_be_hidden()

    answers_item9(patient, 2)

    expect(patient.finds(PANEL)).to_be_visible()
    expect(patient.finds(PANEL)).to_be_in_viewport()
    reads_whom_to_call(patient, PANEL)
    patient.is_clear_to_all()
    assert house.kept(name, "how-are-you")["phq"] == {"items": {"9": 2}}

    again = arrives(Way(locale)).is_in(name)
    again.sees("You do not have to be alone with thoughts like these").opens(QUESTIONS)
    expect(again.finds(PANEL)).to_be_visible()
    reads_whom_to_call(again, PANEL)


def test_zero_brings_no_panel(arrives: Arrives, at_home: str) -> None:
    patient = arrives().is_in(at_home).opens(QUESTIONS)
    answers_item9(patient, 0)
    expect(patient.finds("[data-saved][data-state=saved]")).to_be_visible()
    expect(patient.finds(PANEL)).to_be_hidden()


def test_without_scripts_the_answer_is_the_help_page(arrives: Arrives, at_home: str, house: House) -> None:
    patient = arrives(Way(script=False)).is_in(at_home).opens(QUESTIONS)
    for item in range(1, 10):
        patient.finds(f".choice:has([name='q.phq.{item}'][value='1'])").click()

    patient.presses("Save and continue")

    reads_whom_to_call(patient, "main")
    patient.sees("Your answers are saved.").presses("Continue")
    assert patient.page.url.endswith(f"{QUESTIONS}?part=2")
    assert house.kept(at_home, "how-are-you")["phq"]["items"]["9"] == 1


@EITHER_WAY
def test_help_comes_also_when_the_log_in_has_run_out(
    way: Way, arrives: Arrives, at_home: str, house: House
) -> None:
    patient = arrives(way).is_in(at_home).opens(QUESTIONS).expects("status of 40[01]")
    house.lets_the_log_in_lapse(at_home)
    answers_item9(patient, 3)
    if not way.script:
        patient.presses("Save and continue")
    reads_whom_to_call(patient, "main")
    patient.is_clear_to_all()


def test_help_opens_at_the_answer_also_when_the_line_is_down(arrives: Arrives, at_home: str) -> None:
    patient = arrives().is_in(at_home).expects("ERR_INTERNET_DISCONNECTED").opens(QUESTIONS)
    patient.context.set_offline(True)

    answers_item9(patient, 3)

    expect(patient.finds(PANEL)).to_be_visible()
    reads_whom_to_call(patient, PANEL)


def test_nothing_stands_between_a_patient_and_the_help_page(arrives: Arrives, at_home: str) -> None:
    patient = arrives().is_in(at_home).expects("ERR_INTERNET_DISCONNECTED").opens(QUESTIONS)
    asked: list[str] = []

    def says(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    patient.page.on("dialog", says)
    patient.context.set_offline(True)
    answers_item9(patient, 3)
    patient.sees("Not saved yet. Your text is still here. We keep trying.")
    patient.context.set_offline(False)

    patient.presses("Help now")

    assert (patient.path, asked) == ("/help-now", [])
