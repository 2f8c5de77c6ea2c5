"""Finds what a name points at, seen from one place in a module or tool: it must exist, and come earlier."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from selfhelp.content.blocks import NAMES, Traced
from selfhelp.content.checks.meanings import Meaning, meaning_of, parts_of, parts_of_tool
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawBlock, RawFile
from selfhelp.content.messages import Fact
from selfhelp.content.model import Programme
from selfhelp.content.problems import suggestion
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.instrument import WAITS, Instrument
from selfhelp.exercises.words import Ref

CHARACTER = "character"
# The step's place in its module, and the place in the step: odd for blocks, even for what stands between.
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a name points at nothing here: a rule and its facts."""

    rule: str
    facts: Mapping[str, Fact]


@dataclass(slots=True)
class Scope:
    """The names of one module or one tool, in the order a patient meets them.

    `written` holds every id in its files, so that a block with a mistake of its own is not called unknown;
    of those in `mistaken` nobody can tell what they hold. `renamed` is {old id: present id}.
    """

    key: str
    exercises: dict[str, Exercise] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    blocks: dict[str, RawBlock] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    mistaken: set[str] = field(default_factory=set)
    files: list[RawFile] = field(default_factory=list)

    @property
    def is_tool(self) -> bool:
        """Tell whether these are the names of a tool."""
        return self.key.startswith("tools/")

    @property
    def is_lesson(self) -> bool:
        """Tell whether these are the names of a lesson, which keeps no answer."""
        return self.key.startswith("course/")

    @property
    def is_alone(self) -> bool:
        """Tell whether nothing outside can be named from here."""
        return self.is_tool or self.is_lesson

    @property
    def is_broken(self) -> bool:
        """Tell whether an id may be there after all: in a part that could not be read, or misspelt itself."""
        misread = {"id-missing", "id-shape"}
        return any(raw.broken or misread & {problem.rule for problem in raw.problems} for raw in self.files)

    def follow(self) -> Spot | None:
        """Return where the patient chooses whom to follow."""
        chosen = (
            self.spots[name] for name, e in self.exercises.items() if isinstance(e, Choice) and e.follows
        )
        return next(chosen, None)

    def first_use(self, tool_id: str) -> Spot | None:
        """Return where a tool is first met."""
        return next(
            (
                spot
                for name, spot in self.spots.items()
                if getattr(self.exercises[name], "tool_id", "") == tool_id
            ),
            None,
        )


def scopes_of(everything: Everything) -> dict[str, Scope]:
    """Return the names of every module and tool of the source, by "modules/link" or "tools/chain"."""
    return {key: _scope(everything, key, traced) for key, traced in everything.traced[SOURCE].items()}


def _scope(everything: Everything, key: str, traced: list[Traced]) -> Scope:
    scope = Scope(key)
    files = everything.source_files
    scope.files = [raw for name, raw in files.items() if name.startswith(f"{key}/") or name == f"{key}.md"]
    for raw in scope.files:
        scope.written |= {block.id.text for block in raw.blocks}
        scope.mistaken |= _mistaken(raw)
    for trace, spot in spots(traced):
        name = trace.exercise.id
        if not trace.exercise.asks:
            scope.silent |= {name} if trace.exercise.kind not in NAMES else set()
        elif name not in scope.exercises:
            scope.exercises[name] = trace.exercise
            scope.spots[name] = spot
            scope.renamed |= dict.fromkeys(trace.exercise.was, name)
            scope.blocks[name] = trace.block
    return scope


def _mistaken(raw: RawFile) -> set[str]:
    """Return the ids of blocks with a mistake of their own."""
    starts = [block.kind.place.line for block in raw.blocks]
    ends = [*starts[1:], len(raw.lines) + 1]
    lines = {problem.place.line for problem in raw.problems}
    return {
        block.id.text
        for block, start, end in zip(raw.blocks, starts, ends, strict=False)
        if block.unread or any(start <= line < end for line in lines)
    }


def spots(traced: list[Traced]) -> Iterator[tuple[Traced, Spot]]:
    """Yield the exercises with where they stand."""
    places: dict[str, dict[int, int]] = {}
    for trace in traced:
        if trace.raw.path not in places:
            places[trace.raw.path] = {id(block): n for n, block in enumerate(trace.raw.blocks)}
        yield trace, (trace.at, 2 * places[trace.raw.path][id(trace.block)] + 1)


def is_wait(exercise: Exercise, ref: Ref) -> bool:
    """Tell whether a name says that a questionnaire waits: that holds today, and on its own step alone."""
    return isinstance(exercise, Instrument) and exercise.due > 0 and ref.part in WAITS


