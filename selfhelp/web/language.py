"""The language of a page: the person's own, the cookie's, the browser's, Bokmål."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale
from flask import Flask, g, request, session
from flask_babel import Babel, get_locale
from flask_login import current_user

from selfhelp.exercises.dates import locale_of
from selfhelp.web.desk import catalogue
from selfhelp.web.interface import Sentences

# Who reads these, reads Bokmål more easily than English; Werkzeug and Babel would give English.
NEAR_BOKMAL: Mapping[str, str] = MappingProxyType(dict.fromkeys(("no", "nn", "da", "sv", "se", "nb"), "nb"))
FALLBACK = "nb"

babel = Babel()


def init_app(app: Flask) -> None:
    """Choose the language of each request."""
    babel.init_app(
        app, locale_selector=lambda: str(locale_of(locale())), timezone_selector=lambda: "Europe/Oslo"
    )
    babel.domain_instance = Sentences()


def locale() -> str:
    """Return the language of this page, e.g. "nb"."""
    if "locale" not in g:
        g.locale = _chosen()
    found: str = g.locale
    return found


def speaking_now() -> str:
    """Return the language that is being said here: the page's, or that of a fragment in it."""
    here = get_locale()
    found = [code for code in catalogue().locales if here and locale_of(code) == here]
    return found[0] if found else locale()


def languages() -> list[tuple[str, str]]:
    """Return the languages there are, each with its own name."""
    return [(code, _own_name(code)) for code in catalogue().locales]


def name_of(code: str) -> str:
    """Return what a language is called on this page."""
    return Locale.parse(code, sep="-").get_display_name(get_locale()) or code


@cache
def _own_name(code: str) -> str:
    return (Locale.parse(code, sep="-").get_display_name() or code).capitalize()


def _chosen() -> str:
    known = catalogue().locales
    if current_user.is_authenticated and current_user.visitor.locale in known:
        chosen: str = current_user.visitor.locale
        return chosen
    if session.get("language") in known:
        return str(session["language"])
    for wanted in request.accept_languages.values():
        exact = wanted.replace("_", "-")
        code = exact.split("-")[0].lower()
        for one in (exact, code, NEAR_BOKMAL.get(code)):
            if one in known:
                return one
    return FALLBACK if FALLBACK in known else known[0]
