"""Reads a locked questionnaire: its wording, scoring, bands and rules, as published."""

from types import MappingProxyType
from typing import Any

from selfhelp.content.grammar import Span
from selfhelp.content.problems import did_you_mean
from selfhelp.content.prose import render
from selfhelp.content.shape import Pair, Read, Shape, matched, read_block, read_front
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
SHAPES = {
    "answers": Shape(options_are="some", notes_are="a LOINC code", ids_are="nothing"),
    "items": Shape(options_are="some", notes_are="a LOINC code", ids_are="nothing"),
    "bands": Shape(options_are="some", notes_are="a range", ids_are="nothing"),
    "difficulty": Shape(options_are="some", ids_are="a LOINC code"),
    "refuse": Shape(ids_are="nothing"),
}


def read_instrument(pair: Pair, instrument_id: str) -> Questionnaire | None:
    """Read one instrument; None when its file is too broken to be one."""
    values = read_front(pair, FRONT)
    read: dict[str, Read] = {}
    stem: Words = NO_WORDS
    for source, own in matched(pair):
        if isinstance(source, Span) or isinstance(own, Span):
            stem = stem or render(pair.own, own if isinstance(own, Span) else None)
        elif shape := SHAPES.get(source.kind.text):
            read[source.kind.text] = read_block(pair, source, own, shape)
        elif pair.is_source:
            pair.own.complain(
                own.kind.place,
                "kind-unknown",
                f'"{own.kind.text}" does not belong in an instrument.',
                did_you_mean(own.kind.text, SHAPES),
            )
    return _questionnaire(instrument_id, values, read, stem)


def _questionnaire(
    instrument_id: str, values: dict[str, Any], read: dict[str, Read], stem: Words
) -> Questionnaire | None:
    if not {"answers", "items", "bands", "refuse"} <= read.keys() or "title" not in values:
        return None
    loinc = {"panel": values.pop("loinc_panel", ""), "total": values.pop("loinc_total", "")}
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
    bands = []
    for option in read.options:
        try:
            low, high = settings_read.number_range(option.note)
        except ValueError:
            continue
        bands.append(Band(option.id, option.plain, low, high))
    return tuple(bands)
