"""The page "How it goes", as a patient meets it: empty, with one answer, with many; in both languages."""

import pytest
from apps import Comes
from pages import Browser
from people import Gp, Patient, Surgery

from web.test_item_nine import phq

HERE = "/how-it-goes"
GOAL = "Spise middag & <b>prate</b> med noen"


@pytest.fixture(params=["nb", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def patient(surgery: Surgery, gp: Gp, language: str) -> Patient:
    return surgery.patient(gp, locale=language)


@pytest.fixture
def browser(comes: Comes, patient: Patient, language: str) -> Browser:
    return comes(patient, language=language)


class TestHowItGoes:
    def test_says_that_there_is_nothing_yet(self, browser: Browser) -> None:
        browser.opens("/home").follows("See how it goes")

        assert browser.path == HERE
        said = "There is nothing to see here yet. Your answers come here as you go through the steps."
        assert browser.says(said) in browser.text

    def test_says_one_number_without_a_drawing(self, browser: Browser, language: str) -> None:
        browser.opens("/modules/activities/since-last-time?part=2").saves({"q.mood": "0"})

        browser.opens(HERE)

        assert {"nb": "Du valgte 0 den", "en": "You chose 0 on"}[language] in browser.text
        assert '<svg viewBox="0 0 360' not in browser.html

    def test_says_several_numbers_draws_them_and_lists_them(self, browser: Browser, language: str) -> None:
        browser.opens("/modules/activities/since-last-time?part=2").saves({"q.mood": "3"})
        browser.opens("/modules/challenge/since-last-time?part=2").saves({"q.mood": "5"})

        browser.opens(HERE)

        assert {"nb": "Tallet var 3 den", "en": "It was 3 on"}[language] in browser.text
        assert '<svg viewBox="0 0 360' in browser.html
        assert {"nb": "5 av 10", "en": "5 of 10"}[language] in browser.text

    def test_quotes_a_goal_escaped_with_its_number(self, browser: Browser, language: str) -> None:
        browser.opens("/modules/link/goals").saves({"q.goal-1": GOAL, "q.goal-1-now": "2"})

        browser.opens(HERE)

        assert "Spise middag &amp; &lt;b&gt;prate&lt;/b&gt; med noen" in browser.html
        assert {"nb": "Det første målet", "en": "The first goal"}[language] in browser.text
        assert {"nb": "Du valgte 2 den", "en": "You chose 2 on"}[language] in browser.text

    def test_says_what_to_do_where_things_are_very_heavy(self, browser: Browser, language: str) -> None:
        browser.opens("/modules/link/how-are-you").saves(phq(0, rest=3))

        browser.opens(HERE)

        said = {"nb": "Svarene dine viser at det er svært tungt nå.", "en": "things are very heavy now."}
        assert said[language] in browser.text
        assert browser.html.count('href="/help-now"') > 2

    def test_does_not_call_what_is_missing_heavy(self, browser: Browser, language: str) -> None:
        gaps = phq(0, rest=3) | {"q.phq.1": "no", "q.phq.2": "no"}
        browser.opens("/modules/link/how-are-you").saves(gaps)

        browser.opens(HERE)

        said = {"nb": "Svarene dine viser at det er svært tungt nå.", "en": "things are very heavy now."}
        maybe = {"nb": "kan ikke si sikkert hvor tungt", "en": "cannot say for sure how heavy"}
        assert said[language] not in browser.text
        assert maybe[language] in browser.text
        assert "≈" in browser.text

    def test_gives_no_estimate_where_item_nine_is_missing(self, browser: Browser) -> None:
        browser.opens("/modules/link/how-are-you").saves(phq("no"))

        browser.opens(HERE)

        assert "8–11" in browser.text
        assert "≈ 8" not in browser.text

    def test_shows_nothing_of_another_patient(self, comes: Comes, surgery: Surgery, gp: Gp) -> None:
        comes(surgery.patient(gp)).opens("/modules/link/goals").saves({"q.goal-1": "Mitt eget mål"})

        assert "Mitt eget mål" not in comes(surgery.patient(gp)).opens(HERE).text
