"""Fragments: a part of a page, or a sheet, in a language of its own, whatever the page around it speaks."""

from contextlib import AbstractContextManager
from typing import Any

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from selfhelp.exercises.dates import locale_of


def speaking(language: str) -> AbstractContextManager[None]:
    """Let everything inside be said in this language, e.g. "nb"."""
    inside: AbstractContextManager[None] = force_locale(str(locale_of(language)))
    return inside


def fragment(template: str, *, language: str, **values: Any) -> Markup:
    """Return what one of our own templates makes of these values in a language, which it is told too."""
    with speaking(language):
        made = render_template(template, language=language, **values)
    return Markup(made)  # noqa: S704  # made by our own template, which escapes
