"""Starting without a doctor, letting one follow later, and another one after that."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from people import PASSPHRASE

from browser.house import House
from browser.person import Arrives, Way

pytestmark = pytest.mark.browser


@pytest.fixture
def open_house(house: House) -> Iterator[House]:
    """A house where people may start on their own, until the test is over."""
    before = house.app.extensions["selfhelp"]
    settings = replace(before.settings, self_enrolment=True)
    house.app.extensions["selfhelp"] = replace(before, settings=settings)
    yield house
    house.app.extensions["selfhelp"] = before


@pytest.mark.parametrize("way", [Way("nb", script=False, width=320), Way("en", scheme="dark")], ids=str)
def test_goes_on_with_a_doctor_and_then_with_another(way: Way, open_house: House, arrives: Arrives) -> None:
    patient = arrives(way).opens("/").presses("Start on your own")
    patient.presses("Go on").writes("Passphrase", PASSPHRASE).presses("Go on").sees("Your recovery codes")
    patient.presses("I have the codes on paper").sees("You are here on your own")
    patient.presses("Go on").sees("Next appointment")

    slip = open_house.surgery.slip(open_house.surgery.gp())
    patient.menu("What the doctor sees").presses("I have a code")
    patient.writes("Code", slip.code).presses("Go on").sees("What may your doctor see?")

    patient.presses("Share only what I have ticked").menu("What the doctor sees").reads("Kari Lege")

    other = open_house.surgery.slip(open_house.surgery.gp(name="Per Lege"))
    patient.page.get_by_text(patient.says("Stop sharing"), exact=True).click()
    patient.presses("Yes, stop sharing").presses("I have a code")
    patient.writes("Code", other.code).presses("Go on").reads("Per Lege")
    patient.presses("Share everything and go on").menu("What the doctor sees")
    patient.sees("%(name)s, shown here", name="Per Lege").reads("Kari Lege")
