"""Trying a module as a patient: a short path that works as it does for a patient, and leaves no trace."""

import dataclasses
import logging
from collections.abc import Iterator

import pytest
from apps import Comes, desk_of
from flask import Flask
from forms import Typed, words
from house.watching import WRITES, dump, statements
from people import Gp, Surgery, shipped_catalogue
from werkzeug.datastructures import MultiDict

from selfhelp.content.model import Catalogue
from selfhelp.web import trial
from web.any_answer import WROTE, fills_in
from web.trying import feedback, hidden, walks

LANGUAGES = pytest.mark.parametrize("language", ["nb", "en"])
MODULES = tuple(shipped_catalogue().source.modules)
REGULAR = tuple(shipped_catalogue().source.regular)
LINK, CHALLENGE = "/gp/try/link", "/gp/try/challenge"
CHAIN: dict[str, Typed] = {"q.own-chain.event": WROTE, "q.own-chain.thought": "De ler av meg på jobben"}
SORTED: dict[str, Typed] = {
    f"q.ida-links.c{number}": place
    for number, place in enumerate(("thought", "action", "event", "body", "feeling"), 1)
}


@pytest.fixture
def everything(app: Flask) -> Iterator[Catalogue]:
    """The shipped content, with paths that pass every step: every kind of exercise there is."""
    library = desk_of(app).library
    before = library.catalogue
    whole = {
        locale: dataclasses.replace(
            programme,
            modules={
                name: dataclasses.replace(one, short=tuple(step.id for step in one.steps))
                for name, one in programme.modules.items()
            },
        )
        for locale, programme in before.programmes.items()
    }
    library._catalogue = Catalogue(whole, "every-step")
    yield library.catalogue
    library._catalogue = before


