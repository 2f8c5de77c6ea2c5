"""A GP's or an operator's first time: passphrase and second factor, by the one-time link they were given."""

import pyotp
import segno
from flask import render_template, request, session
from flask.typing import ResponseReturnValue
from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from selfhelp.care import accounts
from selfhelp.care.accounts import Factors
from selfhelp.care.passphrases import weakness
from selfhelp.care.visits import digest
from selfhelp.exercises.words import Message
from selfhelp.records.people import Person
from selfhelp.web import access, database, recovery_sheet
from selfhelp.web.account import CANNOT_SAVE, bp, home_of
from selfhelp.web.desk import desk, now
from selfhelp.web.passphrase_words import why_weak

ISSUER = "selfhelp"
NOT_THESE = Message(
    "These digits do not match. Check that the clock on your phone is right, and use the newest ones."
)


class ActivateForm(Form):
    """What is chosen the first time."""

    passphrase = PasswordField(validators=[InputRequired(Message("Choose a passphrase.")), Length(max=200)])
    code = StringField(validators=[InputRequired(Message("Enter the six digits.")), Length(max=40)])


@bp.route("/activate/<token>", methods=["GET", "POST"])
def activate(token: str) -> ResponseReturnValue:
    """Let a GP or an operator choose passphrase and second factor, by the one-time link the operator gave."""
    with database.short_session() as short:
        person = accounts.link_owner(short, token, now())
    if person is None:
        return _sent_again(token) or (render_template("account/link_used.html"), 410)
    secret = _secret_for(token)
    form = ActivateForm(request.form)
    if request.method != "POST" or not form.validate():
        return _activate_page(form, person, secret), 200 if request.method != "POST" else CANNOT_SAVE
    return _activated(token, form, person, secret)


def _activated(token: str, form: ActivateForm, person: Person, secret: str) -> ResponseReturnValue:
    step = accounts.totp_step(secret, str(form.code.data), now())
    if weak := weakness(str(form.passphrase.data), user_name=person.user_name):
        form.passphrase.errors = [why_weak(weak)]
    elif step is None:
        form.code.errors = [NOT_THESE]
    if step is None or form.passphrase.errors:
        return _activate_page(form, person, secret), CANNOT_SAVE
    hashes = recovery_sheet.hashes(person.id, secret)
    hashed = desk().passphrases.hash(str(form.passphrase.data))
    with database.short_session() as short:
        activated = accounts.activate(
            short,
            token=token,
            factors=Factors(hashed, secret, step, hashes),
            root=desk().root,
            now=now(),
        )
    if activated is None:  # someone used the link up in between
        return render_template("account/link_used.html"), 410
    return _let_in(activated, secret)


def _sent_again(token: str) -> ResponseReturnValue | None:
    """Answer a double click like the first: the same browser, the same secret, the same passphrase."""
    noted = session.get("totp", {})
    with database.short_session() as short:
        person = accounts.just_activated(short, token, now())
    if person is None or noted.get("link") != digest(token):
        return None
    same = noted["secret"] == accounts.totp_secret(desk().root, person)
    right = desk().passphrases.check(person.passphrase_hash, request.form.get("passphrase", "")).right
    return _let_in(person, noted["secret"]) if same and right else None


def _let_in(person: Person, secret: str) -> ResponseReturnValue:
    access.start_visit(person, second_factor=True)
    sheet = recovery_sheet.sheet(person.id, secret)  # the page's own secret: sent twice, it shows one sheet
    return render_template("account/recovery_codes.html", codes=sheet, onward=home_of(person))


def _secret_for(token: str) -> str:
    """Return the second factor's secret that this link's page shows, the same until it has been set."""
    noted = session.setdefault("totp", {"link": digest(token), "secret": pyotp.random_base32()})
    if noted["link"] != digest(token):  # another person's link, opened in the same browser
        noted = session["totp"] = {"link": digest(token), "secret": pyotp.random_base32()}
    return str(noted["secret"])


def _activate_page(form: ActivateForm, person: Person, secret: str) -> str:
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.user_name, issuer_name=ISSUER)
    picture = segno.make(uri, error="m").svg_data_uri(scale=5, border=3)
    return render_template("account/activate.html", form=form, person=person, secret=secret, picture=picture)
