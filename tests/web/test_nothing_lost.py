"""What is typed is never lost: by a reload, by another language, or because it cannot be saved."""

import pytest
from apps import Comes
from forms import Form
from pages import Browser
from people import Gp, Surgery

from web.test_saving_everywhere import TOO_LONG, autosaves
from web.test_two_windows import value

ENTRY, CARD, GOAL = "q.entry.event", "q.card.text", "q.goal-1"
TEXT = "Bussen gikk fra meg"
PAGES = [("/toolbox/chain/new", ENTRY), ("/card", CARD), ("/modules/link/goals", GOAL)]


@pytest.fixture
def browser(comes: Comes, surgery: Surgery, gp: Gp) -> Browser:
    return comes(surgery.patient(gp))


class TestANewEntry:
    def test_has_an_address_from_the_start_and_is_there_when_it_is_loaded_again(
        self, browser: Browser
    ) -> None:
        browser.opens("/toolbox/chain/new")
        here = browser.path
        assert here != "/toolbox/chain/new"
        autosaves(browser, {ENTRY: TEXT})

        browser.opens(here).saves({"q.entry.thought": "Typisk meg"})

        browser.opens("/toolbox/chain")
        assert browser.text.count(TEXT) == 1
        assert "Typisk meg" in browser.text

    def test_says_that_it_is_saved(self, browser: Browser) -> None:
        browser.opens("/toolbox/chain/new").saves({ENTRY: TEXT})

        assert browser.says("%(tool)s: saved.") % {"tool": "Kjeden"} in browser.text


@pytest.mark.parametrize(("path", "field"), PAGES)
class TestAnotherLanguage:
    def test_keeps_what_was_typed(self, browser: Browser, path: str, field: str) -> None:
        browser.opens(path)
        here = browser.path
        browser.fills({field: TEXT}).presses("en")

        assert (browser.page.language, browser.path, browser.status) == ("en", here, 200)
        assert value(browser, field) == TEXT

    def test_keeps_what_cannot_be_saved_and_says_so_in_that_language(
        self, browser: Browser, path: str, field: str
    ) -> None:
        browser.opens(path).fills({field: TOO_LONG}).presses("en")

        assert (browser.page.language, browser.status) == ("en", 422)
        assert value(browser, field) == TOO_LONG
        assert "This answer is too long." in browser.text


class TestWhatCannotBeSaved:
    @pytest.mark.parametrize("way", ["back", "stop"])
    def test_is_told_once_before_the_page_is_left(self, browser: Browser, way: str) -> None:
        browser.opens("/modules/link/goals").fills({GOAL: TOO_LONG}).presses(way)
        assert (browser.status, value(browser, GOAL)) == (422, TOO_LONG)

        assert browser.presses(way).status == 200
        assert browser.path != "/modules/link/goals"

    def test_is_not_called_saved_in_the_background(self, browser: Browser) -> None:
        for path, field in PAGES:
            heard = autosaves(browser.opens(path), {field: TOO_LONG})

            assert heard["wrong"] is True
            assert heard["saved"] == browser.says("Not everything is saved: see what is marked")

    def test_holds_nobody_up(self, browser: Browser) -> None:
        browser.opens("/modules/link/own-chain").saves({})
        assert browser.status == 422

        browser.follows("Go on now, and come back to this another day")

        assert (browser.status, browser.path) == (200, "/modules/link/where-to-break")

    def test_is_one_sentence_for_a_questionnaire_that_was_not_touched(self, browser: Browser) -> None:
        browser.opens("/modules/link/how-are-you").saves({})

        said = browser.says("Choose an answer to each question, or “I would rather not answer”.")
        assert browser.text.count(said) == 1


class TestTwoWindowsOnAChain:
    def test_show_only_what_differs(self, browser: Browser) -> None:
        browser.opens("/toolbox/chain/new").saves({ENTRY: TEXT, "q.entry.thought": "Typisk meg"})
        links = [link.get("href", "") for link in browser.page.root.iter("a")]
        path = next(one for one in links if one.startswith("/toolbox/chain/") and one[-3:] != "new")
        second = browser.window().opens(path)
        browser.opens(path).saves({"q.entry.thought": "Alltid meg"})

        second.saves({"q.entry.thought": "Aldri meg"})

        quotes = [" ".join(one.itertext()) for one in second.page.root.iter("blockquote")]
        assert [quote.strip() for quote in quotes] == ["Alltid meg", "Aldri meg"]


def test_the_first_button_of_every_page_that_keeps_words_saves_them(browser: Browser) -> None:
    """Enter presses the first button, which must neither change the language nor drop a text."""
    for path, _ in PAGES:
        form: Form = browser.opens(path).main_form()
        assert form.buttons()[0].get("name") is None, path
