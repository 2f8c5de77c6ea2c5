"""A browser without JavaScript for journeys: it opens pages, fills their own forms and presses their buttons.

Every page is parsed as strict HTML, and its title and address are looked over: whoever glances at the history
of a shared computer must not learn from it what this is about, nor who was here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from html5lib.html5parser import ParseError
from werkzeug.test import TestResponse

TELLING = re.compile(
    r"depre|angst|anxi|phq|gad-?7|selvmord|suicid|psyk|psych|mental|terapi|therap|kognitiv|cogniti|diagnos",
    re.I,
)
TEXTS = frozenset({"text", "password", "email", "tel", "date", "number", "search", "url"})
Typed = str | int | bool | list[str] | None


class NotThereError(AssertionError):
    """The page has no such button, link or field: a person would not find it either."""


@dataclass(slots=True)
class Page:
    """One answer, as a person and as a parser see it."""

    response: TestResponse
    path: str

    def __post_init__(self) -> None:
        self.html = self.response.get_data(as_text=True)
        self.root: Element = (
            parsed(self.html) if self.response.mimetype == "text/html" and self.html else Element("html")
        )

    html: str = field(init=False)
    root: Element = field(init=False)

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def title(self) -> str:
        return words(self.root.find("head/title"))

    @property
    def language(self) -> str:
        return self.root.get("lang", "")

    @property
    def text(self) -> str:
        """What stands in the page's main part; the whole answer where it is no page."""
        main = self.root.find(".//main")
        return words(main) if main is not None else self.html

    def forms(self) -> list["Form"]:
        return [Form(self, element) for element in self.root.iter("form")]


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

    def __init__(self, page: Page, element: Element) -> None:
        self.page, self.element = page, element
        outside = [e for e in page.root.iter() if element.get("id") and e.get("form") == element.get("id")]
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
            raise NotThereError(f"{self.page.path} has no field {name}; it has {sorted(self.names())}")
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


class Browser:
    """One person's browser. Windows share its cookies."""

    def __init__(self, app: Flask, *, language: str = "nb", address: str = "192.0.2.7") -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.headers = {"Accept-Language": language, "Sec-Fetch-Site": "same-origin"}
        self.environ: dict[str, Any] = {"REMOTE_ADDR": address}
        self.private: set[str] = set()  # what must stand in no title and no address
        self.page: Page

    def window(self) -> "Browser":
        """Another window of the same browser."""
        other = Browser(self.app)
        other.client, other.headers, other.environ = self.client, self.headers, self.environ
        other.private = self.private
        return other

    def opens(self, path: str, **headers: str) -> Self:
        return self._go("GET", path, headers=headers)

    def fills(self, typed: Mapping[str, Typed]) -> Self:
        """Fill fields, by their names, in the form that has them."""
        for name, value in typed.items():
            self._form_with(name).fill(name, value)
            self.private |= {value} if isinstance(value, str) and len(value) > 11 else set()
        return self

    def presses(self, said: str) -> Self:
        """Press the button that says this, or has this name."""
        for form in self.page.forms():
            for button in form.buttons():
                if said in {words(button), button.get("name"), button.get("value")}:
                    return self._send(form, button)
        said_here = [words(b) for form in self.page.forms() for b in form.buttons()]
        raise NotThereError(f"{self.page.path} has no button “{said}”; it has {said_here}")

    def saves(self, typed: Mapping[str, Typed] | None = None) -> Self:
        """Fill the page's own form and press its first button."""
        self.fills(typed or {})
        form = self.main_form()
        return self._send(form, form.buttons()[0])

    def main_form(self) -> Form:
        """The form the page is about: the one with the most to fill in."""
        main = self.page.root.find(".//main")
        inside = [Form(self.page, e) for e in main.iter("form")] if main is not None else []
        if not inside:
            raise NotThereError(f"{self.page.path} has no form")
        return max(inside, key=lambda form: len(form.names()))

    def follows(self, said: str) -> Self:
        """Follow the link that says this."""
        for link in self.page.root.iter("a"):
            if words(link) == said or link.get("href") == said:
                return self.opens(link.get("href", ""))
        raise NotThereError(f"{self.page.path} has no link “{said}”")

    def posts(self, path: str, data: Mapping[str, Any], **headers: str) -> Self:
        """Send a request of one's own making, as a script or an attacker does."""
        return self._go("POST", path, data=data, headers=headers)

    def token(self) -> str:
        """A form token of this browser's present session."""
        return next(c.get("value", "") for form in self.page.forms() for c in form.controls("csrf_token"))

    @property
    def text(self) -> str:
        return self.page.text

    @property
    def html(self) -> str:
        return self.page.html

    @property
    def status(self) -> int:
        return self.page.status

    @property
    def path(self) -> str:
        return self.page.path

    def _form_with(self, name: str) -> Form:
        forms = [
            form for form in self.page.forms() if any(c.get("type") != "hidden" for c in form.controls(name))
        ]
        if not forms:
            known = sorted({n for form in self.page.forms() for n in form.names()})
            raise NotThereError(f"{self.page.path} has no field {name}; it has {known}")
        return forms[0]

    def _send(self, form: Form, button: Element) -> Self:
        action = urljoin(self.page.path, form.element.get("action") or self.page.path)
        if form.element.get("method", "get").lower() == "get":
            return self._go("GET", action, headers={}, query_string=form.data(button))
        return self._go("POST", action, headers={}, data=form.data(button))

    def _go(self, method: str, path: str, *, headers: Mapping[str, str], **sent: Any) -> Self:
        response = self.client.open(
            urlsplit(path)._replace(fragment="").geturl(),
            method=method,
            headers={**self.headers, **headers},
            environ_base=self.environ,
            follow_redirects=True,
            buffered=True,
            **sent,
        )
        address = response.request.path
        if query := response.request.query_string.decode():
            address += f"?{query}"
        self.page = Page(response, address)
        self._look_over()
        return self

    def _look_over(self) -> None:
        shown = f"{self.page.title} {unquote(self.page.path)}"
        assert not TELLING.search(shown), f"the history tells too much: {shown}"
        assert not [word for word in self.private if word in shown], f"the history tells who or what: {shown}"
