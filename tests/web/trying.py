"""Walking a short path as a doctor who tries a module: page after page, whatever each asks."""

from datetime import UTC, datetime, timedelta

from forms import words
from pages import Browser

from selfhelp.care.days import day_of
from selfhelp.content.model import Module
from web.any_answer import fills_in

MOST_PAGES = 150
TOMORROW = (day_of(datetime.now(UTC)) + timedelta(days=1)).isoformat()


def walks(browser: Browser, module: Module) -> list[str]:
    """Walk a module's short path to its end, filling in every page; return the headings met, in order."""
    met: list[str] = []
    browser.opens(f"/gp/try/{module.id}").presses("Begin")
    for _ in range(MOST_PAGES):
        assert browser.status == 200, (browser.path, browser.text)
        heading = words(browser.page.root.find(".//h1"))
        if heading == browser.says("That was the short path"):
            return met
        met += [] if heading in met[-1:] else [heading]
        fills_in(browser, day=TOMORROW).presses("Continue")
    raise AssertionError(f"{module.id} has no end: {met}")


def hidden(browser: Browser) -> dict[str, str]:
    """What the page carries along."""
    return {
        c.get("name", ""): c.get("value", "")
        for form in browser.page.forms()
        for c in form.controls()
        if c.get("type") == "hidden" and c.get("name", "").startswith("q.")
    }


def feedback(browser: Browser) -> str:
    """The answers the page shows to what was chosen."""
    shown = [e for e in browser.page.root.iter("div") if e.get("data-feedback-for")]
    return " ".join(words(e) for e in shown if e.get("hidden") is None)
