"""Which answers go to the doctor: those with their own tick, and numbers the author has opened.

An answer goes no further than its author let it go when it was given, nor further than now.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care import entries, made_here
from selfhelp.care.answers import Kept
from selfhelp.care.mine import Mine
from selfhelp.care.scope import Newest, Scope, names_numbers
from selfhelp.content.model import Module, Programme
from selfhelp.exercises.exercise import Exercise, GpLevel
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.words import Json, Message
from selfhelp.records.course import Enrolment

KeptSteps = Mapping[str, Mapping[str, Kept]]  # module -> step -> what is kept there
# What an author says now, and what must have been said when the answer was given.
ENOUGH: Mapping[GpLevel, frozenset[GpLevel]] = MappingProxyType(
    {
        "count": frozenset({"count", "answer", "trend"}),
        "answer": frozenset({"answer", "trend"}),
        "trend": frozenset({"answer", "trend"}),
    }
)


def shown_answers(session: Session, mine: Mine, kept: KeptSteps) -> tuple[tuple[str, str], ...]:
    """Return question and answer. An answer whose question is hidden now is kept, and not shown.

    The numbers of scales that have one id in several modules, opened as `trend`, stand in one line: 3 → 5.
    A number on a scale is said with the highest there is, since 2 means little without it.
    """
    lines: dict[str, tuple[str, str]] = {}
    tops: dict[str, int] = {}
    for module, scope in scopes(session, mine, kept):
        for exercise, question, words in _of_module(mine, module, scope, kept[module.id]):
            name = exercise.id if exercise.gp == "trend" else f"{module.id}/{exercise.id}"
            before = f"{lines[name][1]} → " if name in lines else ""
            lines[name] = (question, before + words)
            if isinstance(exercise, Scale):
                tops[name] = exercise.ends[1]
    return tuple((asked, _of_top(words, tops.get(name))) for name, (asked, words) in lines.items())


def _of_top(words: str, top: int | None) -> str:
    return words if top is None else Message("%(number)s of %(highest)s", number=words, highest=top)


def tool_counts(programme: Programme, newest: Mapping[str, Newest]) -> tuple[tuple[str, str], ...]:
    """Return each tool's title and how often it was used, where the author lets the doctor get that.

    A plan is no use of a tool until it is done.
    """
    return tuple(
        (tool.title, str(newest[tool.id].done))
        for tool in programme.tools.values()
        if tool.gp == "count" and tool.id in newest and newest[tool.id].done
    )


def may_see(exercise: Exercise, kept: Kept) -> bool:
    """Tell whether the doctor may see what is kept for an exercise, if the patient shares its category."""
    ticked = exercise.id in kept.shown
    if exercise.gp == "ask":
        return ticked
    given_as = kept.levels.get(exercise.id, "done")
    return exercise.gp in ENOUGH and (ticked or given_as in ENOUGH[exercise.gp])


def _of_module(
    mine: Mine, module: Module, scope: Scope, kept: Mapping[str, Kept]
) -> Iterator[tuple[Exercise, str, str]]:
    """Yield what the doctor may see: the exercise, the question as it was asked, and the answer to it."""
    for step in module.steps:
        if step.id not in kept:
            continue
        for exercise in step.asking:
            asked = as_asked(mine, module, exercise, kept[step.id])
            words = _words(exercise, asked, kept[step.id]) if scope.shows(exercise) else ""
            if words:
                yield exercise, asked.text.html.striptags(), words


def as_asked(mine: Mine, module: Module, exercise: Exercise, kept: Kept) -> Exercise:
    """Return an exercise with the words it had when it was answered."""
    then = mine.module_asked(module, kept.editions.get(exercise.id, ""))
    names = (*exercise.was, exercise.id)
    return next((one for one in (then.asking.get(name) for name in names) if one), exercise)


def _words(exercise: Exercise, asked: Exercise, kept: Kept) -> str:
    """Return what the doctor reads of one exercise; "" for nothing."""
    value = kept.values.get(exercise.id)
    if value is None or exercise.has_own_line or not may_see(exercise, kept):
        return ""
    return str(exercise.numbers(value)["count"]) if exercise.gp == "count" else asked.in_words(value)


def scopes(session: Session, mine: Mine, kept: KeptSteps) -> list[tuple[Module, Scope]]:
    """Return each module with what its conditions see, in a constant number of statements."""
    programme = mine.programme
    character = session.scalar(select(Enrolment.character).where(Enrolment.id == mine.enrolment_id))
    ids = {one for module in programme.modules.values() for one in made_here.ids_in(mine, module)}
    named = (t.ref for m in programme.modules.values() for e in m.exercises if e.when for t in e.when.terms)
    counted = names_numbers(programme, named)
    newest, found = entries.newest_entries(session, mine, programme.tools, ids, counted)
    values = {
        name: _with_entries(mine, programme.modules[name], steps, found) for name, steps in kept.items()
    }
    return [
        (module, Scope(programme, module, character or "", values, newest))
        for module in programme.modules.values()
    ]


def _with_entries(
    mine: Mine, module: Module, steps: Mapping[str, Kept], found: Mapping[UUID, entries.Written]
) -> dict[str, Json]:
    answers = {exercise: value for on_step in steps.values() for exercise, value in on_step.values.items()}
    return answers | made_here.values_of(module, made_here.made_in(mine, module, found))
