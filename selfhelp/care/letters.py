"""Letters to oneself: which have come, and putting one away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from selfhelp.care import answers
from selfhelp.care.mine import Mine
from selfhelp.care.shown_answers import KeptSteps
from selfhelp.exercises.letter import Letter
from selfhelp.exercises.words import Json


@dataclass(frozen=True, slots=True)
class Post:
    """One letter that has come: where it was written, on which day, and its words."""

    module: str
    step: str
    exercise: Letter
    value: Json
    written: date | None
    part: int = 1  # the page of the step
    is_waiting: bool = False  # it has not been put away

    @property
    def text(self) -> str:
        """Return the words."""
        return self.exercise.in_words(self.value)


def come(mine: Mine, kept: KeptSteps, today: date) -> Iterator[Post]:
    """Yield the letters whose day has come, in the order of the steps they were written on."""
    for module in mine.programme.modules.values():
        for step in module.steps:
            there = kept.get(module.id, {}).get(step.id)
            for exercise in step.asking if there else ():
                value = there.values.get(exercise.id) if there else None
                if isinstance(exercise, Letter) and value and exercise.has_come(value, today):
                    written = there.days.get(exercise.id) if there else None
                    pages = [n for n, page in enumerate(step.pages, 1) if exercise in page]
                    waits = exercise.is_waiting(value, today)
                    yield Post(module.id, step.id, exercise, value, written, pages[0], waits)


def waiting(mine: Mine, kept: KeptSteps, today: date) -> Post | None:
    """Return the first letter that has come and has not been put away."""
    return next((one for one in come(mine, kept, today) if one.is_waiting), None)


def letter(session: Session, mine: Mine, *, module: str, exercise: str, today: date) -> Post | None:
    """Return one letter, as soon as its day has come; None before, and for no letter."""
    kept = answers.answers_in(session, mine, [module])
    return next((one for one in come(mine, kept, today) if one.exercise.id == exercise), None)


def put_away(session: Session, *, mine: Mine, post: Post) -> None:
    """Put a letter away: it is shown on home no more, and stays on its step."""
    value = post.exercise.put_away(post.value)
    where = {"module": post.module, "step": post.step, "exercise": post.exercise.id}
    answers.amend(session, mine=mine, **where, value=value)
