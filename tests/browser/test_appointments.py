"""A first appointment from the invitation: counted down to at home, cancelled, and found in the list."""

from datetime import UTC, datetime, timedelta

import pytest

from browser import patient_does
from browser.house import House
from browser.person import Arrives, Person, Way
from selfhelp.care.days import day_of

pytestmark = pytest.mark.browser

NOTE = "gul paraply"


@pytest.mark.parametrize("way", [Way("nb", width=360), Way("en", script=False)], ids=str)
def test_is_the_patients_from_the_first_day(way: Way, house: House, arrives: Arrives) -> None:
    gp, patient = arrives(way).is_in(house.surgery.gp(locale=way.locale).user_name), arrives(way)
    patient_does.joins(patient, invites(gp, days=4))

    patient.sees("Next appointment").reads({"nb": "Om 4 dager", "en": "In 4 days"}[way.locale])
    assert patient.button("Put the day in my calendar").get_attribute("href") == "/appointment.ics"
    patient.opens("/card").finds("main summary").filter(
        has_text=patient.says("Was the appointment cancelled?")
    ).click()
    patient.presses("Yes, it was cancelled").sees("You have not entered a date yet.")

    gp.opens("/gp/patients").writes("Search notes", NOTE[:3].upper())
    gp.leads_on(gp.finds("#search button"))
    gp.reads(NOTE)
    assert gp.path == "/gp/patients"
    gp.finds("tbody th .task__note a").click()
    gp.sees("A line for the record").looks_around()
    gp.reads({"nb": "Anbefalt nettbasert selvhjelp", "en": "Recommended online self-help"}[way.locale])


def invites(gp: Person, *, days: int) -> str:
    """Invite with a first appointment, and return the code."""
    day = day_of(datetime.now(UTC)) + timedelta(days=days)
    gp.opens("/gp/invite").writes("First appointment", day.isoformat())
    gp.writes("Your own note, so that you find the patient again", NOTE)
    gp.presses("Make the sheet").sees("The sheet is ready")
    return gp.finds(".slip .code").inner_text()
