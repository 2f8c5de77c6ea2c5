"""Words of a translation that are still the source's."""

from collections.abc import Iterator

from selfhelp.content.checks.measures import words_in
from selfhelp.content.confirmed import INSTRUMENTS
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawFile
from selfhelp.content.messages import Language
from selfhelp.content.problems import Problem
from selfhelp.content.units import MARK, Unit, is_still_source, units_of
from selfhelp.content.whole import must_be_whole

FEWEST = 4  # names, numbers and a word or two are often the same in both languages


def check_whole(everything: Everything) -> Iterator[Problem]:
    """Tell of the source's words in files that a language has whole or not at all."""
    for raw, unit in _units(everything):
        if must_be_whole(raw.path) and is_still_source(unit.source, unit.own):
            yield raw.problem(unit.own.place, "untranslated.same", language=Language(raw.locale))


def check_translations(everything: Everything) -> Iterator[Problem]:
    """Warn about words that hold the place of others, and sentences that are the same in both languages."""
    for raw, unit in _units(everything):
        held = is_still_source(unit.source, unit.own) and not must_be_whole(raw.path)
        # A questionnaire names its sources as every language does.
        is_locked = raw.path.partition("/")[2].startswith(INSTRUMENTS)
        if held or (_is_same(unit) and not is_locked):
            yield raw.warning(unit.own.place, "untranslated.same", language=Language(raw.locale))


def is_unwritten(unit: Unit) -> bool:
    """Tell whether the words are still to come: a pencil holds their place, or they are the source's."""
    return MARK in unit.own.text or _is_same(unit)


def _is_same(unit: Unit) -> bool:
    text = unit.own.text
    return unit.source.text == text and MARK not in text and len(words_in(text)) >= FEWEST


def _units(everything: Everything) -> Iterator[tuple[RawFile, Unit]]:
    for locale, files in everything.files.items():
        for name, raw in files.items() if locale != SOURCE else ():
            source = everything.source_files.get(name)
            yield from ((raw, unit) for unit in units_of(source, raw)) if source else ()
