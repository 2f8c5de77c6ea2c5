"""One exercise of every kind, and what a patient may have answered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from selfhelp.exercises.card import Card
from selfhelp.exercises.check import Check
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.choices import Choices
from selfhelp.exercises.day import Day
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.exercise import Exercise, Option
from selfhelp.exercises.home_practice import HomePractice
from selfhelp.exercises.instrument import Band, Coded, Instrument, Questionnaire
from selfhelp.exercises.letter import Letter
from selfhelp.exercises.plan import Plan
from selfhelp.exercises.planner import Planner
from selfhelp.exercises.quiz import Quiz
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.sort import Sort
from selfhelp.exercises.story import Story
from selfhelp.exercises.strengths import Strengths
from selfhelp.exercises.text import Text
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.useful import Useful
from selfhelp.exercises.words import Words

LETTERS = "abcdefghi"


def words(text: str) -> Words:
    return Words((), text)


def options(*ids: str, notes: Mapping[str, str] | None = None) -> tuple[Option, ...]:
    """Return options whose words are their ids in capitals."""
    return tuple(Option(i, words(i.upper()), (notes or {}).get(i, ""), Words((), f"about {i}")) for i in ids)


def questionnaire(
    *, items: int = 9, safety_item: str = "9", missing_allowed: int = 2, difficulty: bool = True
) -> Questionnaire:
    """Return a questionnaire like PHQ-9."""
    bands = (("minimal", 0, 4), ("mild", 5, 9), ("moderate", 10, 14), ("moderately-severe", 15, 19))
    degrees = tuple(Coded(str(n), f"degree {n}") for n in range(4))
    return Questionnaire(
        id="phq-9",
        title="PHQ-9",
        stem=words("How often?"),
        answers=tuple(Coded(str(n), f"answer {n}") for n in range(4)),
        items=tuple(Coded(str(n), f"item {n}") for n in range(1, items + 1)),
        bands=(*(Band(name, name, low, high) for name, low, high in bands), Band("severe", "severe", 20, 27)),
        refuse="No",
        difficulty_answers=degrees if difficulty else (),
        missing_allowed=missing_allowed,
        safety_item=safety_item,
        severe_from=20,
    )


CHAIN = Tool(
    id="chain",
    title="The chain",
    blocks=(
        Text(id="event"),
        Strengths(id="feelings", options=options("sad", "glad")),
        Plan(id="plan", options=options("what", "when")),
        Scale(id="now", phase="after"),
    ),
)
EXAMPLES: dict[str, Exercise] = {
    exercise.kind: exercise
    for exercise in (
        Choice(id="x", options=options("a", "b")),
        Quiz(id="x", options=options("a", "b", notes={"a": "right"})),
        Story(id="x", options=options("a", "b")),
        Choices(id="x", options=options("a", "b", "none"), none="none"),
        Scale(id="x"),
        Strengths(id="x", options=options("sad", "glad", "calm")),
        Text(id="x"),
        Sort(id="x", options=options("g", "h", "c1", "c2", notes={"c1": "g", "c2": "g or h"})),
        Check(id="x", options=options("a", "b", "c", notes={"a": "body", "b": "mood", "c": "body"})),
        Plan(id="x", options=options("what", "when")),
        Day(id="x", options=options("morning", "evening"), locale="en"),
        Letter(id="x"),
        HomePractice(id="x", options=options("main", "small", notes={"main": "3", "small": "1"}), of=CHAIN),
        Useful(id="x", options=options("one", "two")),
        Card(id="x", offered=("chain",)),
        Instrument(id="x", of=questionnaire()),
        ToolBlock(id="x", tool_id="chain", of=CHAIN),
        Planner(id="x", tool_id="chain", of=CHAIN, number_of_cards=2),
    )
}
RATED = Check(id="x", options=options("a", "b"), ends=(0, 3))

_text = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
_numbers = st.none() | st.integers(0, 10)
_days = st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1))
_answers = st.none() | st.sampled_from(["0", "1", "2", "3", "no"])


def _some(*ids: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), unique=True)


def _whole(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({key.removeprefix("_"): part for key, part in parts.items()})


_tool = {
    "event": _text,
    "feelings": _some("sad", "glad"),
    "feelings.sad": _numbers,
    "feelings.glad": _numbers,
    "plan.what": _text,
    "plan.when": _text,
    "now": _numbers,
}
# What the form of each kind may hold.
FORMS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "choice": _whole(_=st.sampled_from([None, "a", "b"])),
    "quiz": _whole(_=st.sampled_from([None, "a", "b"])),
    "story": _whole(_=st.sampled_from([None, "a", "b"])),
    "choices": _whole(_=_some("a", "b", "none")),
    "scale": _whole(_=_numbers),
    "strengths": _whole(_=_some("sad", "glad"), sad=_numbers, glad=_numbers, calm=_numbers),
    "text": _whole(_=_text),
    "sort": _whole(c1=st.sampled_from([None, "g", "h"]), c2=st.sampled_from([None, "g", "h"])),
    "check": _whole(_=_some("a", "b", "c")),
    "plan": _whole(what=_text, when=_text),
    "day": _whole(day=_days, part=st.sampled_from([None, "morning", "evening"])),
    "letter": _whole(_=_text, day=_days),
    "home-practice": _whole(_=st.sampled_from([None, "main", "small"]), day=_text, place=_text),
    "useful": _whole(useful=_some("one", "two"), hard=_some("one", "two"), own=_text, show=st.booleans()),
    "card": _whole(
        text=_text,
        tool=st.sampled_from([None, "chain"]),
        show=st.booleans(),
        date=_days,
    ),
    "instrument": st.fixed_dictionaries(
        {str(n): _answers for n in range(1, 10)} | {"difficulty": st.sampled_from([None, "0", "3"])}
    ),
    "tool": st.fixed_dictionaries(_tool),
    "planner": st.fixed_dictionaries(
        {f"{card}.{key}": part for card in ("1", "2") for key, part in _tool.items()}
    ),
}
