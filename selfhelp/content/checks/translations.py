"""Words of a translation that are still the source's."""

from collections.abc import Iterator

from selfhelp.content.checks.measures import words_in
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawFile
from selfhelp.content.messages import Language
from selfhelp.content.problems import Problem
from selfhelp.content.units import units_of

FEWEST = 4  # names, numbers and a word or two are often the same in both languages


def check_translations(everything: Everything) -> Iterator[Problem]:
    """Warn about sentences that are the same in the source and in a translation."""
    for locale, files in everything.files.items():
        if locale == SOURCE:
            continue
        for name, raw in files.items():
            source = everything.source_files.get(name)
            if source is not None and not name.startswith("instruments/"):
                yield from _same_words(source, raw)


def _same_words(source: RawFile, raw: RawFile) -> Iterator[Problem]:
    for unit in units_of(source, raw):
        if unit.source.text == unit.own.text and len(words_in(unit.own.text)) >= FEWEST:
            yield raw.warning(unit.own.place, "untranslated.same", language=Language(raw.locale))
