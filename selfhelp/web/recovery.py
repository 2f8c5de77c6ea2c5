"""A patient's way back in: a recovery code from paper, and a new passphrase."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from selfhelp.care import accounts, codes, visits
from selfhelp.care.passphrases import weakness
from selfhelp.exercises.words import Message
from selfhelp.records.people import Person, folded
from selfhelp.web import database, limits
from selfhelp.web.account import CANNOT_SAVE, UNAUTHORISED, bp, let_in
from selfhelp.web.desk import desk, now
from selfhelp.web.passphrase_words import why_weak

NOBODY = UUID(int=0)  # for unknown names: the same work, and nothing found


class RecoverForm(Form):
    """User name, a recovery code from paper and a new passphrase."""

    user_name = StringField(validators=[InputRequired(Message("Enter your user name.")), Length(max=80)])
    code = StringField(
        validators=[InputRequired(Message("Enter one of your recovery codes.")), Length(max=40)]
    )
    passphrase = PasswordField(
        validators=[InputRequired(Message("Choose a new passphrase.")), Length(max=200)]
    )


@bp.route("/recover", methods=["GET", "POST"])
def recover() -> ResponseReturnValue:
    """Let a patient back in with a code from paper, and set a new passphrase."""
    form = RecoverForm(request.form)
    if request.method != "POST" or not form.validate():
        return render_template(
            "account/recover.html", form=form
        ), 200 if request.method != "POST" else CANNOT_SAVE
    limits.count("recover-address", limits.address())
    limits.count("recover-name", folded(str(form.user_name.data)))
    name, passphrase = str(form.user_name.data), str(form.passphrase.data)
    if weak := weakness(passphrase, user_name=name):
        form.passphrase.errors = [why_weak(weak)]
        return render_template("account/recover.html", form=form), CANNOT_SAVE
    person = _recovered(name, str(form.code.data), passphrase)
    if person is None:
        form.form_errors.append(
            Message("The user name or the recovery code is not right. Each code works once.")
        )
        return render_template("account/recover.html", form=form), UNAUTHORISED
    onward = let_in(person, second_factor=False)
    flash(gettext("Your passphrase is changed. Cross out the recovery code you have used."))
    return onward


def _recovered(name: str, code: str, passphrase: str) -> Person | None:
    with database.short_session() as short:
        person = accounts.person_named(short, name)
    known = person if person and person.role == "patient" else None
    spent = codes.recovery_hash(desk().codes, known.id if known else NOBODY, code)
    hashed = desk().passphrases.hash(passphrase)
    if known is None or spent is None:
        return None
    with database.short_session() as short:
        if not codes.use_recovery_code(short, person_id=known.id, code_hash=spent, now=now()):
            return None
        if kept := short.get(Person, known.id):
            kept.passphrase_hash = hashed
        visits.end_all(short, known.id)
    return known
