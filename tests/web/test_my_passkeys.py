"""A patient's passkeys: added shortly after a log-in, one touch to come back in, and removed."""

import pytest
from apps import Comes, signs_in
from authenticator import Authenticator
from flask import Flask
from pages import Browser
from people import PASSPHRASE, Gp, Patient, Surgery
from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.records.people import Login, Passkey
from selfhelp.web.my_passkeys import NOT_MADE
from web.test_my_account import no_more_fresh
from web.touching import device, script, touches

__all__ = ["device"]
PAGE, CHALLENGE = "/my-account/passkeys", "/my-account/passkeys/challenge"
CANARY = "kråka sang i natt"


def adds(browser: Browser, device: Authenticator, **typed: str) -> Browser:
    _, options = script(browser.opens(PAGE), CHALLENGE)
    form = {"credential": device.creates(options["create"]), "csrf_token": browser.token(), **typed}
    return browser.posts(PAGE, form)


class TestAPatientsPasskey:
    @pytest.mark.parametrize("locale", ["nb", "en"])
    def test_is_added_by_a_name_and_lets_in_with_one_touch(
        self, comes: Comes, surgery: Surgery, locale: str
    ) -> None:
        patient, phone = surgery.patient(surgery.gp(), locale=locale), Authenticator()
        browser = comes(patient)
        adds(browser, phone, name="Telefonen")
        assert browser.says("The passkey is added. From now on one touch lets you in.") in browser.text
        assert "Telefonen" in browser.text

        touches(browser.presses("Log out").opens("/log-in"), phone)

        assert browser.path == "/home"
        assert browser.page.language == locale

    def test_brings_text_along_over_a_log_in_that_has_run_out(
        self, comes: Comes, patient: Patient, session: Session, surgery: Surgery
    ) -> None:
        phone, browser = Authenticator(), comes(patient)
        adds(browser, phone)
        browser.opens("/modules/link/goals").fills({"q.goal-1": CANARY})
        with Session(surgery.engine) as behind:
            for login in behind.scalars(select(Login)).all():
                behind.delete(login)
            behind.commit()
        browser.saves()
        assert browser.status == 401

        touches(browser, phone).presses("Save and continue")

        assert CANARY in browser.opens("/modules/link/goals").html

    def test_takes_a_fresh_log_in_to_be_added_or_removed(
        self, comes: Comes, surgery: Surgery, patient: Patient, session: Session
    ) -> None:
        phone, browser = Authenticator(), comes(patient)
        adds(browser, phone, name="Telefonen")
        kept = session.scalars(select(Passkey.id)).one()
        no_more_fresh(surgery)

        assert script(browser.opens(PAGE), CHALLENGE) == (401, {})
        assert "/remove" not in browser.html
        token = {"csrf_token": browser.token()}
        browser.posts(f"{PAGE}/{kept}/remove", token)
        browser.posts(PAGE, {**token, "credential": "{}"})
        assert session.scalars(select(Passkey.id)).all() == [kept]

        browser.follows("Log in again").saves({"user_name": patient.user_name, "passphrase": PASSPHRASE})
        assert browser.path == PAGE
        assert "/remove" in browser.html

    def test_is_removed_and_other_visits_end(self, comes: Comes, patient: Patient, session: Session) -> None:
        phone, browser = Authenticator(), comes(patient)
        adds(browser, phone, name="Telefonen")
        elsewhere = touches(comes().opens("/log-in"), phone)

        browser.opens(PAGE).presses("Fjern «Telefonen»")

        assert browser.says("You have no passkey yet.") in browser.text
        assert elsewhere.opens("/home").path.startswith("/log-in")
        assert touches(elsewhere, phone).status == 401
        assert len(session.scalars(select(Login)).all()) == 1

    def test_of_somebody_else_is_neither_shown_nor_removed(
        self, comes: Comes, surgery: Surgery, gp: Gp, device: Authenticator, session: Session
    ) -> None:
        browser = comes(surgery.patient(gp)).opens(PAGE)
        kept = session.scalars(select(Passkey.id)).one()

        assert "Kontormaskinen" not in browser.text
        assert browser.posts(f"{PAGE}/{kept}/remove", {"csrf_token": browser.token()}).status == 404

    def test_keeps_its_name_on_the_page_when_it_is_refused(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient)

        adds(browser, Authenticator(origin="https://example.org"), name="Telefonen")

        assert browser.status == 422
        assert browser.says(NOT_MADE) in browser.text
        assert 'value="Telefonen"' in browser.html


class TestWithoutADomain:
    def test_there_are_no_passkeys_and_the_page_says_so(
        self, comes: Comes, patient: Patient, at_an_ip_address: Flask
    ) -> None:
        browser = signs_in(comes(into=at_an_ip_address), patient).opens(PAGE)

        assert browser.says("Passkeys cannot be used here: the service has no domain name.") in browser.text
        assert "data-passkey" not in browser.html
        assert script(browser, CHALLENGE) == (401, {})
