"""What every template has at hand, and how sentences from below `web` are said in the reader's language."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for
from flask_babel import format_date, format_datetime, format_decimal, gettext
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from selfhelp.care.days import day_of
from selfhelp.care.visits import IDLE
from selfhelp.care.workbook.search import spans
from selfhelp.exercises.dates import narrow_day, short_day, spoken, voice_of
from selfhelp.exercises.words import Borrowed, Message, in_the_language_of
from selfhelp.web.access import owner_mark, visitor
from selfhelp.web.desk import catalogue, now, party_here
from selfhelp.web.interface import says_everything
from selfhelp.web.language import languages, locale, name_of, speaking_now
from selfhelp.web.person import text_size
from selfhelp.web.week import week_of

STATIC = Path(__file__).parent / "static"
MARK = re.compile(r'<span lang="([^"]+)" data-borrowed>')
BEFORE_A_WORD = re.compile(r"(?<=\d) |(?<=\d\.) ")


def init_app(app: Flask) -> None:
    """Give the templates their words and filters."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "in_words": in_words,
        "answer": answer,
        "marked": marked,
        "long_date": date_on_page,
        "short_date": short_date,
        "week_day": week_day,
        "month_name": month_name,
        "clock": clock,
        "near_day": near_day,
        "weekday": weekday,
        "lower_first": lambda words: in_the_language_of(words[:1].lower() + words[1:], words),
        "bare": bare,
        "unbroken": unbroken,
        "borrowed_from": borrowed_from,
        "decimal": format_decimal,
    }
    # Macros see no context.
    app.jinja_env.globals |= {
        "today_here": lambda: day_of(now()),
        "week_of": week_of,
        "has_doctor": has_doctor,
        "name_of": name_of,
        "this_programme": lambda: catalogue()[speaking_now()],
        "says_everything": says_everything,
        "voice_of": voice_of,
        "idle_seconds": lambda role: int(IDLE[role].total_seconds()),
    }
    app.context_processor(_always)


def has_doctor() -> bool:
    """Tell whether a doctor follows the signed-in patient, so that no page speaks of one there is not."""
    return current_user.is_authenticated and visitor().has_doctor


def in_words(message: str) -> str:
    """Say a sentence that came from below `web` in the reader's language."""
    return str(gettext(str(message), **getattr(message, "params", {})))


def answer(words: str) -> str:
    """Say an answer: as the patient wrote it, or, where a sentence of ours holds a number, translated.

    Own words never go through the translations: someone who wrote "Home" is not to be read as "Hjem".
    """
    return in_words(words) if isinstance(words, Message) else words


def unbroken(words: str) -> str:
    """Return words whose numbers stay on one line with what they count: 4 minutes, 1. mars."""
    bound = BEFORE_A_WORD.sub("\u00a0", words)
    return Markup(bound) if isinstance(words, Markup) else in_the_language_of(bound, words)  # noqa: S704  # as it was


def marked(words: str, terms: Sequence[str]) -> str:
    """Mark the words that were searched for."""
    found = spans(words, terms) if terms else []
    ends = [0, *(end for _, end in found)]
    pieces = [
        escape(words[before:first]) + Markup("<mark>{}</mark>").format(words[first:end])
        for before, (first, end) in zip(ends, found, strict=False)
    ]
    return Markup("").join([*pieces, escape(words[ends[-1] :])]) if found else words


def bare(words: str) -> str:
    """Return words without any mark, for a title, an attribute or a list to choose from."""
    return words.striptags() if isinstance(words, Markup) else str(words)


def borrowed_from(words: str) -> str | None:
    """Return the language of borrowed words, for what can hold no mark; None for the page's own."""
    if isinstance(words, Borrowed):
        return words.language
    mark = MARK.match(words) if isinstance(words, Markup) else None
    return mark[1] if mark else None


def long_date(day: date | datetime) -> str:
    """Write a date as people say it: 1. mars 2026, 1 March 2026."""
    return str(format_date(day, "long"))


def date_on_page(day: date | datetime) -> str:
    """Write the same date for a page, where the day stays on one line with its month."""
    return unbroken(long_date(day))


def short_date(day: date | datetime) -> str:
    """Write a date without its year: 1. mars, 1 March."""
    return short_day(_day(day), speaking_now())


def near_day(day: date) -> str:
    """Write a day that is near: Today, 2 December; Tomorrow, 3 December; Friday 4 December."""
    ahead = (day - day_of(now())).days
    if ahead == 0:
        return str(gettext("Today, %(day)s", day=short_date(day)))
    if ahead == 1:
        return str(gettext("Tomorrow, %(day)s", day=short_date(day)))
    words = week_day(day)
    return words[:1].upper() + words[1:]


def weekday(day: date) -> str:
    """Write a day of this week in a narrow column: lør. 28., Sat 28."""
    return narrow_day(day, speaking_now())


def week_day(day: date | datetime) -> str:
    """Write a day of a week: mandag 1. mars, Monday 1 March."""
    return spoken(_day(day), speaking_now())


def month_name(day: date) -> str:
    """Write the month a day lies in: mars 2026, March 2026."""
    return str(format_date(day, "LLLL y"))


def clock(at: datetime) -> str:
    """Write date and time of day."""
    return str(gettext("%(day)s at %(time)s", day=long_date(at), time=format_datetime(at, "HH:mm")))


def _day(moment: date | datetime) -> date:
    """Return the day a moment falls on here."""
    return day_of(moment) if isinstance(moment, datetime) else moment


def _always() -> dict[str, Any]:
    return {
        "locale": locale(),
        "text_size": text_size(),
        "source_language": catalogue().locales[0],
        "languages": languages(),
        "visitor": current_user,
        "csrf_token": generate_csrf,
        "versioned": versioned,
        "owner_mark": owner_mark,
        "party_here": party_here,
        "has_course": bool(catalogue().source.course),
        "request": request,
    }


def versioned(name: str) -> str:
    """Return a static file's address with a mark of its content, so that a new version is fetched at once."""
    return url_for("static", filename=name, v=mark(name))


@cache
def mark(name: str) -> str:
    """Return a mark of a static file's content."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
