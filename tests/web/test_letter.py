"""A letter to oneself comes on its day, and is put away."""

from datetime import UTC, datetime, timedelta

import pytest
from apps import Comes
from pages import Browser
from people import Gp, Surgery

from selfhelp.care.days import day_of
from selfhelp.web.patient import home, letters

STEP = "/modules/people/stay-well?part=2"
PAGE = "/letters/people/to-myself"
WORDS = "Ring Astrid <b>selv</b> om du ikke har lyst."
TODAY = day_of(datetime.now(UTC))
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def browser(comes: Comes, surgery: Surgery, gp: Gp) -> Browser:
    return comes(surgery.patient(gp), language="nb")


def writes(browser: Browser, day: str) -> None:
    browser.opens(STEP).saves({"q.to-myself": WORDS, "q.to-myself.day": day})


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Let so many days pass on the pages that deliver letters."""
    for page in (home, letters):
        monkeypatch.setattr(page, "now", lambda: datetime.now(UTC) + timedelta(days=days))


class TestALetter:
    def test_waits_until_its_day(self, browser: Browser) -> None:
        writes(browser, TOMORROW.isoformat())

        assert "brev fra deg selv" not in browser.opens("/home").text
        assert browser.opens(PAGE).status == 404
        assert "Ring Astrid" in browser.opens(STEP).text

    def test_is_told_of_at_home_and_put_away(self, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
        writes(browser, TOMORROW.isoformat())
        later(monkeypatch, 1)

        browser.opens("/home").follows("Les det")
        assert WORDS in browser.text
        assert browser.page.title == "Et brev – Ett steg om gangen"
        browser.presses("Legg det bort")
        assert "Brevet er lagt bort" in browser.text
        assert "Du har et brev" not in browser.opens("/home").text
        assert WORDS in browser.opens(PAGE).text
        assert "Legg det bort" not in browser.text
        assert "Ring Astrid" in browser.follows("Åpne steget der du skrev det").text

    def test_stays_away_when_a_page_opened_before_is_sent(
        self, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        writes(browser, TOMORROW.isoformat())
        opened_before = browser.window().opens(STEP)
        later(monkeypatch, 1)
        browser.opens(PAGE).presses("Legg det bort")
        opened_before.saves({})

        assert "Du har et brev" not in browser.opens("/home").text

    def test_keeps_what_was_typed_when_the_day_has_passed(self, browser: Browser) -> None:
        writes(browser, TODAY.isoformat())

        assert "Velg en dag fra i morgen av" in browser.text
        assert "Ring Astrid" in browser.text

    def test_is_nobody_elses(self, browser: Browser, comes: Comes, surgery: Surgery, gp: Gp) -> None:
        writes(browser, TOMORROW.isoformat())

        assert comes(surgery.patient(gp), language="nb").opens(PAGE).status == 404
