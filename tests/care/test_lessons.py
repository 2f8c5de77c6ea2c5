"""The doctors' course: which steps are done, what is left, and what the record says."""

from datetime import timedelta

import pytest
from databases import NOW
from people import Gp, Surgery
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from selfhelp.care import lessons
from selfhelp.care.lessons import CourseNow
from selfhelp.content.model import Module, Step
from selfhelp.records.lessons import LessonStep
from selfhelp.records.people import Person


def lesson(name: str, **minutes: int) -> Module:
    return Module(
        id=name, title=name, steps=tuple(Step(id=one, title=one, minutes=n) for one, n in minutes.items())
    )


WHY = lesson("why", trials=4, reasons=7)
TALK = lesson("talk", opening=9)
COURSE = {one.id: one for one in (WHY, TALK)}


def finish(session: Session, gp: Gp, of: Module, step: str, *, days: int = 0) -> None:
    found = of.step(step)
    assert found
    lessons.finish_step(session, person_id=gp.id, lesson=of, step=found, now=NOW + timedelta(days=days))


def now(session: Session, gp: Gp, course: dict[str, Module] = COURSE) -> CourseNow:
    return lessons.course_now(session, person_id=gp.id, course=course)


class TestCourseNow:
    def test_begins_with_all_of_it_left(self, session: Session, gp: Gp) -> None:
        course = now(session, gp)

        assert (course.minutes_left, course.minutes_done, course.days, course.begun) == (20, 0, None, ())
        assert course.following == course.lessons[0]
        assert course.lessons[0].next_step == WHY.steps[0]

    def test_goes_on_with_the_first_step_that_is_not_done(self, session: Session, gp: Gp) -> None:
        finish(session, gp, WHY, "trials")

        course = now(session, gp)

        assert course.lessons[0].next_step == WHY.steps[1]
        assert (course.minutes_left, course.minutes_done) == (16, 4)

    def test_leads_on_to_the_lesson_that_is_not_done(self, session: Session, gp: Gp) -> None:
        for step in WHY.steps:
            finish(session, gp, WHY, step.id)

        course = now(session, gp)

        assert course.lessons[0].is_done
        assert course.following == course.lessons[1]

    def test_leads_back_to_the_beginning_of_a_lesson_that_is_done(self, session: Session, gp: Gp) -> None:
        finish(session, gp, TALK, "opening")

        assert now(session, gp).lessons[1].next_step == TALK.steps[0]

    def test_ends_when_every_step_is_done(self, session: Session, gp: Gp) -> None:
        for one in COURSE.values():
            for step in one.steps:
                finish(session, gp, one, step.id)

        course = now(session, gp)

        assert (course.following, course.minutes_left) == (None, 0)

    def test_tells_the_first_and_the_latest_day(self, session: Session, gp: Gp) -> None:
        finish(session, gp, TALK, "opening", days=3)
        finish(session, gp, WHY, "reasons", days=1)

        course = now(session, gp)

        assert course.days == (NOW + timedelta(days=1), NOW + timedelta(days=3))
        assert course.lessons[0].last_done_at == NOW + timedelta(days=1)

    def test_does_not_count_a_step_that_was_taken_out(self, session: Session, gp: Gp) -> None:
        finish(session, gp, WHY, "reasons")

        course = now(session, gp, {"why": lesson("why", trials=4)})

        assert (course.minutes_done, course.begun) == (0, ())

    def test_is_another_gps_own(self, session: Session, gp: Gp, surgery: Surgery) -> None:
        other = surgery.gp()
        finish(session, gp, WHY, "trials")

        assert now(session, other).minutes_done == 0

    @pytest.mark.parametrize(("minutes", "hours"), [(14, 0), (15, 0.25), (29, 0.25), (74, 1), (75, 1.25)])
    def test_rounds_hours_down_to_whole_quarters(
        self, session: Session, gp: Gp, minutes: int, hours: float
    ) -> None:
        long = lesson("long", one=minutes)
        finish(session, gp, long, "one")

        assert now(session, gp, {"long": long}).hours_done == hours


class TestFinishStep:
    def test_keeps_when_it_was_done_for_the_first_time(self, session: Session, gp: Gp) -> None:
        finish(session, gp, WHY, "trials")
        finish(session, gp, WHY, "trials", days=2)

        assert now(session, gp).lessons[0].done == {"trials": NOW}

    def test_keeps_it_until_the_person_is_gone(self, session: Session, gp: Gp) -> None:
        finish(session, gp, WHY, "trials")
        session.commit()

        session.execute(delete(Person).where(Person.id == gp.id))
        session.commit()

        assert session.scalar(select(func.count()).select_from(LessonStep)) == 0
