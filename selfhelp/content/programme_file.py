"""Reads `programme.md`: languages, order of modules, characters, what can be shared, the words for change."""

from types import MappingProxyType
from typing import Any

from babel import Locale, UnknownLocaleError

from selfhelp.content.grammar import RawBlock, Span
from selfhelp.content.model import Character, Curve, Goals, Share
from selfhelp.content.options import read_block
from selfhelp.content.pairs import Pair, matched
from selfhelp.content.problems import suggestion
from selfhelp.content.prose import render
from selfhelp.content.shape import Read, Shape, read_front
from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Setting


def languages(value: str) -> tuple[str, ...]:
    """Read languages by the codes that their dates and numbers are known by."""
    codes = settings_read.ids(value)
    for code in codes:
        try:
            Locale.parse(code, sep="-")
        except (ValueError, UnknownLocaleError):
            raise ValueError(f'No language has the code "{code}". Norwegian Nynorsk is nn.') from None
    return codes


FRONT = MappingProxyType(
    {
        "title": Setting(words=True, required=True),
        "languages": Setting(languages, required=True),
        "under-way": Setting(settings_read.ids),
        "modules": Setting(settings_read.ids, required=True),
        "tools": Setting(settings_read.ids),
        "instruments": Setting(settings_read.ids),
        "consent-version": Setting(settings_read.number, required=True),
        "boosters": Setting(settings_read.ids),
        "spacing": Setting(settings_read.from_one),
        "access": Setting(settings_read.from_one),
        "course": Setting(settings_read.ids),
    }
)
SHAPES = {
    "character": Shape(
        {
            "picture": Setting(settings_read.media, required=True),
            "name": Setting(words=True, required=True),
            "about": Setting(words=True, required=True),
        },
        options_are="maybe",
    ),
    "share": Shape(
        {"title": Setting(words=True, required=True), "since": Setting(settings_read.from_one)},
    ),
    "curve": Shape(
        {"of": Setting(settings_read.an_id, required=True), "title": Setting(words=True, required=True)}
    ),
    "goals": Shape(
        {"title": Setting(words=True, required=True)},
        options_are="some",
        notes_are="the scale that goes with the text",
        ids_are="nothing",
    ),
    "change": Shape(options_are="some", ids_are="nothing"),
    "change-patient": Shape(options_are="some", ids_are="nothing", feedback_is="some"),
}
CHANGES = ("much-better", "somewhat-better", "same", "somewhat-worse", "worse")
OPTIONS = {"character": ("thought",), "change": CHANGES, "change-patient": CHANGES}
LISTS = ("languages", "under_way", "modules", "tools", "instruments", "consent_version", "boosters", "course")


def read_programme(pair: Pair) -> dict[str, Any]:
    """Read the file into the values a Programme is made of.

    `modules`, `course`, `tools` and `instruments` are still ids.
    """
    values: dict[str, Any] = {"title": "", "characters": {}, "shares": {}, "curves": {}}
    values |= dict.fromkeys(LISTS, ()) | read_front(pair, FRONT)
    for source, own in matched(pair):
        if isinstance(source, Span) or isinstance(own, Span):
            lead = own if isinstance(own, Span) else None
            values.setdefault("text", render(pair.own, lead, holes=False))
        elif shape := SHAPES.get(source.kind.text):
            _keep(values, source.kind.text, read_block(pair, source, own, shape))
            _check_options(pair, own)
            _check_since(pair, own, values)
        elif pair.is_source:
            kind = own.kind.text
            pair.own.complain(
                own.kind.place, "kind-unknown.programme", kind=kind, hint=suggestion(kind, SHAPES)
            )
    return values


def _keep(values: dict[str, Any], kind: str, read: Read) -> None:
    given = read.values
    if kind == "character":
        thought = read.options[0].plain if read.options else ""
        values["characters"][read.id] = Character(
            read.id,
            given.get("name", read.id),
            given.get("about", ""),
            given.get("picture", ""),
            read.text,
            thought,
        )
    elif kind == "share":
        values["shares"][read.id] = Share(
            read.id, given.get("title", read.id), read.text, given.get("since") or 1
        )
    elif kind == "curve":
        values["curves"][read.id] = Curve(read.id, given.get("of", ""), given.get("title", ""), read.text)
    elif kind == "goals":
        values["goals"] = Goals(given.get("title", ""), read.text, read.options)
    else:
        values["change_for_gp" if kind == "change" else "change_for_patient"] = read.options


def _check_options(pair: Pair, own: RawBlock) -> None:
    """See that every option is one that is shown, and that none is missing."""
    known = OPTIONS.get(own.kind.text)
    if known is None or not pair.is_source:
        return
    for item in own.items:
        if item.id.text not in known:
            hint = suggestion(item.id.text, known)
            pair.own.complain(
                item.id.place, "option-unexpected.name", id=item.id.text, kind=own.kind.text, hint=hint
            )
            return
    if known is CHANGES:
        _check_changes(pair, own)


def _check_changes(pair: Pair, own: RawBlock) -> None:
    missing = [change for change in CHANGES if change not in {item.id.text for item in own.items}]
    if missing:
        pair.own.complain(own.kind.place, "change-words", missing=", ".join(missing), first=missing[0])


def _check_since(pair: Pair, own: RawBlock, values: dict[str, Any]) -> None:
    """See that somebody can have agreed to a category: its version is none that is still to come."""
    share, version = values["shares"].get(own.id.text), values["consent_version"]
    if own.kind.text == "share" and pair.is_source and share and version and share.since > version:
        pair.own.complain(own.kind.place, "since-to-come", since=str(share.since), version=str(version))
