"""Reads `interface.po`: how a language says what the application itself says, such as its buttons.

A language that comes with the application needs none; what stands in one is said instead.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from selfhelp.content.problems import Place, Problem

FILE = "interface.po"
TRANSLATIONS = Path(__file__).parents[1] / "translations"  # those that come with the application
ENGLISH, WHOLE = "en", "nb"  # the sentences as they are written, and a language that has them all
WORD = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True, slots=True)
class Interface:
    """The application's own sentences in one language, compiled; `said` are those that have words."""

    compiled: bytes
    said: frozenset[str]


@cache
def comes_with_the_application(language: str) -> bool:
    """Tell whether the application itself speaks a language."""
    return language == ENGLISH or (TRANSLATIONS / language).is_dir()


@cache
def sentences() -> tuple[Message, ...]:
    """Return every sentence the application says, as it says it in Bokmål."""
    with (TRANSLATIONS / WHOLE / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        return tuple(message for message in read_mo(file) if message.id)


def unsaid(interface: Interface | None) -> list[Message]:
    """Return the sentences of the application that a language has no words for."""
    said = interface.said if interface else frozenset()
    return [message for message in sentences() if name_of(message) not in said]


def name_of(message: Message) -> str:
    """Return a sentence as the application knows it: in English, for one of something."""
    return message.id if isinstance(message.id, str) else str(message.id[0])


def read_interface(folder: Path, locale: str) -> tuple[Interface | None, list[Problem]]:
    """Read a language's `interface.po`; None where there is none, or it cannot be read."""
    path = folder / locale / FILE
    if not path.is_file():
        return None, []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    try:
        catalog = _catalog(path, locale)
    except (PoFileError, UnicodeDecodeError, ValueError) as wrong:
        number = min(max(getattr(wrong, "lineno", 0) + 1, 1), max(len(lines), 1))
        return None, [_problem(locale, lines, number, "interface-shape")]
    problems = list(_placeholders(catalog, locale, lines))
    said = frozenset(_said(catalog))
    for message in list(catalog):
        if message.id and name_of(message) not in said:
            catalog.delete(message.id, message.context)  # compiled, it would be said in English
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return Interface(compiled.getvalue(), said), problems


def write_interface(folder: Path, locale: str) -> tuple[Path, int]:
    """Write a language's `interface.po` with every sentence of the application; return how many were added.

    What stands in it already stays. Above each new sentence stands how Bokmål says it.

    :raises PoFileError: when there is one that cannot be read.
    """
    path = folder / locale / FILE
    catalog = _catalog(path, locale) if path.is_file() else _empty(locale)
    new = [message for message in sentences() if message.id not in catalog]
    for message in new:
        catalog.add(message.id, user_comments=[f"{WHOLE}: {_words(message)[-1]}"])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=0)
    return path, len(new)


def _empty(locale: str) -> Catalog:
    says = f"# What the application says, in the language {locale}."
    return Catalog(locale.replace("-", "_"), header_comment=says, charset="utf-8", fuzzy=False)


def _catalog(path: Path, locale: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale.replace("-", "_"), charset="utf-8", abort_invalid=True)


def _said(catalog: Catalog) -> Iterator[str]:
    for message in catalog:
        if message.id and not message.fuzzy and all(_words(message)):
            yield name_of(message)


def _words(message: Message) -> list[str]:
    """Return the translation, in every number it has."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _placeholders(catalog: Catalog, locale: str, lines: list[str]) -> Iterator[Problem]:
    """Complain about a word in brackets that the sentence does not give, or that it gives and is lost."""
    for message in catalog:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        given = set(WORD.findall(" ".join(ids)))
        for sentence in _words(message) if message.id else ():
            there = set(WORD.findall(sentence))
            # One of something may be said without the number.
            lost, new = given - there - ({"num"} if len(ids) > 1 else set()), there - given
            if sentence and (lost or new):
                line = _line_of(lines, sentence, message.lineno or 1)
                rule = "interface-word" if new else "interface-word.lost"
                yield _problem(locale, lines, line, rule, word=f"%({min(new or lost)})s", sentence=ids[0])
                break


def _line_of(lines: list[str], sentence: str, first: int) -> int:
    start = sentence[:20].replace('"', '\\"')
    return next((n for n, line in enumerate(lines[first - 1 :], first) if start in line), first)


def _problem(locale: str, lines: list[str], number: int, rule: str, **facts: str) -> Problem:
    excerpt = tuple((n, lines[n - 1]) for n in range(max(number - 1, 1), number + 1) if n <= len(lines))
    width = len(lines[number - 1]) if number <= len(lines) else 1
    place = Place(f"{locale}/{FILE}", number, 1, max(width, 1))
    return Problem(place, rule, tuple(facts.items()), "error", excerpt)
