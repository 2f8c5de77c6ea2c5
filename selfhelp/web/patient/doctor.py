"""Adding a doctor: someone whom no doctor follows takes up an invitation, and is asked what to share."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from selfhelp.care import invitations, sharing
from selfhelp.records.people import Invitation
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import desk, now
from selfhelp.web.join import CANNOT_SAVE, NOT_RIGHT, CodeForm, invitation_opened_by
from selfhelp.web.patient.blueprint import bp


@bp.route("/doctor", methods=["GET", "POST"])
def doctor() -> ResponseReturnValue:
    """Ask for the code from the sheet, and let its doctor in as far as the patient then agrees to."""
    link = sharing.my_link(database.session(), mine().enrolment_id)
    if link is not None and link.is_open:
        said = gettext(
            "You are here with %(name)s. One doctor at a time can follow you. To change, stop sharing first.",
            name=link.gp_name,
        )
        flash(said)
        return redirect(url_for("patient.sharing"), 303)
    form = CodeForm(request.form)
    if request.method != "POST":
        return render_template("join/code.html", form=form)
    if not form.validate():
        return render_template("join/code.html", form=form), CANNOT_SAVE
    if not _added(str(form.code.data)):
        form.form_errors.append(NOT_RIGHT)
        return render_template("join/code.html", form=form), CANNOT_SAVE
    return redirect(url_for("patient.consent"), 303)


def _added(typed: str) -> bool:
    """Take the invitation up, unless it was used, or a doctor was added, while the code was checked."""
    place, found = mine(), invitation_opened_by(typed, counted=True)
    if found is None:
        return False
    old_key = desk().keys.key(found.enrolment_id)
    with database.short_session() as short:
        invitation = short.get_one(Invitation, found.id, with_for_update=True)
        link = sharing.my_link(short, place.enrolment_id)
        if invitation.redeemed_at is not None or (link is not None and link.is_open):
            return False
        invitations.add_doctor(short, invitation=invitation, old_key=old_key, mine=place, now=now())
    desk().keys.destroy(found.enrolment_id)
    desk().keys.wipe()
    return True
