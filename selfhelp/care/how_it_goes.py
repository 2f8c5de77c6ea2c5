"""How it goes, as the patient sees it: numbers of one's own over time, questionnaires, goals then and now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from selfhelp.care import answers, readings
from selfhelp.care.mine import Mine
from selfhelp.care.readings import Scores, is_worse
from selfhelp.care.scope import Scope
from selfhelp.care.shown_answers import KeptSteps, scopes
from selfhelp.content.model import Curve, Module
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.words import Json, Ref

Heavy = Literal["sure", "maybe", ""]


@dataclass(frozen=True, slots=True)
class Given:
    """One answer and the day it was given: the day this very answer was first saved on its step.

    The step may have been saved again since, and done on another day; neither moves it. An answer changed on
    a later day is an answer of that day.
    """

    value: Json
    on: date


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was answered on one scale, the oldest first."""

    scale: Scale
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One curve of the programme, with what there is to show: numbers, or a questionnaire's scores.

    `heavy` after the programme's safety rules F2 and F3: "sure" where the newest sum cannot be less than
    severe; "maybe" where answers are missing and the most the sum can be is severe, or a rise.
    """

    curve: Curve
    numbers: Numbers | None = None
    scores: Scores | None = None
    heavy: Heavy = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in the patient's own words, the day they were written, and how near it has been."""

    title: str
    words: Given
    numbers: Numbers | None


@dataclass(frozen=True, slots=True)
class HowItGoes:
    """Everything the page shows."""

    lines: tuple[Line, ...]
    goals: tuple[Goal, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing has been answered yet."""
        return not self.goals and not any(line.numbers or line.scores for line in self.lines)


Seen = Sequence[tuple[Module, Scope]]


def how_it_goes(session: Session, mine: Mine) -> HowItGoes:
    """Load the page in a constant number of statements. What is hidden counts as missing, as everywhere."""
    kept = answers.answers_in(session, mine, mine.programme.modules)
    seen = scopes(session, mine, kept)
    taken = readings.readings_of(session, mine)
    lines = []
    for curve in mine.programme.curves.values():
        if of := mine.programme.instruments.get(curve.of):
            scores = readings.scores_of(of, taken[of.id])
            lines.append(Line(curve, scores=scores, heavy=_heavy(scores)))
        else:
            lines.append(Line(curve, numbers=_numbers(seen, kept, curve.of)))
    return HowItGoes(tuple(lines), tuple(_goals(mine, seen, kept)))


def _heavy(scores: Scores | None) -> Heavy:
    if scores is None:
        return ""
    severe, now = scores.of.severe_from, scores.now.score
    if severe is not None and now.low >= severe:
        return "sure"
    unsure = is_worse(scores.of, scores.taken) and scores.change != "worse"
    return "maybe" if unsure or (severe is not None and now.high >= severe) else ""


def _goals(mine: Mine, seen: Seen, kept: KeptSteps) -> Iterator[Goal]:
    """Yield the goals that were written. Their words stand in one module, their numbers in several."""
    for pair in mine.programme.goals.pairs:
        written = [given for _, given in _found(seen, kept, pair.id)]
        if written:
            yield Goal(pair.plain, written[-1], _numbers(seen, kept, pair.note))


def _numbers(seen: Seen, kept: KeptSteps, wanted: str) -> Numbers | None:
    found = [(e, given) for e, given in _found(seen, kept, wanted) if isinstance(e, Scale)]
    if not found:
        return None
    return Numbers(found[-1][0], tuple(given for _, given in found))


def _found(seen: Seen, kept: KeptSteps, wanted: str) -> list[tuple[Exercise, Given]]:
    """Return the answers to the exercises of this id in any module, by day, then in the modules' order."""
    found = []
    for module, scope in seen:
        exercise, value = module.asking.get(wanted), scope.lookup(Ref(wanted))
        # By the exercise's id alone, as everywhere: the author may have moved it to another step since.
        days = [on_step.days[wanted] for on_step in kept[module.id].values() if wanted in on_step.days]
        if exercise is not None and value is not None and days:
            found.append((exercise, Given(value, days[-1])))
    return sorted(found, key=lambda one: one[1].on)
