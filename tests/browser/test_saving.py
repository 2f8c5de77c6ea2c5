"""Nothing a patient writes is lost, doubled or put in another place, whatever happens on the way."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from browser.house import House
from browser.person import EITHER_WAY, Arrives, Person, Way

pytestmark = pytest.mark.browser

GOALS, OWN_CHAIN = "/modules/link/goals", "/modules/link/own-chain"
GOAL = "Spise middag med noen"


@pytest.fixture
def patient(arrives: Arrives, at_home: str) -> Person:
    return arrives().is_in(at_home)


def saved_at(patient: Person) -> str:
    """Wait until the page says that all is saved, and return when it was."""
    line = patient.finds("[data-saved]")
    expect(line).to_have_attribute("data-state", "saved")
    expect(line).to_be_in_viewport()
    said = patient.says("Saved %(time)s", time=r"(\d\d:\d\d)")
    found = re.fullmatch(said, line.inner_text())
    assert found, line.inner_text()
    return found[1]


def test_says_when_it_was_saved_and_goes_on_there_on_another_device(
    patient: Person, at_home: str, house: House, arrives: Arrives
) -> None:
    patient.opens(GOALS).types("q.goal-1", GOAL)

    now = datetime.now(ZoneInfo("Europe/Oslo"))
    assert saved_at(patient) in {f"{at:%H:%M}" for at in (now, now + timedelta(minutes=1))}
    assert house.kept(at_home, "goals")["goal-1"] == GOAL

    phone = arrives(Way(width=360)).is_in(at_home).presses("Continue")
    assert phone.path == GOALS
    expect(phone.finds('[name="q.goal-1"]')).to_have_value(GOAL)


def test_keeps_trying_while_the_line_is_down(patient: Person, at_home: str, house: House) -> None:
    patient.expects("ERR_INTERNET_DISCONNECTED").opens(GOALS)
    patient.context.set_offline(True)

    patient.types("q.goal-1", GOAL).sees("Not saved yet. Your text is still here. We keep trying.")
    assert house.kept(at_home, "goals")["goal-1"] is None
    expect(patient.finds('[name="q.goal-1"]')).to_have_value(GOAL)

    patient.context.set_offline(False)
    saved_at(patient)
    assert house.kept(at_home, "goals")["goal-1"] == GOAL


def test_what_cannot_be_saved_is_said_at_the_field_and_stays_there(patient: Person) -> None:
    patient.opens("/modules/link/words").types("q.week-feelings.sad", "700")

    error = patient.finds('[data-error-for="q.week-feelings.sad"]')
    expect(error).to_be_visible()
    expect(patient.finds('[name="q.week-feelings.sad"]')).to_have_value("700")
    patient.is_clear_to_all()

    patient.finds('[name="q.week-feelings.sad"]').fill("70")
    expect(error).to_be_hidden()
    saved_at(patient)


def test_the_newest_words_are_saved_when_the_page_is_left_at_once(
    patient: Person, at_home: str, house: House
) -> None:
    patient.opens(GOALS).types("q.goal-1", GOAL)
    patient.leads_on(patient.finds(".back"))
    patient.opens(GOALS)
    expect(patient.finds('[name="q.goal-1"]')).to_have_value(GOAL)
    assert house.kept(at_home, "goals")["goal-1"] == GOAL


@EITHER_WAY
def test_back_and_forward_neither_lose_nor_double(
    way: Way, arrives: Arrives, at_home: str, house: House
) -> None:
    patient = arrives(way).is_in(at_home).opens(OWN_CHAIN)
    patient.finds('[name="q.own-chain.event"]').fill("Bussen kom ikke")
    while patient.path == OWN_CHAIN:
        patient.presses("Save and continue")
    onward = patient.path

    while patient.path != OWN_CHAIN:
        patient.goes_back()
    expect(patient.finds('[name="q.own-chain.event"]')).to_have_value("Bussen kom ikke")
    patient.goes_forward().goes_back()
    patient.finds('[name="q.own-chain.thought"]').fill("Alt er ødelagt")
    while patient.path == OWN_CHAIN:
        patient.presses("Save and continue")

    assert patient.path == onward
    assert house.entries(at_home, "chain") == [{"event": "Bussen kom ikke", "thought": "Alt er ødelagt"}]


@EITHER_WAY
@pytest.mark.parametrize(("page", "name"), [("/toolbox/chain/new", "q.entry.event"), (GOALS, "q.goal-1")])
def test_a_double_click_saves_once(  # two of them are what varies
    page: str, name: str, *, way: Way, arrives: Arrives, at_home: str, house: House
) -> None:
    patient = arrives(way).is_in(at_home).opens(page)
    patient.finds(f'[name="{name}"]').fill(GOAL)

    save = patient.button("Save" if page.startswith("/toolbox") else "Save and continue")
    here = patient.page.url
    save.dblclick(no_wait_after=True)
    # Not expect_navigation: the second click may break off the way the first one set out on.
    expect(patient.page).not_to_have_url(here)
    patient.page.wait_for_load_state()
    patient.looks_around()

    if page == GOALS:
        assert house.step(at_home, "goals").kept.revision == 1
    else:
        assert house.entries(at_home, "chain") == [{"event": GOAL}]


@EITHER_WAY
def test_words_survive_a_log_in_that_ran_out(way: Way, arrives: Arrives, at_home: str, house: House) -> None:
    patient = arrives(way).is_in(at_home).opens(GOALS).expects("status of 40[01]")
    house.lets_the_log_in_lapse(at_home)
    patient.types("q.goal-1", GOAL)

    if way.script:
        patient.sees("You have been logged out. Your text is still here. Log in again to save it.")
        patient.is_clear_to_all().presses("Log in and save")
    else:
        patient.presses("Save and continue")
    patient.reads(GOAL).writes("User name", at_home).writes("Passphrase", "sju blå vannkanner")
    patient.presses("Log in and save").reads(GOAL).presses("Save and continue")

    assert house.kept(at_home, "goals")["goal-1"] == GOAL


@EITHER_WAY
def test_a_change_of_language_keeps_the_place_and_the_words(
    way: Way, arrives: Arrives, at_home: str, house: House
) -> None:
    patient = arrives(way).is_in(at_home).opens("/modules/link/how-are-you?part=2")
    patient.finds(".choice:has([name='q.gad.1'][value='2'])").click()

    patient.presses("English")

    assert patient.page.url.endswith("/modules/link/how-are-you?part=2")
    assert patient.finds("html").get_attribute("lang") == "en"
    expect(patient.finds("[name='q.gad.1'][value='2']")).to_be_checked()
    assert house.kept(at_home, "how-are-you")["gad"] == {"items": {"1": 2}}


def test_an_answer_is_met_as_soon_as_it_is_chosen(patient: Person) -> None:
    patient.opens("/modules/link/same-event")
    loads: list[str] = []
    patient.page.on("load", lambda page: loads.append(page.url))

    for thought in ("angry", "heavy"):
        patient.finds(f".choice:has([name='q.kari'][value='{thought}'])").click()
        shown = patient.finds("[data-feedback-for='q.kari']").locator("visible=true")
        expect(shown).to_have_count(1)
        expect(shown).to_have_attribute("data-option", thought)

    assert loads == []
    patient.is_clear_to_all()


def test_what_is_not_all_saved_is_said_where_the_reader_is(patient: Person) -> None:
    patient.opens("/card").types("q.card.text", "x" * 400)

    line = patient.finds("[data-saved]")
    expect(line).to_have_text(patient.says("Not everything is saved: see what is marked"))
    expect(line).to_be_in_viewport()


def test_the_doctors_page_follows_the_card_as_it_is_written(patient: Person) -> None:
    patient.opens("/card").types("q.card.text", "Gruppearbeidet på mandag")
    saved_at(patient)
    preview = patient.finds("#preview .preview")
    expect(preview).not_to_contain_text("Gruppearbeidet på mandag")

    patient.finds('.choice:has([name="q.card.show"])').click()

    expect(preview).to_contain_text("Gruppearbeidet på mandag")
