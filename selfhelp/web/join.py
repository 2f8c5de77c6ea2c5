"""How a patient comes in: the code from the slip, then a user name and a passphrase. No name, no e-mail."""

import secrets
from uuid import UUID, uuid4

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from wtforms import Field, Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from selfhelp.care import accounts, codes, invitations
from selfhelp.care.aliases import free_alias
from selfhelp.care.invitations import NewPatient
from selfhelp.care.passphrases import weakness
from selfhelp.exercises import fields
from selfhelp.exercises.words import Message
from selfhelp.records.people import Invitation, Person, folded
from selfhelp.web import access, database, limits, recovery_sheet
from selfhelp.web.desk import desk, now
from selfhelp.web.language import locale
from selfhelp.web.passphrase_words import why_weak

bp = Blueprint("join", __name__)
CANNOT_SAVE, GONE = 422, 410
LONGEST_KEY = 64
ON_YOUR_OWN = "on-your-own"  # stands in the session for a code, and can be none
NOT_RIGHT = Message(
    "This code does not work. Look at the sheet once more, or ask the doctor’s office for a new one."
)
TAKEN = Message("Someone has this user name already. Add a number, or choose another.")


class CodeForm(Form):
    """The code from the slip."""

    code = StringField(validators=[InputRequired(Message("Enter the code from the sheet.")), Length(max=60)])


def _no_address(_form: Form, field: Field) -> None:
    if "@" in (field.data or ""):
        raise ValidationError(Message("Choose a name that does not say who you are: no e-mail address."))


class AccountForm(Form):
    """User name and passphrase, both the patient's own choice."""

    user_name = fields.text(40, required=Message("Choose a user name."), also=(_no_address,))
    passphrase = PasswordField(validators=[InputRequired(Message("Choose a passphrase.")), Length(max=200)])


@bp.route("/start", methods=["GET", "POST"])
def code() -> ResponseReturnValue:
    """Ask for the code; small letters, spaces and a 0 for an O are forgiven."""
    form = CodeForm(request.form)
    if request.method != "POST" or not form.validate():
        return render_template("join/code.html", form=form), 200 if request.method != "POST" else CANNOT_SAVE
    typed = str(form.code.data)
    if invitation_opened_by(typed, counted=True) is None:
        form.form_errors.append(NOT_RIGHT)
        return render_template("join/code.html", form=form), CANNOT_SAVE
    session["code"] = typed
    return redirect(url_for("join.account"), 303)


@bp.get("/start/<typed>")
def by_link(typed: str) -> ResponseReturnValue:
    """Fill the code in from the slip's QR code or link; the patient sends it. Looking takes nothing."""
    return render_template("join/code.html", form=CodeForm(data={"code": typed[:60]}))


@bp.route("/start/on-your-own", methods=["GET", "POST"])
def on_your_own() -> ResponseReturnValue:
    """Begin without a doctor, where the operator lets people do so; the account is made as with a code."""
    if not desk().settings.self_enrolment:
        abort(404)
    if request.method != "POST":
        return render_template("join/on_your_own.html")
    session["code"] = ON_YOUR_OWN
    return redirect(url_for("join.account"), 303)


