"""Deleting everything, by the patient's own hand; and what is asked of whoever comes back after a year."""

from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import BooleanField, Form
from wtforms.validators import InputRequired

from selfhelp.care import forget, sharing
from selfhelp.exercises.words import Message
from selfhelp.records.database import empty_write_ahead_log
from selfhelp.web import access, database
from selfhelp.web.access import mine
from selfhelp.web.desk import desk, now
from selfhelp.web.headers import FORGET_PAGES
from selfhelp.web.language import locale
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.download import log_in_first
from selfhelp.web.patient.heavy_thoughts import onward_asked

CANNOT_SAVE = 422


class DeleteForm(Form):
    """One tick, so that nobody deletes everything by a slip of the finger."""

    sure = BooleanField(validators=[InputRequired(Message("Tick the box if you want to delete everything."))])


@bp.route("/my-account/delete", methods=["GET", "POST"])
def delete_everything() -> ResponseReturnValue:
    """Say what goes and what stays; then destroy the key, remove the rows, and give a receipt."""
    why = gettext("Log in again before you delete. It keeps others at this machine from doing it.")
    if first := log_in_first(url_for("patient.delete_everything"), why):
        return first
    form = DeleteForm(request.form)
    if request.method != "POST" or not form.validate():
        link = sharing.my_link(database.session(), mine().enrolment_id)
        number = forget.receipt_number(mine().enrolment_id)
        page = render_template("patient/delete_everything.html", form=form, link=link, number=number)
        return page, CANNOT_SAVE if request.method == "POST" else 200
    return _deleted(mine().enrolment_id, now())


@bp.get("/still-here")
def still_here() -> ResponseReturnValue:
    """Ask somebody who was away for a year whether what lies here is to stay."""
    return render_template("patient/still_here.html", onward=onward_asked() or url_for("patient.home"))


def _deleted(enrolment_id: UUID, at: datetime) -> ResponseReturnValue:
    """Forget this patient, here and in the browser, and go to the receipt."""
    with database.short_session() as short:
        forget.forget_everything(short, desk().keys, enrolment_id, at)
    empty_write_ahead_log(desk().engine)
    desk().keys.wipe()
    language = locale()
    session.clear()
    access.forget_visitor()
    session["language"] = language
    session["receipt"] = {"number": forget.receipt_number(enrolment_id), "at": at.timestamp()}
    response = redirect(url_for("public.deleted"), 303)
    response.headers["Clear-Site-Data"] = FORGET_PAGES
    return response
