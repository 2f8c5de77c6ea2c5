"""Reads `gp.md`: what a doctor has of a module."""

from datetime import date
from types import MappingProxyType

from selfhelp.content.grammar import RawBlock, Span
from selfhelp.content.model import Ask, GpTexts, NextStep, Worked
from selfhelp.content.options import read_block
from selfhelp.content.pairs import Pair, matched
from selfhelp.content.problems import suggestion
from selfhelp.content.prose import render
from selfhelp.content.shape import Shape, read_front
from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Setting, Shelf
from selfhelp.exercises.settings_read import ID
from selfhelp.exercises.words import NO_WORDS, Words, in_the_language_of

KINDS = ("ask", "next", "unopened")


def a_date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("Write the date as year-month-day, for example 2026-11-22.") from None


def a_worked_example(value: str) -> Worked:
    tool, _, character = value.partition(" ")
    if not (ID.fullmatch(tool) and ID.fullmatch(character)):
        raise ValueError("Write a tool and whose example of it, for example: chain ida.")
    return Worked(tool, character)


FRONT = MappingProxyType(
    {"reviewed": Setting(a_date, required=True), "example": Setting(a_worked_example)},
)
ASK = Shape({"tool": Setting(settings_read.an_id)})
ONE = Shape(ids_are="nothing")


def read_doctors_texts(pair: Pair, shelf: Shelf) -> GpTexts:
    """Read a module's texts for the doctor."""
    values = read_front(pair, FRONT)
    if pair.is_source and (worked := values.get("example")):
        _check_worked(pair, worked, shelf)
    summary: Words = NO_WORDS
    asks: list[Ask] = []
    for source, own in matched(pair):
        if isinstance(source, Span) or isinstance(own, Span):
            summary = summary or render(pair.own, own if isinstance(own, Span) else None, holes=False)
        elif source.kind.text == "ask":
            asks.append(_ask(pair, source, own, shelf))
        elif source.kind.text in KINDS:
            values |= _once(pair, source, own)
        elif pair.is_source:
            kind = own.kind.text
            pair.own.complain(own.kind.place, "kind-unknown.gp", kind=kind, hint=suggestion(kind, KINDS))
    return GpTexts(summary, tuple(asks), **values)


def _check_worked(pair: Pair, worked: Worked, shelf: Shelf) -> None:
    """Complain about an example that no tool has."""
    span = pair.own.front["example"]
    tool = shelf.tools.get(worked.tool)
    if tool is None:
        hint = suggestion(worked.tool, shelf.tools)
        pair.own.complain(span.at(worked.tool), "tool-unknown", name=worked.tool, hint=hint)
        return
    known = [example.character for example in tool.examples]
    if worked.character not in known:
        hint = suggestion(worked.character, known)
        facts = {"tool": worked.tool, "name": worked.character}
        pair.own.complain(span.at(worked.character), "example-nobody", hint=hint, **facts)


def _ask(pair: Pair, source: RawBlock, own: RawBlock, shelf: Shelf) -> Ask:
    read = read_block(pair, source, own, ASK)
    tool = read.values.get("tool", "")
    if tool and tool not in shelf.tools and pair.is_source:
        hint = suggestion(tool, shelf.tools)
        pair.own.complain(own.settings["tool"].place, "tool-unknown", name=tool, hint=hint)
    question, link = _leading_on(own)
    if not link and own.text is not None:
        last = own.text.text.rfind("\n") + 1
        pair.own.complain(own.text.part(last, len(own.text.text) - last), "ask-link", id=read.id)
    return Ask(read.id, question, link, tool)


def _once(pair: Pair, source: RawBlock, own: RawBlock) -> dict[str, NextStep | str]:
    """Read a block that needs no id, since there is one of it."""
    read_block(pair, source, own, ONE)
    if source.kind.text == "unopened":
        written = own.text.text if own.text else ""
        return {"unopened": in_the_language_of(" ".join(written.split()), written)}
    keep, sign = _leading_on(own)
    if own.text is not None and not (keep and sign):
        pair.own.complain(own.kind.place, "next-sign")
    return {"next_step": NextStep(keep, sign)}


def _leading_on(own: RawBlock) -> tuple[str, str]:
    """Return what is written, and what stands below it as `> words`."""
    written = own.text.text if own.text else ""
    lines = written.split("\n") if written else []
    first = " ".join(line for line in lines if not line.startswith(">"))
    then = " ".join(line[1:].strip() for line in lines if line.startswith(">"))
    return in_the_language_of(" ".join(first.split()), written), in_the_language_of(then, written)
