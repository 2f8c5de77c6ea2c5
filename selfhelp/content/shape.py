"""Reads a front matter or a block against what it may hold, in two languages at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from selfhelp.content.grammar import RawBlock, Span
from selfhelp.content.pairs import Pair
from selfhelp.content.problems import Place, suggestion
from selfhelp.content.prose import render
from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Option, Setting
from selfhelp.exercises.settings_read import ID
from selfhelp.exercises.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True)
class Shape:
    """What a block may hold.

    `ids_are`: "" for ids of our own; "nothing" for no id; else what stands there, e.g. a recall's name.
    """

    settings: Mapping[str, Setting] = field(default_factory=dict)
    options_are: Literal["none", "some", "maybe"] = "none"
    notes_are: str = ""
    feedback_is: Literal["none", "some", "all"] = "none"
    ids_are: str = ""
    wordless: bool = False  # an option may be a note alone: `- (feelings: sad 70)`
    holes: bool = False  # the patient's own words may be recalled


@dataclass(frozen=True, slots=True)
class Read:
    """What a block holds, read: setting values by field name, words in the language being read."""

    id: str
    values: dict[str, Any] = field(default_factory=dict)
    text: Words = NO_WORDS
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Settings as written: values and words, by word. `unread`: a line of them was no setting."""

    values: Mapping[str, Span]
    words: Mapping[str, Span]
    unread: bool = False


# What any file of the source may say of itself: that a clinician has yet to verify it, and what in it.
VERIFYING: Mapping[str, Setting] = {"verified": Setting(settings_read.truth), "verify": Setting()}


def read_front(pair: Pair, settings: Mapping[str, Setting]) -> dict[str, Any]:
    """Read the front matter. Whether it has been verified is no part of what is shown: see `unverified`."""
    source, own = (
        Lines(raw.front, raw.front_words, raw.front_unread or raw.broken) for raw in (pair.source, pair.own)
    )
    known = {**VERIFYING, **settings}
    values = read_settings(pair, known, source, own, Place(pair.own.path, 1, 1, 3))
    return {word: value for word, value in values.items() if word not in VERIFYING or word in settings}


def read_settings(
    pair: Pair, known: Mapping[str, Setting], source: Lines, own: Lines, where: Place
) -> dict[str, Any]:
    """Read settings by their fields' names; complain at `where` about those that are missing."""
    misspelt = {_check_known(pair, word, span, known) for word, span in own.words.items()}
    values: dict[str, Any] = {}
    for word, setting in known.items():
        written = own.values.get(word) if setting.words else source.values.get(word)
        if written is None or not written.text:
            if word not in misspelt:
                _check_missing(pair, word, setting, (source, own), where)
            continue
        try:
            read = written.text if setting.read is str else setting.read(written.text)
            values[setting.field or word.replace("-", "_")] = read
        except ValueError as wrong:
            if pair.is_source or setting.words:
                pair.own.complain(
                    written.place, "setting-value", word=word, value=written.text, why=str(wrong)
                )
    _check_braces(pair, known, own)
    return values


def read_text(pair: Pair, source: RawBlock, own: RawBlock, *, holes: bool) -> Words:
    """Read a block's text."""
    if source.text is not None and own.text is None:
        pair.untranslated(own.place, "text", source.text, block=own.name)
    elif source.text is None and own.text is not None:
        pair.surplus(own.text.place, "text", block=own.name)
    return render(pair.own, own.text, holes=holes)


def check_id(pair: Pair, own: RawBlock, ids_are: str) -> None:
    """Complain about an id that is missing or cannot be one."""
    if ids_are == "nothing":
        if own.id.text:
            pair.own.complain(own.id.place, "id-unexpected", kind=own.kind.text, id=own.id.text)
    elif not own.id.text:
        pair.own.complain(own.kind.place, "id-missing", kind=own.kind.text)
    elif not ids_are and not ID.fullmatch(own.id.text):
        pair.own.complain(own.id.place, "id-shape", id=own.id.text)


def _check_missing(pair: Pair, word: str, setting: Setting, lines: tuple[Lines, Lines], where: Place) -> None:
    source, own = lines
    theirs = source.values.get(word)
    if own.unread:
        return
    if pair.is_source and (setting.required or theirs is not None):
        rule = "setting-missing" if theirs is None else "setting-missing.value"
        pair.own.complain(own.words[word].place if theirs else where, rule, word=word)
    elif not pair.is_source and setting.words and theirs is not None and theirs.text:
        pair.untranslated(where, "setting", theirs, word=word)


def _check_known(pair: Pair, word: str, span: Span, known: Mapping[str, Setting]) -> str:
    """Complain about a word nobody knows; return the one it most likely was meant to be."""
    if word not in known:
        hint = suggestion(word, known)
        pair.own.complain(span.place, "setting-unknown", word=word, hint=hint)
        return hint.close
    if not pair.is_source and not known[word].words:
        pair.own.complain(span.place, "behaviour-in-translation", what=word, source=pair.source.path)
    return ""


def _check_braces(pair: Pair, known: Mapping[str, Setting], own: Lines) -> None:
    """Settings are plain words: a recall in them would be shown as it is written."""
    for word, span in own.values.items():
        if word in known and known[word].words and not known[word].holes and "{{" in span.text:
            pair.own.complain(span.part(span.text.find("{{"), 2), "recall-here")
