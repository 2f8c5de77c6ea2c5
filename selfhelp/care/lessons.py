"""The doctors' course: which steps a GP has done, how much is left, and what its record may say."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from selfhelp.content.model import Module, Step
from selfhelp.records.lessons import LessonStep

QUARTER = 15  # minutes


@dataclass(frozen=True, slots=True)
class LessonNow:
    """A lesson as one GP stands in it. `done` is {step: when}, for steps the lesson has today."""

    lesson: Module
    done: Mapping[str, datetime]

    @property
    def left(self) -> tuple[Step, ...]:
        """Return the steps that are not done, in order."""
        return tuple(step for step in self.lesson.steps if step.id not in self.done)

    @property
    def is_done(self) -> bool:
        """Tell whether every step is done."""
        return not self.left

    @property
    def minutes_left(self) -> int:
        """Return the minutes the authors reckon for what is left."""
        return sum(step.minutes for step in self.left)

    @property
    def minutes_done(self) -> int:
        """Return the minutes the authors reckon for what is done."""
        return sum(step.minutes for step in self.lesson.steps) - self.minutes_left

    @property
    def last_done_at(self) -> datetime | None:
        """Return when the latest of its steps was done; None where none is."""
        return max(self.done.values(), default=None)

    @property
    def next_step(self) -> Step | None:
        """Return where to go on: the first step not done, or the lesson's first. None for no steps."""
        return next(iter((*self.left, *self.lesson.steps)), None)


@dataclass(frozen=True, slots=True)
class CourseNow:
    """The whole course as one GP stands in it."""

    lessons: tuple[LessonNow, ...]

    @property
    def following(self) -> LessonNow | None:
        """Return the first lesson that is not done; None where all are."""
        return next((one for one in self.lessons if not one.is_done), None)

    @property
    def begun(self) -> tuple[LessonNow, ...]:
        """Return the lessons of which at least one step is done."""
        return tuple(one for one in self.lessons if one.done)

    @property
    def minutes_left(self) -> int:
        """Return the minutes the authors reckon for what is left."""
        return sum(one.minutes_left for one in self.lessons)

    @property
    def minutes_done(self) -> int:
        """Return the minutes the authors reckon for what is done."""
        return sum(one.minutes_done for one in self.lessons)

    @property
    def hours_done(self) -> float:
        """Return the same in hours, in whole quarters, rounded down: a record says no more than was done."""
        return self.minutes_done // QUARTER * QUARTER / 60

    @property
    def days(self) -> tuple[datetime, datetime] | None:
        """Return when the first and the latest step were done; None where none is."""
        moments = [at for one in self.lessons for at in one.done.values()]
        return (min(moments), max(moments)) if moments else None


def course_now(session: Session, *, person_id: UUID, course: Mapping[str, Module]) -> CourseNow:
    """Return how far a GP is in the course as it is today; steps that were taken out do not count."""
    rows = session.scalars(select(LessonStep).where(LessonStep.person_id == person_id))
    done = {(row.lesson, row.step): row.done_at for row in rows}
    return CourseNow(
        tuple(
            LessonNow(
                lesson, {s.id: done[lesson.id, s.id] for s in lesson.steps if (lesson.id, s.id) in done}
            )
            for lesson in course.values()
        )
    )


def finish_step(session: Session, *, person_id: UUID, lesson: Module, step: Step, now: datetime) -> None:
    """Keep that the step is done, and when that was for the first time."""
    if session.get(LessonStep, (person_id, lesson.id, step.id)) is not None:
        return
    with suppress(IntegrityError), session.begin_nested():  # the same button, pressed twice
        session.add(LessonStep(person_id=person_id, lesson=lesson.id, step=step.id, done_at=now))
