"""The doctor's page follows the ticks while the patient chooses what may be seen."""

import re

import pytest
from playwright.sync_api import Locator, expect

from browser.house import House
from browser.person import EITHER_WAY, Arrives, Person, Way

pytestmark = pytest.mark.browser

LOOK = "Show the page with these choices"
CHANGED = "The page below has changed."
NOT_SHOWN = "The page could not be shown. Press the button to try again."
NOT_SAVED = "These choices are not saved yet. Once you save them, this is the page %(name)s can read."


@pytest.fixture
def new(house: House) -> str:
    """The user name of somebody who has not agreed to anything yet."""
    surgery = house.surgery
    return surgery.patient(surgery.gp(), shares=(), consented=False).user_name


def taps_part(patient: Person, part: str) -> Locator:
    """Tick a part, or take the tick away."""
    patient.finds(f".choice:has([name=share][value={part}])").click()
    return patient.finds(f"[name=share][value={part}]")


def preview(patient: Person) -> Locator:
    return patient.finds("#preview .preview")


def test_the_page_follows_every_tick_and_says_so(arrives: Arrives, new: str) -> None:
    patient = arrives().is_in(new)
    loads: list[str] = []
    patient.page.on("load", lambda page: loads.append(page.url))
    said = patient.finds("[role=status]")
    expect(preview(patient)).to_contain_text("PHQ-9")
    expect(said).to_be_empty()

    box = taps_part(patient, "card")

    expect(said).to_have_text(patient.says(CHANGED))
    expect(said).to_be_in_viewport()
    expect(preview(patient)).not_to_contain_text("PHQ-9")
    expect(box).to_be_focused()
    patient.is_clear_to_all()

    taps_part(patient, "scores")
    expect(preview(patient)).to_contain_text("PHQ-9")
    assert loads == []


def test_the_newest_tick_is_the_one_that_shows(arrives: Arrives, new: str) -> None:
    patient = arrives().is_in(new)

    for part in ("card", "scores", "card", "progress", "scores", "answers", "scores"):
        taps_part(patient, part)

    expect(preview(patient)).to_contain_text("PHQ-9")
    kept_back = preview(patient).locator("section").last
    expect(kept_back).to_contain_text(patient.programme.shares["card"].title)


@EITHER_WAY
def test_the_button_leads_to_the_page(way: Way, arrives: Arrives, new: str) -> None:
    patient = arrives(way).is_in(new)
    taps_part(patient, "card")

    if way.script:
        patient.taps(LOOK)
        expect(patient.finds("#preview-heading")).to_be_focused()
    else:
        patient.presses(LOOK)

    expect(patient.finds("#preview-heading")).to_be_in_viewport()
    expect(preview(patient)).not_to_contain_text("PHQ-9")
    expect(patient.finds("[name=share][value=scores]")).not_to_be_checked()
    assert re.fullmatch(r".*/consent(#preview)?", patient.page.url)
    assert patient.presses("Share everything and go on").path == "/home"


@EITHER_WAY
def test_what_is_not_saved_is_called_so_until_it_is(way: Way, arrives: Arrives, at_home: str) -> None:
    patient = arrives(way).is_in(at_home).opens("/sharing")
    alert = patient.finds("#preview .ds-alert")
    expect(alert).to_have_count(0)

    taps_part(patient, "scores")
    if not way.script:
        patient.presses(LOOK)
    expect(alert).to_contain_text(patient.says(NOT_SAVED, name="Kari Lege"))
    patient.is_clear_to_all()
    patient.leads_on(alert.get_by_role("button", name=patient.says("Save")))

    expect(alert).to_have_count(0)
    expect(patient.finds("[name=share][value=scores]")).not_to_be_checked()


def test_no_old_page_stands_there_when_the_new_one_cannot_be_had(
    arrives: Arrives, new: str, house: House
) -> None:
    patient = arrives().is_in(new).expects("ERR_INTERNET_DISCONNECTED").expects("status of 401")
    patient.context.set_offline(True)
    taps_part(patient, "scores")
    patient.sees(NOT_SHOWN)
    expect(preview(patient)).to_be_hidden()

    patient.context.set_offline(False)
    patient.taps(LOOK)
    expect(preview(patient)).to_be_visible()

    house.lets_the_log_in_lapse(new)
    patient.presses(LOOK).sees("Log in")
