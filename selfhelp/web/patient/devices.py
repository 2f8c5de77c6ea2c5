"""Where a patient is logged in, and ending one log-in or all."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from selfhelp.care import visits
from selfhelp.web import access, database
from selfhelp.web.access import visitor
from selfhelp.web.desk import now
from selfhelp.web.device import device_in_words
from selfhelp.web.headers import FORGET
from selfhelp.web.patient.blueprint import bp


@bp.get("/my-account/devices")
def devices() -> ResponseReturnValue:
    """Show every log-in that goes on, this one marked."""
    me = visitor()
    found = visits.visits_of(database.session(), me.person_id, now())
    return render_template(
        "patient/devices.html",
        devices=[(login, device_in_words(login.device), login.token_hash == me.login) for login in found],
    )


@bp.post("/my-account/devices/end")
def end_device() -> ResponseReturnValue:
    """End one log-in in another place."""
    with database.short_session() as short:
        visits.end_one(short, visitor().person_id, request.form.get("device", ""))
    flash(gettext("That device is logged out."))
    return redirect(url_for("patient.devices"), 303)


@bp.post("/my-account/devices/end-all")
def log_out_everywhere() -> ResponseReturnValue:
    """End every log-in, this one too."""
    with database.short_session() as short:
        visits.end_all(short, visitor().person_id)
    access.end_visit()
    response = redirect(url_for("public.front", out="yes"), 303)
    response.headers["Clear-Site-Data"] = FORGET
    return response
