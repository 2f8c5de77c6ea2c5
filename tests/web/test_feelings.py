"""The words for feelings: the chain has those of the step about words, the rarer ones folded away."""

from typing import Any

import pytest
from apps import Comes
from forms import words
from pages import Browser
from people import Gp, Surgery, shipped_catalogue

from selfhelp.exercises.strengths import Strengths

NEW = "/toolbox/chain/new"


def feelings(block: Any) -> dict[str, str]:
    assert isinstance(block, Strengths)
    return {option.id: option.plain for option in block.options}


@pytest.mark.parametrize("language", ["nb", "en"])
class TestTheChain:
    def test_offers_every_feeling_of_the_step_about_words(self, language: str) -> None:
        programme = shipped_catalogue()[language]
        learned = feelings(programme.modules["link"].asking["week-feelings"])

        assert len(learned) == 14
        assert feelings(programme.tools["chain"].block("feelings")) == learned

    def test_folds_the_rarer_ones_away_until_one_is_used(
        self, comes: Comes, surgery: Surgery, gp: Gp, language: str
    ) -> None:
        browser = comes(surgery.patient(gp, locale=language), language=language).opens(NEW)
        more = browser.says("More words")
        assert unfolded(browser, more) is False

        browser.fills({"q.entry.event": "x", "q.entry.feelings": ["sad"], "q.entry.feelings.empty": "120"})
        browser.presses("Save")
        assert browser.status == 422
        assert unfolded(browser, more) is True

        browser.fills({"q.entry.feelings.empty": "60"}).presses("Save")
        assert browser.status == 200
        entry = next(
            link.get("href", "")
            for link in browser.page.root.iter("a")
            if link.get("href", "").startswith("/toolbox/chain/") and link.get("href") != NEW
        )
        assert unfolded(browser.opens(entry), more) is True


def unfolded(browser: Browser, summary: str) -> bool:
    """Whether the part with this heading stands open."""
    found = [one for one in browser.page.root.iter("details") if words(one.find("summary")) == summary]
    return found[0].get("open") is not None
