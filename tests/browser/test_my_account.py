"""My account: large text, passkey, passphrase, devices; and reminders, from the offer to the off switch."""

import re
from datetime import UTC, datetime

import pytest
from people import PASSPHRASE
from playwright.sync_api import expect

from browser.house import House
from browser.person import Arrives, Person, Way
from browser.test_passkey import with_device
from selfhelp.web import mails

pytestmark = pytest.mark.browser

WAYS = [Way("nb", width=320), Way("en", script=False, scheme="dark")]
NEW = "fire gule paraplyer"
ASKED = (
    "This address is not confirmed yet. Open the e-mail we sent there and press the button within seven "
    "days, and the reminders begin. If it does not come, check the address and look among junk mail. Save "
    "again to get a new one."
)


def chooses(person: Person, field: str, value: str) -> None:
    spot = person.finds(f'[name="{field}"][value="{value}"]')
    person.finds(f'label[for="{spot.get_attribute("id")}"]').click()


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_patient_changes_the_account(way: Way, house: House, at_home: str, arrives: Arrives) -> None:
    patient, elsewhere = arrives(way).is_in(at_home), arrives(way).is_in(at_home)
    patient.menu("My account").reads(at_home).opens("/my-account/reading")
    chooses(patient, "text_size", "larger")
    patient.presses("Save").sees("Your choices are saved.")
    for page in ("/home", "/my-account", "/my-account/devices", "/my-account/reminders"):
        patient.opens(page)  # still within the screen
    assert patient.finds("html").get_attribute("data-text-size") == "larger"

    patient.opens("/my-account/leave-page")
    chooses(patient, "shown", "no")
    assert patient.presses("Save").finds("form.quick-exit").count() == 0

    patient.opens("/my-account/passphrase").writes("Present passphrase", PASSPHRASE)
    patient.writes("New passphrase", NEW).presses("Save")
    patient.sees("Your passphrase is changed, and you are logged out in all other places.")
    assert elsewhere.opens("/home").path == "/log-in"

    patient.opens("/my-account/recovery-codes").presses("Make new codes").sees("Your recovery codes")
    patient.presses("I have the codes on paper")
    patient.opens("/my-account/devices").sees("This device").presses("Log out everywhere")
    assert patient.opens("/home").path == "/log-in"


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_a_patient_comes_in_with_one_touch(locale: str, house: House, at_home: str, arrives: Arrives) -> None:
    patient = arrives(Way(locale)).is_in(at_home).opens("/my-account/passkeys")
    with_device(patient)
    patient.writes("What do you call it?", "Telefonen").presses("Add a passkey")
    patient.sees("The passkey is added. From now on one touch lets you in.").reads("Telefonen")

    patient.menu("Log out").opens("/log-in").presses("Log in with a passkey")

    assert patient.path == "/home"


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_patient_is_reminded_until_the_off_switch(
    way: Way, house: House, at_home: str, arrives: Arrives
) -> None:
    address = f"{at_home}-{way.locale}@example.no"
    module = house.module(way.locale)
    patient = arrives(way).is_in(at_home).expects("status of 422")
    patient.opens(f"/modules/{module.id}/{module.sittings[0][-1]}/rest").sees("Would you like a reminder?")
    patient.presses("Choose days").writes("E-mail address", "noen").presses("Save")
    patient.sees("Write the whole address without spaces, for example name@example.no.")
    patient.writes("E-mail address", address)
    for day in ("2", "5"):
        chooses(patient, "days", day)
    patient.presses("Save").sees(ASKED)

    [mail] = [one for one in house.box.mails if one["To"] == address]
    confirm, off = re.findall(r"http://localhost:\d+(/reminders/\S+)", mail.get_content())
    reader = arrives(way).opens(confirm).presses("Yes, send me reminders").sees("Reminders are on")
    patient.opens("/my-account").reads("18:00")

    reader.opens(off).presses("Turn off reminders").sees("Reminders are off")
    patient.opens("/my-account/reminders")
    expect(patient.page.get_by_label(patient.says("E-mail address"), exact=True)).to_have_value("")


def test_a_reminder_read_in_the_browser_logs_nobody_out(house: House, at_home: str, arrives: Arrives) -> None:
    patient = arrives().is_in(at_home)
    with house.app.test_request_context():
        mail = mails.reminder("noen@example.no", language="nb", off="x", now=datetime.now(UTC))
    [way] = re.findall(r"http://localhost\S*(/reminders/go-on/\S+)", mail.get_content())

    reader = patient.opens_tab()
    reader.page.set_content(f'<a href="{house.url}{way}">mail</a>')  # a page of another site
    reader.leads_on(reader.page.get_by_text("mail"))
    assert reader.path == way
    assert patient.opens("/my-account").path == "/my-account"

    assert reader.presses("Go on").path == "/home"
