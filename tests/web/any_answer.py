"""Filling in whatever a page asks, without knowing what it is."""

from xml.etree.ElementTree import Element

from forms import Typed
from pages import Browser

WROTE = "Ord jeg fant på"


def any_answer(control: Element, day: str | None) -> Typed:
    """Return what someone puts into a field; without a day, a date that is suggested stays."""
    kind = control.get("type", control.tag)
    if kind in {"radio", "checkbox"}:
        return [control.get("value", "on")]
    if kind == "select":
        return [option.get("value", "") for option in control.iter("option")][1]
    if control.get("inputmode") == "numeric":
        return "3"
    return day or control.get("value") or None if kind == "date" else WROTE


def fills_in(browser: Browser, *, day: str | None = None) -> Browser:
    """Fill in whatever the page asks."""
    answers: dict[str, Typed] = {}
    for form in browser.page.forms():
        for control in form.controls():
            name = control.get("name", "")
            if name.startswith("q.") and control.get("type") != "hidden":
                answers.setdefault(name, any_answer(control, day))
    return browser.fills(answers)
