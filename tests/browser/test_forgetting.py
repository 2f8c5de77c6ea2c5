"""Deleting everything, as the patient sees it and as the doctor sees it afterwards."""

import pytest

from browser.house import House
from browser.person import Arrives, Way

pytestmark = pytest.mark.browser

WAYS = [Way("nb", width=360), Way("en", script=False)]
SECRET, NOTE = "Bare jeg vet om fjæra", "rød lue"


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_patient_deletes_everything(way: Way, arrives: Arrives, house: House) -> None:
    gp = house.surgery.gp(locale=way.locale)
    who = house.surgery.patient(gp, note=NOTE, locale=way.locale)
    doctor = arrives(Way(way.locale)).is_in(gp.user_name).reads(NOTE)
    patient = arrives(way).is_in(who.user_name).expects("status of 422")
    patient.opens("/toolbox/chain/new").finds('[name="q.entry.event"]').fill(SECRET)
    patient.presses("Save").reads(SECRET)

    patient.opens("/my-account/delete").presses("Delete everything now")
    patient.sees("Tick the box if you want to delete everything.")
    patient.finds("label[for=sure]").click()
    patient.presses("Delete everything now").sees("Everything is deleted")

    assert who.enrolment_id.hex.upper() in patient.text.replace("-", "")
    assert patient.opens("/home").path == "/log-in"
    doctor.opens("/gp/patients").sees("Ended")
    assert NOTE not in doctor.text
