"""A browser without JavaScript for journeys: it opens pages, fills their own forms and presses their buttons.

Every page is parsed as strict HTML, and its title and address are looked over: whoever glances at the history
of a shared computer must not learn from it what this is about, nor who was here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from forms import Form, NotThereError, Typed, parsed, words
from werkzeug.test import TestResponse

TELLING = re.compile(
    r"depre|angst|anxi|phq-?9|gad-?7|selvmord|suicid|psyk|psych|mental|terapi|therap|kognitiv|cogniti|diagnos",
    re.I,
)


TRANSLATIONS = Path(__file__).parent.parent / "selfhelp" / "translations"


@cache
def _catalog(language: str) -> dict[str, str]:
    if not (TRANSLATIONS / language).is_dir():
        language = "nb"  # which a language that authors add borrows from
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def said_in(language: str, sentence: str) -> str:
    """A sentence of the interface in a language; it is written in English in the code."""
    return sentence if language == "en" else _catalog(language).get(sentence, sentence)


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

    def forms(self) -> list[Form]:
        return [Form(self.root, element, self.path) for element in self.root.iter("form")]


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

    def says(self, sentence: str) -> str:
        """How this page says a sentence of the interface."""
        return said_in(self.page.language or "nb", sentence)

    def presses(self, sentence: str) -> Self:
        """Press the button that says this in the page's language, or has this name or value."""
        said = self.says(sentence)
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
        inside = (
            [Form(self.page.root, e, self.page.path) for e in main.iter("form")] if main is not None else []
        )
        if not inside:
            raise NotThereError(f"{self.page.path} has no form")
        return max(inside, key=lambda form: len(form.names()))

    def follows(self, sentence: str) -> Self:
        """Follow the link that says this in the page's language."""
        said = self.says(sentence)
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
