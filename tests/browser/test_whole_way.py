"""The whole way: a GP invites, a patient does module 1 at home, the GP reads the follow-up page."""

import re

import pytest

from browser import gp_does, patient_does
from browser.filling import APPOINTMENT, own_words
from browser.house import House
from browser.person import Arrives, Person, Way

pytestmark = [pytest.mark.browser, pytest.mark.long]

# Each language, width, light, and pages with and without scripts. Together with the walk through the later
# modules, all 74 steps are met in Bokmål with scripts and in English without; the small screens and the
# other journeys turn the pairs round.
WAYS = (
    Way("nb", script=True, width=360, scheme="light"),
    Way("en", script=False, width=1280, scheme="dark"),
)
NOTE, OFFICE = "gul paraply", "77 00 00 00"
ON_THE_CARD = own_words("q.card.text")


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_from_invitation_to_follow_up(way: Way, house: House, arrives: Arrives) -> None:
    gp, patient = arrives(way), arrives(way)
    gp_name = f"lege-{way}"
    phone = gp_does.activates(gp, house.add_gp(gp_name, "Kari Lege", way.locale))
    code = gp_does.invites(gp, NOTE, OFFICE)
    gp_does.comes_back(gp, gp_name, phone)

    user_name = patient_does.joins(patient, code)
    patient.presses("Begin")
    walk = patient_does.Walk(patient).to_the_end()
    everything_is_kept(house, user_name, walk)

    patient.sees("You have done the whole module")
    assert ON_THE_CARD in patient.finds(".preview").inner_text()
    patient.presses("To my start page")
    patient_does.keeps_chains(patient)
    assert [chain["event"] for chain in house.entries(user_name, "chain")] == [
        "Bussen kom ikke",
        own_words("own-chain.event"),
    ]

    gp.opens("/gp/patients").presses(NOTE)
    gp_reads_only_what_is_shared(gp, patient)

    patient.menu("What the doctor sees").reads("Kari Lege")
    # The list, the page, and where the note cannot be copied by a script its text.
    assert patient.finds("tbody tr").count() == (2 if way.script else 3), "a look is missing in the log"
    patient.page.get_by_text(patient.says("Stop sharing"), exact=True).click()
    patient.presses("Yes, stop sharing").sees("Share again with the same doctor")
    gp.opens(f"/gp/patients/{house.enrolment(user_name)}").sees("Nothing is shared here now")
    assert "Kråka" not in gp.page.content()


def everything_is_kept(house: House, user_name: str, walk: patient_does.Walk) -> None:
    """Every step was met once and in order, and each of its exercises has an answer in the database."""
    module = house.module("nb")
    assert walk.steps == [step.id for step in module.steps]
    assert walk.rests == len(module.sittings) - 1
    for step in module.steps:
        kept = house.kept(user_name, step.id)
        assert None not in kept.values(), f"{step.id} was not kept whole: {kept}"
    assert house.kept(user_name, "goals")["goal-2"] == own_words("goal-2")
    assert house.kept(user_name, "home-practice")["card"]["date"] == APPOINTMENT.isoformat()


def gp_reads_only_what_is_shared(gp: Person, patient: Person) -> None:
    gp.reads(NOTE).reads(ON_THE_CARD)
    note = gp_does.copies_the_note(gp)
    assert "PHQ-9" in note
    written = re.findall("Kråka ved ([a-z.-]+) æøå", gp.page.content() + note)
    assert set(written) == {"card.text"}
    own_page = patient.opens("/sharing").finds(".preview").inner_text()
    assert own_page.split() == gp.finds(".follow-up").inner_text().split()


@pytest.mark.parametrize("way", [Way("nb", width=360), Way("en", script=False, width=360)], ids=str)
def test_through_every_step_of_the_later_modules(
    way: Way, house: House, at_home: str, arrives: Arrives
) -> None:
    patient = arrives(way).is_in(at_home)
    patient.asks_axe = way.script  # it has seen the same pages then; the other walk is about getting through
    for module in list(house.programme(way.locale).modules.values())[1:]:
        patient.opens(f"/modules/{module.id}/{module.steps[0].id}")
        walk = patient_does.Walk(patient, closely=False).to_the_end()
        assert walk.steps == [step.id for step in module.steps]
        patient.sees("You have looked back" if module.week else "You have done the whole module")
        for step in module.steps:
            kept = house.kept(at_home, step.id, of=module.id)
            assert not [name for on, name in walk.met if on == step.id and kept[name] is None], step.id
