"""Item 9 of PHQ-9 above zero: the help words come in the very first answer, whatever the weather."""

import pytest
from apps import Comes, databases_gone
from flask import Flask
from pages import Browser
from people import PASSPHRASE, Gp, Patient, Surgery, shipped_catalogue
from sqlalchemy.orm import Session

from selfhelp.care import readings
from web.test_my_account import recovers

STEP = "/modules/link/how-are-you"
LANGUAGES = ["nb", "en"]
JSON = {"Accept": "application/json"}


def help_words(language: str) -> str:
    """The sentence of the help page that must be there, as a person reads it."""
    said = {
        "nb": "Er du i fare nå, eller har du skadet deg? Ring 113.",
        "en": "Are you in danger now, or have you hurt yourself? Call 113.",
    }
    page = shipped_catalogue()[language].pages["heavy-thoughts"]
    words = " ".join(" ".join(part.html.striptags() for part in page.parts).split())
    assert said[language] in words
    return said[language]


def phq(item9: int | str, *, rest: int = 1) -> dict[str, str]:
    return {f"q.phq.{item}": str(rest) for item in range(1, 9)} | {"q.phq.9": str(item9)}


def autosave(browser: Browser, item9: int | str) -> Browser:
    """What the page's script does when item 9 was answered and nothing sent."""
    form = browser.fills({"q.phq.9": str(item9)}).main_form().data()
    return browser.posts(STEP, form, **JSON)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def browser(comes: Comes, surgery: Surgery, gp: Gp, language: str) -> Browser:
    """A patient's browser, on the page with PHQ-9."""
    return comes(surgery.patient(gp, locale=language), language=language).opens(STEP)


def shows_help(browser: Browser, language: str) -> bool:
    """Whether help words and numbers are to be read, not only lie ready in the page."""
    main = browser.page.root.find(".//main")
    assert main is not None
    for panel in [*main.iter("section")]:
        if panel.get("hidden") is not None:
            panel.clear()
    numbers = 'href="tel:113"' in browser.html
    return numbers and help_words(language) in browser.text and browser.page.language == language


class TestByPost:
    @pytest.mark.parametrize("item9", [1, 2, 3])
    def test_answers_with_the_help_page(self, browser: Browser, language: str, item9: int) -> None:
        browser.saves(phq(item9))

        assert (browser.status, browser.page.response.history) == (200, ())
        assert shows_help(browser, language)
        assert "/toolbox/safety-plan" in browser.html

    @pytest.mark.parametrize("item9", [0, "no"])
    def test_goes_on_without_it(self, browser: Browser, language: str, item9: int | str) -> None:
        browser.saves(phq(item9))

        assert browser.page.response.history
        assert not shows_help(browser, language)

    def test_answers_with_it_also_when_nothing_else_is_filled_in(
        self, browser: Browser, language: str
    ) -> None:
        browser.saves({"q.phq.9": "1"})

        assert (browser.status, shows_help(browser, language)) == (200, True)

    def test_answers_with_it_when_something_else_is_to_be_put_right(
        self, browser: Browser, language: str
    ) -> None:
        form = browser.fills({"q.phq.9": "2"}).main_form().data()
        browser.posts(STEP, {**form, "q.phq.1": "7"})

        assert (browser.status, shows_help(browser, language)) == (200, True)

    def test_answers_with_it_twice_when_it_is_sent_twice(self, browser: Browser, language: str) -> None:
        form = browser.fills(phq(2)).main_form().data()

        for _ in range(2):
            assert shows_help(browser.posts(STEP, form), language)
            assert browser.status == 200

    def test_shows_it_when_the_language_is_changed_with_the_same_press(
        self, browser: Browser, language: str
    ) -> None:
        other = {"nb": "en", "en": "nb"}[language]
        browser.fills(phq(1)).presses(other)

        assert shows_help(browser, other)

    def test_shows_it_when_the_press_was_to_stop_for_today(self, browser: Browser, language: str) -> None:
        browser.fills(phq(1)).presses("stop")

        assert (browser.status, shows_help(browser, language)) == (200, True)

    def test_shows_it_when_another_window_has_written_something_else(
        self, browser: Browser, language: str
    ) -> None:
        late = browser.window().opens(STEP).fills(phq(2))
        browser.saves(phq(0))

        late.saves()

        assert late.status == 409
        assert shows_help(late, language)

    def test_shows_it_again_on_the_page_and_at_home(self, browser: Browser, language: str) -> None:
        browser.saves(phq(1))

        assert shows_help(browser.opens(STEP), language)
        heading = browser.says("You do not have to be alone with thoughts like these")
        assert heading in browser.opens("/home").text


class TestByAutosave:
    def test_says_so_to_the_page(self, browser: Browser) -> None:
        assert autosave(browser, 1).page.response.get_json()["help"] is True

    @pytest.mark.parametrize("item9", [0, "no"])
    def test_says_nothing_of_the_kind_otherwise(self, browser: Browser, item9: int | str) -> None:
        assert autosave(browser, item9).page.response.get_json()["help"] is False

    def test_says_so_when_two_windows_disagree(self, browser: Browser) -> None:
        late = browser.window().opens(STEP)
        autosave(browser, 0)

        said = autosave(late, 2).page.response

        assert (said.status_code, said.get_json()) == (409, {"conflict": True, "help": True})

    def test_lies_ready_in_the_page_with_the_numbers(self, browser: Browser, language: str) -> None:
        assert 'href="tel:113"' in browser.html
        assert help_words(language) in browser.text
        assert not shows_help(browser, language)


