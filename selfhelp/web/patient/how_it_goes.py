"""How it goes: mood, questionnaires, goals, then and now."""

from flask import render_template
from flask.typing import ResponseReturnValue

from selfhelp.care import how_it_goes as going
from selfhelp.care.readings import in_danger
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import now
from selfhelp.web.patient.blueprint import bp


@bp.get("/how-it-goes")
def how_it_goes() -> ResponseReturnValue:
    """Show the patient's own numbers over time: words first, then a picture, then a table."""
    session = database.session()
    found = going.how_it_goes(session, mine())
    danger = in_danger(session, mine(), now())
    return render_template("patient/how_it_goes.html", going=found, danger=danger, programme=mine().programme)
