"""An answer of any kind as questions and answers that can be read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from selfhelp.care.scope import Scope
from selfhelp.care.workbook.value import Line
from selfhelp.exercises.card import Card
from selfhelp.exercises.check import Check
from selfhelp.exercises.choices import Choices
from selfhelp.exercises.entry_maker import EntryMaker
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.letter import Letter
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.sort import Sort
from selfhelp.exercises.strengths import Strengths
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import Json, Message, Saved, Words

LISTED = (Choices, Check, Sort, Strengths)  # of which each thing chosen stands on a line of its own
UNREADABLE = (TypeError, ValueError, KeyError, AttributeError)  # an answer to a question of another kind


def lines_of(exercise: Exercise | None, value: Json, scope: Scope, *, title: str = "") -> tuple[Line, ...]:
    """Return what was asked and answered; `title` stands for a question that has no words of its own.

    Whatever cannot be read as an answer to this exercise, or to none, is still told as it stands.
    """
    try:
        found = tuple(_lines(exercise, value, scope)) if exercise else ()
    except UNREADABLE:
        found = ()
    name = exercise.id if exercise else ""
    shown = [replace(one, name=one.name or name) for one in found if one.words or one.day]
    if not shown and (plain := ", ".join(_plainly(value))):
        shown = [Line(_asked(exercise.text, scope) if exercise else "", plain, name=name)]
    return tuple(replace(one, question=one.question or title) for one in shown)


def lines_of_entry(tool: Tool, entry: Saved, scope: Scope) -> tuple[Line, ...]:
    """Return an entry, block by block; what the tool does not ask for is left out."""
    inside = scope.inside(tool, entry)
    return tuple(
        line
        for block in tool.asking
        if entry.get(block.id) is not None
        for line in lines_of(block, entry[block.id], inside, title=block.short)
    )


def _lines(exercise: Exercise, value: Json, scope: Scope) -> Iterator[Line]:
    if isinstance(exercise, EntryMaker):
        for card in exercise.cards:
            yield from lines_of_entry(exercise.tool, exercise.entry_on(value, card) or {}, scope)
    elif isinstance(exercise, Scale):
        number, highest = exercise.in_words(value), exercise.ends[1]
        told = Message("%(number)s of %(highest)s", number=number, highest=highest)
        yield Line(_asked(exercise.text, scope), told)
    elif isinstance(exercise, LISTED):
        yield Line(_asked(exercise.text, scope), "\n".join(map(exercise.in_words, _each(value))))
    elif isinstance(exercise, Letter):
        yield Line(_asked(exercise.text, scope), exercise.in_words(value))
        yield Line(Message("The day the letter comes"), day=exercise.form(value)["day"])
    elif isinstance(exercise, Card):
        yield from _card(exercise, value, scope)
    else:
        yield from _told(exercise, value, scope)


def _told(exercise: Exercise, value: Json, scope: Scope) -> Iterator[Line]:
    plain = exercise.text.html.striptags()
    for asked, words in exercise.told(value):
        yield Line(_asked(exercise.text, scope) if asked == plain else asked, words)
    if isinstance(exercise, Instrument):
        yield _difficulty(exercise, value)


def _difficulty(exercise: Instrument, value: Json) -> Line:
    """Return the question how hard it all makes life, with its answer, if any."""
    of, given = exercise.questionnaire, str(value.get("difficulty", ""))
    words = next((one.words for one in of.difficulty_answers if one.id == given), "")
    return Line(of.difficulty.html.striptags(), words)


def _card(exercise: Card, value: Json, scope: Scope) -> Iterator[Line]:
    yield Line(exercise.question, value.get("text") or "")
    tool = scope.programme.tools.get(value.get("tool") or "")
    yield Line(exercise.tool, tool.title if tool else value.get("tool") or "")
    if value.get("date"):
        yield Line(exercise.date, day=date.fromisoformat(value["date"]))


def _asked(text: Words, scope: Scope) -> str:
    """Return a question as the patient read it, with the patient's own words in its holes."""
    return text.filled(scope.in_words).striptags()


def _each(value: Json) -> list[Json]:
    """Return the answers with one thing chosen each, of which an answer is made up."""
    return (
        [{name: one} for name, one in value.items()] if isinstance(value, dict) else [[one] for one in value]
    )


def _plainly(value: Json) -> Iterator[str]:
    """Yield the words and numbers in what was saved, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _plainly(one)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
