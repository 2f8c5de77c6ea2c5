"""The steps of a module: show one, save it field by field or whole, go on."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from selfhelp.care import progress
from selfhelp.care.days import day_of
from selfhelp.care.progress import GoOn
from selfhelp.care.removed import forget_removed
from selfhelp.care.step_page import Stamp, StepNow, step_now
from selfhelp.care.step_saving import Sent, forget_hidden, keep_saved, save_step, shows_danger
from selfhelp.content.model import Step
from selfhelp.exercises.exercise import Exercise
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import catalogue, now
from selfhelp.web.errors import wants_json
from selfhelp.web.met import keep_content
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.heavy_thoughts import heavy_page
from selfhelp.web.patient.office import office_number
from selfhelp.web.patient.saved import CONFLICT, conflict, saved, wrong
from selfhelp.web.patient.sent import KEEP_SAVED, other_sent, page_sent
from selfhelp.web.patient.step_view import StepView, sent_exercises, sent_values, step_url
from selfhelp.web.person import set_language
from selfhelp.web.shown import form_for, validates

CANNOT_SAVE = 422


@bp.route("/modules/<module_id>/<step_id>", methods=["GET", "POST"])
def step(module_id: str, step_id: str) -> ResponseReturnValue:
    """Show one step, and save what the patient writes there."""
    module = mine().programme.modules.get(module_id) or abort(404)
    this = module.step(step_id) or abort(404)
    before = step_now(database.session(), mine(), module, this, now())
    view = StepView(module, before, part=_part(this))
    if request.method != "POST":
        return _page(view)
    if request.form.get("go") == KEEP_SAVED:
        return _keep_saved(view)
    return _save(view)


def _keep_saved(view: StepView) -> ResponseReturnValue:
    """Let what was saved first stand; the other window's text goes."""
    session, step = database.session(), view.now.step
    keep_saved(session, mine=mine(), module=view.module, step=step, window=other_sent(), now=now())
    session.commit()
    return redirect(_here(view), 303)


def _part(this: Step) -> int:
    wanted = request.values.get("part", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 3 else 1  # noqa: PLR2004
    return min(max(number, 1), len(this.pages))


def _save(view: StepView) -> ResponseReturnValue:
    """Save what was sent, and answer: the help page, what is to put right, or the next page."""
    exercises = sent_exercises(view, request.form.getlist("on"))
    form = form_for(exercises, request.form, digest=catalogue().digest)
    kept = {exercise.id: view.now.value(exercise) for exercise in exercises}
    fits = validates(form, exercises, kept, day_of(now()))
    values = sent_values(view.now, exercises, form)
    page = page_sent()
    sent = Sent(values, _ticked(exercises), page.key, _stamp(), page.other, page.whole)
    at = now()
    forget_removed(database.session(), at)
    keep_content(at)
    disagreeing = save_step(
        database.session(),
        mine=mine(),
        module=view.module,
        before=view.now,
        sent=sent,
        now=at,
    )
    after = step_now(database.session(), mine(), view.module, view.now.step, at)
    staying = wants_json() or "locale" in request.form or "go" in request.form
    both = bool(disagreeing) or (not staying and bool(StepView(view.module, after, view.part).other))
    _note_progress(view, done=fits and not both and not staying)
    database.session().commit()
    danger = shows_danger(exercises, values)
    if both and wants_json():
        return conflict(danger=danger)
    if both:
        typed = form if disagreeing else None
        return _page(StepView(view.module, after, view.part, form=typed, sent=exercises)), CONFLICT
    if wants_json():
        return saved(after.stamp, form, danger=danger)
    if danger and "locale" not in request.form:
        return heavy_page(_next_url(view) if fits else _here(view))
    return _answer(view, after, exercises, form, fits=fits)


def _answer(
    view: StepView, after: StepNow, exercises: list[Exercise], form: Form, *, fits: bool
) -> ResponseReturnValue:
    if wanted := request.form.get("locale"):
        set_language(wanted)
        return _again(view, exercises) if wrong(form) else redirect(_here(view), 303)
    ways = {"stop": url_for("patient.home"), "back": view.back}
    # What cannot be saved is told once before the page is left without it.
    if (way := ways.get(request.form.get("go", ""))) and ("told" in request.form or not wrong(form)):
        return redirect(way, 303)
    if not fits:
        return _page(StepView(view.module, after, view.part, form=form, sent=exercises)), CANNOT_SAVE
    if new := _first_news(view, after):
        return redirect(f"{_here(view)}#at-{new}", 303)
    return redirect(_next_url(view), 303)


def _again(view: StepView, exercises: list[Exercise]) -> ResponseReturnValue:
    """Show the page as it was sent, in the language just chosen."""
    module = mine().programme.modules[view.module.id]
    this = module.step(view.now.step.id) or abort(404)
    there = StepView(module, step_now(database.session(), mine(), module, this, now()), view.part)
    asked = sent_exercises(there, [exercise.id for exercise in exercises])
    form = form_for(asked, request.form, digest=catalogue().digest)
    validates(form, asked, {one.id: there.now.value(one) for one in asked}, day_of(now()))
    return _page(StepView(module, there.now, view.part, form=form, sent=asked)), CANNOT_SAVE


def _first_news(view: StepView, after: StepNow) -> str:
    """Return the first block of this page that shows something the reader has not seen; "" for none.

    The page says which blocks stood on it: its script may have saved the answers before it was sent.
    """
    new = after.visible() - view.now.visible()
    if "seen" in request.form:
        blocks = {(block, "") for block in request.form["seen"].split()}
        new = frozenset(one for one in new if one[1]) | {
            one for one in after.visible() - blocks if not one[1]
        }
    named = {block for block, _ in new}
    return next((one.id for one in view.blocks if isinstance(one, Exercise) and one.id in named), "")


def _page(view: StepView) -> str:
    number = office_number() if view.may_be_dangerous else ""
    onward = _next_url(view) if view.form is not None else ""  # nobody is held up by a field
    return render_template("patient/step.html", view=view, place=mine(), office_number=number, onward=onward)


def _note_progress(view: StepView, *, done: bool) -> None:
    """Keep where the patient is, to the page, in the answers' own transaction."""
    step, part = view.now.step, view.part
    if done and part < view.parts:
        following, part = step, part + 1
    elif done:
        following, part = view.module.step_after(step.id) or step, 1
    else:
        following = step
    row = progress.step_on(
        database.session(),
        mine=mine(),
        module=view.module,
        step=step.id,
        done=done and view.part == view.parts,
        go_on=GoOn(following.id, part),
        now=now(),
    )
    if row.finished_at is not None:
        forget_hidden(database.session(), mine=mine(), module=view.module, now=now())


def _next_url(view: StepView) -> str:
    """Return what follows: the step's next page, a rest, the next step, or the module's end."""
    module, this = view.module, view.now.step
    if view.part < view.parts:
        return step_url(module, this, view.part + 1)
    following = module.step_after(this.id)
    if following is None:
        return url_for("patient.module_done", module_id=module.id)
    if module.ends_sitting(this.id):
        return url_for("patient.sitting_done", module_id=module.id, step_id=this.id)
    return step_url(module, following)


def _here(view: StepView) -> str:
    return step_url(view.module, view.now.step, view.part)


def _ticked(exercises: list[Exercise]) -> frozenset[str]:
    return frozenset(
        e.id for e in exercises if e.asks_doctor and request.form.get(f"q.{e.id}.doctor-may-see")
    )


def _stamp() -> Stamp:
    return Stamp.read(request.form.get("revision", ""))
