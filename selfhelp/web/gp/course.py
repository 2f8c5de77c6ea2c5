"""The course for doctors: its lessons as a path, one step a page, and a record of what is done.

Nothing that is answered is kept: a page is answered on the page, and forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from wtforms import Form

from selfhelp.care import lessons
from selfhelp.care.days import day_of
from selfhelp.care.lessons import CourseNow
from selfhelp.care.scope import Scope
from selfhelp.content.model import Module, Programme, Step
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.words import Json, Words
from selfhelp.web import database, paper
from selfhelp.web.access import visitor
from selfhelp.web.desk import catalogue, now
from selfhelp.web.fragments import fragment, speaking
from selfhelp.web.gp.blueprint import bp
from selfhelp.web.shown import Shown, form_for, show, show_sent, validates, value_sent

EDITION = 12  # letters of the content's hash: enough to tell which words a record is about


@dataclass(frozen=True, slots=True)
class Page:
    """One step of a lesson, ready for its template; with `form`, as it was answered."""

    lesson: Module
    step: Step
    scope: Scope
    form: Form | None = None
    sent: tuple[Exercise, ...] = ()

    @property
    def shown(self) -> list[Markup | Shown]:
        """Return what the page shows, in order."""
        visible = [part for part in self.step.parts if isinstance(part, Words) or self.scope.shows(part)]
        return [
            part.filled(self.scope.in_words) if isinstance(part, Words) else self._shown(part)
            for part in visible
        ]

    @property
    def asks(self) -> list[str]:
        """Return the blocks of the page that are answered, by id."""
        return [exercise.id for exercise in self.step.asking]

    def _shown(self, exercise: Exercise) -> Shown:
        if self.form is None or exercise not in self.sent:
            return show(exercise, self.scope, None)
        return show_sent(exercise, self.scope, self.scope.answers[self.lesson.id].get(exercise.id), self.form)


@bp.get("/course")
def course() -> ResponseReturnValue:
    """Show the lessons, what is done, and where to go on."""
    return render_template("gp/course.html", course=_course_now())


@bp.route("/course/<lesson_id>/<step_id>", methods=["GET", "POST"])
def course_step(lesson_id: str, step_id: str) -> ResponseReturnValue:
    """Show one step; answer what was chosen there; or keep that it is done, and go on."""
    programme = _programme()
    lesson = programme.course.get(lesson_id) or abort(404)
    this = lesson.step(step_id) or abort(404)
    if request.method == "POST" and request.form.get("go") == "on":
        lessons.finish_step(
            database.session(), person_id=visitor().person_id, lesson=lesson, step=this, now=now()
        )
        database.session().commit()
        return redirect(_next_url(lesson, this), 303)
    page = _answered(programme, lesson, this) if request.method == "POST" else _fresh(programme, lesson, this)
    return render_template("gp/course_step.html", page=page)


@bp.get("/course/record")
def course_record() -> ResponseReturnValue:
    """Show what is done as one sheet of A4, to be printed."""
    back, pdf = url_for("gp.course"), url_for("gp.course_record_pdf")
    return render_template("paper/sheet.html", sheet=_record(), back=back, pdf=pdf)


@bp.get("/course/record.pdf")
def course_record_pdf() -> ResponseReturnValue:
    """Give the same sheet as a PDF."""
    sheet = _record()
    if not paper.can_make_pdf():
        return paper.no_pdf(url_for("gp.course_record"))
    with speaking(visitor().locale):
        title = gettext("Course record")
    return paper.pdf(sheet, title=title, language=visitor().locale)


def _programme() -> Programme:
    """Return the programme in the GP's language; 404 where it has no course."""
    programme = catalogue()[visitor().locale]
    return programme if programme.course else abort(404)


def _course_now() -> CourseNow:
    return lessons.course_now(database.session(), person_id=visitor().person_id, course=_programme().course)


def _fresh(programme: Programme, lesson: Module, this: Step) -> Page:
    return Page(lesson, this, _scope(programme, lesson, {}))


def _answered(programme: Programme, lesson: Module, this: Step) -> Page:
    """Return the page with what was chosen on it, and what that leads to."""
    on = request.form.getlist("on")
    sent = tuple(exercise for exercise in this.asking if exercise.id in on)
    form = form_for(sent, request.form, digest=catalogue().digest)
    validates(form, sent, {}, day_of(now()))
    values = {exercise.id: value_sent(exercise, None, form) for exercise in sent}
    return Page(lesson, this, _scope(programme, lesson, values), form, sent)


def _scope(programme: Programme, lesson: Module, values: Mapping[str, Json]) -> Scope:
    return Scope(programme, lesson, answers={lesson.id: values})


def _next_url(lesson: Module, this: Step) -> str:
    """Return the next step; the overview after a lesson's last one."""
    after = lesson.step_after(this.id)
    if after is None:
        return url_for("gp.course")
    return url_for("gp.course_step", lesson_id=lesson.id, step_id=after.id)


def _record() -> Markup:
    return fragment(
        "paper/course_record.html",
        language=visitor().locale,
        course=_course_now(),
        programme=_programme(),
        me=visitor(),
        edition=catalogue().digest[:EDITION],
        today=day_of(now()),
    )
