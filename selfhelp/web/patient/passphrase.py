"""A new passphrase, by whoever knows the present one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form, PasswordField
from wtforms.validators import InputRequired, Length

from selfhelp.care import my_account
from selfhelp.care.passphrases import weakness
from selfhelp.exercises.words import Message
from selfhelp.records.people import Person
from selfhelp.web import access, database, limits
from selfhelp.web.access import visitor
from selfhelp.web.desk import desk
from selfhelp.web.passphrase_words import why_weak
from selfhelp.web.patient.blueprint import bp

CANNOT_SAVE, UNAUTHORISED = 422, 401
WRONG = Message("This is not your present passphrase. Try again, or log out and use a recovery code.")


class PassphraseForm(Form):
    """The present passphrase, and a new one."""

    present = PasswordField(
        validators=[InputRequired(Message("Enter your present passphrase.")), Length(max=200)]
    )
    passphrase = PasswordField(
        validators=[InputRequired(Message("Choose a new passphrase.")), Length(max=200)]
    )


@bp.route("/my-account/passphrase", methods=["GET", "POST"])
def passphrase() -> ResponseReturnValue:
    """Change the passphrase, and end every visit but a new one that begins here."""
    form = PassphraseForm(request.form)
    if request.method != "POST":
        return _page(form)
    if not form.validate():
        return _page(form), CANNOT_SAVE
    limits.count("step-up", str(visitor().person_id))
    with database.short_session() as short:
        known = short.get_one(Person, visitor().person_id).passphrase_hash
    if not desk().passphrases.check(known, str(form.present.data)).right:
        form.present.errors = [WRONG]
        return _page(form), UNAUTHORISED
    if weak := weakness(str(form.passphrase.data), user_name=visitor().user_name):
        form.passphrase.errors = [why_weak(weak)]
        return _page(form), CANNOT_SAVE
    _change(str(form.passphrase.data))
    flash(gettext("Your passphrase is changed, and you are logged out in all other places."))
    return redirect(url_for("patient.account"), 303)


def _change(chosen: str) -> None:
    hashed, who = desk().passphrases.hash(chosen), visitor().person_id
    with database.short_session() as short:
        person = my_account.change_passphrase(short, who, hashed)
    # Pages that are open in other windows keep their form token, so that no text is held up there.
    access.start_visit(person, second_factor=False, keeping=("csrf_token",))


def _page(form: PassphraseForm) -> str:
    return render_template("patient/passphrase.html", form=form, me=visitor())
