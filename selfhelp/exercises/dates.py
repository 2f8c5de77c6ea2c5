"""Days as people say them, in any language."""

import re
from datetime import date

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton

BRITISH = {"en": "en-GB"}  # English without a country would be American
YEAR = re.compile(r"\s*(?:'de'\s*)?y+(?:\s*'[^']*')?[ .]*$")


def locale_of(language: str) -> Locale:
    """Return how a language, e.g. "nb", writes dates and numbers."""
    return Locale.parse(BRITISH.get(language, language), sep="-")


def voice_of(language: str) -> str:
    """Return the language with its country, by which a browser finds a voice: "nb-NO"."""
    locale = locale_of(language)
    likely = get_global("likely_subtags").get(language, "").split("_")
    territory = locale.territory or likely[-1]
    return f"{locale.language}-{territory}" if territory else locale.language


def spoken(day: date, language: str) -> str:
    """Return weekday and date without the year: "onsdag 2. desember", "Wednesday 2 December"."""
    locale = locale_of(language)
    pattern = YEAR.sub("", locale.date_formats["full"].pattern.replace(",", ""))
    return str(format_date(day, pattern, locale=locale))


def short_day(day: date, language: str) -> str:
    """Return a date without its year: "1. mars", "1 March"."""
    return str(format_skeleton("MMMMd", day, locale=locale_of(language)))


def narrow_day(day: date, language: str) -> str:
    """Return a day of this week in few letters: "lør. 28.", "Sat 28"."""
    return str(format_skeleton("Ed", day, locale=locale_of(language)))
