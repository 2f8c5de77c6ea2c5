"""Inviting a patient: two clicks to a sheet to print."""

import re
import secrets

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Field, Form
from wtforms.validators import ValidationError

from selfhelp.care import invitations
from selfhelp.care.codes import InvitationCode, new_invitation_code
from selfhelp.care.days import day_of
from selfhelp.care.invitations import Written
from selfhelp.exercises import fields
from selfhelp.exercises.card import DAY_HAS_PASSED
from selfhelp.exercises.words import Message
from selfhelp.records.people import Invitation
from selfhelp.web import database
from selfhelp.web.access import visitor
from selfhelp.web.desk import catalogue, desk, now
from selfhelp.web.gp.blueprint import bp
from selfhelp.web.gp.slip import show_slip

CANNOT_SAVE = 422


def _no_date_of_birth(_form: Form, field: Field) -> None:
    if re.search(r"[0-9]{6}", field.data or ""):
        raise ValidationError(Message("Leave out long numbers: the note must not tell who the patient is."))


def _a_number_to_call(_form: Form, field: Field) -> None:
    if field.data and not re.fullmatch(r"\+?[0-9 ]{3,20}", field.data):
        raise ValidationError(
            Message("Write the phone number with digits and spaces, for example 22 33 44 55.")
        )


def _not_passed(_form: Form, field: Field) -> None:
    if field.data and field.data < day_of(now()):
        raise ValidationError(DAY_HAS_PASSED)


class InviteForm(Form):
    """The GP's own note, the office's number, the first appointment, what was talked about: all optional."""

    note = fields.text(invitations.LONGEST_NOTE, also=(_no_date_of_birth,))
    office_number = fields.text(20, also=(_a_number_to_call,))
    talked_about = fields.many(invitations.TALKED_ABOUT)
    first_appointment = fields.date(also=(_not_passed,))
    language = fields.text(5)


@bp.route("/invite", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Make an invitation and show its slip."""
    form = InviteForm(request.form or None, data={"language": visitor().locale})
    if request.method != "POST" or not form.validate():
        page = render_template(
            "gp/invite.html",
            form=form,
            locales=catalogue().locales,
            page_key=secrets.token_urlsafe(12),
        )
        return page, 200 if request.method != "POST" else CANNOT_SAVE
    invitation, code = _invited(form)
    return show_slip(invitation.id, code, str(form.language.data or ""))


def _invited(form: InviteForm) -> tuple[Invitation, str]:
    """Make the invitation, and hash its code while no transaction is open: that takes a while."""
    code, verifier_hash = new_code()
    with database.short_session() as short:
        invitation = invitations.invite(
            short,
            desk().keys,
            code=code,
            verifier_hash=verifier_hash,
            gp_id=visitor().person_id,
            page_key=request.form.get("page_key", "")[:64],
            written=Written(
                form.note.data or "",
                form.office_number.data or "",
                form.talked_about.data,
                form.first_appointment.data,
            ),
            now=now(),
        )
    return invitation, str(code)


def new_code() -> tuple[InvitationCode, str]:
    """Make a code and its verifier's hash. Call it with no transaction open."""
    with database.short_session() as short:
        code = new_invitation_code(short)
    return code, desk().codes.hash(code.verifier)
