"""The next appointment: whether it took place, and a file for the patient's own calendar."""

from datetime import timedelta
from uuid import UUID

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from icalendar import Calendar, Event

from selfhelp.care import appointments, cards
from selfhelp.care.days import day_of
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import now
from selfhelp.web.patient.blueprint import bp

MET, NOT_MET = "met", "not-met"  # the two buttons


@bp.post("/appointment")
def appointment() -> ResponseReturnValue:
    """Note that they met, or that nothing came of it. One that was answered before stays as it is."""
    deeds = {MET: appointments.met, NOT_MET: appointments.came_to_nothing}
    deed, wanted = deeds.get(request.form.get("go", "")), request.form.get("appointment", type=UUID)
    if deed and wanted and deed(database.session(), mine=mine(), appointment_id=wanted, now=now()):
        database.session().commit()
        flash(
            gettext("Good that you met. Your next card begins empty.")
            if deed is appointments.met
            else gettext("That is all right. What you have written waits for the next appointment.")
        )
    return redirect(url_for("patient.home"), 303)


@bp.get("/appointment.ics")
def calendar() -> ResponseReturnValue:
    """Give the next appointment to the patient's own calendar, where others may read it: only the day."""
    at = now()
    kept = cards.card_now(database.session(), mine(), day_of(at))
    if kept.appointment is None:
        abort(404)
    event = Event()
    event.add("uid", str(kept.appointment_id))
    event.add("dtstamp", at)
    event.add("dtstart", kept.appointment)
    event.add("dtend", kept.appointment + timedelta(days=1))
    event.add("summary", gettext("Appointment"))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # a day, not an hour: it must not block the whole of it
    whole = Calendar()
    whole.add("version", "2.0")
    whole.add("prodid", "-//selfhelp//1//EN")
    whole.add_component(event)
    named = {"Content-Disposition": "attachment; filename=appointment.ics"}
    return Response(whole.to_ical(), mimetype="text/calendar", headers=named)
