"""A module as a doctor reads it in two minutes, gathered from what its authors wrote."""

from dataclasses import dataclass

from selfhelp.content.model import Module, Programme, Step
from selfhelp.exercises.home_practice import HomePractice
from selfhelp.exercises.tool import Example, Tool


@dataclass(frozen=True, slots=True)
class Sitting:
    """The steps between two "Stop here for today", in order."""

    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """Return the minutes the authors reckon for it."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True, slots=True)
class Brief:
    """One module, or look back. `tools` are those the patient meets here first.

    `number` and `of` are as in "module 2 of 5"; the number of a look back is 0.
    """

    module: Module
    number: int
    of: int
    sittings: tuple[Sitting, ...]
    tools: tuple[Tool, ...]
    practice: HomePractice | None
    worked: tuple[Tool, Example, str] | None  # the tool, an example of it, and the name of whose it is


def briefs(programme: Programme) -> tuple[Brief, ...]:
    """Return every module's brief, in the programme's order."""
    return tuple(_brief(programme, module) for module in programme.modules.values())


def brief_of(programme: Programme, module_id: str) -> Brief | None:
    """Return one module's brief; None where there is no such module."""
    module = programme.modules.get(module_id)
    return _brief(programme, module) if module else None


def _brief(programme: Programme, module: Module) -> Brief:
    return Brief(
        module=module,
        number=programme.module_number(module.id),
        of=len(programme.regular),
        sittings=tuple(
            Sitting(tuple(step for step in module.steps if step.id in ids)) for ids in module.sittings
        ),
        tools=_introduced(programme, module),
        practice=next((one for one in module.exercises if isinstance(one, HomePractice)), None),
        worked=_worked(programme, module),
    )


def _introduced(programme: Programme, module: Module) -> tuple[Tool, ...]:
    """Return the tools that no module before this one has."""
    before = list(programme.modules)[: list(programme.modules).index(module.id)]
    known = programme.tools_met(before[-1]) if before else ()
    return tuple(tool for tool in programme.tools_met(module.id) if tool not in known)


def _worked(programme: Programme, module: Module) -> tuple[Tool, Example, str] | None:
    wanted = module.gp.example
    tool = programme.tools.get(wanted.tool) if wanted else None
    if wanted is None or tool is None:
        return None
    found = (example for example in tool.examples if example.character == wanted.character)
    example = next(found, None)
    return (tool, example, programme.characters[wanted.character].name) if example else None
