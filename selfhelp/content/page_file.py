"""Reads the pages outside the modules: help now, privacy, the invitation slip."""

from datetime import date
from types import MappingProxyType

from selfhelp.content.doctor_file import a_date
from selfhelp.content.grammar import Span
from selfhelp.content.info_page import HelpNumber, InfoPage
from selfhelp.content.options import read_block
from selfhelp.content.pairs import Pair, matched
from selfhelp.content.problems import suggestion
from selfhelp.content.prose import render
from selfhelp.content.shape import Shape, read_front
from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Setting
from selfhelp.exercises.words import Words

FRONT = MappingProxyType(
    {
        "title": Setting(words=True, required=True),
        "checked-on": Setting(a_date),
        "picture": Setting(settings_read.media),
        "picture-alt": Setting(words=True),
    }
)
NUMBER = Shape({"call": Setting(), "web": Setting(), "name": Setting(words=True, required=True)})


def read_page(pair: Pair, page_id: str) -> InfoPage:
    """Read one page: prose, and help numbers."""
    front = read_front(pair, FRONT)
    prose: list[Words] = []
    numbers: list[HelpNumber] = []
    for source, own in matched(pair):
        if isinstance(source, Span) or isinstance(own, Span):
            prose.append(render(pair.own, own if isinstance(own, Span) else None, holes=False))
        elif source.kind.text == "number":
            read = read_block(pair, source, own, NUMBER)
            known = {"call": "", "web": "", "name": read.id} | read.values
            numbers.append(HelpNumber(read.id, known["name"], known["call"], known["web"], read.text))
        elif pair.is_source:
            kind = own.kind.text
            pair.own.complain(
                own.kind.place, "kind-unknown.page", kind=kind, hint=suggestion(kind, ("number",))
            )
    checked: date | None = front.get("checked_on")
    return InfoPage(
        id=page_id,
        title=front.get("title", page_id),
        parts=tuple(prose),
        numbers=tuple(numbers),
        checked_on=checked,
        picture=front.get("picture", ""),
        picture_alt=front.get("picture_alt", ""),
    )
