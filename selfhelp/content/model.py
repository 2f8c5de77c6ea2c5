"""What authors wrote, as frozen values: programme, modules, steps, tools, pages, the doctor's texts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from selfhelp.content.info_page import InfoPage
from selfhelp.content.interface_file import Interface
from selfhelp.exercises.exercise import Exercise, Option, renamed
from selfhelp.exercises.instrument import Questionnaire
from selfhelp.exercises.page import Page as PageBreak
from selfhelp.exercises.recall import RecallBlock
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import NO_WORDS, Ref, Words

Part = Words | Exercise


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a module: prose and blocks in order."""

    id: str
    title: str
    minutes: int = 5
    words_free: bool = False
    parts: tuple[Part, ...] = ()

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """Return the blocks, in order."""
        return tuple(part for part in self.parts if isinstance(part, Exercise))

    @cached_property
    def asking(self) -> tuple[Exercise, ...]:
        """Return the blocks that save an answer."""
        return tuple(exercise for exercise in self.exercises if exercise.asks)

    @cached_property
    def pages(self) -> tuple[tuple[Part, ...], ...]:
        """Return the step divided at its `page` blocks; mostly one page."""
        ends = [at for at, part in enumerate(self.parts) if isinstance(part, PageBreak)]
        starts = [0, *(at + 1 for at in ends)]
        return tuple(self.parts[first:last] for first, last in zip(starts, [*ends, None], strict=True))

    @cached_property
    def names(self) -> frozenset[Ref]:
        """Return every name that the step's conditions, recalls and words point at."""
        found = {term.ref for e in self.exercises if e.when for term in e.when.terms}
        found |= {recall.ref for text in self._texts for recall in text.recalls}
        return frozenset(found | {e.ref for e in self.exercises if isinstance(e, RecallBlock)})

    @property
    def _texts(self) -> Iterator[Words]:
        for part in self.parts:
            if isinstance(part, Words):
                yield part
            else:
                yield part.text
                for option in part.options:
                    yield from (option.words, option.feedback)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for the follow-up, and the link it leads to."""

    id: str
    question: str
    link: str
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Worked:
    """Which example the doctor sees: a tool's, by one of the characters."""

    tool: str
    character: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the patient keeps doing after the module, and the sign to watch for."""

    keep: str
    sign: str


@dataclass(frozen=True, slots=True)
class GpTexts:
    """A module's page for the doctor: four sentences, questions, an example, and what comes after it."""

    summary: Words = NO_WORDS
    asks: tuple[Ask, ...] = ()
    unopened: str = ""
    reviewed: date | None = None
    example: Worked | None = None
    next_step: NextStep | None = None


