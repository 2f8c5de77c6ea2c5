"""The source's words at the places where a translation's own are missing."""

import re
from collections.abc import Iterator, Mapping

from selfhelp.content.file_shape import FENCE, FRONT
from selfhelp.content.grammar import RawBlock, RawFile, RawItem, Span
from selfhelp.content.units import MARK
from selfhelp.content.writing.canonical import front_of, settings_of
from selfhelp.exercises.exercise import Setting

# Where a paragraph begins, after the signs that make it a heading, a quotation or a list.
PARAGRAPH = re.compile(r"(?:\A|(?<=\n\n))(?P<sign>(?:#{1,6} |> |- |[0-9]{1,3}\. )?)(?=\S)")


def untranslated(source: RawFile) -> str:
    """Return a file of the source as a translation: ids, and the source's words to be translated."""
    front = [line for _, line in untranslated_settings(source.front, front_of(source.path))]
    parts = [untranslated_part(part) for part in source.parts]
    return "\n\n".join(["\n".join([FRONT, *front, FRONT]), *parts]) + "\n"


def untranslated_part(part: Span | RawBlock) -> str:
    """Return prose or a block as a translation has it, without a line's end after it."""
    if isinstance(part, Span):
        return untranslated_words(part)
    settings = [line for _, line in untranslated_settings(part.settings, settings_of(part.kind.text))]
    items = [line for item in part.items for line in untranslated_item(item)]
    text = untranslated_words(part.text) if part.text else ""
    head = "\n".join([f"{FENCE} {part.name}", *settings])
    return "\n\n".join(filter(None, (head, text, "\n".join(items), FENCE)))


def untranslated_item(item: RawItem) -> list[str]:
    """Return the lines of an option; none for one without words, which no translation repeats."""
    if not item.words.text:
        return []
    feedback = untranslated_words(item.feedback).split("\n") if item.feedback else []
    return [
        f"- ({item.id.text}) {untranslated_words(item.words)}",
        *(f"  > {line}".rstrip() for line in feedback),
    ]


def untranslated_settings(
    settings: Mapping[str, Span], known: Mapping[str, Setting]
) -> Iterator[tuple[str, str]]:
    """Yield the settings a translation repeats, and their lines. The name of a file stands as it is."""
    for word, setting in known.items():
        if setting.words and word in settings and settings[word].text:
            span = settings[word]
            yield word, f"{word}: {untranslated_words(span) if setting.read is str else span.text}"


def untranslated_words(span: Span) -> str:
    """Return the source's words, a pencil in front of each paragraph; those of the source have it already."""
    if MARK in span.text:
        return span.text
    return PARAGRAPH.sub(rf"\g<sign>{MARK} ", span.text)
