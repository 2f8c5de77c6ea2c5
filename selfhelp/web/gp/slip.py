"""The sheet a GP gives away, on screen and as a PDF."""

from uuid import UUID

import segno
from flask import abort, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from selfhelp.care import invitations
from selfhelp.records.people import Invitation
from selfhelp.web import database, paper
from selfhelp.web.access import visitor
from selfhelp.web.desk import catalogue, desk
from selfhelp.web.fragments import fragment, speaking
from selfhelp.web.gp.blueprint import bp


def my_invitation(invitation_id: UUID) -> Invitation:
    """Return an invitation of this GP's. 404 for another's and for none at all."""
    found = database.session().get(Invitation, invitation_id)
    return found if found is not None and found.gp_id == visitor().person_id else abort(404)


def show_slip(invitation_id: UUID, code: str, language: str) -> ResponseReturnValue:
    """Go to the sheet. Its code lies with this GP's browser and nowhere else."""
    session["slip"] = {"of": str(invitation_id), "code": code, "language": language}
    return redirect(url_for("gp.slip", invitation_id=invitation_id), 303)


@bp.get("/invitations/<uuid:invitation_id>/slip")
def slip(invitation_id: UUID) -> ResponseReturnValue:
    """Show the sheet to print. Its code is stored nowhere but with the GP who made it, until the next one."""
    invitation = my_invitation(invitation_id)
    made = _made(invitation)
    if made is None:
        return render_template("gp/slip_gone.html", invitation_id=invitation_id)
    pdf = url_for("gp.slip_pdf", invitation_id=invitation_id)
    sheet = _slip(invitation, made, level=2)
    return render_template("gp/slip.html", invitation_id=invitation_id, sheet=sheet, pdf=pdf)


@bp.get("/invitations/<uuid:invitation_id>/slip.pdf")
def slip_pdf(invitation_id: UUID) -> ResponseReturnValue:
    """Give the same sheet as a PDF."""
    invitation = my_invitation(invitation_id)
    made = _made(invitation)
    if made is None:
        return render_template("gp/slip_gone.html", invitation_id=invitation_id)
    if not paper.can_make_pdf():
        return paper.no_pdf(url_for("gp.slip", invitation_id=invitation_id))
    language = _language(made)
    with speaking(language):
        title = gettext("To you")
    return paper.pdf(_slip(invitation, made, level=1), title=title, language=language)


def _made(invitation: Invitation) -> dict[str, str] | None:
    """Return what this GP's browser holds of the sheet; None for another one, or a spent code."""
    made: dict[str, str] = session.get("slip", {})
    is_spent = invitation.redeemed_at or invitation.withdrawn_at
    return made if made.get("of") == str(invitation.id) and not is_spent else None


def _language(made: dict[str, str]) -> str:
    """Return the language the sheet was made in; the GP's own where it is none of ours."""
    return made["language"] if made["language"] in catalogue().locales else visitor().locale


def _slip(invitation: Invitation, made: dict[str, str], *, level: int) -> Markup:
    """Return the sheet in the patient's language. `level` is that of its first heading."""
    language = _language(made)
    key = desk().keys.key(invitation.enrolment_id)
    link = f"{desk().settings.public_url}{url_for('join.by_link', typed=made['code'])}"
    return fragment(
        "paper/slip.html",
        language=language,
        code=made["code"],
        address=desk().settings.public_url + url_for("join.code"),
        picture=segno.make(link, error="m").svg_data_uri(scale=5, border=2),
        expires=invitation.expires_at,
        slip=catalogue()[language].pages["slip"],
        level=level,
        office_number=invitations.office_number_of(key, invitation),
        first_appointment=invitation.first_appointment,
    )
