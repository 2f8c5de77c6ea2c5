"""A translation, unit by unit: the words of the source beside those that say the same in another language."""

from collections.abc import Iterator
from dataclasses import dataclass

from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.pairs import PROSE, Key, Part, by_place

MARK = "✎"  # no keyboard has it: the words behind it stand in for what somebody has yet to write


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that are translated together. `name` tells them apart in their file: `option sad of feelings`."""

    name: str
    source: Span
    own: Span


def units_of(source: RawFile, own: RawFile) -> Iterator[Unit]:
    """Yield what stands in both files, in the translation's order."""
    for word, span in own.front.items():
        if word in source.front:
            yield Unit(word, source.front[word], span)
    theirs = by_place(source)
    for key, part in by_place(own).items():
        if key in theirs:
            yield from _units_in(key, theirs[key], part)


def _units_in(key: Key, source: Part, own: Part) -> Iterator[Unit]:
    name = _name(key)
    if isinstance(source, Span) or isinstance(own, Span):
        if isinstance(source, Span) and isinstance(own, Span):
            yield Unit(name, source, own)
        return
    if source.text and own.text:
        yield Unit(name, source.text, own.text)
    for word, span in own.settings.items():
        if word in source.settings:
            yield Unit(f"{word} of {name}", source.settings[word], span)
    yield from _units_of_options(name, source, own)


def _units_of_options(name: str, source: RawBlock, own: RawBlock) -> Iterator[Unit]:
    items = {item.id.text: item for item in source.items}
    for item in own.items:
        theirs = items.get(item.id.text)
        if theirs is None:
            continue
        if theirs.words.text:
            yield Unit(f"option {item.id.text} of {name}", theirs.words, item.words)
        if theirs.feedback and item.feedback:
            yield Unit(f"feedback {item.id.text} of {name}", theirs.feedback, item.feedback)


def _name(key: Key) -> str:
    """Return what a part is called: `text goal-1`, `prose after text goal-1`, `say ida (2)`."""
    kind, where, turn = key
    if kind == PROSE:
        return f"prose after {_name(where)}" if where[0] else "prose"
    return " ".join(filter(None, (kind, where))) + (f" ({turn})" if turn > 1 else "")


def is_still_source(source: Span, own: Span) -> bool:
    """Tell whether a translation holds the place of its words with the source's."""
    return MARK in own.text and own.text.replace(f"{MARK} ", "") == source.text
