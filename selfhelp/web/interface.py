"""The interface's own sentences, in the languages that come with the application and those that authors add.

Each is looked for in the language's `interface.po`, in the application, in the source language; last it is
said in English.
"""

import io

from babel.support import NullTranslations, Translations
from flask import has_app_context
from flask_babel import Domain, get_locale

from selfhelp.content.interface_file import ENGLISH, TRANSLATIONS, comes_with_the_application, unsaid
from selfhelp.content.model import Catalogue
from selfhelp.exercises.dates import locale_of
from selfhelp.web.desk import catalogue


class Sentences(Domain):
    """Finds each sentence where it stands first."""

    def get_translations(self) -> NullTranslations:
        """Return the sentences of the language that is being said."""
        if not has_app_context():
            return NullTranslations()
        known, here = catalogue(), get_locale()
        name = (str(here), known.digest)
        if name not in self.cache:
            language = next((code for code in known.locales if locale_of(code) == here), known.locales[0])
            self.cache[name] = _sentences(known, language)
        found: NullTranslations = self.cache[name]
        return found


def says_everything(language: str) -> bool:
    """Tell whether every sentence of the interface has words in a language."""
    return comes_with_the_application(language) or not unsaid(catalogue().interfaces.get(language))


def _sentences(known: Catalogue, language: str) -> NullTranslations:
    layers = [language] if comes_with_the_application(language) else [language, known.locales[0]]
    found = NullTranslations()
    for layer in layers:
        if own := known.interfaces.get(layer):
            found = _with(found, Translations(io.BytesIO(own.compiled)))
        if layer != ENGLISH:
            found = _with(found, Translations.load(TRANSLATIONS, [layer]))
    return found


def _with(first: NullTranslations, then: NullTranslations) -> NullTranslations:
    """Return sentences that are looked for in one place, and in the other when they are not there."""
    if type(first) is NullTranslations:
        return then
    first.add_fallback(then)
    return first
