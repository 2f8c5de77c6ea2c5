"""What a step knows beforehand is filled in, and the patient is not asked."""

import pytest
from apps import Comes
from pages import Browser
from people import Gp, Surgery, shipped_catalogue

# The step, its page with the entry, the block, the exercise it knows, the note for somebody it made uneasy.
STEPS = [
    ("how-was-it", 1, "own-breath", "breath", "breath-uneasy"),
    ("tense-and-let-go", 2, "own-long", "tense", "long-uneasy"),
    ("short-version", 2, "own-short", "short", "short-uneasy"),
    ("here-and-now", 2, "own-here", "here", "here-uneasy"),
]


@pytest.fixture(params=["nb", "en"])
def browser(request: pytest.FixtureRequest, comes: Comes, surgery: Surgery, gp: Gp) -> Browser:
    return comes(surgery.patient(gp, locale=request.param), language=request.param)


def known(browser: Browser, option: str) -> str:
    tool = shipped_catalogue()[browser.page.language].tools["calm"]
    exercise = tool.block("exercise")
    assert exercise
    return exercise.words_of(option)


@pytest.mark.parametrize(("step", "part", "block", "option", "note"), STEPS)
class TestAStepOfACalmExercise:
    def test_does_not_ask_which_one_it_was(
        self, browser: Browser, step: str, part: int, block: str, option: str, note: str
    ) -> None:
        browser.opens(f"/modules/calm/{step}?part={part}")

        names = {control.get("name") for form in browser.page.forms() for control in form.controls()}
        assert f"q.{block}.before" in names
        assert f"q.{block}.exercise" not in names
        assert known(browser, option) in browser.text

    def test_keeps_it_with_the_entry(
        self, browser: Browser, step: str, part: int, block: str, option: str, note: str
    ) -> None:
        browser.opens(f"/modules/calm/{step}?part={part}")
        browser.saves({f"q.{block}.before": "7", f"q.{block}.after": "4", f"q.{block}.felt": "good"})

        assert known(browser, option) in browser.opens("/toolbox/calm").text

    def test_has_another_way_for_somebody_it_made_uneasy(
        self, browser: Browser, step: str, part: int, block: str, option: str, note: str
    ) -> None:
        here = f"/modules/calm/{step}?part={part}"
        for felt, shown in (("good", False), ("more", True)):
            html = browser.opens(here).saves({f"q.{block}.felt": felt}).opens(here).html
            assert (f'id="at-{note}"' in html) is shown
