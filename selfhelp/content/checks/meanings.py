"""What a name in a condition or recall stands for: which values it can have, which numbers it publishes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from selfhelp.exercises.check import Check
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.choices import Choices
from selfhelp.exercises.conditions import NUMERIC, SET, Condition, Term, holds
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.plan import Plan
from selfhelp.exercises.planner import Planner
from selfhelp.exercises.quiz import Quiz
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.sort import Sort
from selfhelp.exercises.strengths import Strengths
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.tool_numbers import names_of
from selfhelp.exercises.words import Json, Lookup


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for.

    `sort`: one option; some options; a number; a word, or some, a kind publishes, never shown to the patient;
    or something that can only be answered or not.
    """

    sort: Literal["one", "some", "number", "word", "words", "text"]
    values: tuple[str, ...] = ()
    low: int = 0
    high: int | None = None
    none: str = ""  # the option that excludes the others

    def candidates(self, terms: tuple[Term, ...]) -> list[Json]:
        """Return values that between them tell whether the comparisons can hold: nothing else decides."""
        if self.sort in {"one", "word"}:
            return [None, *self.values]
        if self.sort == "number":
            return [None, *self._numbers(terms)]
        if self.sort in {"some", "words"}:
            return [None, *self._lists(terms)]
        return [None, "words"]

    def _numbers(self, terms: tuple[Term, ...]) -> list[int]:
        near = {self.low} | ({self.high} if self.high is not None else set())
        for term in terms:
            if term.value:
                near |= {int(float(term.value)) + step for step in (-1, 0, 1)}
        return [n for n in sorted(near) if n >= self.low and (self.high is None or n <= self.high)]

    def _lists(self, terms: tuple[Term, ...]) -> list[list[str]]:
        wanted = [term.value for term in terms if term.operator == "includes"]
        if self.none in wanted and set(wanted) != {self.none}:
            return []
        return [wanted] if wanted else [[value] for value in self.values]


TEXT = Meaning("text")
# What every tool publishes beside its blocks: `chain.count`. The engine's side is `care.scope`.
TOOL_NUMBERS: Mapping[str, Meaning] = MappingProxyType({"count": Meaning("number")})
WHOLE = re.compile(r"[0-9]{1,9}")


def can_hold(meaning: Meaning, terms: tuple[Term, ...]) -> bool:
    """Tell whether some answer makes all these comparisons with one name true."""
    condition = Condition(terms)
    return any(holds(condition, _always(value)) for value in meaning.candidates(terms))


def _always(value: Json) -> Lookup:
    return lambda _ref: value


def fits(meaning: Meaning, term: Term) -> bool:
    """Tell whether the comparison can be made with what the name stands for."""
    if not term.value:
        return True
    if term.operator in NUMERIC:
        return meaning.sort == "number"
    if term.operator in SET:
        return meaning.sort in {"some", "words"}
    return meaning.sort in {"one", "word"} or (
        meaning.sort == "number" and WHOLE.fullmatch(term.value) is not None
    )


def meaning_of(exercise: Exercise) -> Meaning:
    """Return what the exercise's own name stands for."""
    ids = tuple(option.id for option in exercise.options)
    if isinstance(exercise, Choice):
        return Meaning("one", ids)
    if isinstance(exercise, Choices):
        return Meaning("some", ids, none=exercise.none)
    if isinstance(exercise, Sort):
        return Meaning("some", tuple(card.id for card in exercise.cards))
    if isinstance(exercise, Check | Strengths | Plan):
        return Meaning("some", ids)
    if isinstance(exercise, Scale):
        return Meaning("number", low=exercise.ends[0], high=exercise.ends[1])
    return TEXT


def parts_of(exercise: Exercise) -> Mapping[str, Meaning]:
    """Return what may stand after the point of the exercise's name."""
    if isinstance(exercise, ToolBlock):
        return {block.id: meaning_of(block) for block in exercise.of.asking} if exercise.of else {}
    if isinstance(exercise, Planner):
        return _planner(exercise)
    published = PUBLISHED.get(type(exercise))
    return published(exercise) if published else {}


def _planner(exercise: Planner) -> dict[str, Meaning]:
    """Return the count, and the blocks of each entry in turn: `1-what`, `2-what`."""
    blocks = exercise.of.asking if exercise.of else ()
    each = {f"{card}-{block.id}": meaning_of(block) for card in exercise.cards for block in blocks}
    return {"count": Meaning("number", low=1, high=exercise.number_of_cards)} | each


def parts_of_tool(tool: Tool) -> Mapping[str, Meaning]:
    """Return what may stand after the point of a tool's name."""
    return {block.id: meaning_of(block) for block in tool.asking} | numbers_of_tool(tool)


def numbers_of_tool(tool: Tool) -> dict[str, Meaning]:
    """Return the numbers of all its entries together, and how many there are."""
    names = names_of(tool.asking)
    return {name: Meaning("number", low=low, high=high) for name, (low, high) in names.items()} | dict(
        TOOL_NUMBERS
    )


def _choices(exercise: Choices) -> dict[str, Meaning]:
    others = [option for option in exercise.options if option.id != exercise.none]
    return {"count": Meaning("number", low=0 if exercise.none else 1, high=len(others))}


def _strengths(exercise: Strengths) -> dict[str, Meaning]:
    ids = tuple(option.id for option in exercise.options)
    return {"count": Meaning("number", low=1, high=len(ids)), "strongest": Meaning("word", ids)}


def _check(exercise: Check) -> dict[str, Meaning]:
    many = len(exercise.options)
    groups = tuple(dict.fromkeys(option.note for option in exercise.options if option.note))
    low, most = (0, exercise.ends[1]) if exercise.ends else (1, 1)
    numbers = {"count": Meaning("number", low=low, high=many)}
    ranks = {"top": Meaning("word", groups), "also": Meaning("words", groups)}
    return numbers | {"sum": Meaning("number", low=low, high=many * most)} | ranks


def _instrument(exercise: Instrument) -> dict[str, Meaning]:
    if exercise.of is None:
        return {}
    most = max((int(answer.id) for answer in exercise.of.answers if answer.id.isdecimal()), default=0)
    items = len(exercise.of.items)
    total = Meaning("number", high=items * most)
    bands = tuple(band.id for band in exercise.of.bands)
    safety = {"item9": Meaning("number", high=most)} if exercise.of.safety_item else {}
    waits = {"waits": Meaning("word", ("yes",)), "due-on": TEXT} if exercise.due else {}
    return (
        safety
        | waits
        | {
            "sum": total,
            "lower": total,
            "upper": total,
            "total": TEXT,
            "missing": Meaning("number", high=items),
            "band": Meaning("word", bands),
            "complete": Meaning("word", ("yes",)),
        }
    )


def _quiz(_exercise: Quiz) -> dict[str, Meaning]:
    return {"right": Meaning("word", ("yes", "no"))}


def _sort(exercise: Sort) -> dict[str, Meaning]:
    return {"right": Meaning("number", high=len(exercise.cards))}


PUBLISHED: Mapping[type[Exercise], Callable[..., dict[str, Meaning]]] = MappingProxyType(
    {
        Choices: _choices,
        Strengths: _strengths,
        Check: _check,
        Instrument: _instrument,
        Quiz: _quiz,
        Sort: _sort,
    }
)