class TestInBadWeather:
    """The log-in has run out, the form is stale, the database is gone, or something is wrong with us."""

    def spoil(self, app: Flask, browser: Browser, what: str) -> None:
        def stumble() -> None:
            raise RuntimeError("unforeseen")

        if what == "logged out":
            browser.window().opens("/home").presses("Log out")
        if what == "our fault":
            app.before_request_funcs[None].append(stumble)

    @pytest.mark.parametrize(("what", "code"), [("logged out", 401), ("our fault", 500)])
    def test_comes_in_the_first_answer(
        self, app: Flask, browser: Browser, language: str, what: str, code: int
    ) -> None:
        form = browser.fills(phq(2)).main_form().data()
        self.spoil(app, browser, what)

        browser.posts(STEP, form)
        assert (browser.status, shows_help(browser, language)) == (code, True)

        browser.posts(STEP, form, **JSON)
        assert (browser.status, browser.page.response.get_json()["help"]) == (code, True)

    def test_comes_with_the_database_gone(self, app: Flask, browser: Browser, language: str) -> None:
        form = browser.fills(phq(2)).main_form().data()

        with databases_gone(app):
            browser.posts(STEP, form)
            assert (browser.status, shows_help(browser, language)) == (503, True)

            browser.posts(STEP, form, **JSON)
            assert (browser.status, browser.page.response.get_json()["help"]) == (503, True)

    @pytest.mark.parametrize("item9", [0, "no"])
    def test_does_not_come_unasked(
        self, app: Flask, browser: Browser, language: str, item9: int | str
    ) -> None:
        form = browser.fills(phq(item9)).main_form().data()

        with databases_gone(app):
            browser.posts(STEP, form)

        assert (browser.status, shows_help(browser, language)) == (503, False)


class TestTheDoctorIsTold:
    @pytest.mark.parametrize("how", ["sent", "autosaved"])
    def test_on_the_list_and_first_on_the_page(
        self, comes: Comes, gp: Gp, patient: Patient, how: str
    ) -> None:
        browser = comes(patient).opens(STEP)
        if how == "sent":
            browser.saves(phq(2))
        else:
            autosave(browser, 2)

        the_gps = comes(gp)
        assert "svarte 2" in the_gps.text
        the_gps.follows("rød lue")
        assert "svarte 2" in the_gps.text

    def test_keeps_the_answer_itself(
        self, comes: Comes, surgery: Surgery, patient: Patient, session: Session
    ) -> None:
        comes(patient).opens(STEP).saves(phq(3))

        (taken,) = readings.readings_of(session, surgery.place_of(patient))["phq-9"]
        assert taken.score.safety == 3


class TestTheNextVisit:
    def comes_back(self, browser: Browser, patient: Patient, path: str = "/home") -> Browser:
        browser.presses("Log out").opens(path)
        return browser.saves({"user_name": patient.user_name, "passphrase": PASSPHRASE})

    @pytest.mark.parametrize("path", ["/home", "/modules/link/goals"])
    def test_begins_with_whom_to_call_and_goes_on_to_where_one_was_going(
        self, comes: Comes, patient: Patient, path: str
    ) -> None:
        browser = comes(patient).opens(STEP)
        autosave(browser, 2)

        self.comes_back(browser.opens("/home"), patient, path)

        assert browser.path == f"/before-you-go-on?next={path}"
        assert shows_help(browser, "nb")
        assert browser.follows("Continue").path == path

    def test_begins_with_it_after_a_recovery_code_too(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        paper = surgery.give_recovery_codes(patient)
        autosave(comes(patient).opens(STEP), 2)

        browser = recovers(comes(), patient, paper[0])

        assert browser.path == "/before-you-go-on?next=/home"
        assert shows_help(browser, "nb")

    def test_begins_as_ever_once_it_was_answered_with_zero(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens(STEP)
        autosave(browser, 2)
        autosave(browser.opens(STEP), 0)

        assert self.comes_back(browser.opens("/home"), patient).path == "/home"

    def test_goes_on_to_no_page_that_is_not_the_patients(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient)
        for elsewhere in ("//evil.example", "https://evil.example/home", "/gp/patients", "/nowhere"):
            browser.opens(f"/before-you-go-on?next={elsewhere}")
            assert browser.follows("Continue").path == "/home"

    def test_leads_back_from_the_safety_plan(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens(STEP).saves(phq(1))
        browser.follows("Gå til: Trygghetsplanen min")

        assert browser.follows("Back to where you were").path.startswith(STEP)


class TestARefusal:
    def test_brings_help_too(self, comes: Comes, patient: Patient, gp: Gp) -> None:
        """A window left open, while a doctor has logged in with the same browser."""
        window = comes(patient).opens(STEP)
        form = window.fills({"q.phq.9": "3"}).main_form().data()
        doctor = comes(gp)

        doctor.posts(STEP, {**form, "csrf_token": doctor.token()}, **JSON)

        assert (doctor.status, doctor.page.response.get_json()["help"]) == (403, True)
