"""Words of a translation that are still the source's."""

from collections.abc import Iterator

from selfhelp.content.checks.measures import words_in
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.messages import Language
from selfhelp.content.pairs import Part, by_place
from selfhelp.content.problems import Problem

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
    theirs = by_place(source)
    for word, span in raw.front.items():
        if word in source.front:
            yield from _same(raw, source.front[word], span)
    for key, part in by_place(raw).items():
        if key in theirs:
            for one, other in _pairs(theirs[key], part):
                yield from _same(raw, one, other)


def _pairs(source: Part, own: Part) -> Iterator[tuple[Span, Span]]:
    """Yield the source's words beside the translation's."""
    if isinstance(source, Span) or isinstance(own, Span):
        if isinstance(source, Span) and isinstance(own, Span):
            yield source, own
        return
    if source.text and own.text:
        yield source.text, own.text
    for word, span in own.settings.items():
        if word in source.settings:
            yield source.settings[word], span
    yield from _pairs_of_items(source, own)


def _pairs_of_items(source: RawBlock, own: RawBlock) -> Iterator[tuple[Span, Span]]:
    items = {item.id.text: item for item in source.items}
    for item in own.items:
        if theirs := items.get(item.id.text):
            yield theirs.words, item.words
            if theirs.feedback and item.feedback:
                yield theirs.feedback, item.feedback


def _same(raw: RawFile, source: Span, own: Span) -> Iterator[Problem]:
    if source.text == own.text and len(words_in(own.text)) >= FEWEST:
        yield raw.warning(own.place, "untranslated.same", language=Language(raw.locale))
