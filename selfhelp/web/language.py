"""The language of a page: the person's own, the cookie's, the browser's, Bokmål."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale
from flask import Flask, g, request, session
from flask_babel import Babel
from flask_login import current_user

from selfhelp.web.desk import catalogue

# Who reads these, reads Bokmål more easily than English; Werkzeug and Babel would give English.
NEAR_BOKMAL: Mapping[str, str] = MappingProxyType(dict.fromkeys(("no", "nn", "da", "sv", "se", "nb"), "nb"))
FORMATS: Mapping[str, str] = MappingProxyType({"en": "en_GB", "nb": "nb_NO"})
FALLBACK = "nb"

babel = Babel()


def init_app(app: Flask) -> None:
    """Choose the language of each request."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    babel.init_app(
        app, locale_selector=lambda: FORMATS.get(locale(), locale()), timezone_selector=lambda: "Europe/Oslo"
    )


def locale() -> str:
    """Return the language of this page, e.g. "nb"."""
    if "locale" not in g:
        g.locale = _chosen()
    found: str = g.locale
    return found


def languages() -> list[tuple[str, str]]:
    """Return the languages there are, each with its own name."""
    return [(code, _own_name(code)) for code in catalogue().locales]


@cache
def _own_name(code: str) -> str:
    return (Locale.parse(code).get_display_name(code) or code).capitalize()


def _chosen() -> str:
    known = catalogue().locales
    if current_user.is_authenticated and current_user.visitor.locale in known:
        chosen: str = current_user.visitor.locale
        return chosen
    if session.get("language") in known:
        return str(session["language"])
    for wanted in request.accept_languages.values():
        code = wanted.lower().replace("_", "-").split("-")[0]
        if (code := NEAR_BOKMAL.get(code, code)) in known:
            return code
    return FALLBACK if FALLBACK in known else known[0]
