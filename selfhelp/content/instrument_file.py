"""Reads a locked questionnaire: its wording, scoring, bands and rules, as published."""

import re
from types import MappingProxyType
from typing import Any

from selfhelp.content.grammar import Span
from selfhelp.content.options import read_block
from selfhelp.content.pairs import Pair, matched
from selfhelp.content.problems import suggestion
from selfhelp.content.prose import render
from selfhelp.content.shape import Read, Shape, read_front
from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Setting
from selfhelp.exercises.instrument import Band, Coded, Questionnaire
from selfhelp.exercises.words import NO_WORDS, Words

FRONT = MappingProxyType(
    {
        "title": Setting(words=True, required=True),
        "verified": Setting(settings_read.truth, required=True),
        "licence": Setting(words=True, required=True),
        "source": Setting(words=True, required=True),
        "missing": Setting(settings_read.number, required=True, field="missing_allowed"),
        "due-after": Setting(settings_read.number, required=True),
        "change": Setting(settings_read.number, required=True),
        "reliable": Setting(settings_read.number, required=True),
        "recovered-below": Setting(settings_read.number, required=True),
        "safety-item": Setting(),
        "severe-from": Setting(settings_read.number),
        "loinc-panel": Setting(required=True),
        "loinc-total": Setting(required=True),
    }
)
BAND = re.compile(r"([0-9]{1,3})-([0-9]{1,3})")
NEEDED = ("answers", "items", "bands", "refuse")
SHAPES = {
    "answers": Shape(options_are="some", notes_are="a LOINC code", ids_are="nothing"),
    "items": Shape(options_are="some", notes_are="a LOINC code", ids_are="nothing"),
    "bands": Shape(options_are="some", notes_are="a range", ids_are="nothing"),
    "difficulty": Shape(options_are="some", ids_are="a LOINC code"),
    "refuse": Shape(ids_are="nothing"),
}


def read_instrument(pair: Pair, instrument_id: str) -> Questionnaire:
    """Read one instrument."""
    values = {"title": instrument_id} | read_front(pair, FRONT)
    read: dict[str, Read] = {}
    stem: Words = NO_WORDS
    for source, own in matched(pair):
        if isinstance(source, Span) or isinstance(own, Span):
            stem = stem or render(pair.own, own if isinstance(own, Span) else None, holes=False)
        elif shape := SHAPES.get(source.kind.text):
            read[source.kind.text] = read_block(pair, source, own, shape)
        elif pair.is_source:
            kind = own.kind.text
            pair.own.complain(
                own.kind.place, "kind-unknown.instrument", kind=kind, hint=suggestion(kind, SHAPES)
            )
    if pair.is_source and not pair.own.problems:
        for needed in NEEDED:
            if needed not in read:
                pair.own.complain_whole("instrument-part", part=needed)
    return _questionnaire(instrument_id, values, read, stem)


def _questionnaire(
    instrument_id: str, values: dict[str, Any], read: dict[str, Read], stem: Words
) -> Questionnaire:
    loinc = {"panel": values.pop("loinc_panel", ""), "total": values.pop("loinc_total", "")}
    read = dict.fromkeys(NEEDED, Read("")) | read
    difficulty = read.get("difficulty")
    return Questionnaire(
        id=instrument_id,
        stem=stem,
        answers=_coded(read["answers"]),
        items=_coded(read["items"]),
        bands=_bands(read["bands"]),
        refuse=read["refuse"].text.source,
        difficulty=difficulty.text if difficulty else NO_WORDS,
        difficulty_answers=_coded(difficulty) if difficulty else (),
        loinc=loinc | ({"difficulty": difficulty.id} if difficulty else {}),
        **values,
    )


def _coded(read: Read) -> tuple[Coded, ...]:
    return tuple(Coded(option.id, option.plain, option.note) for option in read.options)


def _bands(read: Read) -> tuple[Band, ...]:
    """Return the bands; those whose range cannot be read are told by the check of instruments."""
    ranges = [(option, BAND.fullmatch(option.note)) for option in read.options]
    return tuple(Band(option.id, option.plain, int(r[1]), int(r[2])) for option, r in ranges if r)
