"""A patient's own account: look of the pages, passphrase, recovery codes, devices."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from apps import Comes, databases_gone, signs_in
from flask import Flask
from pages import Browser
from people import PASSPHRASE, Patient, Surgery
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from selfhelp.care import codes
from selfhelp.records.people import Login
from selfhelp.web.access import FRESH
from selfhelp.web.limits import LIMITS
from selfhelp.web.passphrase_words import WHY
from selfhelp.web.patient.passphrase import WRONG
from web.test_visits import cookie, replay

NEW = "fire gule paraplyer"
A_CODE = re.compile(r"<li>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</li>")
PHONE = "Mozilla/5.0 (Linux; Android 10; K) Chrome/131.0.0.0 Mobile Safari/537.36"


def no_more_fresh(surgery: Surgery) -> None:
    with Session(surgery.engine) as session:
        session.execute(update(Login).values(created_at=datetime.now(UTC) - FRESH - timedelta(minutes=1)))
        session.commit()


def changes(browser: Browser, present: str, new: str) -> Browser:
    return browser.opens("/my-account/passphrase").saves({"present": present, "passphrase": new})


class TestTheAccountPage:
    @pytest.mark.parametrize("locale", ["nb", "en"])
    def test_tells_how_things_are_and_leads_to_each(
        self, comes: Comes, surgery: Surgery, locale: str
    ) -> None:
        patient = surgery.patient(surgery.gp(), locale=locale)
        surgery.give_recovery_codes(patient)

        browser = comes(patient).follows("My account")

        assert browser.page.language == locale
        assert patient.user_name in browser.text
        assert "8 left" in browser.text or "8 igjen" in browser.text
        links = [a.get("href", "") for a in browser.page.root.iter("a")]
        theirs = [link for link in links if link.startswith("/my-account/")]
        for page in theirs:
            assert browser.opens(page).status == 200
            assert browser.follows("My account").path == "/my-account"
        assert len(theirs) == 7

    def test_speaks_of_no_reminders_where_no_mail_can_be_sent(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens("/my-account")

        assert browser.says("Reminders") not in browser.text
        assert browser.opens("/my-account/reminders").status == 404


class TestTextSize:
    def test_goes_for_every_page_and_device_and_stays_for_the_log_in_page(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        browser, elsewhere = comes(patient), comes(patient)
        browser.opens("/my-account/reading").saves({"text_size": "larger"})

        assert browser.path == "/my-account"
        for page in ("/home", "/modules/link/goals", "/help-now", "/no-such-page"):
            assert size(browser.opens(page)) == "larger"
        assert size(elsewhere.opens("/home")) == "larger"
        with Session(surgery.engine) as session:
            session.execute(update(Login).values(last_seen_at=datetime.now(UTC) - timedelta(hours=1)))
            session.commit()
        assert size(browser.opens("/home")) == "larger"
        assert browser.path.startswith("/log-in")

    def test_stays_when_the_database_is_gone(self, app: Flask, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens("/my-account/reading").saves({"text_size": "large"})

        with databases_gone(app):
            browser.opens("/home")

        assert browser.status == 503
        assert size(browser) == "large"

    def test_is_that_of_whoever_logs_in(self, comes: Comes, surgery: Surgery, patient: Patient) -> None:
        browser = comes(patient).opens("/my-account/reading").saves({"text_size": "larger"})

        signs_in(browser.presses("Log out"), surgery.patient(surgery.gp()))

        assert size(browser) == ""

    def test_is_changed_together_with_the_language(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens("/my-account/reading").saves({"locale": "en", "text_size": "large"})

        assert browser.page.language == "en"
        assert "English, large" in browser.text

    def test_is_one_of_three(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens("/my-account/reading")

        browser.posts("/my-account/reading", {"csrf_token": browser.token(), "text_size": "huge"})

        assert browser.status == 422
        assert size(browser.opens("/home")) == ""


def size(browser: Browser) -> str:
    return browser.page.root.get("data-text-size", "")


class TestTheLeaveButton:
    def test_is_left_out_and_comes_back(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient)
        browser.opens("/my-account/leave-page").saves({"shown": "no"})
        assert all('action="/leave"' not in browser.opens(page).html for page in ("/home", "/my-account"))

        browser.opens("/my-account/leave-page").saves({"shown": "yes"})
        assert 'action="/leave"' in browser.opens("/home").html

    @pytest.mark.parametrize("locale", ["nb", "en"])
    def test_has_a_page_that_says_what_it_does_not_do(
        self, comes: Comes, surgery: Surgery, locale: str
    ) -> None:
        browser = comes(surgery.patient(surgery.gp(), locale=locale)).opens("/my-account/leave-page")

        assert ("historikken" if locale == "nb" else "history") in browser.text
        assert ("skulderen" if locale == "nb" else "shoulder") in browser.text


class TestThePassphrase:
    def test_is_changed_by_whoever_knows_it_and_ends_every_other_visit(
        self, app: Flask, comes: Comes, patient: Patient
    ) -> None:
        browser, elsewhere = comes(patient), comes(patient)
        copied, theirs = cookie(browser), cookie(elsewhere)

        changes(browser, PASSPHRASE, NEW)

        assert browser.path == "/my-account"
        assert browser.opens("/home").status == 200
        assert [replay(app, one) for one in (copied, theirs)] == [302, 302]
        said = [
            comes().opens("/log-in").saves({"user_name": patient.user_name, "passphrase": words}).path
            for words in (PASSPHRASE, NEW)
        ]
        assert said == ["/log-in", "/home"]

    def test_leaves_what_is_open_in_another_window_as_it_is(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient)
        writing = browser.window().opens("/modules/link/goals").fills({"q.goal-1": "Gå tur"})

        changes(browser, PASSPHRASE, NEW)

        assert writing.saves().status == 200
        assert "Gå tur" in browser.opens("/modules/link/goals").html

    @pytest.mark.parametrize(
        ("present", "new", "code", "why"),
        [
            ("feil ord for alt", NEW, 401, WRONG),
            (PASSPHRASE, "kort", 422, next(iter(WHY.values()))),
            (PASSPHRASE, "", 422, "Choose a new passphrase."),
            ("", NEW, 422, "Enter your present passphrase."),
        ],
    )
    def test_stays_and_says_how_to_mend_it(
        self, app: Flask, comes: Comes, patient: Patient, present: str, new: str, code: int, why: str
    ) -> None:
        browser, elsewhere = comes(patient), comes(patient)

        changes(browser, present, new)

        assert browser.status == code
        assert browser.says(why) in browser.text
        assert replay(app, cookie(elsewhere)) == 200

    def test_is_not_guessed_at_an_open_screen(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient)
        said = {changes(browser, f"feil nummer {n}", NEW).status for n in range(LIMITS["step-up"])}

        assert said == {401}
        assert changes(browser, PASSPHRASE, NEW).status == 429


class TestTheRecoveryCodes:
    def test_are_made_anew_shown_once_and_the_old_ones_stop(
        self, comes: Comes, surgery: Surgery, patient: Patient, session: Session
    ) -> None:
        old = surgery.give_recovery_codes(patient)
        browser = comes(patient).opens("/my-account/recovery-codes")
        browser.presses("Make new codes")
        sheet = A_CODE.findall(browser.html)

        assert len(sheet) == codes.RECOVERY_CODES
        assert browser.follows("I have the codes on paper").path == "/my-account"
        assert not A_CODE.findall(browser.opens("/my-account/recovery-codes").html)
        assert recovers(comes(), patient, old[0]).status == 401
        assert recovers(comes(), patient, sheet[0]).path == "/home"
        assert codes.recovery_codes_left(session, person_id=patient.id) == codes.RECOVERY_CODES - 1

    def test_are_one_sheet_when_the_page_is_sent_twice(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens("/my-account/recovery-codes")
        sent = browser.main_form().data()

        sheets = [A_CODE.findall(browser.posts("/my-account/recovery-codes", sent).html) for _ in range(2)]

        assert sheets[0] == sheets[1]
        assert len(sheets[0]) == codes.RECOVERY_CODES

    def test_take_a_fresh_log_in(
        self, comes: Comes, surgery: Surgery, patient: Patient, session: Session
    ) -> None:
        browser = comes(patient).opens("/my-account/recovery-codes")
        sent = browser.main_form().data()
        no_more_fresh(surgery)

        browser.posts("/my-account/recovery-codes", sent)

        assert not A_CODE.findall(browser.html)
        assert codes.recovery_codes_left(session, person_id=patient.id) == 0
        browser.follows("Log in again").saves({"user_name": patient.user_name, "passphrase": PASSPHRASE})
        assert browser.path == "/my-account/recovery-codes"


def recovers(browser: Browser, patient: Patient, code: str) -> Browser:
    return browser.opens("/recover").saves(
        {"user_name": patient.user_name, "code": code, "passphrase": "seks stille fjellvann"}
    )


class TestTheDevices:
    @pytest.fixture
    def phone(self, comes: Comes, patient: Patient) -> Browser:
        browser = comes()
        browser.headers["User-Agent"] = PHONE
        return signs_in(browser, patient)

    def test_are_named_in_plain_words_with_this_one_marked(
        self, comes: Comes, patient: Patient, phone: Browser
    ) -> None:
        comes(patient)

        phone.opens("/my-account/devices")

        assert "Chrome på Android" in phone.text
        assert phone.text.count(phone.says("This device")) == 1
        assert len([form for form in phone.page.forms() if "device" in form.names()]) == 1

    def test_are_logged_out_one_by_one(
        self, app: Flask, comes: Comes, patient: Patient, phone: Browser
    ) -> None:
        browser = comes(patient)
        stolen = cookie(phone)

        browser.opens("/my-account/devices")
        form = next(form for form in browser.page.forms() if "device" in form.names())
        browser.posts("/my-account/devices/end", form.data())

        assert browser.path == "/my-account/devices"
        assert "Android" not in browser.text
        assert replay(app, stolen) == 302

    def test_are_logged_out_all_at_once_this_one_too(
        self, app: Flask, comes: Comes, patient: Patient, phone: Browser, session: Session
    ) -> None:
        browser = comes(patient)
        cookies = [cookie(phone), cookie(browser)]

        browser.opens("/my-account/devices").presses("Log out everywhere")

        assert browser.path == "/?out=yes"
        assert [replay(app, one) for one in cookies] == [302, 302]
        assert session.scalars(select(Login)).all() == []

    def test_of_another_patient_are_left_alone(
        self, app: Flask, comes: Comes, surgery: Surgery, phone: Browser, session: Session
    ) -> None:
        theirs = session.scalars(select(Login.token_hash)).one()
        other = comes(surgery.patient(surgery.gp())).opens("/my-account/devices")

        other.posts("/my-account/devices/end", {"csrf_token": other.token(), "device": theirs})

        assert replay(app, cookie(phone)) == 200

    def test_are_not_counted_twice_after_a_new_log_in(
        self, app: Flask, patient: Patient, phone: Browser, session: Session
    ) -> None:
        before = cookie(phone)

        signs_in(phone, patient)

        assert len(session.scalars(select(Login)).all()) == 1
        assert replay(app, before) == 302
