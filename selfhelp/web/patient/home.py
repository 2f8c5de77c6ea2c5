"""Home, a module's overview, and the rests between."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from selfhelp.care import home as home_questions
from selfhelp.care import pace, progress, sharing
from selfhelp.care.days import day_of
from selfhelp.care.progress import Position
from selfhelp.content.model import Module
from selfhelp.records.course import Progress
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import now
from selfhelp.web.follow_up_page import preview_of
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.reminding import offers_reminders


@bp.get("/home")
def home() -> ResponseReturnValue:
    """Show the one next thing."""
    found = home_questions.home(database.session(), mine(), now())
    return render_template("patient/home.html", home=found, programme=mine().programme, today=day_of(now()))


@bp.get("/modules")
def modules() -> ResponseReturnValue:
    """Show all the modules as one path; what is done stays open."""
    comes = pace.pace_of(database.session(), mine(), now()).position
    known = progress.progress_of(database.session(), mine())
    shown = [one for one in mine().programme.modules.values() if not one.week or one.id in known]
    if comes and comes.module not in shown:
        shown.append(comes.module)
    return render_template(
        "patient/modules.html",
        stones=[stone_of(one, known.get(one.id), comes) for one in shown],
        programme=mine().programme,
    )


@bp.get("/modules/<module_id>")
def module(module_id: str) -> ResponseReturnValue:
    """Show a module's steps as a path; what is done stays open."""
    this = mine().programme.modules.get(module_id) or abort(404)
    known = progress.progress_of(database.session(), mine())
    row = known.get(this.id)
    return render_template(
        "patient/module.html",
        module=this,
        sittings=path_of(this, row),
        programme=mine().programme,
        first=pace.comes_first(mine().programme, known, this),
        agreed_at=row.agreed_at if row else None,
    )


@bp.post("/modules/<module_id>/agreed")
def agreed(module_id: str) -> ResponseReturnValue:
    """Keep that patient and doctor have agreed to begin here, and go to the first step."""
    this = mine().programme.modules.get(module_id) or abort(404)
    progress.agree(database.session(), mine=mine(), module=this, now=now())
    database.session().commit()
    return redirect(url_for("patient.step", module_id=this.id, step_id=this.steps[0].id), 303)


@bp.get("/modules/<module_id>/<step_id>/rest")
def sitting_done(module_id: str, step_id: str) -> ResponseReturnValue:
    """Offer to stop here for today."""
    this = mine().programme.modules.get(module_id) or abort(404)
    after = this.step_after(step_id) if this.step(step_id) else abort(404)
    offers = step_id in this.sittings[0] and offers_reminders(this)
    return render_template("patient/sitting_done.html", module=this, after=after, offers_reminders=offers)


@bp.get("/modules/<module_id>/done")
def module_done(module_id: str) -> ResponseReturnValue:
    """End a module: the page the doctor will read, as it stands now."""
    this = mine().programme.modules.get(module_id) or abort(404)
    row = progress.progress_of(database.session(), mine()).get(this.id) or abort(404)
    left = [step for step in this.steps if step.id not in row.done]
    link = sharing.my_link(database.session(), mine().enrolment_id)
    preview = preview_of(mine(), link) if link else None
    return render_template(
        "patient/module_done.html",
        module=this,
        left=left,
        link=link,
        preview=preview,
        home=pace.pace_of(database.session(), mine(), now()),
        offers_reminders=offers_reminders(this),
        programme=mine().programme,
    )


def stone_of(this: Module, row: Progress | None, comes: Position | None) -> dict[str, object]:
    """Return a module as the macro `modules_path` wants it; words are added by the template."""
    is_now = comes is not None and comes.module.id == this.id
    return {
        "module": this,
        "state": "done" if progress.is_finished(row) else "now" if is_now else "open",
        "done": len(set(row.done) & {step.id for step in this.steps}) if row else 0,
    }


def path_of(this: Module, row: Progress | None) -> list[list[dict[str, object]]]:
    """Return the module's sittings as the macro `path` wants them; words are added by the template."""
    done = set(row.done) if row else set()
    on = progress.position_in(this, row).step.id
    return [
        [
            {
                "id": step.id,
                "title": step.title,
                "minutes": step.minutes,
                "href": url_for("patient.step", module_id=this.id, step_id=step.id),
                "state": "done" if step.id in done else "now" if step.id == on else "open",
            }
            for step in map(this.step, sitting)
            if step is not None
        ]
        for sitting in this.sittings
    ]
