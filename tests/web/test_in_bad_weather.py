"""What stays when something is gone: help, open pages, and the text that was being written."""

from datetime import UTC, datetime, timedelta

import pytest
from apps import Comes, databases_gone, signs_in
from flask import Flask
from pages import Browser
from people import PASSPHRASE, Gp, Patient, Surgery
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from selfhelp.care import answers, cards, entries
from selfhelp.records.course import Answers
from selfhelp.records.people import Login

GOALS = "/modules/link/goals"
OPEN = ["/help-now", "/", "/right-for-me", "/privacy", "/evidence", "/accessibility"]
TEXT = "Gå tur to ganger i uka"


def lapse(surgery: Surgery) -> None:
    """Let every log-in run out."""
    with Session(surgery.engine) as session:
        session.execute(update(Login).values(last_seen_at=datetime.now(UTC) - timedelta(hours=1)))
        session.commit()


def goal(session: Session, surgery: Surgery, patient: Patient) -> object:
    session.rollback()  # see what has been saved since the last look
    kept = answers.answers_in(session, surgery.place_of(patient), ["link"])["link"]
    return kept["goals"].values.get("goal-1") if "goals" in kept else None


class TestWithTheDatabaseGone:
    @pytest.mark.parametrize("language", ["nb", "en"])
    @pytest.mark.parametrize("path", OPEN)
    def test_open_pages_are_there(self, app: Flask, comes: Comes, path: str, language: str) -> None:
        with databases_gone(app):
            browser = comes(language=language).opens(path)

        assert (browser.status, browser.page.language) == (200, language)

    def test_help_now_is_there_for_someone_logged_in_too(
        self, app: Flask, comes: Comes, patient: Patient, gp: Gp
    ) -> None:
        for browser in (comes(patient), comes(gp)):
            with databases_gone(app):
                browser.opens("/help-now")
            assert browser.status == 200
            assert 'href="tel:113"' in browser.html

    def test_an_answer_stands_that_was_made_before_it_went(
        self,
        comes: Comes,
        patient: Patient,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        browser = comes(patient)

        def crashes(_session: Session) -> None:
            raise OperationalError("ROLLBACK", None, ConnectionError())

        with monkeypatch.context() as crashed:
            crashed.setattr(Session, "close", crashes)
            browser.opens("/home")

        assert (browser.status, browser.path) == (200, "/home")
        assert "database out of reach at the end: error=OperationalError" in caplog.text

    def test_help_now_can_change_its_language(self, app: Flask, comes: Comes) -> None:
        with databases_gone(app):
            browser = comes().opens("/help-now").presses("en")

        assert (browser.status, browser.path, browser.page.language) == (200, "/help-now", "en")

    @pytest.mark.parametrize("path", ["/no-such-page", "/home", "/card", "/log-in/code", "/activate/made-up"])
    def test_every_page_says_so_in_words(self, app: Flask, comes: Comes, patient: Patient, path: str) -> None:
        browser = comes(patient)
        with databases_gone(app):
            browser.opens(path)

        assert browser.status in {303, 404, 503, 200}
        assert browser.page.root.find(".//h1") is not None

    def test_text_comes_back_with_the_page_and_is_saved_by_one_button_when_it_is_over(
        self, app: Flask, comes: Comes, surgery: Surgery, patient: Patient, session: Session
    ) -> None:
        browser = comes(patient).opens(GOALS).fills({"q.goal-1": TEXT})
        with databases_gone(app):
            browser.presses("Save and continue")
            assert browser.status == 503
            assert TEXT in browser.text

        browser.presses("Try again")

        assert browser.status == 200
        assert goal(session, surgery, patient) == TEXT

    def test_nothing_is_half_saved(
        self, app: Flask, comes: Comes, patient: Patient, session: Session
    ) -> None:
        browser = comes(patient).opens(GOALS).fills({"q.goal-1": TEXT})
        with databases_gone(app):
            browser.presses("Save and continue")

        assert session.scalars(select(Answers)).all() == []


class TestALapsedLogIn:
    def test_keeps_a_steps_text_through_the_log_in(
        self, comes: Comes, surgery: Surgery, patient: Patient, session: Session
    ) -> None:
        browser = comes(patient).opens(GOALS).fills({"q.goal-1": TEXT, "q.goal-1.doctor-may-see": True})
        lapse(surgery)

        browser.presses("Save and continue")
        assert browser.status == 401
        assert TEXT in browser.text
        browser.saves({"user_name": patient.user_name, "passphrase": PASSPHRASE})
        assert goal(session, surgery, patient) is None
        browser.presses("Save and continue")

        assert goal(session, surgery, patient) == TEXT
        kept = answers.answers_in(session, surgery.place_of(patient), ["link"])["link"]["goals"]
        assert kept.shown == {"goal-1"}

    def test_keeps_it_through_a_passphrase_mistyped(
        self, comes: Comes, surgery: Surgery, patient: Patient, session: Session
    ) -> None:
        browser = comes(patient).opens(GOALS).fills({"q.goal-1": TEXT})
        lapse(surgery)

        browser.presses("Save and continue")
        browser.saves({"user_name": patient.user_name, "passphrase": "noe helt annet"})
        assert browser.status == 401
        browser.saves({"user_name": patient.user_name, "passphrase": PASSPHRASE})
        browser.presses("Save and continue")

        assert goal(session, surgery, patient) == TEXT

    def test_keeps_the_card_and_an_entry_too(
        self, comes: Comes, surgery: Surgery, patient: Patient, session: Session
    ) -> None:
        for path, field in (("/card", "q.card.text"), ("/toolbox/chain/new", "q.entry.event")):
            browser = comes(patient).opens(path).fills({field: TEXT})
            lapse(surgery)
            browser.presses("Save")
            assert (browser.status, TEXT in browser.text) == (401, True)
            browser.saves({"user_name": patient.user_name, "passphrase": PASSPHRASE})
            browser.presses("Save and continue")

        mine = surgery.place_of(patient)
        assert cards.card_now(session, mine, surgery.now.date()).values["text"] == TEXT
        assert [one.values for one in entries.entries_of(session, mine, "chain")] == [{"event": TEXT}]

    def test_never_gives_the_text_to_someone_else_who_logs_in(
        self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient, session: Session
    ) -> None:
        other = surgery.patient(gp)
        browser = comes(patient).opens(GOALS).fills({"q.goal-1": TEXT})
        lapse(surgery)

        browser.presses("Save and continue")
        browser.saves({"user_name": other.user_name, "passphrase": PASSPHRASE})
        browser.presses("Save and continue")

        assert browser.status == 401
        assert goal(session, surgery, other) is None

    def test_tells_the_pages_script(self, comes: Comes, surgery: Surgery, patient: Patient) -> None:
        browser = comes(patient).opens(GOALS)
        form = browser.main_form().data()
        lapse(surgery)

        browser.posts(GOALS, form, Accept="application/json")

        assert (browser.status, browser.page.response.get_json()) == (401, {"login": True, "help": False})


class TestTheLanguageOfThePerson:
    """It is English here, and the browser asks for Bokmål."""

    @pytest.fixture
    def english(self, comes: Comes, surgery: Surgery, gp: Gp) -> Browser:
        return comes(surgery.patient(gp, locale="en"), language="nb")

    def test_stays_when_the_log_in_has_lapsed(self, surgery: Surgery, english: Browser) -> None:
        english.opens(GOALS).fills({"q.goal-1": TEXT})
        lapse(surgery)

        english.presses("Save and continue")

        assert (english.status, english.page.language) == (401, "en")
        assert english.opens("/home").path.startswith("/log-in")
        assert english.page.language == "en"
        assert english.opens("/no-such-page").page.language == "en"

    def test_stays_when_the_database_is_gone(self, app: Flask, english: Browser) -> None:
        english.opens(GOALS).fills({"q.goal-1": TEXT})
        with databases_gone(app):
            assert english.presses("Save and continue").status == 503
            assert english.page.language == "en"
            assert [english.opens(path).page.language for path in ("/home", *OPEN)] == ["en"] * 7

    def test_is_the_one_chosen_last(self, app: Flask, surgery: Surgery, english: Browser) -> None:
        english.opens("/home").presses("nb")
        lapse(surgery)

        assert english.opens("/home").page.language == "nb"

    def test_is_there_before_the_second_factor(self, comes: Comes, surgery: Surgery) -> None:
        browser = signs_in(comes(language="nb"), surgery.gp(locale="en"))

        assert (browser.path, browser.page.language) == ("/log-in/code?next=", "en")

    def test_is_forgotten_with_the_log_out(self, english: Browser) -> None:
        assert english.presses("Log out").page.language == "nb"


class TestChangeOfLanguage:
    def test_midway_keeps_place_and_text(
        self, comes: Comes, surgery: Surgery, patient: Patient, session: Session
    ) -> None:
        browser = comes(patient).opens(GOALS).fills({"q.goal-1": TEXT})

        browser.presses("en")

        assert (browser.path, browser.page.language) == (GOALS, "en")
        assert browser.main_form().data()["q.goal-1"] == [TEXT]
        assert goal(session, surgery, patient) == TEXT

    def test_keeps_the_page_of_a_long_step(self, comes: Comes, patient: Patient) -> None:
        path = "/modules/link/how-are-you?part=2"
        browser = comes(patient).opens(path).fills({"q.gad.1": "2"})

        browser.presses("en")

        assert (browser.path, browser.page.language) == (path, "en")
        assert browser.main_form().data()["q.gad.1"] == ["2"]

    def test_is_remembered_on_another_device(self, comes: Comes, patient: Patient) -> None:
        comes(patient).opens("/home").presses("en")

        assert comes(patient, language="nb").opens("/home").page.language == "en"

    @pytest.mark.parametrize(
        ("asked", "language"),
        [("no", "nb"), ("nn-NO,en;q=0.8", "nb"), ("da", "nb"), ("sv-SE", "nb"), ("en-US", "en"),
         ("de", "nb"), ("", "nb"), ("de,en;q=0.5", "en")],
    )  # fmt: skip
    def test_begins_with_what_the_browser_asks_for(self, comes: Comes, asked: str, language: str) -> None:
        assert comes(language=asked).opens("/").page.language == language
