"""With the keyboard alone: a whole module, from home to the card the doctor sees."""

import pytest
from playwright.sync_api import expect

from browser.filling import APPOINTMENT, own_words
from browser.house import House
from browser.keyboard import Hands
from browser.patient_does import LONGEST_WALK
from browser.person import Arrives, Person, Way

pytestmark = [pytest.mark.browser, pytest.mark.long]

TOO_LONG = "Kråka " * 200


def test_a_whole_module(house: House, at_home: str, arrives: Arrives) -> None:
    patient = arrives(Way("nb")).is_in(at_home).expects("status of 422")
    patient.asks_axe = False  # it has seen these pages
    hands = Hands(patient)
    hands.tab_to("Begin")
    hands.leads_on()

    for _ in range(LONGEST_WALK):
        if patient.path.endswith("/done"):
            break
        if patient.path.endswith("/rest"):
            hands.tab_to("Go on")
        else:
            if patient.path.endswith("/goals") and not house.kept(at_home, "goals")["goal-1"]:
                puts_right_what_is_too_long(hands)
            elif "#" not in patient.page.url:  # else the focus is at what an answer has brought
                hands.skip_to_content()
            hands.answer_all()
        hands.leads_on()

    patient.sees("You have done the whole module")
    card = house.kept(at_home, "home-practice")["card"]
    assert (card["text"], card["date"]) == (own_words("q.card.text"), APPOINTMENT.isoformat())
    assert own_words("q.card.text") in patient.finds(".preview").inner_text()


def puts_right_what_is_too_long(hands: Hands) -> None:
    """The focus goes to what is wrong; a link leads from there to the field, with what was typed."""
    patient = hands.person
    while (spot := hands.tab()).name != "q.goal-1":
        pass
    patient.page.keyboard.insert_text(TOO_LONG)
    hands.tab_to("Save and continue")
    hands.leads_on()
    expect(patient.finds("[data-error-summary]")).to_be_focused()
    assert hands.tab().tag == "a"
    hands.press("Enter")
    field = patient.finds(f'[name="{spot.name}"]')
    expect(field).to_be_focused()
    expect(field).to_have_value(TOO_LONG)
    hands.press("Control+A")
    hands.write(own_words(spot.name))


def test_the_menu_of_a_phone_opens_and_closes(at_home: str, arrives: Arrives) -> None:
    patient = arrives(Way("en", width=360)).is_in(at_home)
    menu, home = patient.finds("#menu"), patient.says("Home")
    hands = Hands(patient)

    hands.tab_to("Menu")
    hands.press("Enter")
    expect(menu).to_be_visible()
    assert hands.tab().words == home
    hands.press("Escape")

    expect(menu).to_be_hidden()
    expect(patient.button("Menu")).to_be_focused()
    hands.press("Space")
    hands.tab_to("Toolbox")
    hands.leads_on()
    assert patient.path == "/toolbox"


def test_every_page_is_left_again_by_tab(at_home: str, arrives: Arrives) -> None:
    """Tab comes to the foot and out of the page: nobody is caught."""
    patient: Person = arrives(Way("en")).is_in(at_home).opens("/toolbox/chain/new")
    hands = Hands(patient)
    hands.tab_to("Accessibility")
    hands.press("Shift+Tab")
    assert hands.person.page.evaluate("document.activeElement.innerText") == patient.says("Privacy")