@bp.route("/start/account", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    """Make the account, and take up the invitation. The same page sent again gets the same answer."""
    typed = session.get("code") or (session.get("used_code") if request.method == "POST" else None)
    if typed is None:
        return redirect(url_for("join.code"), 303)
    if request.method != "POST":
        alias = session.setdefault("alias", free_alias(database.session(), locale()))
        return _account_page(AccountForm(data={"user_name": alias}))
    form = AccountForm(request.form)
    if not form.validate() or not _fits(form):
        return _account_page(form), CANNOT_SAVE
    return _join(form, str(typed))


def _account_page(form: AccountForm) -> str:
    return render_template("join/account.html", form=form, page_key=_page_key())


def _page_key() -> str:
    """Return the key of the page that was sent, or a new page's."""
    return request.form.get("page_key", "")[:LONGEST_KEY] or secrets.token_urlsafe(32)


def _fits(form: AccountForm) -> bool:
    weak = weakness(str(form.passphrase.data), user_name=str(form.user_name.data))
    if weak:
        form.passphrase.errors = [why_weak(weak)]
    return weak is None


def _join(form: AccountForm, typed: str) -> ResponseReturnValue:
    page_key = _page_key()
    person = _taken_up(form, typed, page_key) or _sent_again(form, typed, page_key)
    if person is None and form.user_name.errors:
        return _account_page(form), CANNOT_SAVE
    if person is None:
        session.pop("code", None)
        session.pop("used_code", None)
        return render_template("join/code.html", form=_used_form()), GONE
    # A reload sends the page once more, in the new session: it brings the same form token and needs the code.
    access.start_visit(person, second_factor=False, keeping=("csrf_token",))
    session["used_code"] = typed
    sheet = recovery_sheet.sheet(person.id, page_key)
    return render_template("account/recovery_codes.html", codes=sheet, onward=url_for("patient.consent"))


def _taken_up(form: AccountForm, typed: str, page_key: str) -> Person | None:
    """Take up the invitation. None when it is used up or the name is taken; of the name the form tells."""
    found = None if typed == ON_YOUR_OWN else invitation_opened_by(typed, counted=False)
    if found is None and not _may_begin_alone(typed):
        return None
    name = str(form.user_name.data)
    with database.short_session() as short:
        taken = accounts.person_named(short, name) is not None
    if taken:
        form.user_name.errors = [TAKEN]
        return None
    patient = _new_patient(name, str(form.passphrase.data), page_key)
    try:
        return _redeemed(found.id, patient) if found else _begun_alone(patient)
    except IntegrityError:
        form.user_name.errors = [TAKEN]
        return None


def _redeemed(invitation_id: UUID, patient: NewPatient) -> Person | None:
    with database.short_session() as short:
        invitation = short.get_one(Invitation, invitation_id, with_for_update=True)
        if invitation.redeemed_at is not None:
            return None
        return invitations.redeem(short, invitation=invitation, patient=patient, now=now())


def _may_begin_alone(typed: str) -> bool:
    """Tell whether this is somebody who may begin without a code; counted, for nobody knows who it is."""
    if typed != ON_YOUR_OWN or not desk().settings.self_enrolment:
        return False
    limits.count("alone-address", limits.address())
    limits.count("alone-everyone", "all")
    return True


def _begun_alone(patient: NewPatient) -> Person:
    """Make the account of someone without a doctor. The key is stored first: an unused one is harmless."""
    enrolment_id = uuid4()
    desk().keys.make(enrolment_id)
    with database.short_session() as short:
        return invitations.enrol(short, enrolment_id=enrolment_id, patient=patient, now=now())


def _sent_again(form: AccountForm, typed: str, page_key: str) -> Person | None:
    """Return whose account was made a moment ago, when it is they who send the page again.

    Whoever else has a used code learns nothing: it is counted like a log-in, and takes as long for any name.
    """
    name = folded(str(form.user_name.data))
    with database.short_session() as short:
        person = (
            invitations.just_enrolled(short, name, now())
            if typed == ON_YOUR_OWN
            else invitations.just_redeemed_by(short, typed, now())
        )
    if person is None and form.user_name.errors:
        return None  # the code is good still; only the name is somebody else's
    limits.count("log-in-name", name)
    known = person if person and person.user_name == name else None
    verdict = desk().passphrases.check(known.passphrase_hash if known else None, str(form.passphrase.data))
    if known is None or not verdict.right:
        return None
    spent = recovery_sheet.hashes(known.id, page_key)
    with database.short_session() as short:
        short.get_one(Person, known.id, with_for_update=True)  # of two pages sent at once, one sheet counts
        codes.replace_recovery_codes(short, person_id=known.id, hashes=spent)
    return known


def _new_patient(name: str, passphrase: str, page_key: str) -> NewPatient:
    """Hash what is to be hashed, with no transaction open. Nothing is shared before the patient saw what."""
    person_id = uuid4()
    return NewPatient(
        person_id=person_id,
        user_name=name,
        passphrase_hash=desk().passphrases.hash(passphrase),
        recovery_hashes=recovery_sheet.hashes(person_id, page_key),
        locale=locale(),
        programme="selfhelp",
        consent_version=0,
        shares=(),
    )


def _used_form() -> CodeForm:
    form = CodeForm()
    form.form_errors.append(NOT_RIGHT)
    return form


def invitation_opened_by(typed: str, *, counted: bool) -> Invitation | None:
    """Return the invitation a typed code opens. 429 when there were too many tries that count."""
    if counted:
        limits.count("code-address", limits.address())
        limits.count("code-everyone", "all")
    with database.short_session() as short:
        looked_up = invitations.find(short, typed)
    return invitations.opened(desk().codes, looked_up, typed, now())
