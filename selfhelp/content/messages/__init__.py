"""The sentences authors read when something is to be put right, one file a language.

A rule has `wrong` and mostly `mend`. What `content explain` tells stands in the guide.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

LANGUAGES = ("en", "nb")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word nobody knows, and the words that are known in its place."""

    word: str
    known: tuple[str, ...]

    @property
    def close(self) -> str:
        """Return the known word most like it; "" when none is."""
        return next(iter(get_close_matches(self.word, self.known, n=1)), "")

    def told(self, language: str) -> str:
        """Return `Did you mean "x"?`, or the list of what is known."""
        if close := self.close:
            return label(language, "did-you-mean", word=close)
        return label(language, "one-of", words=", ".join(self.known)) if self.known else ""


@dataclass(frozen=True, slots=True)
class Language:
    """A language, called by its name in the reader's own."""

    locale: str

    def told(self, language: str) -> str:
        """Return for instance "English" or "engelsk"; the folder's name for a language nobody knows."""
        try:
            return Locale.parse(self.locale).get_language_name(language) or self.locale
        except (ValueError, UnknownLocaleError):
            return self.locale


@dataclass(frozen=True, slots=True)
class Number:
    """A number with one place after the point, or after the comma."""

    value: float

    def told(self, language: str) -> str:
        """Return the number as the language writes it."""
        return format_decimal(self.value, format="0.0", locale=language)


Fact = str | Suggestion | Language | Number


def catalogue(language: str) -> Mapping[str, Any]:
    """Return a language's sentences."""
    return _read(f"{language}.toml")


@cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


def sentence(language: str, rule: str, part: str, facts: Mapping[str, Fact]) -> str:
    """Return one sentence about a rule; "" where the rule has none of this part."""
    return _filled(language, catalogue(language)["rules"].get(rule, {}).get(part, ""), facts)


def refusal(language: str, why: str, part: str, facts: Mapping[str, Fact]) -> str:
    """Return one sentence on why a command writes nothing; "" where there is none of this part."""
    return _filled(language, refusals(language).get(why, {}).get(part, ""), facts)


def refusals(language: str) -> Mapping[str, Any]:
    """Return a language's sentences on why nothing is written."""
    return _read(f"refusals-{language}.toml")


def _filled(language: str, template: str, facts: Mapping[str, Fact]) -> str:
    told = {
        name: _own_sentence(language, fact) if isinstance(fact, str) else fact.told(language)
        for name, fact in facts.items()
    }
    return Template(template).safe_substitute(told).strip()


def label(language: str, name: str, **words: str) -> str:
    """Return one of the short phrases around the sentences."""
    return Template(catalogue(language)["labels"][name]).substitute(words)


def told(language: str, part: str, name: str, **words: str) -> str:
    """Return a sentence about changes and publishing."""
    return Template(_read(f"changes-{language}.toml")[part][name]).substitute(words)


def rule_names() -> tuple[str, ...]:
    """Return every rule's name, without variants."""
    return tuple(sorted({rule.split(".", maxsplit=1)[0] for rule in catalogue("en")["rules"]}))


def _own_sentence(language: str, fact: str) -> str:
    """Return a kind's own English sentence in the author's language; any other fact as it is."""
    for pattern, theirs in _translations(language):
        if match := pattern.fullmatch(fact):
            return theirs.substitute(match.groupdict())
    return fact


@cache
def _translations(language: str) -> tuple[tuple[re.Pattern[str], Template], ...]:
    pairs = catalogue(language).get("sentences", ())
    return tuple((_pattern(pair["en"]), Template(pair["says"])) for pair in pairs)


def _pattern(english: str) -> re.Pattern[str]:
    """Return a pattern for `"$word" names no option.` that catches the words."""
    pieces = re.split(r"\$(\w+)", english)
    seen: set[str] = set()
    pattern = ""
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            pattern += re.escape(piece)
        else:
            pattern += f"(?P={piece})" if piece in seen else f"(?P<{piece}>.*?)"
            seen.add(piece)
    return re.compile(pattern, re.DOTALL)
