"""A GP's account page: passkeys are added, named and removed, after the passphrase once more."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from apps import Comes
from authenticator import Authenticator
from flask import Flask
from pages import said_in
from people import Gp, Surgery
from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.records.people import Passkey
from selfhelp.web.gp.account import STEP_UP_LASTS, WRONG
from selfhelp.web.limits import LIMITS
from selfhelp.web.my_passkeys import NOT_MADE
from web.touching import ACCOUNT, adds, device, script, steps_up, touches, visits

__all__ = ["device"]
BOUND = "Passkeys are bound to one address. Open %(address)s to add one."
FOR_NOBODY = {"user": {"id": "AAAA"}, "challenge": "AAAA"}


class TestTheAccountPage:
    @pytest.mark.parametrize("locale", ["nb", "en"])
    def test_lists_passkeys_by_the_names_the_gp_gave_them(
        self, comes: Comes, surgery: Surgery, locale: str
    ) -> None:
        gp = surgery.gp(locale=locale)
        browser = comes(gp).opens(ACCOUNT)
        assert browser.page.language == locale
        assert browser.says("You have no passkey yet.") in browser.text

        adds(browser, Authenticator(), name="Kontormaskinen")
        assert browser.says("The passkey is added. From now on one touch lets you in.") in browser.text
        adds(browser, Authenticator())

        assert "Kontormaskinen" in browser.text
        assert browser.says("Passkey") in browser.text
        assert browser.says("Not used yet.") in browser.text

    def test_changes_nothing_before_the_passphrase_once_more(
        self, comes: Comes, gp: Gp, device: Authenticator, session: Session
    ) -> None:
        browser = comes(gp).opens(ACCOUNT)
        assert "/remove" not in browser.html
        assert script(browser, "/gp/account/passkeys/challenge") == (401, {})
        token = {"csrf_token": browser.token()}
        kept = session.scalars(select(Passkey.id)).one()

        browser.posts(f"/gp/account/passkeys/{kept}/remove", token)
        browser.posts("/gp/account/passkeys", {**token, "credential": device.creates(FOR_NOBODY)})

        session.rollback()
        assert session.scalars(select(Passkey.id)).all() == [kept]

    def test_asks_for_the_passphrase_again_after_five_minutes_and_after_a_new_log_in(
        self, comes: Comes, gp: Gp, device: Authenticator
    ) -> None:
        browser = steps_up(comes(gp))
        with browser.client.session_transaction() as kept:
            kept["stepped_up"] -= STEP_UP_LASTS
        assert script(browser, "/gp/account/passkeys/challenge") == (401, {})

        steps_up(browser)
        browser.presses("Log out").opens("/log-in")
        touches(browser, device).opens(ACCOUNT)
        assert script(browser, "/gp/account/passkeys/challenge") == (401, {})

    def test_stops_guessing(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp)
        said = [steps_up(browser, f"feil nummer {number}").status for number in range(LIMITS["step-up"])]

        assert said == [401] * LIMITS["step-up"]
        assert browser.says(WRONG) in browser.text
        assert steps_up(browser).status == 429

    def test_keeps_what_was_typed_when_the_passkey_is_refused(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp)

        adds(browser, Authenticator(origin="https://example.org"), name="Hjemme")

        assert browser.status == 422
        assert browser.says(NOT_MADE) in browser.text
        assert 'value="Hjemme"' in browser.html

    def test_removes_a_passkey_and_ends_visits_elsewhere(
        self, comes: Comes, gp: Gp, device: Authenticator, session: Session
    ) -> None:
        stolen = touches(comes().opens("/log-in"), device)
        browser = steps_up(touches(comes().opens("/log-in"), device))
        assert visits(session, gp) == 2

        browser.presses("Fjern «Kontormaskinen»")

        assert browser.says("You have no passkey yet.") in browser.text
        assert visits(session, gp) == 1
        assert stolen.opens("/gp/patients").path.startswith("/log-in")
        assert touches(stolen.opens("/log-in"), device).status == 401

    def test_shows_no_passkey_of_another_gps_and_removes_none(
        self, comes: Comes, surgery: Surgery, device: Authenticator, session: Session
    ) -> None:
        browser = steps_up(comes(surgery.gp()))
        kept = session.scalars(select(Passkey.id)).one()
        assert "Kontormaskinen" not in browser.html

        token = {"csrf_token": browser.token()}
        assert browser.posts(f"/gp/account/passkeys/{kept}/remove", token).status == 404
        assert browser.posts(f"/gp/account/passkeys/{UUID(int=9)}/remove", token).status == 404


class TestWithoutADomain:
    def test_there_are_no_passkeys_and_the_page_says_so(
        self, comes: Comes, gp: Gp, at_an_ip_address: Flask
    ) -> None:
        browser = steps_up(comes(gp, into=at_an_ip_address))

        assert browser.says("Passkeys cannot be used here: the service has no domain name.") in browser.text
        assert "data-passkey" not in browser.html
        assert script(browser, "/gp/account/passkeys/challenge") == (401, {})
        assert script(browser, "/log-in/passkey/challenge") == (401, {})

    def test_another_address_than_the_services_says_where_to_go(
        self, comes: Comes, gp: Gp, app: Flask
    ) -> None:
        browser = comes(gp)
        with browser.client.session_transaction() as kept:
            cookies = dict(kept)
        elsewhere = comes()
        with elsewhere.client.session_transaction(base_url="http://127.0.0.1") as session:
            session.update(cookies, stepped_up=datetime.now(UTC).timestamp())

        page = elsewhere.client.get(ACCOUNT, base_url="http://127.0.0.1").get_data(as_text=True)

        assert said_in("nb", BOUND) % {"address": "http://localhost"} in page
        assert "data-passkey" not in page
