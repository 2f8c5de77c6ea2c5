"""Which answers go to the doctor: those with their own tick, and numbers the author has marked `answer`."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care import entries
from selfhelp.care.answers import Kept
from selfhelp.care.mine import Mine
from selfhelp.care.scope import Scope
from selfhelp.content.model import Module
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.tool import ToolBlock
from selfhelp.exercises.words import Json
from selfhelp.records.course import Enrolment

KeptSteps = Mapping[str, Mapping[str, Kept]]  # module -> step -> what is kept there


def shown_answers(session: Session, mine: Mine, kept: KeptSteps) -> tuple[tuple[str, str], ...]:
    """Return question and answer. An answer whose question is hidden now is kept, and not shown."""
    found = []
    for module, scope in _scopes(session, mine, kept):
        for step in module.steps:
            on_step = kept[module.id].get(step.id)
            for exercise in step.asking if on_step else ():
                value = on_step.values.get(exercise.id) if on_step else None
                ticked = on_step is not None and exercise.gp == "ask" and exercise.id in on_step.shown
                if value is not None and (ticked or exercise.gp == "answer") and scope.shows(exercise):
                    found.append((_question(exercise), exercise.in_words(value)))
    return tuple(found)


def _scopes(session: Session, mine: Mine, kept: KeptSteps) -> list[tuple[Module, Scope]]:
    """Return each module with what its conditions see, in a constant number of statements."""
    programme = mine.programme
    character = session.scalar(select(Enrolment.character).where(Enrolment.id == mine.enrolment_id))
    made_in = {
        entries.entry_id(mine, f"{module.id}/{exercise.id}"): (module.id, exercise.id)
        for module in programme.modules.values()
        for exercise in module.exercises
        if isinstance(exercise, ToolBlock)
    }
    newest, made = entries.newest_entries(session, mine, programme.tools, made_in)
    values = {name: _with_entries(name, steps, made_in, made) for name, steps in kept.items()}
    return [
        (module, Scope(programme, module, character or "", values, newest))
        for module in programme.modules.values()
    ]


def _with_entries(
    module: str,
    steps: Mapping[str, Kept],
    made_in: Mapping[UUID, tuple[str, str]],
    made: Mapping[UUID, entries.Written],
) -> dict[str, Json]:
    answers = {exercise: value for on_step in steps.values() for exercise, value in on_step.values.items()}
    placed = {made_in[entry]: dict(written.values) for entry, written in made.items()}
    return answers | {exercise: value for (of, exercise), value in placed.items() if of == module}


def _question(exercise: Exercise) -> str:
    return exercise.text.html.striptags()
