"""What the names in conditions and recalls stand for now, for one patient."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from babel.numbers import format_decimal

from selfhelp.care.days import in_words
from selfhelp.content.model import Module, Programme
from selfhelp.exercises.conditions import holds
from selfhelp.exercises.entry_maker import EntryMaker
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.tool_numbers import Number
from selfhelp.exercises.words import Json, Ref, Saved

NOTHING: Saved = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Newest:
    """A tool's newest entry, how many there are, how many of them are done, and when the last one was.

    `numbers` are those of all of them, where somebody asks for them.
    """

    values: Saved
    made_at: datetime
    count: int
    done: int = 0
    last_done: datetime | None = None
    numbers: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry that has a day."""

    day: date
    values: Saved


@dataclass(frozen=True, slots=True)
class Origin:
    """When and where something recalled was written: on a step, or in a tool."""

    on: datetime
    module: str = ""
    step: str = ""
    tool: str = ""


@dataclass(slots=True)
class Scope:
    """A patient's answers to one module, the newest entries, and answers to other modules that are recalled.

    `answers` is {module: {exercise: value}}. An answer whose block is hidden counts as missing.
    `waiting` is {place: the day it is asked again} of the questionnaires that are not asked yet.
    """

    programme: Programme
    module: Module
    character: str = ""
    answers: Mapping[str, Saved] = field(default_factory=dict)
    newest: Mapping[str, Newest] = field(default_factory=dict)
    planned: Mapping[str, tuple[Planned, ...]] = field(default_factory=dict)  # of a tool, in the week to come
    changed: Mapping[tuple[str, str], datetime] = field(default_factory=dict)  # (module, step) -> when
    waiting: Mapping[str, date] = field(default_factory=dict)
    tool: Tool | None = None  # inside a tool its own blocks come first, as `entry` answers them
    entry: Saved = field(default_factory=dict)
    _seen: dict[str, dict[str, Json]] = field(default_factory=dict)

    def inside(self, tool: Tool, entry: Saved) -> "Scope":
        """Return the same, seen from one entry of a tool."""
        return replace(self, tool=tool, entry=entry)

    def lookup(self, ref: Ref) -> Json:
        """Return the value or number a name stands for; None when there is none."""
        if self.tool and self._own_block(ref):
            return self.tool.lookup(self.entry)(ref)
        if ref.name == "character" and not ref.module:
            return self.character or None
        if not ref.module and ref.name in self.programme.tools and self._exercise(ref) is None:
            return self._from_tool(ref)
        return self._asked(ref, self._exercise(ref))

    def in_words(self, ref: Ref) -> str:
        """Return what a recall shows; "" when there is nothing."""
        value = self.lookup(ref)
        if value is None:
            return ""
        if ref.name == "character":
            character = self.programme.characters.get(self.character)
            return character.name if character else ""
        return self._words(ref, value)

    def origin(self, ref: Ref) -> Origin | None:
        """Return when and where a recalled answer was written; None when there is none."""
        exercise = self._exercise(ref)
        if exercise is None:
            newest = self.newest.get(ref.name)
            return Origin(newest.made_at, tool=ref.name) if newest else None
        module = self.programme.modules[ref.module] if ref.module else self.module
        step = next(step.id for step in module.steps if exercise in step.exercises)
        on = self.changed.get((module.id, step))
        return Origin(on, module.id, step) if on else None

    def shows(self, exercise: Exercise) -> bool:
        """Tell whether the block is shown to this patient now."""
        return self.module.place(exercise) not in self.waiting and holds(exercise.when, self.lookup)

    def _asked(self, ref: Ref, exercise: Exercise | None) -> Json:
        """Return the answer an exercise got, or what it publishes."""
        if exercise and not ref.module and (day := self.waiting.get(self.module.place(exercise))):
            return {"waits": "yes", "due-on": day}.get(ref.part)
        value = self._value(ref)
        if value is None or exercise is None or not ref.part:
            return value
        if isinstance(exercise, EntryMaker):
            return exercise.answer_to(value, ref.part)
        return exercise.numbers(value).get(ref.part)

    def _own_block(self, ref: Ref) -> Exercise | None:
        return self.tool.block(ref.name) if self.tool and not ref.module else None

    def _words(self, ref: Ref, value: Json) -> str:
        if own := self._own_block(ref):
            return str(value) if ref.part else own.in_words(value)
        exercise = self._exercise(ref)
        if isinstance(value, date):
            return in_words(value, self.programme.locale)
        if exercise is None:
            tool = self.programme.tools.get(ref.name)
            block = tool.block(ref.part) if tool else None
            return block.in_words(value) if block else in_figures(value, self.programme.locale)
        if not ref.part:
            return exercise.in_words(value)
        block = exercise.block_of(ref.part) if isinstance(exercise, EntryMaker) else None
        return block.in_words(value) if block else str(value)

    def _exercise(self, ref: Ref) -> Exercise | None:
        module = self.programme.modules.get(ref.module) if ref.module else self.module
        return module.named(ref.name) if module else None

    def _value(self, ref: Ref) -> Json:
        module = self.programme.modules.get(ref.module) if ref.module else self.module
        exercise = module.named(ref.name) if module else None
        return self._seen_in(module).get(exercise.id) if module and exercise else None

    def _seen_in(self, module: Module) -> dict[str, Json]:
        """Return the module's answers without those of hidden blocks. Blocks look back only: one pass."""
        if module.id not in self._seen:
            seen = self._seen[module.id] = {}
            saved = self.answers.get(module.id, NOTHING)
            inside = replace(self, module=module, tool=None)  # sharing what was seen so far
            for exercise in module.asking.values():
                value = saved.get(exercise.id)
                if value is not None and inside.shows(exercise):
                    seen[exercise.id] = value
        return self._seen[module.id]

    def _from_tool(self, ref: Ref) -> Json:
        newest = self.newest.get(ref.name)
        if ref.part == "count":
            return newest.count if newest else 0
        if newest is None or not ref.part:
            return None
        if ref.part in newest.numbers:
            return newest.numbers[ref.part]
        return self.programme.tools[ref.name].lookup(newest.values)(Ref(ref.part))


def names_numbers(programme: Programme, refs: Iterable[Ref]) -> set[str]:
    """Return the tools whose numbers of all entries are named: `activity.pleasure-mean`."""
    return {
        ref.name
        for ref in refs
        if not ref.module
        and ref.name in programme.tools
        and ref.part in programme.tools[ref.name].number_names
    }


def in_figures(number: Number, locale: str) -> str:
    """Write a number as the language does, with one decimal at most: 4,5 or 4.5."""
    return format_decimal(number, "0.#", locale=locale)
