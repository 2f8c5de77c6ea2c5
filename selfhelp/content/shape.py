"""Reads settings, options and words of a block or a front matter against what it may hold, in two languages at once.

The source file holds words and behaviour; a translation repeats ids and words. So every reader gets a `Pair`: the
source's file and the file in the language being read, which are the same file when that language is the source.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from selfhelp.content.grammar import RawBlock, RawFile, RawItem, Span
from selfhelp.content.problems import Place, did_you_mean
from selfhelp.content.prose import render
from selfhelp.exercises.exercise import Option, Setting
from selfhelp.exercises.settings_read import ID
from selfhelp.exercises.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True)
class Shape:
    """What a block may hold."""

    settings: Mapping[str, Setting] = field(default_factory=dict)
    options_are: Literal["none", "some", "maybe"] = "none"
    notes_are: str = ""
    feedback_is: Literal["none", "some", "all"] = "none"
    ids_are: str = (
        ""  # "" for ids of our own; else what stands there, e.g. a recall's name; "nothing" for no id
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """One file in the source and in the language being read."""

    source: RawFile
    own: RawFile

    @property
    def is_source(self) -> bool:
        """Tell whether the language being read is the source."""
        return self.source is self.own


@dataclass(frozen=True, slots=True)
class Read:
    """What a block holds, read: setting values by field name, words in the language being read."""

    id: str
    values: dict[str, Any] = field(default_factory=dict)
    text: Words = NO_WORDS
    options: tuple[Option, ...] = ()


def read_front(pair: Pair, settings: Mapping[str, Setting]) -> dict[str, Any]:
    """Read the front matter."""
    first = Place(pair.own.path, 1, 1, 3)
    return _settings(
        pair,
        settings,
        _Lines(pair.source.front, pair.source.front_words),
        _Lines(pair.own.front, pair.own.front_words),
        first,
    )


def read_block(pair: Pair, source: RawBlock, own: RawBlock, shape: Shape) -> Read:
    """Read one block that stands in both files."""
    where = own.id.place if own.id.text else own.kind.place
    if pair.is_source:
        _check_id(pair, own, shape)
    values = _settings(
        pair,
        shape.settings,
        _Lines(source.settings, source.setting_words),
        _Lines(own.settings, own.setting_words),
        where,
    )
    _check_text(pair, source, own)
    return Read(source.id.text, values, render(pair.own, own.text), _options(pair, source, own, shape))


def matched(pair: Pair) -> Iterator[tuple[Span | RawBlock, Span | RawBlock]]:
    """Yield (source's part, own part) in the source's order, and complain about what only one of them has."""
    if pair.is_source:
        yield from ((part, part) for part in pair.own.parts)
        return
    own = _by_place(pair.own)
    for key, part in _by_place(pair.source).items():
        if key in own:
            yield part, own.pop(key)
        else:
            _complain_missing(pair, part)
            yield part, part
    for part in own.values():
        _complain_extra(pair, part)


def _by_place(raw: RawFile) -> dict[tuple[Any, ...], Span | RawBlock]:
    """Return the parts by what joins them across languages: a block by kind, id and turn; prose by the gap it fills."""
    parts: dict[tuple[Any, ...], Span | RawBlock] = {}
    blocks = 0
    for part in raw.parts:
        if isinstance(part, Span):
            parts["prose", blocks] = part
            continue
        blocks += 1
        turn = sum(1 for key in parts if key[:2] == (part.kind.text, part.id.text))
        parts[part.kind.text, part.id.text, turn] = part
    return parts


def _complain_missing(pair: Pair, part: Span | RawBlock) -> None:
    last = Place(pair.own.path, max(len(pair.own.lines) - 1, 1))
    if isinstance(part, RawBlock):
        name = f"{part.kind.text} {part.id.text}".strip()
        place = part.kind.place
        pair.own.complain(
            last,
            "untranslated",
            f'The block "{name}" is missing here.',
            f"Add  ::: {name}  with its words.   (source: {place.path}:{place.line})",
        )
    else:
        start = part.text.split("\n", 1)[0][:60]
        pair.own.complain(
            last,
            "untranslated",
            "A paragraph of the source has no words here.",
            f"Add it at the same place between the blocks.   (source: “{start}”, "
            f"{part.place.path}:{part.place.line})",
        )


def _complain_extra(pair: Pair, part: Span | RawBlock) -> None:
    if isinstance(part, RawBlock):
        known = [f"{block.kind.text} {block.id.text}" for block in pair.source.blocks]
        name = f"{part.kind.text} {part.id.text}"
        pair.own.complain(
            part.kind.place,
            "translation-extra",
            f'The source has no block "{name}".',
            did_you_mean(name, known),
        )
    else:
        pair.own.complain(
            part.place,
            "translation-extra",
            "The source has no paragraph at this place.",
            "Move it to where the source has it, or add it to the source first.",
        )


@dataclass(frozen=True, slots=True)
class _Lines:
    """Settings as written: values and words, by word."""

    values: Mapping[str, Span]
    words: Mapping[str, Span]


def _settings(
    pair: Pair, known: Mapping[str, Setting], source: _Lines, own: _Lines, where: Place
) -> dict[str, Any]:
    for word, span in own.words.items():
        _check_known(pair, word, span, known)
    values: dict[str, Any] = {}
    for word, setting in known.items():
        from_source = source.values.get(word)
        written = own.values.get(word) if setting.words else from_source
        if written is None:
            if pair.is_source and setting.required:
                pair.own.complain(
                    where, "setting-missing", f'"{word}:" is missing.', f"Add a line  {word}: …"
                )
            elif setting.words and from_source is not None:
                pair.own.complain(
                    where,
                    "untranslated",
                    f'"{word}:" has no words here.',
                    f"Add  {word}: …   (source: {from_source.text}, "
                    f"{from_source.place.path}:{from_source.place.line})",
                )
            continue
        try:
            values[setting.field or word.replace("-", "_")] = setting.read(written.text)
        except ValueError as wrong:
            if pair.is_source or setting.words:
                pair.own.complain(
                    written.place, "setting-value", f'"{word}: {written.text}" cannot be read.', str(wrong)
                )
    return values


def _check_known(pair: Pair, word: str, span: Span, known: Mapping[str, Setting]) -> None:
    if word not in known:
        pair.own.complain(
            span.place, "setting-unknown", f'"{word}" is no setting here.', did_you_mean(word, known)
        )
    elif not pair.is_source and not known[word].words:
        pair.own.complain(
            span.place,
            "behaviour-in-translation",
            f'"{word}" is behaviour, and behaviour stands in the source only.',
            f"Take the line out.   (source: {pair.source.path})",
        )


def _check_id(pair: Pair, own: RawBlock, shape: Shape) -> None:
    if shape.ids_are == "nothing":
        return
    if not own.id.text:
        pair.own.complain(
            own.kind.place,
            "id-missing",
            f'The block "{own.kind.text}" has no id.',
            f"Write  ::: {own.kind.text} my-id",
        )
    elif not shape.ids_are and not ID.fullmatch(own.id.text):
        pair.own.complain(
            own.id.place,
            "id-shape",
            f'"{own.id.text}" cannot be an id.',
            "Use small letters a-z, digits and hyphens.",
        )


def _check_text(pair: Pair, source: RawBlock, own: RawBlock) -> None:
    if source.text is not None and own.text is None:
        pair.own.complain(
            own.kind.place,
            "untranslated",
            f'The block "{own.kind.text} {own.id.text}" has no text here.',
            f"Add it.   (source: {source.text.place.path}:{source.text.place.line})",
        )


def _options(pair: Pair, source: RawBlock, own: RawBlock, shape: Shape) -> tuple[Option, ...]:
    if shape.options_are == "none":
        if own.items:
            pair.own.complain(
                own.items[0].id.place,
                "option-unexpected",
                f'"{own.kind.text}" has no options.',
                "Write the text without  - (id) , or choose another kind.",
            )
        return ()
    if shape.options_are == "some" and not source.items and pair.is_source:
        pair.own.complain(
            own.kind.place,
            "option-missing",
            f'"{own.kind.text} {own.id.text}" has no options.',
            "Add lines such as  - (id) words",
        )
    return tuple(
        _option(pair, source, item, words, shape) for item, words in _matched_items(pair, source, own)
    )


def _matched_items(pair: Pair, source: RawBlock, own: RawBlock) -> list[tuple[RawItem, RawItem]]:
    if pair.is_source:
        _check_twice(pair, own)
        return [(item, item) for item in own.items]
    mine = {item.id.text: item for item in own.items}
    for option_id, item in mine.items():
        known = [theirs.id.text for theirs in source.items]
        if option_id not in known:
            pair.own.complain(
                item.id.place,
                "translation-extra",
                f'The source has no option "{option_id}" here.',
                did_you_mean(option_id, known),
            )
        elif item.note is not None:
            pair.own.complain(
                item.note.place,
                "behaviour-in-translation",
                f'"{item.note.text}" is behaviour, and behaviour stands in the source only.',
                f"Write  - ({option_id}) words",
            )
    for item in source.items:
        if item.id.text not in mine and item.words.text:
            place = Place(
                own.kind.place.path, own.kind.place.line, own.kind.place.column, own.kind.place.width
            )
            pair.own.complain(
                place,
                "untranslated",
                f'The option "{item.id.text}" of "{own.id.text}" has no words here.',
                f"Add  - ({item.id.text}) …   (source: {item.words.text}, "
                f"{item.id.place.path}:{item.id.place.line})",
            )
    return [(item, mine.get(item.id.text, item)) for item in source.items]


def _check_twice(pair: Pair, own: RawBlock) -> None:
    seen: set[str] = set()
    for item in own.items:
        if item.id.text in seen:
            pair.own.complain(
                item.id.place,
                "option-twice",
                f'The option "{item.id.text}" stands twice in this block.',
                "Give one of them another id.",
            )
        if not ID.fullmatch(item.id.text):
            pair.own.complain(
                item.id.place,
                "id-shape",
                f'"{item.id.text}" cannot be an id.',
                "Use small letters a-z, digits and hyphens.",
            )
        seen.add(item.id.text)


def _option(pair: Pair, block: RawBlock, source: RawItem, own: RawItem, shape: Shape) -> Option:
    note = source.note.text if source.note else ""
    if pair.is_source and source.note is not None and not shape.notes_are:
        pair.own.complain(
            source.note.place,
            "option-note",
            f'"{block.kind.text}" knows nothing after an option\'s colon.',
            f"Write  - ({source.id.text}) words",
        )
    if pair.is_source:
        _check_feedback(pair, block, own, shape)
    elif source.feedback is not None and own.feedback is None:
        pair.own.complain(
            own.id.place,
            "untranslated",
            f'The feedback to "{own.id.text}" has no words here.',
            f"Add a line  > …  below it.   (source: {source.feedback.place.path}:"
            f"{source.feedback.place.line})",
        )
    if not own.words.text and shape.feedback_is != "none":
        pair.own.complain(
            own.id.place,
            "option-words",
            f'The option "{own.id.text}" has no words.',
            f"Write  - ({own.id.text}) words",
        )
    return Option(
        source.id.text, render(pair.own, own.words, inline=True), note, render(pair.own, own.feedback)
    )


def _check_feedback(pair: Pair, block: RawBlock, item: RawItem, shape: Shape) -> None:
    if shape.feedback_is == "all" and item.feedback is None:
        pair.own.complain(
            item.id.place,
            "feedback-missing",
            f'The option "{item.id.text}" has no feedback.',
            "Add a line  > words  below it, pushed in by two spaces.",
        )
    elif shape.feedback_is == "none" and item.feedback is not None:
        pair.own.complain(
            item.feedback.place,
            "feedback-unexpected",
            f'"{block.kind.text}" shows no feedback to options.',
            "Take it out, or use a note with a condition.",
        )
