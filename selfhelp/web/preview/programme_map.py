"""The map: every module, step, tool, page and lesson, the way to each, and what is to put right."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from selfhelp.content.briefs import Brief, briefs
from selfhelp.content.draft import Draft, file_of
from selfhelp.content.model import Catalogue, Module, Step
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.instrument import Instrument
from selfhelp.web.preview.subject import OWN_PAGE


@dataclass(frozen=True, slots=True)
class Place:
    """One thing on the map: its page, its file, what it is called in each language, its problems' number."""

    page: str
    unit: str
    titles: tuple[tuple[str, str], ...]  # (language, words)
    mistakes: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class StepOnMap:
    """A step and its blocks."""

    place: Place
    step: Step

    @property
    def blocks(self) -> tuple[Exercise, ...]:
        """Return the blocks that ask something or show something of the patient's."""
        return tuple(one for one in self.step.exercises if one.kind != "page")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The steps between two "Stop here for today"."""

    steps: tuple[StepOnMap, ...]

    @property
    def minutes(self) -> int:
        """Return the minutes its author reckons for it."""
        return sum(one.step.minutes for one in self.steps)


@dataclass(frozen=True, slots=True)
class ModuleOnMap:
    """A module, or a lesson of the course: with `brief`, what the doctor reads of it too."""

    place: Place
    module: Module
    sittings: tuple[Stretch, ...]
    brief: Brief | None = None
    doctors: Place | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """The whole programme."""

    modules: tuple[ModuleOnMap, ...]
    lessons: tuple[ModuleOnMap, ...]
    tools: tuple[Place, ...]
    pages: tuple[Place, ...]
    instruments: tuple[Place, ...]
    programme: Place


def map_of(draft: Draft) -> Map:
    """Draw the map of what could be read. Call it where there is a catalogue."""
    catalogue = draft.catalogue or Catalogue({})
    return _Drawing(catalogue, _counted(draft)).drawn()


@dataclass(frozen=True, slots=True)
class _Drawing:
    catalogue: Catalogue
    found: Mapping[tuple[str, str], int]

    def drawn(self) -> Map:
        source = self.catalogue.source
        known = {brief.module.id: brief for brief in briefs(source)}
        modules = (self._module("modules", one, known[one.id]) for one in source.modules.values())
        return Map(
            modules=tuple(modules),
            lessons=tuple(self._module("course", one) for one in source.course.values()),
            tools=tuple(self._place(f"toolbox/{name}", f"tools/{name}") for name in source.tools),
            pages=tuple(
                self._place(OWN_PAGE.get(name, f"page/{name}"), f"pages/{name}") for name in source.pages
            ),
            instruments=tuple(self._instruments(source.modules.values())),
            programme=self._place("", "programme"),
        )

    def _module(self, base: str, module: Module, brief: Brief | None = None) -> ModuleOnMap:
        steps = {step.id: self._step(base, module, step) for step in module.steps}
        sittings = (Stretch(tuple(steps[one] for one in ids if one in steps)) for ids in module.sittings)
        unit = f"{base}/{module.id}"
        return ModuleOnMap(
            self._place(unit if brief else "gp/course", f"{unit}/module"),
            module,
            tuple(sittings),
            brief,
            self._place(f"gp/modules/{module.id}", f"{unit}/gp") if brief else None,
        )

    def _step(self, base: str, module: Module, step: Step) -> StepOnMap:
        unit = f"{base}/{module.id}/{step.id}"
        return StepOnMap(self._place(unit if base == "modules" else f"gp/{unit}", unit), step)

    def _instruments(self, modules: Iterable[Module]) -> Iterator[Place]:
        asked: dict[str, str] = {}
        for module in modules:
            for step in module.steps:
                for one in step.exercises:
                    if isinstance(one, Instrument):
                        asked.setdefault(one.instrument_id, f"modules/{module.id}/{step.id}")
        for name in self.catalogue.source.instruments:
            yield self._place(asked.get(name, ""), f"instruments/{name}")

    def _place(self, page: str, unit: str) -> Place:
        mistakes, warnings = (self.found.get((f"{unit}.md", level), 0) for level in ("error", "warning"))
        titles = ((name, self._title(name, unit)) for name in self.catalogue.locales)
        return Place(page, unit, tuple(titles), mistakes, warnings)

    def _title(self, language: str, unit: str) -> str:
        """Return what stands in the front matter; "" where a language has no such file."""
        programme = self.catalogue[language]
        if unit == "programme":
            return programme.title
        base, _, rest = unit.partition("/")
        if base not in {"modules", "course"}:
            named = {"tools": programme.tools, "pages": programme.pages, "instruments": programme.instruments}
            return getattr(named.get(base, {}).get(rest), "title", "")
        name, _, file = rest.partition("/")
        module = (programme.modules if base == "modules" else programme.course).get(name)
        if module is None or file in {"module", "gp"}:
            return module.title if module else ""
        step = module.step(file)
        return step.title if step else ""


def _counted(draft: Draft) -> Mapping[tuple[str, str], int]:
    return Counter((file_of(one), one.level) for one in draft.problems)
