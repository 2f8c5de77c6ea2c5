"""The source's words at the places where a translation's own are missing."""

from collections.abc import Iterator, Mapping

from selfhelp.content.checks.measures import words_in
from selfhelp.content.checks.translations import FEWEST
from selfhelp.content.confirmed import INSTRUMENTS
from selfhelp.content.file_shape import FENCE, FRONT
from selfhelp.content.grammar import RawBlock, RawFile, RawItem, Span
from selfhelp.content.units import MARK
from selfhelp.content.writing.canonical import front_of, settings_of
from selfhelp.exercises.exercise import Setting


def untranslated(source: RawFile) -> str:
    """Return a file of the source as a translation: ids, and the source's words to be translated."""
    front = [line for _, line in untranslated_settings(source, source.front, front_of(source.path))]
    parts = [untranslated_part(source, part) for part in source.parts]
    return "\n\n".join(["\n".join([FRONT, *front, FRONT]), *parts]) + "\n"


def untranslated_part(raw: RawFile, part: Span | RawBlock) -> str:
    """Return prose or a block as a translation has it, without a line's end after it."""
    if isinstance(part, Span):
        return untranslated_words(raw, part)
    settings = [line for _, line in untranslated_settings(raw, part.settings, settings_of(part.kind.text))]
    items = [line for item in part.items for line in untranslated_item(raw, item)]
    text = untranslated_words(raw, part.text) if part.text else ""
    head = "\n".join([f"{FENCE} {part.name}", *settings])
    return "\n\n".join(filter(None, (head, text, "\n".join(items), FENCE)))


def untranslated_item(raw: RawFile, item: RawItem) -> list[str]:
    """Return the lines of an option; none for one without words, which no translation repeats."""
    if not item.words.text:
        return []
    feedback = untranslated_words(raw, item.feedback).split("\n") if item.feedback else []
    return [
        f"- ({item.id.text}) {untranslated_words(raw, item.words)}",
        *(f"  > {line}".rstrip() for line in feedback),
    ]


def untranslated_settings(
    raw: RawFile, settings: Mapping[str, Span], known: Mapping[str, Setting]
) -> Iterator[tuple[str, str]]:
    """Yield the settings a translation repeats, and their lines. The name of a file stands as it is."""
    for word, setting in known.items():
        if setting.words and word in settings and settings[word].text:
            span = settings[word]
            yield word, f"{word}: {untranslated_words(raw, span) if setting.read is str else span.text}"


def untranslated_words(raw: RawFile, span: Span) -> str:
    """Return the source's words, marked where nobody could tell by themselves that they are the source's.

    Those of a questionnaire are all marked: they are never the translator's own.
    """
    text = span.text
    is_told = len(words_in(text)) >= FEWEST and not raw.path.split("/", 1)[1].startswith(INSTRUMENTS)
    return text if is_told or MARK in text else f"{MARK} {text}"
