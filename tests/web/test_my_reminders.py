"""Reminders as a patient meets them: offered, asked for, confirmed by a mail's button, turned off again."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from apps import Comes, made, shut, signs_in
from flask import Flask
from mail_server import MailBox, box
from pages import Browser
from people import Patient, Surgery
from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.records.course import Reminder
from selfhelp.settings import Settings
from selfhelp.web import mails
from selfhelp.web.limits import LIMITS
from selfhelp.web.patient.reminders import NO_SUCH, NOT_SENT
from web.test_visits import cookie, replay

pytestmark = pytest.mark.mail
__all__ = ["box"]
PAGE = "/my-account/reminders"
ADDRESS = "noen@example.no"
WISH: dict[str, str | list[str]] = {"address": ADDRESS, "days": ["2", "5"], "hour": "19"}
WHEN = {"nb": "Tirsdag og fredag klokka 19:00", "en": "Tuesday and Friday at 19:00"}
NO_ADDRESS = "Write the whole address without spaces, for example name@example.no."
NO_LETTERS = "Many e-mail servers refuse letters like æ, ø and å in an address. Use another address."
OFFER = "Would you like a reminder?"


@pytest.fixture
def app(settings: Settings, box: MailBox) -> Iterator[Flask]:
    """The application with a mail server."""
    app = made(replace(settings, mail=box.server()))
    yield app
    shut(app)


def link(box: MailBox, way: str) -> str:
    """The way to confirm ("on") or to the off switch, as it stands in the newest mail."""
    found = re.search(rf"http://localhost(/reminders/{way}/\S+)", box.mails[-1].get_content())
    assert found is not None
    return found[1]


def asks(browser: Browser, **changed: str | list[str]) -> Browser:
    return browser.opens(PAGE).saves({**WISH, **changed})


def row(session: Session) -> Reminder:
    session.rollback()
    return session.scalars(select(Reminder)).one()


class TestAsking:
    @pytest.mark.parametrize("locale", ["nb", "en"])
    def test_leads_by_a_mail_to_reminders_that_are_on(
        self, comes: Comes, surgery: Surgery, box: MailBox, session: Session, locale: str
    ) -> None:
        browser = asks(comes(surgery.patient(surgery.gp(), locale=locale)))
        assert browser.path == PAGE
        assert row(session).confirmed_at is None
        assert (box.mails[0]["To"], box.mails[0]["Subject"]) == (
            ADDRESS,
            browser.says("Confirm your address"),
        )

        reader = comes(language="de").opens(link(box, "on"))
        assert reader.page.language == locale
        reader.presses("Yes, send me reminders")

        assert reader.says("Reminders are on") in reader.text
        assert row(session).confirmed_at is not None
        assert WHEN[locale] in browser.opens("/my-account").text
        assert WHEN[locale] in browser.opens(PAGE).text

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"address": "noen"}, NO_ADDRESS),
            ({"address": "noen@example"}, NO_ADDRESS),
            ({"address": "to ord@example.no"}, NO_ADDRESS),
            ({"address": "a..b@example.no"}, NO_ADDRESS),
            ({"address": "blåbær@example.no"}, NO_LETTERS),
            ({"address": ""}, "Write your e-mail address."),
            ({"days": []}, "Choose one day or two."),
            ({"days": ["1", "2", "3"]}, "Choose two days at most."),
        ],
    )
    def test_says_what_to_mend_and_keeps_what_was_typed(
        self, comes: Comes, patient: Patient, box: MailBox, changed: dict[str, str | list[str]], why: str
    ) -> None:
        browser = asks(comes(patient), **changed)

        assert browser.status == 422
        assert browser.says(why) in browser.text
        sent = browser.main_form().data()
        wish = {**WISH, **changed}
        assert sent["address"] == [wish["address"]]
        assert sent.get("days", []) == wish["days"]
        assert sent["hour"] == ["19"]
        assert box.mails == []

    def test_tells_of_an_address_that_does_not_exist(
        self, comes: Comes, patient: Patient, box: MailBox
    ) -> None:
        box.refuses[ADDRESS] = "550 5.1.1 No such user"

        browser = asks(comes(patient))

        assert browser.status == 422
        assert browser.says(NO_SUCH) in browser.text
        assert f'value="{ADDRESS}"' in browser.html

    def test_keeps_the_choice_when_the_server_is_away_and_asks_the_next_time(
        self, comes: Comes, patient: Patient, box: MailBox, caplog: pytest.LogCaptureFixture
    ) -> None:
        box.refuses[ADDRESS] = f"450 4.2.0 Later, {ADDRESS}"
        browser = asks(comes(patient))
        assert browser.says(NOT_SENT) in browser.text
        ours = [record.getMessage() for record in caplog.records if record.name.startswith("selfhelp")]
        assert ours == ["mail not sent: error=TryLaterError"]

        box.refuses.clear()
        assert browser.saves().path == PAGE
        assert len(box.mails) == 1

    @pytest.mark.parametrize("locale", ["nb", "en"])
    @pytest.mark.parametrize("said", ["450 4.2.0 Later", "550 5.1.1 No such user"])
    def test_says_what_is_so_now_when_the_mail_to_a_new_address_cannot_go(
        self, comes: Comes, surgery: Surgery, box: MailBox, session: Session, locale: str, said: str
    ) -> None:
        browser = asks(comes(surgery.patient(surgery.gp(), locale=locale)))
        comes().opens(link(box, "on")).presses("Yes, send me reminders")
        box.refuses["ny@example.no"] = said

        asks(browser, address="ny@example.no")

        assert row(session).confirmed_at is None
        assert browser.status == 422
        assert WHEN[locale] not in browser.text
        assert browser.says("Not yet: the address is not confirmed") in browser.text

    def test_asks_nobody_again_who_only_changes_the_days(
        self, comes: Comes, patient: Patient, box: MailBox, session: Session
    ) -> None:
        browser = asks(comes(patient))
        comes().opens(link(box, "on")).presses("Yes, send me reminders")

        asks(browser, days=["1"], hour="7")

        assert len(box.mails) == 1
        assert (row(session).days, row(session).hour) == (["1"], 7)
        assert "Mandag klokka 07:00" in browser.text

    def test_fills_nobodys_mailbox(self, comes: Comes, surgery: Surgery, box: MailBox) -> None:
        browsers = [comes(surgery.patient(surgery.gp())) for _ in range(LIMITS["reminder-address"] + 1)]

        said = [asks(browser).status for browser in browsers]

        assert said == [200] * LIMITS["reminder-address"] + [429]
        assert len(box.mails) == LIMITS["reminder-address"]

    def test_is_forgotten_with_one_button(
        self, comes: Comes, patient: Patient, box: MailBox, session: Session
    ) -> None:
        browser = asks(comes(patient)).presses("Turn off, and forget the address")

        assert browser.path == "/my-account"
        assert row(session).value is None
        assert ADDRESS not in browser.opens(PAGE).html
        assert comes().opens(link(box, "on")).status == 410

    def test_can_be_forgotten_when_there_is_no_mail_server_any_more(
        self, comes: Comes, patient: Patient, app: Flask, settings: Settings, session: Session
    ) -> None:
        asks(comes(patient))
        without = made(settings)
        browser = signs_in(comes(into=without), patient)

        browser.opens(PAGE).presses("Turn off, and forget the address")

        assert row(session).value is None
        assert browser.opens(PAGE).status == 404
        shut(without)


class TestTheLinksInMails:
    @pytest.fixture
    def on(self, comes: Comes, patient: Patient, box: MailBox) -> Browser:
        browser = asks(comes(patient))
        comes().opens(link(box, "on")).presses("Yes, send me reminders")
        return browser

    def test_change_nothing_when_they_are_only_opened(
        self, comes: Comes, patient: Patient, box: MailBox, session: Session
    ) -> None:
        asks(comes(patient))
        for _ in range(2):
            for way in ("on", "off"):
                assert comes().opens(link(box, way)).status == 200

        assert row(session).confirmed_at is None
        assert row(session).value is not None

    def test_turn_off_by_one_button_and_promise_nothing_afterwards(
        self, comes: Comes, box: MailBox, session: Session, on: Browser
    ) -> None:
        switch = link(box, "off")
        reader = comes(language="nb").opens(switch).presses("Turn off reminders")
        assert reader.says("Reminders are off") in reader.text
        assert row(session).value is None
        assert on.opens("/my-account").says("Off") in on.text

        for old in (switch, "/reminders/off/made-up"):
            again = comes().opens(old)
            assert again.status == 410
            assert again.says("This link no longer works") in again.text

    def test_turn_off_from_any_mail_to_the_same_address(
        self, comes: Comes, box: MailBox, session: Session, patient: Patient
    ) -> None:
        browser = asks(comes(patient))
        first = link(box, "off")
        asks(browser)

        comes().opens(first).presses("Turn off reminders")

        assert row(session).value is None

    def test_turn_off_by_the_mail_programs_own_button(
        self, app: Flask, box: MailBox, session: Session, on: Browser
    ) -> None:
        address = str(box.mails[0]["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost")

        said = app.test_client().post(address, data={"List-Unsubscribe": "One-Click"})

        assert said.status_code == 200
        assert row(session).value is None

    def test_take_no_press_of_another_site(
        self, comes: Comes, box: MailBox, session: Session, on: Browser
    ) -> None:
        stranger = comes().opens(link(box, "off"))
        stranger.headers["Sec-Fetch-Site"] = "cross-site"

        assert stranger.presses("Turn off reminders").status == 400
        assert row(session).value is not None

    def test_log_nobody_out_who_comes_from_a_mail_program(
        self, app: Flask, comes: Comes, box: MailBox, on: Browser
    ) -> None:
        """A strict cookie stays away on that way; a session begun there would replace the open one."""
        for way in ("on", "off", "on/too-old"):
            path = link(box, way) if way in {"on", "off"} else "/reminders/on/too-old"
            assert "Set-Cookie" not in app.test_client().get(path).headers
        assert replay(app, cookie(on)) == 200

    @pytest.mark.parametrize("locale", ["nb", "en"])
    def test_lead_home_from_a_reminder_by_a_page_that_logs_nobody_out(
        self, app: Flask, comes: Comes, on: Browser, locale: str
    ) -> None:
        with app.test_request_context():
            mail = mails.reminder(ADDRESS, language=locale, off="x", now=datetime.now(UTC))
        path = mail.get_content().partition("http://localhost")[2].split()[0]

        withheld = comes(language="de").opens(path)

        assert "Set-Cookie" not in withheld.page.response.headers
        assert withheld.page.language == locale
        assert unquote(withheld.follows("Go on").path) == "/log-in?next=/home"
        assert on.opens("/home").path == "/home"  # as that press does where the browser has the cookie
        assert on.opens(path).path == "/home"

    def test_tell_when_they_are_too_old(
        self, comes: Comes, box: MailBox, surgery: Surgery, patient: Patient
    ) -> None:
        asks(comes(patient))
        with Session(surgery.engine) as session:
            session.get_one(Reminder, patient.enrolment_id).asked_at = datetime(2026, 1, 1, tzinfo=UTC)
            session.commit()

        reader = comes().opens(link(box, "on"))

        assert reader.status == 410
        assert reader.says("This link no longer works") in reader.text
