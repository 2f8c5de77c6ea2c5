"""What a patient set out to do at home, and how often it was done: dated entries count themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from selfhelp.care import entries
from selfhelp.care.answers import Kept
from selfhelp.care.mine import Mine
from selfhelp.care.shown_answers import KeptSteps, may_see
from selfhelp.content.model import Module
from selfhelp.exercises.home_practice import HomePractice
from selfhelp.exercises.words import Json


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: its words, the tool it is done with, how often it was done and is to be done."""

    words: str
    tool: str
    done: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Practice:
    """What was chosen, the practice itself first; whether it is a smaller version than the first one offered.

    `instead` is the smallest version's words, until as much is done; `plan` the day and place, as written.
    """

    lines: tuple[Line, ...]
    smaller: bool = False
    instead: str = ""
    plan: str = ""


def practice_now(session: Session, mine: Mine, module: Module, kept: KeptSteps) -> Practice | None:
    """Return the home practice that stands: what was chosen, and the entries made since.

    It is that of the module the patient is in. Until one is chosen there, the one before goes on.
    """
    chosen = _standing(mine, module, kept)
    return _counted(session, mine, chosen[0], chosen[1].values[chosen[0].id]) if chosen else None


def practice_for_gp(session: Session, mine: Mine, module: Module, kept: KeptSteps) -> Practice | None:
    """Return the home practice where the author lets the doctor see it, without the patient's own words."""
    chosen = _standing(mine, module, kept)
    found = practice_now(session, mine, module, kept) if chosen and may_see(*chosen) else None
    return replace(found, plan="") if found else None


def _standing(mine: Mine, module: Module, kept: KeptSteps) -> tuple[HomePractice, Kept] | None:
    modules = list(mine.programme.modules.values())
    so_far = modules[: modules.index(module) + 1]
    found = (_practice_chosen(one, kept.get(one.id, {})) for one in reversed(so_far))
    return next(filter(None, found), None)


def _practice_chosen(module: Module, kept: Mapping[str, Kept]) -> tuple[HomePractice, Kept] | None:
    for step in module.steps:
        for exercise in step.exercises if step.id in kept else ():
            value = kept[step.id].values.get(exercise.id)
            if isinstance(exercise, HomePractice) and value and "choice" in value:
                return exercise, kept[step.id]
    return None


def _counted(session: Session, mine: Mine, exercise: HomePractice, value: Json) -> Practice:
    done = entries.entries_since(session, mine, datetime.fromisoformat(value["since"]))
    words = [exercise.words_of(value["choice"]), *(option.plain for option in exercise.also)]
    lines = tuple(
        Line(said, wanted.tool, done.get(wanted.tool, 0), wanted.times)
        for said, wanted in zip(words, exercise.wanted(value), strict=True)
    )
    smallest = exercise.offered[-1]
    enough = smallest.id == value["choice"] or lines[0].done >= int(smallest.note)
    smaller = exercise.offered[0].id != value["choice"]
    plan = ", ".join(filter(None, (value.get("day"), value.get("place"))))
    return Practice(lines, smaller, "" if enough else smallest.plain, plan)
