"""Pages and forms as a strict parser reads them, and what a browser would send."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

Typed = str | int | bool | list[str] | None


class NotThereError(AssertionError):
    """The page has no such button, link or field: a person would not find it either."""


def parsed(html: str) -> Element:
    """Parse strictly. What a browser would silently put right fails here."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        root: Element = parser.parse(html)
    except ParseError:
        (line, _), what, about = parser.errors[-1]
        raise AssertionError(f"not strict HTML: {what} {about}\n{html.splitlines()[line - 1]}") from None
    return root


def words(element: Element | None) -> str:
    """The words of an element, with single spaces between."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


class Form:
    """One form of a page. It sends what a browser sends: hidden fields, ticks, and the button pressed."""

    def __init__(self, root: Element, element: Element, path: str) -> None:
        self.element, self.path = element, path
        outside = [e for e in root.iter() if element.get("id") and e.get("form") == element.get("id")]
        self.elements = [e for e in element.iter() if e.get("form") is None] + outside

    def controls(self, name: str = "") -> Iterator[Element]:
        for element in self.elements:
            kind = element.tag in {"input", "textarea", "select"} and element.get("type") != "submit"
            if kind and element.get("disabled") is None and (not name or element.get("name") == name):
                yield element

    def names(self) -> set[str]:
        return {control.get("name", "") for control in self.controls()}

    def buttons(self) -> list[Element]:
        return [e for e in self.elements if e.tag == "button" and e.get("type", "submit") == "submit"]

    def fill(self, name: str, typed: Typed) -> None:
        """Type, choose or tick as a person does."""
        found = [c for c in self.controls(name) if c.get("type") != "hidden"]
        if not found:
            raise NotThereError(f"{self.path} has no field {name}; it has {sorted(self.names())}")
        if found[0].get("type") in {"radio", "checkbox"}:
            _tick(found, typed)
        elif found[0].tag == "select":
            _choose(found[0], str(typed or ""))
        elif found[0].tag == "textarea":
            found[0].text = "" if typed is None else str(typed)
        else:
            found[0].set("value", "" if typed is None else str(typed))

    def data(self, pressed: Element | None = None) -> dict[str, list[str]]:
        """What is sent when this button is pressed."""
        sent: dict[str, list[str]] = {}
        for control in self.controls():
            if (name := control.get("name")) and (value := _value(control)) is not None:
                sent.setdefault(name, []).append(value)
        if pressed is not None and (name := pressed.get("name")):
            sent.setdefault(name, []).append(pressed.get("value", ""))
        return sent


def _tick(boxes: list[Element], typed: Typed) -> None:
    wanted = {str(one) for one in typed} if isinstance(typed, list) else {str(typed)}
    if isinstance(typed, bool):
        wanted = {boxes[0].get("value", "on")} if typed else set()
    if missing := wanted - {box.get("value", "on") for box in boxes} - {"None"}:
        raise NotThereError(f"{boxes[0].get('name')} has no choice {missing}")
    for box in boxes:
        box.attrib.pop("checked", None)
        if box.get("value", "on") in wanted:
            box.set("checked", "")


def _choose(select: Element, wanted: str) -> None:
    if wanted not in {option.get("value", words(option)) for option in select.iter("option")}:
        raise NotThereError(f"{select.get('name')} has no choice {wanted}")
    for option in select.iter("option"):
        option.attrib.pop("selected", None)
        if option.get("value", words(option)) == wanted:
            option.set("selected", "")


def _value(control: Element) -> str | None:
    if control.tag == "textarea":
        return (control.text or "").replace("\n", "\r\n")
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return chosen[0].get("value", words(chosen[0])) if chosen else None
    if control.get("type") in {"radio", "checkbox"}:
        return control.get("value", "on") if control.get("checked") is not None else None
    return control.get("value", "")
