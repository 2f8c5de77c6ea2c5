"""Tone: words that make effort small, that blame or command, exclamation marks and words in capitals."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from selfhelp.content.checks.texts import passages, plain
from selfhelp.content.everything import Everything
from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.problems import Problem

EXCLAMATION = re.compile(r"(?<!<)!(?!\[)")  # HTML and pictures are told elsewhere
CAPITALS = re.compile(r"(?<![\w-])[A-ZÆØÅÄÖÜÉ]{5,}(?![\w-])")  # names such as PHQ and GAD are shorter
# What people say and think may hold any word: «Jeg må klare det».
QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^“]*“|‘[^’\n]*’(?!\w)|\"[^\"\n]*\"")


@dataclass(frozen=True, slots=True)
class Barred:
    """A word the tone guide bars."""

    unless: tuple[str, ...] = ()
    instead: str = ""
    quoted: bool = False

    def is_fine(self, text: str, start: int, end: int) -> bool:
        """Tell whether the word stands there in a sense that is fine."""
        longest = max(map(len, self.unless), default=0)
        around = text[max(start - longest, 0) : end + longest].lower()
        return any(phrase in around for phrase in self.unless)


@dataclass(frozen=True, slots=True)
class Tone:
    """A language's barred words, link texts that say nothing, and what a picture's words need not say."""

    barred: MappingProxyType[str, Barred]
    pattern: re.Pattern[str]
    links: frozenset[str]
    pictures: tuple[str, ...]


@cache
def tone_of(locale: str) -> Tone | None:
    """Return a language's words; None where nobody has written them down."""
    path = Path(__file__).parent / "words" / f"{locale}.toml"
    if not path.is_file():
        return None
    known = tomllib.loads(path.read_text(encoding="utf-8"))
    barred = {
        word: Barred(tuple(one.get("unless", ())), one.get("instead", ""), one.get("quoted", False))
        for one in known["barred"]
        for word in one["says"]
    }
    longest_first = sorted(barred, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    return Tone(MappingProxyType(barred), pattern, frozenset(known["links"]), tuple(known["pictures"]))


def check_tone(everything: Everything) -> Iterator[Problem]:
    """Check everything a reader sees; questionnaires are published wording."""
    for locale, files in everything.files.items():
        tone = tone_of(locale)
        for name, raw in files.items():
            if name.startswith("instruments/"):
                continue
            source = everything.source_files.get(name, raw)
            for span in _shown(raw, source):
                yield from _check_exclamation(raw, span)
                if not name.startswith("course/"):  # doctors know studies by such names
                    yield from _check_capitals(raw, span)
                if tone is not None:
                    yield from _check_words(raw, span, tone)


def _shown(raw: RawFile, source: RawFile) -> Iterator[Span]:
    yield from raw.front.values()
    for part in raw.parts:
        if isinstance(part, RawBlock):
            yield from part.settings.values()
    yield from (passage.span for passage in passages(raw, source))


def _check_exclamation(raw: RawFile, span: Span) -> Iterator[Problem]:
    if match := EXCLAMATION.search(span.text):
        yield raw.problem(span.part(match.start(), 1), "exclamation")


def _check_capitals(raw: RawFile, span: Span) -> Iterator[Problem]:
    if match := CAPITALS.search(plain(span.text)):
        place = span.part(match.start(), len(match[0]))
        yield raw.warning(place, "capitals", word=match[0])


def _check_words(raw: RawFile, span: Span, tone: Tone) -> Iterator[Problem]:
    text = plain(span.text)
    if not tone.pattern.search(text):
        return
    said = [match.span() for match in QUOTED.finditer(text)]
    for match in tone.pattern.finditer(text):
        barred = tone.barred.get(match[0].lower(), Barred())
        inside = any(start <= match.start() < end for start, end in said)
        if (inside and not barred.quoted) or barred.is_fine(text, *match.span()):
            continue
        word = span.text[match.start() : match.end()]
        rule = "tone.instead" if barred.instead else "tone"
        yield raw.problem(span.part(match.start(), len(word)), rule, word=word, instead=barred.instead)
