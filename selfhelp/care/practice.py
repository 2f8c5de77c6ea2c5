"""What a patient set out to do at home, and how often it was done: dated entries count themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from selfhelp.care import entries
from selfhelp.care.answers import Kept
from selfhelp.care.mine import Mine
from selfhelp.care.shown_answers import KeptSteps, may_see
from selfhelp.care.tool_shows import with_numbers
from selfhelp.content.model import Module
from selfhelp.exercises.home_practice import HomePractice, Wanted
from selfhelp.exercises.words import Json


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: its words, its tool, how often it was done and is to be done, how often it is planned.

    Of several tools that are enough each (`instead` are the others), `done` and `wanted` are of the one that
    is nearest to enough. `number` is what the doctor reads beside it, over what was done: "pleasure 5
    (guessed 2)".
    """

    words: str
    tool: str
    done: int
    wanted: int
    planned: int = 0
    instead: tuple[str, ...] = ()
    number: str = ""

    @property
    def tools(self) -> tuple[str, ...]:
        """Return every tool it can be done with."""
        return (self.tool, *self.instead)


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
    if chosen is None or not may_see(*chosen):
        return None
    value = chosen[1].values[chosen[0].id]
    found = _counted(session, mine, chosen[0], value)
    numbers = _numbers(session, mine, found.lines, datetime.fromisoformat(value["since"]))
    return replace(
        found,
        plan="",
        lines=tuple(replace(line, number=_number_of(line, numbers)) for line in found.lines),
    )


def _number_of(line: Line, numbers: Mapping[str, str]) -> str:
    return next((numbers[tool] for tool in line.tools if numbers.get(tool)), "")


def _numbers(session: Session, mine: Mine, lines: Iterable[Line], since: datetime) -> dict[str, str]:
    """Return, by tool, the number its author lets the doctor read, over what was done since then."""
    tools = {tool: mine.programme.tools[tool] for line in lines for tool in line.tools}
    told = {name: tool for name, tool in tools.items() if tool.gp_number and tool.gp == "count"}
    done = entries.done_since(session, mine, told, since)
    return {
        name: with_numbers(
            told[name].gp_number, told[name].numbers(values), mine.programme.locale
        ).striptags()
        for name, values in done.items()
    }


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
    since = datetime.fromisoformat(value["since"])
    done = entries.entries_since(session, mine, since)
    planned = entries.plans_since(session, mine, since)
    lines = tuple(_line(option.plain, wanted, done, planned) for option, wanted in exercise.wanted(value))
    smallest = exercise.offered[-1]
    least = _line(smallest.plain, exercise.wanted_by(smallest), done, planned)
    enough = smallest.id == value["choice"] or any(one.done >= one.wanted for one in (lines[0], least))
    smaller = exercise.offered[0].id != value["choice"]
    plan = ", ".join(filter(None, (value.get("day"), value.get("place"))))
    return Practice(lines, smaller, "" if enough else smallest.plain, plan)


def _line(
    words: str, wanted: tuple[Wanted, ...], done: Mapping[str, int], planned: Mapping[str, int]
) -> Line:
    nearest = max(wanted, key=lambda one: done.get(one.tool, 0) / one.times)  # the first of equals
    tools = [one.tool for one in wanted]
    still = sum(planned.get(tool, 0) for tool in tools)
    return Line(words, tools[0], done.get(nearest.tool, 0), nearest.times, still, tuple(tools[1:]))
