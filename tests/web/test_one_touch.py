"""One touch lets a GP in, and reopens the very same page after the lock."""

from urllib.parse import unquote

import pyotp
import pytest
from apps import Comes
from authenticator import Authenticator
from flask import Flask
from pages import said_in
from people import PASSPHRASE, Gp, Patient, Surgery
from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.records.people import Login
from selfhelp.web.limits import LIMITS
from selfhelp.web.passkeys import NOT_LET_IN
from web.touching import age, device, script, touches

__all__ = ["device"]
NEEDS_SCRIPT = "To log in with a passkey, your browser needs JavaScript."
LOCKED = "/log-in?next={}&locked=yes"


class TestOneTouch:
    def test_lets_a_gp_in_without_a_user_name(
        self, app: Flask, comes: Comes, gp: Gp, device: Authenticator, session: Session
    ) -> None:
        browser = touches(comes().opens("/log-in"), device)

        assert browser.path == "/gp/patients"
        session.rollback()
        assert session.scalars(select(Login.second_factor).where(Login.person_id == gp.id)).all() == [True]

    def test_reopens_the_very_same_page(
        self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient, device: Authenticator
    ) -> None:
        browser, page = comes(gp), f"/gp/patients/{patient.enrolment_id}?fold=open"
        age(surgery, minutes=16)

        browser.opens(page)
        assert unquote(browser.path) == LOCKED.format(page)
        assert browser.says("Locked") in browser.text
        assert "rød lue" not in browser.html
        assert "visit=" in browser.page.response.headers["Set-Cookie"]

        assert touches(browser, device).path == page
        assert "rød lue" in browser.text

    def test_leads_to_no_other_site_and_to_nobody_elses_pages(
        self, comes: Comes, device: Authenticator
    ) -> None:
        for elsewhere in ("https://example.org/", "//example.org", "/\\example.org", "/home", "/nowhere"):
            browser = comes().opens(f"/log-in?next={elsewhere}&locked=yes")
            assert touches(browser, device).path == "/gp/patients"

    def test_brings_along_what_was_being_written(
        self, comes: Comes, surgery: Surgery, gp: Gp, device: Authenticator
    ) -> None:
        browser = comes(gp).opens("/gp/invite").fills({"note": "gul paraply"})
        age(surgery, minutes=16)

        browser.presses("Make the sheet")
        assert (browser.status, browser.says("Log in again") in browser.text) == (401, True)
        touches(browser, device).presses("Save and continue")

        assert browser.says("The sheet is ready") in browser.text
        assert "gul paraply" in browser.opens("/gp/patients").text

    def test_is_not_needed_for_it(
        self, comes: Comes, surgery: Surgery, gp: Gp, device: Authenticator
    ) -> None:
        browser = touches(comes().opens("/log-in"), device)
        browser.opens("/gp/invite").fills({"note": "gul paraply"})
        age(surgery, minutes=16)

        browser.presses("Make the sheet").fills({"user_name": gp.user_name, "passphrase": PASSPHRASE})
        browser.presses("Log in and save").fills({"code": "000000"}).presses("Log in")
        assert browser.status == 401
        browser.fills({"code": pyotp.TOTP(gp.totp).now()}).presses("Log in").presses("Save and continue")

        assert browser.says("The sheet is ready") in browser.text
        assert "gul paraply" in browser.opens("/gp/patients").text

    def test_saves_what_was_being_written_for_nobody_else(
        self, comes: Comes, surgery: Surgery, gp: Gp, device: Authenticator
    ) -> None:
        browser = comes(surgery.gp()).opens("/gp/invite").fills({"note": "gul paraply"})
        age(surgery, minutes=16)

        touches(browser.presses("Make the sheet"), device)
        assert "gul paraply" not in browser.text
        browser.presses("Save and continue")

        assert browser.status == 401
        assert "gul paraply" not in browser.opens("/gp/patients").text

    def test_is_refused_with_the_answer_of_another_browser(self, comes: Comes, device: Authenticator) -> None:
        one, other = comes().opens("/log-in"), comes().opens("/log-in")
        _, options = script(one, "/log-in/passkey/challenge")
        script(other, "/log-in/passkey/challenge")
        answer = {"credential": device.answers(options["get"])}

        other.posts("/log-in/passkey", {**answer, "csrf_token": other.token()})

        assert other.status == 401
        assert other.says(NOT_LET_IN) in other.text
        assert one.posts("/log-in/passkey", {**answer, "csrf_token": one.token()}).path == "/gp/patients"

    def test_is_not_asked_for_by_another_site(self, comes: Comes, device: Authenticator) -> None:
        browser = comes().opens("/log-in")
        browser.headers["Sec-Fetch-Site"] = "cross-site"

        assert browser.client.post("/log-in/passkey/challenge", headers=browser.headers).status_code == 400

    def test_is_asked_for_so_often_and_no_more(self, comes: Comes) -> None:
        browser = comes().opens("/log-in")
        browser.headers["Accept"] = "application/json"
        said = [script(browser, "/log-in/passkey/challenge")[0] for _ in range(LIMITS["passkey-address"] + 1)]

        assert said == [200] * LIMITS["passkey-address"] + [429]

    def test_leaves_the_six_digits_as_they_were(self, comes: Comes, gp: Gp, device: Authenticator) -> None:
        assert comes(gp).path == "/gp/patients"


class TestTheLock:
    def test_takes_a_patients_page_off_the_screen_after_a_quarter_of_an_hour(
        self, comes: Comes, gp: Gp, patient: Patient
    ) -> None:
        browser = comes(gp)
        for page in ("/gp/patients", f"/gp/patients/{patient.enrolment_id}", "/gp/modules"):
            seconds, _, address = browser.opens(page).page.response.headers["Refresh"].partition("; url=")
            assert (int(seconds), unquote(address)) == (905, LOCKED.format(page))

    def test_leaves_what_is_being_typed_and_what_is_a_patients(
        self, comes: Comes, gp: Gp, patient: Patient
    ) -> None:
        browser = comes(gp)
        assert "Refresh" not in browser.opens("/gp/invite").page.response.headers
        assert "Refresh" not in comes(patient).opens("/home").page.response.headers

    def test_counts_as_no_visit_and_shows_nothing_of_who_was_here(
        self, comes: Comes, surgery: Surgery, gp: Gp, session: Session
    ) -> None:
        browser = comes(gp)
        age(surgery, minutes=10)
        before = session.scalars(select(Login.last_seen_at)).one()

        browser.opens(LOCKED.format("/gp/patients"))

        session.rollback()
        assert session.scalars(select(Login.last_seen_at)).one() == before
        assert browser.says("My patients") not in browser.html


class TestWithoutJavaScript:
    @pytest.mark.parametrize("locale", ["nb", "en"])
    def test_the_button_stays_away_and_a_line_says_why(self, comes: Comes, locale: str) -> None:
        browser = comes(language=locale)
        for page in ("/log-in", LOCKED.format("/gp/patients")):
            browser.opens(page)
            one_touch = [form.element for form in browser.page.forms() if form.element.get("data-passkey")]
            assert [form.get("hidden") for form in one_touch] == [""]
            [line] = browser.page.root.iter("noscript")
            assert said_in(locale, NEEDS_SCRIPT) in "".join(line.itertext())
