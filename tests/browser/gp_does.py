"""What a GP does, page by page."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pyotp
from people import PASSPHRASE
from playwright.sync_api import expect

from browser.person import Person


@dataclass(frozen=True, slots=True)
class Phone:
    """The app with codes, and when it was last asked."""

    app: pyotp.TOTP
    asked: datetime

    @property
    def last_code(self) -> str:
        return self.app.at(self.asked)

    @property
    def next_code(self) -> str:
        return self.app.at(self.asked, counter_offset=1)


def activates(gp: Person, link: str) -> Phone:
    """Use the one-time link, and come to an empty list of patients; return the telephone's app."""
    gp.opens(link).sees("Connect your phone")
    key = gp.finds("main .code").first.inner_text().replace(" ", "")
    phone = Phone(pyotp.TOTP(key), datetime.now(UTC))
    gp.writes("Passphrase", PASSPHRASE).writes("Six digits from the app", phone.last_code)
    gp.presses("Save and go on").sees("Your recovery codes")
    expect(gp.finds("ol.code li")).to_have_count(8)
    gp.presses("I have the codes on paper").sees("You have not invited anyone yet.")
    return phone


def invites(gp: Person, note: str, office_number: str) -> str:
    """Two clicks to a sheet; return the code that stands on it."""
    gp.menu("My patients").presses("Invite a patient")
    gp.writes("Your own note, so that you find the patient again", note)
    gp.writes("The office’s phone number", office_number)
    gp.presses("Make the sheet").sees("The sheet is ready").reads(office_number)
    return gp.finds(".slip .code").inner_text()


def comes_back(gp: Person, user_name: str, phone: Phone) -> None:
    """Log out, and in again: a code that has been used is refused, the next one is taken."""
    gp.menu("Log out").opens("/log-in")
    gp.writes("User name", user_name).writes("Passphrase", PASSPHRASE).presses("Log in")
    gp.expects("status of 401").writes("Code", phone.last_code).presses("Log in")
    gp.sees("The code is not right, or it has been used. Wait for the next one and try again.")
    gp.writes("Code", phone.next_code).presses("Log in")


def adds_a_passkey(gp: Person, name: str) -> None:
    """Give the passphrase once more, and let the device make a passkey."""
    gp.menu("My account").writes("Passphrase", PASSPHRASE).presses("Change my passkeys")
    gp.writes("What do you call it?", name).presses("Add a passkey")
    gp.sees("The passkey is added. From now on one touch lets you in.").reads(name)


def copies_the_note(gp: Person) -> str:
    """Copy the record note; without scripts open it as plain text and come back."""
    if gp.way.script:
        gp.context.grant_permissions(["clipboard-read", "clipboard-write"])
        gp.taps("Copy the note").sees("Copied")
        return str(gp.page.evaluate("navigator.clipboard.readText()"))
    answer = gp.page.goto(f"{gp.page.url}/note.txt")
    assert answer is not None
    note = answer.text()
    gp.goes_back()
    return note
