"""Signing in and out: new tokens, dead cookies, and pages of somebody else's."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pyotp
import pytest
from apps import Comes, databases_gone, signs_in
from flask import Flask
from pages import Browser
from people import PASSPHRASE, Gp, Patient, Surgery
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from selfhelp.records.course import Answers
from selfhelp.records.people import Attempt, Login
from selfhelp.web.account import WRONG

COOKIE = "visit"
LEAVING = {"Log out": "/?out=yes", "Leave page": "/leave"}  # where each button leads


def cookie(browser: Browser) -> str:
    found = browser.client.get_cookie(COOKIE)
    return found.value if found else ""


def replay(app: Flask, kept: str, path: str = "/home") -> int:
    """What a cookie that somebody kept is worth."""
    client = app.test_client()
    client.set_cookie(COOKIE, kept)
    return client.get(path).status_code


def age(surgery: Surgery, *, idle: timedelta = timedelta(), begun: timedelta = timedelta()) -> None:
    """Let time go by for every visit."""
    now = datetime.now(UTC)
    with Session(surgery.engine) as session:
        session.execute(update(Login).values(last_seen_at=now - idle, created_at=now - begun))
        session.commit()


class TestSigningIn:
    def test_gives_a_new_token_and_makes_the_old_cookie_worthless(
        self, app: Flask, comes: Comes, patient: Patient
    ) -> None:
        browser = comes().opens("/log-in")
        before = cookie(browser)

        signs_in(browser, patient)

        assert cookie(browser) != before
        assert replay(app, before) == 302
        assert replay(app, cookie(browser)) == 200

    def test_clears_away_ended_visits_and_old_tries(
        self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient, session: Session
    ) -> None:
        comes(patient)
        age(surgery, idle=timedelta(minutes=31))
        with Session(surgery.engine) as earlier:
            earlier.execute(update(Attempt).values(window_start=datetime.now(UTC) - timedelta(hours=25)))
            earlier.commit()
        old = set(session.scalars(select(Attempt.window_start)))
        session.rollback()

        comes(gp)

        assert [login.person_id for login in session.scalars(select(Login))] == [gp.id]
        assert old
        assert not old & set(session.scalars(select(Attempt.window_start)))

    def test_gives_a_gp_nothing_before_the_second_factor(self, app: Flask, comes: Comes, gp: Gp) -> None:
        browser = signs_in(comes(), gp)
        first = cookie(browser)
        assert browser.path.startswith("/log-in/code")
        assert replay(app, first, "/gp/patients") == 302

        browser.saves({"code": pyotp.TOTP(gp.totp).now()})

        assert browser.path == "/gp/patients"
        assert replay(app, first, "/gp/patients") == 302

    def test_refuses_a_code_that_was_used_in_another_browser(self, comes: Comes, gp: Gp) -> None:
        code = pyotp.TOTP(gp.totp).now()
        signs_in(comes(), gp).saves({"code": code})

        thief = signs_in(comes(), gp).saves({"code": code})

        assert thief.status == 401
        assert thief.opens("/gp/patients").path.startswith("/log-in")

    def test_lets_a_gp_in_with_a_recovery_code_once(self, comes: Comes, gp: Gp) -> None:
        assert signs_in(comes(), gp).saves({"code": gp.recovery_codes[0]}).path == "/gp/patients"
        assert signs_in(comes(), gp).saves({"code": gp.recovery_codes[0]}).status == 401

    @pytest.mark.parametrize(
        ("name", "passphrase"), [("furu-elv-11", "feil ord for alt"), ("ingen-slik", PASSPHRASE)]
    )
    def test_says_the_same_of_a_wrong_name_and_a_wrong_passphrase(
        self, comes: Comes, patient: Patient, name: str, passphrase: str
    ) -> None:
        browser = comes().opens("/log-in").saves({"user_name": name, "passphrase": passphrase})

        assert browser.status == 401
        assert browser.says(WRONG) in browser.text
        assert passphrase not in browser.html

    def test_goes_on_to_the_page_that_was_asked_for_and_never_to_another_site(
        self, comes: Comes, patient: Patient
    ) -> None:
        asked = comes().opens("/toolbox")
        assert unquote(asked.path) == "/log-in?next=/toolbox"
        asked.saves({"user_name": patient.user_name, "passphrase": PASSPHRASE})
        assert asked.path == "/toolbox"

        odd = ("https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)")
        for elsewhere in (*odd, "/gp/patients", "/nowhere"):
            led = comes().opens(f"/log-in?next={elsewhere}")
            led.saves({"user_name": patient.user_name, "passphrase": PASSPHRASE})
            assert led.path == "/home"


class TestSigningOut:
    @pytest.mark.parametrize("button", LEAVING)
    def test_makes_the_cookie_worthless_on_the_server(
        self, app: Flask, comes: Comes, patient: Patient, session: Session, button: str
    ) -> None:
        browser = comes(patient)
        kept = cookie(browser)
        assert replay(app, kept) == 200

        browser.presses(button)

        assert replay(app, kept) == 302
        assert session.scalars(select(Login)).all() == []
        answers = [*browser.page.response.history, browser.page.response]
        assert answers[0].headers["Clear-Site-Data"] == '"cache", "storage", "cookies"'

    @pytest.mark.parametrize("button", LEAVING)
    def test_asks_for_nothing_when_the_log_in_has_lapsed(
        self, comes: Comes, surgery: Surgery, patient: Patient, session: Session, button: str
    ) -> None:
        browser = comes(patient)
        age(surgery, idle=timedelta(hours=1))

        browser.presses(button)

        assert (browser.status, browser.path) == (200, LEAVING[button])
        assert session.scalars(select(Login)).all() == []

    @pytest.mark.parametrize("button", LEAVING)
    def test_asks_for_nothing_when_the_browser_has_forgotten_everything(
        self, comes: Comes, patient: Patient, button: str
    ) -> None:
        browser = comes(patient)
        browser.client.delete_cookie(COOKIE)

        browser.presses(button)

        assert (browser.status, browser.path) == (200, LEAVING[button])

    @pytest.mark.parametrize("button", LEAVING)
    def test_does_not_wait_for_a_database_that_is_gone(
        self, app: Flask, comes: Comes, patient: Patient, button: str
    ) -> None:
        browser = comes(patient)
        with databases_gone(app):
            browser.presses(button)

        assert (browser.status, browser.path) == (200, LEAVING[button])
        assert browser.opens("/home").path.startswith("/log-in")

    def test_leaves_for_a_page_about_the_weather(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).presses("Leave page")

        assert browser.page.title == "yr.no"
        assert "https://www.yr.no/" in browser.html

    def test_happens_by_itself_when_nothing_is_done_or_the_day_is_over(
        self, comes: Comes, surgery: Surgery, patient: Patient, gp: Gp
    ) -> None:
        theirs, the_gps = comes(patient), comes(gp)
        age(surgery, idle=timedelta(minutes=14))
        assert (theirs.opens("/home").path, the_gps.opens("/gp/patients").path) == ("/home", "/gp/patients")

        age(surgery, idle=timedelta(minutes=16))
        assert theirs.opens("/home").path == "/home"
        assert the_gps.opens("/gp/patients").path.startswith("/log-in")

        age(surgery, begun=timedelta(hours=12, minutes=1))
        assert theirs.opens("/home").path.startswith("/log-in")

    def test_is_complete_when_a_new_passphrase_was_set(
        self, app: Flask, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        paper = surgery.give_recovery_codes(patient)
        stolen = cookie(comes(patient))
        new = "fem nye stille ord"

        browser = comes().opens("/recover")
        browser.saves({"user_name": patient.user_name, "code": paper[2], "passphrase": new})

        assert browser.path == "/home"
        assert replay(app, stolen) == 302
        again = comes().opens("/recover")
        again.saves({"user_name": patient.user_name, "code": paper[2], "passphrase": "enda fire nye ord"})
        assert again.status == 401
        assert (
            comes().opens("/log-in").saves({"user_name": patient.user_name, "passphrase": new}).path
            == "/home"
        )


class TestAPageOfSomeoneElses:
    def test_is_saved_nowhere(
        self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient, session: Session
    ) -> None:
        """On a shared computer: A's window stays open while B signs in, and is sent then."""
        browser = comes(patient)
        left_open = browser.window().opens("/modules/link/goals").fills({"q.goal-1": "Skrevet av den første"})
        browser.presses("Log out")
        signs_in(browser, surgery.patient(gp))

        left_open.presses("Save and continue")

        assert left_open.status == 401
        assert session.scalars(select(Answers)).all() == []

    def test_is_refused_by_its_owner_mark_even_with_a_right_form_token(
        self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient, session: Session
    ) -> None:
        theirs = comes(patient).opens("/modules/link/goals")
        form = theirs.fills({"q.goal-1": "Skrevet av den første"}).main_form().data()
        other = comes(surgery.patient(gp)).opens("/modules/link/goals")

        other.posts("/modules/link/goals", {**form, "csrf_token": other.token()})

        assert other.status == 401
        assert session.scalars(select(Answers)).all() == []
        assert (
            other.posts("/modules/link/goals", {**form, "csrf_token": other.token(), "owner": ""}).status
            == 401
        )


class TestFormTokens:
    def test_are_asked_of_every_form(self, comes: Comes, patient: Patient, session: Session) -> None:
        browser = comes(patient).opens("/modules/link/goals")
        form = {**browser.fills({"q.goal-1": "Gå tur"}).main_form().data(), "csrf_token": "made up"}

        assert browser.posts("/modules/link/goals", form).status == 401
        assert browser.posts("/modules/link/goals", form, **{"Sec-Fetch-Site": "cross-site"}).status == 400
        assert session.scalars(select(Answers)).all() == []

    def test_of_another_browser_are_refused(self, comes: Comes, patient: Patient) -> None:
        stranger, browser = comes().opens("/log-in"), comes(patient).opens("/modules/link/goals")
        form = {**browser.main_form().data(), "csrf_token": stranger.token()}

        assert browser.posts("/modules/link/goals", form).status == 401
