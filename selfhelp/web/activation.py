"""A GP's first time: passphrase and second factor, by the one-time link the operator gave."""

import pyotp
import segno
from flask import render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from selfhelp.care import accounts, codes
from selfhelp.care.accounts import Factors
from selfhelp.care.passphrases import weakness
from selfhelp.exercises.words import Message
from selfhelp.records.people import Person
from selfhelp.web import access, database
from selfhelp.web.account import CANNOT_SAVE, bp
from selfhelp.web.desk import desk, now
from selfhelp.web.passphrase_words import why_weak

ISSUER = "selfhelp"


class ActivateForm(Form):
    """What a GP chooses the first time."""

    passphrase = PasswordField(validators=[InputRequired(Message("Choose a passphrase.")), Length(max=200)])
    code = StringField(validators=[InputRequired(Message("Write the six digits.")), Length(max=40)])


@bp.route("/activate/<token>", methods=["GET", "POST"])
def activate(token: str) -> ResponseReturnValue:
    """Let a GP choose passphrase and second factor, by the one-time link the operator gave."""
    with database.short_session() as short:
        person = accounts.link_owner(short, token, now())
    if person is None:
        return render_template("account/link_used.html"), 410
    secret = session.setdefault("totp", pyotp.random_base32())
    form = ActivateForm(request.form)
    if request.method != "POST" or not form.validate():
        return _activate_page(form, person, secret), 200 if request.method != "POST" else CANNOT_SAVE
    return _activated(token, form, person, secret)


def _activated(token: str, form: ActivateForm, person: Person, secret: str) -> ResponseReturnValue:
    step = accounts.totp_step(secret, str(form.code.data), now())
    if weak := weakness(str(form.passphrase.data), user_name=person.user_name):
        form.passphrase.errors = [why_weak(weak)]
    elif step is None:
        form.code.errors = [
            Message("These digits do not fit. Check the clock of the telephone, and take the newest.")
        ]
    if step is None or form.passphrase.errors:
        return _activate_page(form, person, secret), CANNOT_SAVE
    new_codes = codes.new_recovery_codes()
    hashes = [codes.recovery_hash(desk().codes, person.id, code) or "" for code in new_codes]
    hashed = desk().passphrases.hash(str(form.passphrase.data))
    with database.short_session() as short:
        activated = accounts.activate(
            short,
            token=token,
            factors=Factors(hashed, secret, step, hashes),
            master=desk().master,
            now=now(),
        )
    if activated is None:  # someone used the link up in between
        return render_template("account/link_used.html"), 410
    access.start_visit(activated, second_factor=True)
    return render_template("account/recovery_codes.html", codes=new_codes, onward=url_for("gp.patients"))


def _activate_page(form: ActivateForm, person: Person, secret: str) -> str:
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.user_name, issuer_name=ISSUER)
    picture = segno.make(uri, error="m").svg_data_uri(scale=5, border=3)
    return render_template("account/activate.html", form=form, person=person, secret=secret, picture=picture)
