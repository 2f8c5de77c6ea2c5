"""One invitation: what the GP gave and when, a line for the record, a new sheet for a lost one, or none."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from selfhelp.care import invitations
from selfhelp.care.codes import InvitationCode
from selfhelp.care.days import day_of
from selfhelp.records.keys import KeyGoneError
from selfhelp.records.people import Invitation
from selfhelp.web import database
from selfhelp.web.access import visitor
from selfhelp.web.desk import catalogue, desk, now
from selfhelp.web.gp.blueprint import bp
from selfhelp.web.gp.invite import new_code
from selfhelp.web.gp.slip import my_invitation, show_slip


@bp.get("/invitations/<uuid:invitation_id>")
def invitation(invitation_id: UUID) -> ResponseReturnValue:
    """Tell what this GP gave and when. It tells nothing of the patient, so it is no look at one."""
    found = my_invitation(invitation_id)
    try:
        key = desk().keys.key(found.enrolment_id)
    except KeyGoneError:
        abort(410)
    at = now()
    return render_template(
        "gp/invitation.html",
        invitation=found,
        note=invitations.note_of(key, found),
        talked_about=invitations.talked_about_of(key, found),
        given_on=day_of(found.renewed_at or found.created_at),
        expired=found.expires_at <= at,
        locales=catalogue().locales,
        modules=len(catalogue()[visitor().locale].regular),
    )


@bp.post("/invitations/<uuid:invitation_id>/renew")
def renew(invitation_id: UUID) -> ResponseReturnValue:
    """Make a new code and show its sheet; from then on the old sheet opens nothing."""
    my_invitation(invitation_id)
    code, verifier_hash = new_code()
    if not _renewed(invitation_id, code, verifier_hash):
        return redirect(url_for("gp.patients"), 303)
    return show_slip(invitation_id, str(code), request.form.get("language", ""))


@bp.post("/invitations/<uuid:invitation_id>/withdraw")
def withdraw(invitation_id: UUID) -> ResponseReturnValue:
    """Take back an invitation nobody has used."""
    my_invitation(invitation_id)
    with database.short_session() as short:
        found = short.get_one(Invitation, invitation_id, with_for_update=True)
        if found.redeemed_at is None and found.withdrawn_at is None:
            found.withdrawn_at = now()
    return redirect(url_for("gp.patients"), 303)


def _renewed(invitation_id: UUID, code: InvitationCode, verifier_hash: str) -> bool:
    """Change the code while nobody can take the invitation up."""
    with database.short_session() as short:
        found = short.get_one(Invitation, invitation_id, with_for_update=True)
        return invitations.renew(found, code=code, verifier_hash=verifier_hash, now=now())
