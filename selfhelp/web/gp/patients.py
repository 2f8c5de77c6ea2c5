"""My patients: everyone this GP has invited, by next appointment, and a search in the GP's own notes."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from selfhelp.care import lessons
from selfhelp.care import patients as questions
from selfhelp.care.invitations import LONGEST_NOTE
from selfhelp.care.patients import Wanted
from selfhelp.web import database
from selfhelp.web.access import visitor
from selfhelp.web.desk import catalogue, desk, now
from selfhelp.web.gp.blueprint import bp
from selfhelp.web.gp.looks import note_list


@bp.route("/patients", methods=["GET", "POST"])
def patients() -> ResponseReturnValue:
    """List everyone invited, by next appointment. Whose line tells something has it in the log first.

    A search is a POST that writes nothing: a note must not stand in an address.
    """
    programme, at = catalogue()[visitor().locale], now()
    wanted = Wanted(request.form.get("q", "").strip()[:LONGEST_NOTE], _page())
    listed = questions.patients_of(
        database.session(),
        desk().keys,
        gp_id=visitor().person_id,
        programme=programme,
        now=at,
        wanted=wanted,
    )
    course = lessons.course_now(database.session(), person_id=visitor().person_id, course=programme.course)
    if looked_at := [row.patient for row in listed.rows if row.patient and row.shares]:
        note_list(looked_at, at)
    return render_template(
        "gp/patients.html", listed=listed, wanted=wanted, programme=programme, course=course
    )


def _page() -> int:
    """Return the page asked for; a made-up one is the first."""
    page = request.values.get("page", "")
    return int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1  # noqa: PLR2004
