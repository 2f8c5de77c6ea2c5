"""Adds to a translated file what it lacks beside the source. What stands there is not touched."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from selfhelp.content.file_shape import FEEDBACK
from selfhelp.content.grammar import RawBlock, RawFile, RawItem, Span
from selfhelp.content.pairs import Key, Part, by_place
from selfhelp.content.writing.canonical import front_of, settings_of
from selfhelp.content.writing.edits import Edit, edited, line_below
from selfhelp.content.writing.missing import (
    untranslated_item,
    untranslated_part,
    untranslated_settings,
    untranslated_words,
)
from selfhelp.exercises.exercise import Setting


@dataclass(slots=True)
class _Filling:
    """Goes through a file of the source, and notes what is to stand above which line of the translation."""

    source: RawFile
    own: RawFile
    above: dict[int, str] = field(default_factory=dict)
    words: list[Edit] = field(default_factory=list)

    def add(self, line: int, text: str) -> None:
        self.above[line] = self.above.get(line, "") + text

    def fill(self) -> None:
        self._settings(self.source.front, self.own.front, front_of(self.source.path), 1)
        theirs, mine = by_place(self.source), by_place(self.own)
        before: list[Key] = []
        for key, part in theirs.items():
            own = mine.get(key)
            if own is None:
                self._part(part, mine, before)
            elif isinstance(part, RawBlock) and isinstance(own, RawBlock):
                self._block(part, own)
            before.append(key)

    def _part(self, part: Part, mine: Mapping[Key, Part], before: list[Key]) -> None:
        """Put a whole block or paragraph behind the nearest one that is there."""
        text = untranslated_part(part)
        near = next((mine[key] for key in reversed(before) if key in mine), None)
        if near is not None:
            self.add(_end(self.own, near), f"\n{text}\n")
        elif self.own.parts:
            first = self.own.parts[0]
            self.add(_start(first), f"{text}\n\n")
        else:
            self.add(len(self.own.lines) + 1, f"\n{text}\n")

    def _block(self, source: RawBlock, own: RawBlock) -> None:
        opened = own.kind.place.line
        self._settings(source.settings, own.settings, settings_of(source.kind.text), opened)
        if source.text is not None and own.text is None:
            line = max([opened, *(span.place.line for span in own.settings.values())]) + 1
            gap = "\n" if self.own.lines[line - 1].strip() else ""
            self.add(line, f"\n{untranslated_words(source.text)}\n{gap}")
        self._items(source, own)

    def _settings(
        self, source: Mapping[str, Span], own: Mapping[str, Span], known: Mapping[str, Setting], opened: int
    ) -> None:
        line = opened + 1
        for word, text in untranslated_settings(source, known):
            if word in own and own[word].text:
                line = own[word].place.line + 1
            elif word in own:
                place = own[word].place
                self.words.append(Edit(place.line, 1, len(self.own.lines[place.line - 1]), text))
                line = place.line + 1
            else:
                self.add(line, f"{text}\n")

    def _items(self, source: RawBlock, own: RawBlock) -> None:
        mine = {item.id.text: item for item in own.items}
        closing = line_below(self.own, own) - 1
        line = own.items[0].id.place.line if own.items else closing
        for item in source.items:
            here = mine.get(item.id.text)
            if here is None:
                self.add(line, "".join(f"{one}\n" for one in untranslated_item(item)))
            else:
                self._item(item, here)
                line = _last_line(self.own, here) + 1
        if not own.items and any(item.words.text for item in source.items):
            self.add(closing, "\n")

    def _item(self, source: RawItem, own: RawItem) -> None:
        lines = untranslated_item(source)
        if lines and not own.words.text:
            line = own.id.place.line
            self.words.append(Edit(line, 1, len(self.own.lines[line - 1]), lines[0]))
        if source.feedback is not None and own.feedback is None:
            self.add(own.id.place.line + 1, "".join(f"{line}\n" for line in lines[1:]))


def filled(source: RawFile, own: RawFile, text: str) -> str:
    """Return a translation's text with the source's words at the places where it has none."""
    filling = _Filling(source, own)
    filling.fill()
    edits: Iterator[Edit] = (Edit.above(line, new) for line, new in filling.above.items())
    return edited(text, [*filling.words, *edits])


def _start(part: Part) -> int:
    return part.place.line if isinstance(part, Span) else part.kind.place.line


def _end(raw: RawFile, part: Part) -> int:
    """Return the line below a part."""
    if isinstance(part, RawBlock):
        return line_below(raw, part)
    return part.place.line + part.text.count("\n") + 1


def _last_line(raw: RawFile, item: RawItem) -> int:
    """Return the last line of an option and its feedback."""
    line = item.id.place.line
    return line + len(list(takewhile(FEEDBACK.fullmatch, raw.lines[line:])))
