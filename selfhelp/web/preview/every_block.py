"""The content with every block in sight: none is hidden, and before each stands what would show it."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from selfhelp.content.model import Catalogue, Module, Part, Programme, Step
from selfhelp.exercises.conditions import Condition
from selfhelp.exercises.entry_maker import EntryMaker
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.home_practice import HomePractice
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.note import Note
from selfhelp.exercises.tool import Shows, Tool
from selfhelp.exercises.words import Words

MARK = Markup('<p class="hint"><code>↓ {}: {}</code></p>')


def with_every_block(catalogue: Catalogue) -> Catalogue:
    """Return the content in which nothing depends on an answer."""
    return replace(catalogue, programmes={name: _shown(one) for name, one in catalogue.programmes.items()})


def _shown(programme: Programme) -> Programme:
    tools = {name: _tool(tool) for name, tool in programme.tools.items()}
    modules, course = (
        {name: _module(module, tools) for name, module in those.items()}
        for those in (programme.modules, programme.course)
    )
    return replace(programme, tools=tools, modules=modules, course=course)


def _module(module: Module, tools: dict[str, Tool]) -> Module:
    return replace(module, steps=tuple(_step(step, tools) for step in module.steps))


def _step(step: Step, tools: dict[str, Tool]) -> Step:
    return replace(step, parts=tuple(part for one in step.parts for part in _parts(one, tools)))


def _parts(part: Part, tools: dict[str, Tool]) -> Iterator[Part]:
    if isinstance(part, Words):
        yield part
        return
    if part.when:
        yield _mark("when", part.when)
    if isinstance(part, Instrument) and part.due:
        yield _mark("due", part.due)
        part = replace(part, due=0)
    if isinstance(part, EntryMaker | HomePractice) and part.tool_id in tools:
        part = replace(part, of=tools[part.tool_id])
    yield replace(part, when=None)


def _tool(tool: Tool) -> Tool:
    blocks = tuple(shown for block in tool.blocks for shown in _blocks(block))
    return replace(tool, blocks=blocks, shows=tuple(map(_said, tool.shows)))


def _blocks(block: Exercise) -> Iterator[Exercise]:
    """Yield a tool's block; a tool has no prose between its blocks, so a note says what would show it."""
    if block.when:
        yield Note(id=f"{block.id}.when", text=_mark("when", block.when), phase=block.phase)
    yield replace(block, when=None)


def _said(one: Shows) -> Shows:
    if one.when is None:
        return one
    mark = _mark("when", one.when)
    return replace(one, when=None, text=Words((*mark.pieces, *one.text.pieces), one.text.source))


def _mark(word: str, value: Condition | int) -> Words:
    return Words((MARK.format(word, value),))
