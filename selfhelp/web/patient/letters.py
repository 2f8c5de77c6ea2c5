"""A letter to oneself, on the day it comes: read it, and put it away."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from selfhelp.care import letters
from selfhelp.care.days import day_of
from selfhelp.care.letters import Post
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import now
from selfhelp.web.patient.blueprint import bp


@bp.get("/letters/<module_id>/<exercise_id>")
def letter(module_id: str, exercise_id: str) -> ResponseReturnValue:
    """Show a letter that has come."""
    return render_template("patient/letter.html", letter=_letter(module_id, exercise_id))


@bp.post("/letters/<module_id>/<exercise_id>/away")
def put_away(module_id: str, exercise_id: str) -> ResponseReturnValue:
    """Put a letter away."""
    letters.put_away(database.session(), mine=mine(), post=_letter(module_id, exercise_id))
    database.session().commit()
    flash(gettext("Your letter is put away. You find it in the step where you wrote it."))
    return redirect(url_for("patient.home"), 303)


def _letter(module_id: str, exercise_id: str) -> Post:
    """Return a letter; 404 before its day, and for none."""
    found = letters.letter(
        database.session(), mine(), module=module_id, exercise=exercise_id, today=day_of(now())
    )
    return found or abort(404)