@dataclass(frozen=True, kw_only=True)
class Module:
    """One module. `sittings` holds the steps' ids between two "Stop here for today"."""

    id: str
    title: str
    aim: Words = NO_WORDS
    picture: str = ""
    picture_alt: str = ""
    requires: tuple[str, ...] = ()
    week: int = 0  # of a booster: so many weeks after the start; 0 for a regular module
    steps: tuple[Step, ...] = ()
    sittings: tuple[tuple[str, ...], ...] = ()
    gp: GpTexts = GpTexts()
    short: tuple[str, ...] = ()  # the steps of the short path, for those who try the module
    edition: str = ""  # the hash of its files: see `content.editions`
    later: Mapping[str, str] = field(default_factory=dict)  # {id given since this edition: id here}

    @property
    def name(self) -> str:
        """Return what its editions are found by."""
        return f"modules/{self.id}"

    def named(self, exercise_id: str) -> Exercise | None:
        """Return the exercise that has this id, had it before, or has been given it since."""
        names = (exercise_id, self.renamed.get(exercise_id, ""), self.later.get(exercise_id, ""))
        return next((self.asking[name] for name in names if name in self.asking), None)

    @property
    def short_minutes(self) -> int:
        """Return how long the short path takes a patient."""
        return sum(step.minutes for step in self.steps if step.id in self.short)

    def step(self, step_id: str) -> Step | None:
        """Return the step with this id."""
        return next((step for step in self.steps if step.id == step_id), None)

    def number(self, step_id: str) -> int:
        """Return the step's place, from 1."""
        return 1 + [step.id for step in self.steps].index(step_id)

    def step_after(self, step_id: str) -> Step | None:
        """Return the following step; None after the last."""
        return next(iter(self.steps[self.number(step_id) :]), None)

    def step_before(self, step_id: str) -> Step | None:
        """Return the step before; None before the first."""
        at = self.number(step_id) - 2
        return self.steps[at] if at >= 0 else None

    def ends_sitting(self, step_id: str) -> bool:
        """Tell whether "Stop here for today" follows this step."""
        return any(sitting[-1] == step_id for sitting in self.sittings[:-1])

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """Return every block of the module, in order."""
        return tuple(exercise for step in self.steps for exercise in step.exercises)

    @cached_property
    def asking(self) -> Mapping[str, Exercise]:
        """Return the blocks that save something, by id."""
        return {exercise.id: exercise for exercise in self.exercises if exercise.asks}

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Return the old ids of the blocks, with the present ones."""
        return renamed(self.exercises)

    def place(self, exercise: Exercise) -> str:
        """Return what entries and readings made in an exercise are found by, whatever its id is now."""
        return f"{self.id}/{exercise.first_id}"

    def names_up_to(self, step_id: str) -> frozenset[Ref]:
        """Return the names that decide what is shown on this step and the steps before it."""
        asked = (e.when for step in self.steps[: self.number(step_id)] for e in step.exercises if e.when)
        return frozenset(term.ref for when in asked for term in when.terms)


@dataclass(frozen=True, slots=True)
class Character:
    """One of the people who return in every module."""

    id: str
    name: str
    about: str
    picture: str
    portrait: Words
    thought: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A category the patient may share with the doctor. It says this `since` that version of the consent."""

    id: str
    title: str
    words: Words
    since: int = 1


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of the page "How it goes": an instrument, or a scale that has one id in several modules."""

    id: str
    of: str
    title: str
    text: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Goals:
    """The patient's own goals, then and now. Each option is (text exercise: scale exercise) words."""

    title: str = ""
    text: Words = NO_WORDS
    pairs: tuple[Option, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Everything in one language."""

    locale: str
    title: str
    text: Words = NO_WORDS
    consent_version: int = 1
    spacing: int = 0  # days between two modules, as advice; 0 for none
    access: int = 0  # months from the start in which the place stays at least; 0 says nothing
    modules: Mapping[str, Module] = field(default_factory=dict)  # the regular ones, then the boosters
    course: Mapping[str, Module] = field(default_factory=dict)  # the lessons for doctors, made like modules
    tools: Mapping[str, Tool] = field(default_factory=dict)
    instruments: Mapping[str, Questionnaire] = field(default_factory=dict)
    characters: Mapping[str, Character] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    pages: Mapping[str, InfoPage] = field(default_factory=dict)
    curves: Mapping[str, Curve] = field(default_factory=dict)
    goals: Goals = Goals()
    change_for_gp: tuple[Option, ...] = ()
    change_for_patient: tuple[Option, ...] = ()

    @cached_property
    def regular(self) -> Mapping[str, Module]:
        """Return the modules that make up the programme, by id."""
        return {module.id: module for module in self.modules.values() if not module.week}

    @cached_property
    def boosters(self) -> Mapping[str, Module]:
        """Return the looks back after the regular modules, the earliest first, by id."""
        return {module.id: module for module in self.modules.values() if module.week}

    @cached_property
    def safety_tool(self) -> Tool | None:
        """Return the tool that is offered to somebody in danger."""
        return next((tool for tool in self.tools.values() if tool.meant_for == "safety"), None)

    @cached_property
    def safety_item(self) -> str:
        """Return the number of the question that asks about danger; "" where no questionnaire asks."""
        return next((of.safety_item for of in self.instruments.values() if of.safety_item), "")

    def module_number(self, module_id: str) -> int:
        """Return the module's place among the regular ones, from 1; 0 for a booster."""
        return 0 if module_id in self.boosters else 1 + list(self.regular).index(module_id)

    def tools_met(self, module_id: str) -> tuple[Tool, ...]:
        """Return the tools that the modules up to this one introduce, in the programme's order."""
        upto = list(self.regular.values())[: self.module_number(module_id) or None]
        met = {getattr(e, "tool_id", "") for module in upto for e in module.exercises}
        return tuple(tool for tool in self.tools.values() if tool.id in met)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The programme in every language, the source first; what to verify, and what the application says."""

    programmes: Mapping[str, Programme]
    digest: str = ""
    unverified: tuple[str, ...] = ()
    interfaces: Mapping[str, Interface] = field(default_factory=dict)

    def __getitem__(self, locale: str) -> Programme:
        """Return the programme in a language; the source's for one there is none in."""
        return self.programmes.get(locale) or self.source

    @property
    def source(self) -> Programme:
        """Return the programme in the source language."""
        return next(iter(self.programmes.values()))

    @property
    def locales(self) -> tuple[str, ...]:
        """Return the languages, the source first."""
        return tuple(self.programmes)
