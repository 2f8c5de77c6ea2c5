"""Words of a translation that are still the source's."""

from collections.abc import Iterator

from selfhelp.content.checks.measures import words_in
from selfhelp.content.confirmed import INSTRUMENTS
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawFile
from selfhelp.content.messages import Language
from selfhelp.content.problems import Problem
from selfhelp.content.units import MARK, Unit, units_of

FEWEST = 4  # names, numbers and a word or two are often the same in both languages


def check_translations(everything: Everything) -> Iterator[Problem]:
    """Warn about sentences that are the same in the source and in a translation."""
    for locale, files in everything.files.items():
        if locale == SOURCE:
            continue
        for name, raw in files.items():
            source = everything.source_files.get(name)
            if source is not None:
                yield from _same_words(source, raw)


def is_still_source(unit: Unit) -> bool:
    """Tell whether a translation has the source's own words. What the source has yet to say is not asked."""
    own, source = unit.own.text, unit.source.text
    if MARK in source:
        return False
    return own == f"{MARK} {source}" or (own == source and len(words_in(own)) >= FEWEST)


def _same_words(source: RawFile, raw: RawFile) -> Iterator[Problem]:
    is_locked = source.path.startswith(f"{SOURCE}/{INSTRUMENTS}")  # as published, names of works and all
    for unit in units_of(source, raw):
        if is_still_source(unit) and not (is_locked and MARK not in unit.own.text):
            yield raw.warning(unit.own.place, "untranslated.same", language=Language(raw.locale))