@dataclass(slots=True)
class Names:
    """Looks names up from inside one module or tool."""

    programme: Programme
    scopes: Mapping[str, Scope]
    scope: Scope

    def find(self, ref: Ref, spot: Spot) -> Meaning | Wrong | None:
        """Return what the name stands for, why it stands for nothing, or None when it cannot be told."""
        if ref.name == CHARACTER and not ref.module and not self.scope.is_alone:
            return self._character(ref, spot)
        if ref.module and f"modules/{ref.module}" != self.scope.key:
            return self._elsewhere(ref)
        if ref.name in self.scope.exercises:
            return self._own(self.scope, ref, spot)
        if ref.name in self.programme.tools and not ref.module and not self.scope.is_alone:
            return self._tool(ref, spot)
        return self._nowhere(ref.name)

    def asked_by(self, ref: Ref) -> tuple["Names", Exercise] | None:
        """Return the exercise whose answer a name stands for, and the names as they are seen from there.

        None for the character and for a tool's newest entry.
        """
        scope = self.scopes.get(f"modules/{ref.module}") if ref.module else self.scope
        exercise = scope.exercises.get(ref.name) if scope else None
        return (Names(self.programme, self.scopes, scope), exercise) if scope and exercise else None

    def _nowhere(self, name: str) -> Wrong | None:
        if name in self.scope.renamed:
            return Wrong("name-renamed", {"name": name, "id": self.scope.renamed[name]})
        if name in self.scope.silent:
            return Wrong("name-silent", {"name": name})
        if name in self.scope.written or self.scope.is_broken:
            return None
        tools = () if self.scope.is_alone else tuple(self.programme.tools)
        return Wrong(
            "name-unknown", {"name": name, "hint": suggestion(name, (*self.scope.exercises, *tools))}
        )

    def _own(self, scope: Scope, ref: Ref, spot: Spot | None) -> Meaning | Wrong | None:
        if spot is not None and scope.is_lesson and scope.spots[ref.name][0] != spot[0]:
            return Wrong("course-keeps.answer", {"name": ref.name})
        if spot is not None and scope.spots[ref.name] >= spot:
            place = scope.blocks[ref.name].id.place
            rule = "comes-later.itself" if scope.spots[ref.name] == spot else "comes-later"
            return Wrong(rule, {"name": ref.name, "where": f"{place.path}:{place.line}"})
        exercise = scope.exercises[ref.name]
        if exercise.kept_as == "card":
            return Wrong("name-silent.card", {"name": ref.name})
        if is_wait(exercise, ref) and (spot is None or scope.spots[ref.name][0] != spot[0]):
            return Wrong("waits-here", {"name": str(ref)})
        return None if ref.name in scope.mistaken else self._part(exercise, ref)

    def _part(self, exercise: Exercise, ref: Ref) -> Meaning | Wrong | None:
        """Return what an exercise's own name stands for, or what stands after the point."""
        if not ref.part:
            return meaning_of(exercise)
        parts = parts_of(exercise)
        if ref.part in parts:
            return parts[ref.part]
        if self._is_mistaken(getattr(exercise, "tool_id", "")):
            return None
        rule = "part-unknown" if parts else "part-unknown.none"
        return Wrong(rule, {"name": ref.name, "part": ref.part, "hint": suggestion(ref.part, parts)})

    def _tool(self, ref: Ref, spot: Spot) -> Meaning | Wrong | None:
        parts = parts_of_tool(self.programme.tools[ref.name])
        if not ref.part:
            return Wrong("tool-part", {"name": ref.name, "first": next(iter(parts))})
        if ref.part not in parts:
            if self._is_mistaken(ref.name):
                return None
            hint = suggestion(ref.part, parts)
            return Wrong("part-unknown.tool", {"name": ref.name, "part": ref.part, "hint": hint})
        first = self.scope.first_use(ref.name)
        if first is not None and first > spot and not self._met_before(ref.name):
            return Wrong("comes-later.tool", {"name": ref.name})
        return parts[ref.part]

    def _is_mistaken(self, tool_id: str) -> bool:
        """Tell whether the tool's file has mistakes, so that a part may only be unread."""
        tool = self.scopes.get(f"tools/{tool_id}")
        return tool is not None and any(raw.problems for raw in tool.files)

    def _met_before(self, tool_id: str) -> bool:
        return any(scope.first_use(tool_id) for scope in self._earlier())

    def _earlier(self) -> list[Scope]:
        """Return the modules before this one."""
        keys = [f"modules/{module}" for module in self.programme.modules]
        at = keys.index(self.scope.key) if self.scope.key in keys else 0
        return [self.scopes[key] for key in keys[:at]]

    def _character(self, ref: Ref, spot: Spot) -> Meaning | Wrong | None:
        if ref.part:
            return Wrong("part-unknown.none", {"name": CHARACTER, "part": ref.part})
        here = self.scope.follow()
        if here is None and self.scope.is_broken:
            return None
        if not any(scope.follow() for scope in self._earlier()):
            if here is None:
                return Wrong("character-unchosen", {})
            if here >= spot:
                return Wrong("comes-later.character", {})
        return Meaning("one", tuple(self.programme.characters))

    def _elsewhere(self, ref: Ref) -> Meaning | Wrong | None:
        """Look up `link/goal-1`: an exercise of an earlier module."""
        other = self.scopes.get(f"modules/{ref.module}")
        if other is None or self.scope.is_alone:
            modules = [] if self.scope.is_alone else self.programme.modules
            return Wrong("module-unknown", {"module": ref.module, "hint": suggestion(ref.module, modules)})
        if other not in self._earlier():
            return Wrong("comes-later.module", {"module": ref.module})
        if ref.name in other.exercises:
            return self._own(other, ref, None)
        if ref.name in other.renamed:
            return Wrong("name-renamed", {"name": str(ref), "id": f"{ref.module}/{other.renamed[ref.name]}"})
        if ref.name in other.written or other.is_broken:
            return None
        hint = suggestion(ref.name, other.exercises)
        return Wrong("name-unknown.elsewhere", {"name": ref.name, "module": ref.module, "hint": hint})
