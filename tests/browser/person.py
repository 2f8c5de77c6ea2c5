"""A person at a browser: opens, presses, writes, sees; and on every page, what must hold on every page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

import pytest
from babel.support import NullTranslations, Translations
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

import selfhelp
from browser import axe
from browser.chromium import Eyes, Scheme
from browser.house import House

TRANSLATIONS = Path(selfhelp.__file__).parent / "translations"
SPOKEN: Mapping[str, str] = {"nb": "nb-NO", "en": "en-GB"}
HEALTH_WORDS = re.compile(
    r"depres|phq|gad-7|selvmord|suicid|angst|anxiety|psyk|mental|terapi|therapy", re.IGNORECASE
)
WEATHER = "https://www.yr.no/"
PATIENCE = 20_000  # milliseconds until something that should appear has not; a busy machine takes its time
HEIGHTS: Mapping[int, int] = {320: 640, 360: 780, 1280: 800}


@dataclass(frozen=True, slots=True)
class Way:
    """How someone comes to the pages."""

    locale: str = "nb"
    script: bool = True
    width: int = 1280
    scheme: Scheme = "light"
    eyes: Eyes = ""
    height: int = 0  # as the width lets one think, where it is not given

    def __str__(self) -> str:
        seen = f"-{self.eyes}" if self.eyes else ""
        return f"{self.locale}-{'script' if self.script else 'no-script'}-{self.width}-{self.scheme}{seen}"


EITHER_WAY = pytest.mark.parametrize("way", [Way(), Way(script=False)], ids=str)


class Person:
    """One person's browser. Words of the interface are given as in the templates, in English."""

    def __init__(
        self, browser: Browser, house: House, way: Way, context: BrowserContext | None = None
    ) -> None:
        self.way = way
        self.home = house.url
        self.house = house
        self.programme = house.programme(way.locale)
        self.is_watchful = True
        self.asks_axe = True
        self.problems: list[str] = []
        self.asked_outside: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        self._browser = browser
        self._twin: Page | None = None
        self.context = context or self._new_context(script=way.script)
        self.page = self._new_page()

    # ---- what people do ----

    def is_in(self, user_name: str) -> Self:
        """Be logged in already, and at home."""
        name, value = self.house.signs_in(user_name, self.way.locale)
        self.context.add_cookies([{"name": name, "value": value, "url": self.home, "sameSite": "Strict"}])
        return self.opens("/")

    def opens(self, path: str) -> Self:
        """Write an address, or a path on this site."""
        self.page.goto(path if "://" in path else f"{self.home}{path}")
        return self.looks_around()

    def presses(self, words: str, **params: object) -> Self:
        """Press a button or a link that leads on."""
        self.leads_on(self.button(words, **params))
        return self

    def leads_on(self, spot: Locator) -> None:
        """Press something that brings a new page."""
        with self.page.expect_navigation():
            spot.click()
        self.looks_around()

    def taps(self, words: str, **params: object) -> Self:
        """Press something that stays on the page."""
        self.button(words, **params).click()
        return self

    def menu(self, words: str) -> Self:
        """Choose in the menu, which a phone keeps behind a button."""
        if self.way.width < 900:
            self.taps("Menu")
        return self.presses(words)

    def writes(self, label: str, text: str) -> Self:
        """Write into the field with this label."""
        self.page.get_by_label(self.says(label), exact=True).fill(text)
        return self

    def types(self, name: str, text: str) -> Self:
        """Write at the end of the field with this name, letter by letter, and stay in it."""
        self.finds(f'[name="{name}"]').press("End")
        self.finds(f'[name="{name}"]').press_sequentially(text)
        return self

    def opens_tab(self) -> "Person":
        """Open one more window of the same browser."""
        return Person(self._browser, self.house, self.way, self.context)

    def goes_back(self) -> Self:
        self.page.go_back(wait_until="commit")  # a page out of the cache is not loaded again
        return self.looks_around()

    def goes_forward(self) -> Self:
        self.page.go_forward(wait_until="commit")
        return self.looks_around()

    def leaves(self) -> None:
        """Close the browser."""
        self.context.close()
        if self._twin:
            self._twin.context.close()

    # ---- what people see ----

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """What stands on the page for everyone to read."""
        return self.page.inner_text("body")

    def says(self, words: str, **params: object) -> str:
        """Return words of the interface in this person's language."""
        said = str(translations(self.way.locale).gettext(words))
        return said % params if params else said

    def button(self, words: str, **params: object) -> Locator:
        """The one button or link with these words."""
        name = self.says(words, **params)
        buttons = self.page.get_by_role("button", name=name, exact=True)
        links = self.page.get_by_role("link", name=name, exact=True)
        return buttons.or_(links).locator("visible=true").first

    def sees(self, words: str, **params: object) -> Self:
        """See words of the interface."""
        return self.reads(self.says(words, **params))

    def reads(self, text: str) -> Self:
        """Read words that somebody wrote: the author, or a person."""
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible(timeout=PATIENCE)
        return self

    def sees_not(self, words: str) -> Self:
        """See these words nowhere on the page, although they may lie ready in it."""
        expect(self.page.get_by_text(self.says(words)).locator("visible=true")).to_have_count(0)
        return self

    def finds(self, selector: str) -> Locator:
        return self.page.locator(selector)

    # ---- what must hold everywhere ----

    def expects(self, pattern: str) -> Self:
        """Let the console say this once something is tried that the server refuses."""
        self._expected.append(re.compile(pattern))
        return self

    def looks_around(self) -> Self:
        """Look at what every page must keep."""
        if not self.is_watchful:
            return self
        if HEALTH_WORDS.search(self.page.title()):
            self._note(f"its title tells too much: {self.page.title()}")
        room, needed = self.page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
        if needed > room:
            self._note(f"it is {needed} pixels wide on a screen of {room}")
        if kept := self.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"):
            self._note(f"it keeps {kept} on the device")
        if not self.finds('a[href="/help-now"], a[href^="tel:"]').count():
            self._note("there is no way to help from here")
        if self.asks_axe and (str(self.way), self.page.url) not in self.house.checked:
            self.is_clear_to_all()
        return self

    def is_clear_to_all(self) -> Self:
        """Ask axe about the page as it stands now."""
        self.house.checked.add((str(self.way), self.page.url))
        found = (
            axe.found_on(self.page) if self.way.script else axe.found_on_twin(self.page, self._twin_page())
        )
        for finding in found:
            self._note(f"axe: {finding}")
        return self

    # ---- behind it ----

    def _new_context(self, *, script: bool) -> BrowserContext:
        context = self._browser.new_context(
            java_script_enabled=script,
            locale=SPOKEN[self.way.locale],
            timezone_id="Europe/Oslo",
            color_scheme=self.way.scheme,
            contrast="more" if self.way.eyes == "contrast" else None,
            forced_colors="active" if self.way.eyes == "forced" else None,
            viewport={"width": self.way.width, "height": self.way.height or HEIGHTS.get(self.way.width, 800)},
            has_touch=self.way.width < 900,
        )
        context.set_default_timeout(PATIENCE)
        return context

    def _new_page(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._note(f"a script failed: {error}"))
        page.on("request", self._asked)
        return page

    def _twin_page(self) -> Page:
        if self._twin is None:
            self._twin = self._new_context(script=True).new_page()
        return self._twin

    def _asked(self, request: Request) -> None:
        if request.url.startswith((f"{self.home}/", "data:")):
            return
        self.asked_outside.append(request.url)
        if request.url != WEATHER:
            self._note(f"a request left the house: {request.url}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "info":
            return  # Chromium tells, for instance, that it has cleared what log-out asked it to
        if not any(pattern.search(message.text) for pattern in self._expected):
            self._note(f"the console says: {message.type}: {message.text}")

    def _note(self, problem: str) -> None:
        self.problems.append(f"{self.way} {urlsplit(self.page.url).path}: {problem}")


class Arrives(Protocol):
    """Somebody comes with a browser of their own, or opens one more window beside another."""

    def __call__(self, way: Way = ..., *, beside: Person | None = None) -> Person: ...


@cache
def translations(locale: str) -> Any:
    """The words of the interface, as the application ships them."""
    if locale == "en":
        return NullTranslations()
    return Translations.load(TRANSLATIONS, [locale])
