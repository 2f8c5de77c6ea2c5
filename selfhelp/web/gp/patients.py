"""My patients, and inviting one: two clicks to a slip to print."""

import re
import secrets
from uuid import UUID

import segno
from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from markupsafe import Markup
from wtforms import Field, Form
from wtforms.validators import ValidationError

from selfhelp.care import invitations
from selfhelp.care import patients as questions
from selfhelp.care.codes import InvitationCode, new_invitation_code
from selfhelp.care.days import day_of
from selfhelp.care.invitations import Written
from selfhelp.care.patients import Wanted
from selfhelp.exercises import fields
from selfhelp.exercises.card import DAY_HAS_PASSED
from selfhelp.exercises.words import Message
from selfhelp.records.people import Invitation
from selfhelp.web import database, paper
from selfhelp.web.access import visitor
from selfhelp.web.desk import catalogue, desk, now
from selfhelp.web.gp.blueprint import bp
from selfhelp.web.gp.looks import note_list
from selfhelp.web.language import FORMATS

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


@bp.route("/patients", methods=["GET", "POST"])
def patients() -> ResponseReturnValue:
    """List everyone invited, by next appointment. Whose line tells something has it in the log first.

    A search is a POST that writes nothing: a note must not stand in an address.
    """
    programme, at = catalogue()[visitor().locale], now()
    wanted = Wanted(request.form.get("q", "").strip()[: invitations.LONGEST_NOTE], _page())
    listed = questions.patients_of(
        database.session(),
        desk().keys,
        gp_id=visitor().person_id,
        programme=programme,
        now=at,
        wanted=wanted,
    )
    if looked_at := [row.patient for row in listed.rows if row.patient and row.shares]:
        note_list(looked_at, at)
    return render_template("gp/patients.html", listed=listed, wanted=wanted, programme=programme)


def _page() -> int:
    """Return the page asked for; a made-up one is the first."""
    page = request.values.get("page", "")
    return int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1  # noqa: PLR2004


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


def show_slip(invitation_id: UUID, code: str, language: str) -> ResponseReturnValue:
    """Go to the sheet. Its code lies with this GP's browser and nowhere else."""
    session["slip"] = {"of": str(invitation_id), "code": code, "language": language}
    return redirect(url_for("gp.slip", invitation_id=invitation_id), 303)


@bp.get("/invitations/<uuid:invitation_id>/slip")
def slip(invitation_id: UUID) -> ResponseReturnValue:
    """Show the sheet to print. Its code is stored nowhere but with the GP who made it, until the next one."""
    invitation = my_invitation(invitation_id)
    made = session.get("slip", {})
    if made.get("of") != str(invitation_id):
        return render_template("gp/slip_gone.html", invitation_id=invitation_id)
    pdf = url_for("gp.slip_pdf", invitation_id=invitation_id)
    sheet = _slip(invitation, made, level=2)
    return render_template("gp/slip.html", invitation_id=invitation_id, sheet=sheet, pdf=pdf)


@bp.get("/invitations/<uuid:invitation_id>/slip.pdf")
def slip_pdf(invitation_id: UUID) -> ResponseReturnValue:
    """Give the same sheet as a PDF."""
    invitation = my_invitation(invitation_id)
    made = session.get("slip", {})
    if made.get("of") != str(invitation_id):
        return render_template("gp/slip_gone.html", invitation_id=invitation_id)
    if not paper.can_make_pdf():
        return paper.no_pdf(url_for("gp.slip", invitation_id=invitation_id))
    language = _language(made)
    with force_locale(FORMATS.get(language, language)):
        title = gettext("To you")
    return paper.pdf(_slip(invitation, made, level=1), title=title, language=language)


@bp.post("/invitations/<uuid:invitation_id>/withdraw")
def withdraw(invitation_id: UUID) -> ResponseReturnValue:
    """Take back an invitation nobody has used."""
    invitation = my_invitation(invitation_id)
    if invitation.redeemed_at is None:
        invitation.withdrawn_at = now()
        database.session().commit()
    return redirect(url_for("gp.patients"), 303)


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


def my_invitation(invitation_id: UUID) -> Invitation:
    """Return an invitation of this GP's. 404 for another's and for none at all."""
    found = database.session().get(Invitation, invitation_id)
    return found if found is not None and found.gp_id == visitor().person_id else abort(404)


def _language(made: dict[str, str]) -> str:
    """Return the language the sheet was made in; the GP's own where it is none of ours."""
    return made["language"] if made["language"] in catalogue().locales else visitor().locale


def _slip(invitation: Invitation, made: dict[str, str], *, level: int) -> Markup:
    """Return the sheet in the patient's language. `level` is that of its first heading."""
    language = _language(made)
    key = desk().keys.key(invitation.enrolment_id)
    link = f"{desk().settings.public_url}{url_for('join.by_link', typed=made['code'])}"
    with force_locale(FORMATS.get(language, language)):
        sheet = render_template(
            "paper/slip.html",
            code=made["code"],
            address=desk().settings.public_url + url_for("join.code"),
            picture=segno.make(link, error="m").svg_data_uri(scale=5, border=2),
            expires=invitation.expires_at,
            slip=catalogue()[language].pages["slip"],
            language=language,
            level=level,
            office_number=invitations.office_number_of(key, invitation),
            first_appointment=invitation.first_appointment,
        )
    return Markup(sheet)  # noqa: S704  # made by our own template