@LANGUAGES
@pytest.mark.parametrize("module_id", REGULAR)
def test_walks_through_and_leaves_no_trace(
    app: Flask,
    comes: Comes,
    surgery: Surgery,
    caplog: pytest.LogCaptureFixture,
    module_id: str,
    language: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = comes(surgery.gp(locale=language), language=language).opens("/gp/try")
    module = shipped_catalogue()[language].modules[module_id]
    before, cookies = dump(app), browser.client.get_cookie("session")

    with statements(app) as sent:
        met = walks(browser, module)

    assert met == [step.title for step in module.steps if step.id in module.short]
    assert dump(app) == before
    assert [one for one in sent if one.startswith(WRITES)] == []
    assert browser.client.get_cookie("session") == cookies
    assert WROTE not in caplog.text
    assert not hidden(browser)
    assert WROTE not in browser.html


@LANGUAGES
@pytest.mark.parametrize("module_id", MODULES)
def test_every_step_of_every_module_could_stand_on_a_path(
    app: Flask, comes: Comes, surgery: Surgery, everything: Catalogue, module_id: str, language: str
) -> None:
    browser = comes(surgery.gp(locale=language), language=language)
    module, before = everything[language].modules[module_id], dump(app)

    met = walks(browser, module)

    assert [step.title for step in module.steps if step.title not in met] == []
    assert dump(app) == before


class TestTries:
    def test_lists_every_module_with_its_minutes(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens("/gp/modules").follows("Try it as a patient")

        for module in shipped_catalogue()["nb"].regular.values():
            assert module.title in browser.text
            assert f"{module.short_minutes} minutter" in browser.text
        assert browser.follows(LINK).status == 200

    def test_has_nothing_for_a_module_without_a_path(self, comes: Comes, gp: Gp) -> None:
        assert comes(gp).opens("/gp/try/week-14").status == 404


class TestTryModule:
    @LANGUAGES
    def test_shows_what_an_answer_leads_to_before_it_goes_on(
        self, comes: Comes, surgery: Surgery, language: str
    ) -> None:
        browser = comes(surgery.gp(locale=language), language=language).opens(LINK).presses("Begin")
        assert feedback(browser) == ""

        browser.fills(SORTED | {"q.ida-links.c2": "event"}).presses("Continue")
        assert browser.says("It fits better in another group.") in feedback(browser)
        assert browser.main_form().data()["q.ida-links.c2"] == ["event"]

        browser.fills(SORTED).presses("Continue")
        assert browser.says("It fits better in another group.") not in feedback(browser)

        assert "q.own-chain.event" in browser.presses("Continue").main_form().names()

    def test_does_not_show_again_what_the_script_has_shown(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens(LINK).presses("Begin").fills(SORTED)
        revealed = browser.main_form().data() | {"revealed": ["yes"]}

        browser.posts(LINK, {name: values for name, values in revealed.items() if name != "go"})

        assert "q.own-chain.event" in browser.main_form().names()

    def test_shows_a_block_for_an_answer_from_pages_before_and_recalls_it(self, comes: Comes, gp: Gp) -> None:
        wrote = 'De andre klarer det <b>godt</b> " onfocus=alert(1) x="'
        browser = comes(gp).opens(CHALLENGE).presses("Begin").presses("Continue")
        browser.fills({"q.hot-thought": wrote}).presses("Continue")
        assert f"«{wrote}»" in browser.text
        for _ in range(2):
            browser.presses("Continue")
        assert "Ta med deg spørsmålet" not in browser.text
        assert hidden(browser)["q.hot-thought"] == wrote

        browser.fills({"q.own-question": "friend"}).presses("Continue")

        assert f"Ta med deg spørsmålet til tanken «{wrote}»" in browser.text
        assert not [e for e in browser.page.root.iter() if e.get("onfocus") or e.tag == "b"]

    def test_shows_no_such_block_without_the_answer(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens(CHALLENGE).presses("Begin")
        for _ in range(3):
            browser.presses("Continue")

        browser.fills({"q.own-question": "friend"}).presses("Continue")

        assert "Ta med deg spørsmålet" not in browser.text

    @pytest.mark.parametrize(("character", "says"), [("odd", "Naboen ba meg inn"), ("ida", "lesesalen")])
    def test_follows_the_one_chosen_at_the_start(
        self, comes: Comes, gp: Gp, character: str, says: str
    ) -> None:
        browser = comes(gp).opens(LINK).fills({"character": character}).presses("Begin")
        browser.presses("Continue")

        assert says in browser.text
        assert ("lesesalen" in browser.text) == (character == "ida")

    def test_goes_back_without_losing_anything(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens(LINK).presses("Begin").fills(SORTED)
        browser.presses("Continue").presses("Continue").fills(CHAIN).presses("Back")
        assert browser.main_form().data()["q.ida-links.c5"] == ["feeling"]

        browser.presses("Continue")

        assert browser.main_form().data()["q.own-chain.event"] == [WROTE]

    def test_goes_back_from_the_first_page_to_the_beginning(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens(LINK).presses("Begin").presses("Back")

        assert browser.says("Begin") in browser.text

    def test_tells_what_is_to_put_right_and_lets_one_go_on_all_the_same(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens(LINK).presses("Begin").presses("Continue").presses("Continue")
        assert browser.status == 422
        assert browser.says("Please look at this first:") in browser.text

        browser.presses("Go on without answering")

        assert browser.status == 200
        assert browser.says("That was the short path") in browser.text

    @pytest.mark.parametrize("at", ["-1", "99", "x", "²", "9" * 30])
    def test_is_not_led_astray_by_a_made_up_place(self, comes: Comes, gp: Gp, at: str) -> None:
        browser = comes(gp).opens(LINK)

        browser.posts(LINK, {"csrf_token": browser.token(), "at": at, "on": ["no-block", "own-chain"]})

        assert browser.status in {200, 422}

    def test_takes_no_more_than_a_try_can_hold(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens(LINK).presses("Begin")
        sent = browser.main_form().data() | {"on": "own-chain", "q.own-chain.event": "x" * 20_001}

        browser.posts(LINK, sent)

        assert browser.status == 413
        assert browser.says("That is more text than a try can hold") in browser.text
        assert browser.presses("Begin").status == 200

    def test_wants_a_form_of_this_session(self, app: Flask, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens(LINK)

        browser.posts(LINK, {"at": "0", "on": "own-chain", "q.own-chain.event": WROTE})

        assert browser.status == 401
        assert WROTE not in browser.html

    @LANGUAGES
    @pytest.mark.parametrize("item9", ["0", "1"])
    def test_shows_the_help_words_as_for_a_patient(
        self, app: Flask, comes: Comes, surgery: Surgery, everything: Catalogue, language: str, item9: str
    ) -> None:
        browser = comes(surgery.gp(locale=language), language=language).opens(LINK).presses("Begin")
        before = dump(app)
        while "q.phq.9" not in browser.main_form().names():
            fills_in(browser).presses("Continue")
        answers: dict[str, Typed] = {f"q.phq.{item}": "1" for item in range(1, 9)}

        fills_in(browser).fills(answers | {"q.phq.9": item9}).presses("Continue")

        shows = everything[language].pages["heavy-thoughts"].title == words(browser.page.root.find(".//h1"))
        assert shows == (item9 == "1")
        if shows:
            assert 'href="tel:113"' in browser.html
            assert hidden(browser)["q.phq.9"] == "1"
            browser.presses("Continue")
        assert browser.status == 200
        assert browser.presses("Back").status == 200
        assert dump(app) == before

    def test_asks_the_database_the_same_with_much_and_with_little_carried(
        self, app: Flask, comes: Comes, gp: Gp
    ) -> None:
        browser, counts = comes(gp).opens(CHALLENGE).presses("Begin"), []
        for _ in range(5):
            with statements(app) as sent:
                fills_in(browser).presses("Continue")
            counts.append(list(sent))

        assert all(one == counts[0] for one in counts)
        assert len(counts[0]) <= 2


class TestIsTooLong:
    def test_counts_names_and_every_value(self) -> None:
        half = trial.LONGEST // 2

        assert not trial.is_too_long(MultiDict([("a", "x" * (half - 1)), ("a", "x" * (half - 1))]))
        assert trial.is_too_long(MultiDict([("a", "x" * half), ("a", "x" * half)]))
