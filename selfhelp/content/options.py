"""Reads a whole block: settings, text and options, `- (id: note) words` with feedback below."""

import re
from difflib import get_close_matches

from selfhelp.content.condition_text import RESERVED
from selfhelp.content.grammar import RawBlock, RawItem
from selfhelp.content.pairs import Pair
from selfhelp.content.problems import suggestion
from selfhelp.content.prose import render
from selfhelp.content.shape import Lines, Read, Shape, check_id, read_settings, read_text
from selfhelp.exercises.exercise import Option
from selfhelp.exercises.settings_read import ID
from selfhelp.exercises.words import NO_WORDS

LIST_LINE = re.compile(r"^[-*]\s", re.MULTILINE)


def read_block(pair: Pair, source: RawBlock, own: RawBlock, shape: Shape) -> Read:
    """Read one block that stands in both files."""
    if pair.is_source:
        check_id(pair, own, shape.ids_are)
    theirs = Lines(source.settings, source.setting_words, source.unread)
    mine = Lines(own.settings, own.setting_words, own.unread)
    values = read_settings(pair, shape.settings, theirs, mine, own.place)
    text = read_text(pair, source, own, holes=shape.holes)
    return Read(source.id.text, values, text, _options(pair, source, own, shape))


def _options(pair: Pair, source: RawBlock, own: RawBlock, shape: Shape) -> tuple[Option, ...]:
    if shape.options_are == "none":
        if own.items:
            pair.own.complain(own.items[0].id.place, "option-unexpected", kind=own.kind.text)
        return ()
    has_lost = _check_lost(pair, own)
    if pair.is_source:
        if shape.options_are == "some" and not source.items and not has_lost and not own.unread:
            pair.own.complain(own.place, "option-missing", block=own.name)
        for item in own.items:
            _check_item(pair, own, item, shape)
    elif not (has_lost or own.unread or source.unread or _lost(source)):
        _check_same_items(pair, source, own)
    _check_twice(pair, own)
    mine = {item.id.text: item for item in own.items}
    return tuple(_option(pair, item, mine.get(item.id.text), shape) for item in source.items)


def _lost(block: RawBlock) -> re.Match[str] | None:
    """Return a list line among the text: an option without an id."""
    return LIST_LINE.search(block.text.text) if block.text else None


def _check_lost(pair: Pair, own: RawBlock) -> bool:
    match = _lost(own)
    if own.text and match:
        line = own.text.text[match.start() :].split("\n", maxsplit=1)[0]
        pair.own.complain(own.text.part(match.start(), len(line)), "option-shape")
    return match is not None


def _check_twice(pair: Pair, own: RawBlock) -> None:
    seen: set[str] = set()
    for item in own.items:
        if item.id.text in seen:
            pair.own.complain(item.id.place, "option-twice", id=item.id.text)
        seen.add(item.id.text)


def _check_item(pair: Pair, own: RawBlock, item: RawItem, shape: Shape) -> None:
    """Complain about what an option of the source may not be."""
    option_id = item.id.text
    if not ID.fullmatch(option_id):
        pair.own.complain(item.id.place, "id-shape", id=option_id)
    elif option_id in RESERVED:
        pair.own.complain(item.id.place, "id-reserved", id=option_id)
    if item.note is not None and not shape.notes_are:
        pair.own.complain(item.note.place, "option-note", kind=own.kind.text, id=option_id)
    if not item.words.text and not (shape.wordless and item.note):
        pair.own.complain(item.id.place, "option-words", id=option_id)
    if shape.feedback_is == "all" and item.feedback is None and not own.unread:
        pair.own.complain(item.id.place, "feedback-missing", id=option_id)
    elif shape.feedback_is == "none" and item.feedback is not None:
        pair.own.complain(item.feedback.place, "feedback-unexpected", kind=own.kind.text)


def _check_same_items(pair: Pair, source: RawBlock, own: RawBlock) -> None:
    """Complain about options, notes, words and feedback that only one of the languages has."""
    theirs = {item.id.text: item for item in source.items}
    mine = {item.id.text: item for item in own.items}
    missing = [item for option_id, item in theirs.items() if option_id not in mine and item.words.text]
    told = {item.id.text for item in missing if item.id.place.line in pair.told_lines}
    for option_id, item in mine.items():
        if option_id in theirs:
            _check_same_item(pair, theirs[option_id], item)
            continue
        if get_close_matches(option_id, told):
            continue
        hint = suggestion(option_id, [one.id.text for one in missing] or theirs)
        pair.surplus(item.id.place, "option", id=option_id, hint=hint)
        missing = _without_misspelt(missing, option_id)
    for item in (item for item in missing if item.id.text not in told):
        pair.untranslated(
            own.place, "option", item.words, id=item.id.text, block=own.id.text or own.kind.text
        )


def _without_misspelt(missing: list[RawItem], option_id: str) -> list[RawItem]:
    """Return the missing options without the one that an extra one was most likely to be."""
    ids = [item.id.text for item in missing]
    close = get_close_matches(option_id, ids, n=1) or (ids if len(ids) == 1 else [])
    return [item for item in missing if item.id.text not in close]


def _check_same_item(pair: Pair, source: RawItem, own: RawItem) -> None:
    if own.note is not None:
        pair.own.complain(
            own.note.place, "behaviour-in-translation", what=own.note.text, source=pair.source.path
        )
    if source.words.text and not own.words.text:
        pair.untranslated(own.id.place, "words", source.words, id=own.id.text)
    if source.id.place.line in pair.told_lines:
        return
    if source.feedback is not None and own.feedback is None:
        if source.feedback.place.line not in pair.told_lines:
            pair.untranslated(own.id.place, "feedback", source.feedback, id=own.id.text)
    elif source.feedback is None and own.feedback is not None:
        pair.surplus(own.feedback.place, "feedback", id=own.id.text)


def _option(pair: Pair, source: RawItem, own: RawItem | None, shape: Shape) -> Option:
    note = source.note.text if source.note else ""
    if own is None:
        return Option(source.id.text, NO_WORDS, note)
    words = render(pair.own, own.words, inline=True, holes=False)
    return Option(source.id.text, words, note, render(pair.own, own.feedback, holes=shape.holes))
