"""Walking a short path as a doctor who tries a module: page after page, whatever each asks."""

from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

from forms import Typed, words
from pages import Browser

from selfhelp.care.days import day_of
from selfhelp.content.model import Module

MOST_PAGES = 150
WROTE = "Ord fra pulten"
TOMORROW = (day_of(datetime.now(UTC)) + timedelta(days=1)).isoformat()


def typed(control: Element) -> Typed:
    """What someone puts into a field: the first choice, a word, a number."""
    kind = control.get("type", control.tag)
    if kind in {"radio", "checkbox"}:
        return [control.get("value", "on")]
    if kind == "select":
        return [option.get("value", "") for option in control.iter("option")][1]
    if control.get("inputmode") == "numeric":
        return "3"
    return TOMORROW if kind == "date" else WROTE


def fills_in(browser: Browser) -> Browser:
    """Fill in whatever the page asks."""
    answers: dict[str, Typed] = {}
    for form in browser.page.forms():
        for control in form.controls():
            name = control.get("name", "")
            if name.startswith("q.") and control.get("type") != "hidden":
                answers.setdefault(name, typed(control))
    return browser.fills(answers)


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
        fills_in(browser).presses("Continue")
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
