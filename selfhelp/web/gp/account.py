"""A GP's own account: passkeys are named, added and removed here, after the passphrase once more."""

from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form, PasswordField
from wtforms.validators import InputRequired, Length

from selfhelp.exercises.words import Message
from selfhelp.records.people import Person
from selfhelp.web import database, limits, my_passkeys
from selfhelp.web.access import visitor
from selfhelp.web.desk import desk, now
from selfhelp.web.gp.blueprint import bp
from selfhelp.web.my_passkeys import PasskeyForm

CANNOT_SAVE, UNAUTHORISED = 422, 401
STEP_UP_LASTS = 300  # seconds during which passkeys may be changed
WRONG = Message("The passphrase is not right. Try again.")


class StepUpForm(Form):
    """The passphrase once more."""

    passphrase = PasswordField(validators=[InputRequired(Message("Enter your passphrase.")), Length(max=200)])


@bp.route("/account", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    """Show the GP's passkeys. They can be changed after the passphrase once more.

    A screen left open must not be enough to get a key of one's own.
    """
    form = StepUpForm(request.form)
    if request.method != "POST":
        return _page()
    if not form.validate():
        return _page(step_up=form), CANNOT_SAVE
    limits.count("step-up", str(visitor().person_id))
    if not desk().passphrases.check(_me().passphrase_hash, str(form.passphrase.data)).right:
        form.passphrase.errors = [WRONG]
        return _page(step_up=form), UNAUTHORISED
    session["stepped_up"] = now().timestamp()
    return redirect(url_for("gp.account"), 303)


@bp.post("/account/passkeys/challenge")
def new_passkey() -> ResponseReturnValue:
    """Give the page's script what the browser needs to make a passkey."""
    return my_passkeys.ask_for_new(allowed=_stepped_up())


@bp.route("/account/passkeys", methods=["GET", "POST"])
def add_passkey() -> ResponseReturnValue:
    """Keep a new passkey under the name the GP gives it."""
    if request.method != "POST" or not _stepped_up():
        return redirect(url_for("gp.account"), 303)
    form = PasskeyForm(request.form)
    if not my_passkeys.is_added(form):
        return _page(passkey=form), CANNOT_SAVE
    flash(gettext("The passkey is added. From now on one touch lets you in."))
    return redirect(url_for("gp.account"), 303)


@bp.post("/account/passkeys/<uuid:passkey_id>/remove")
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Remove a passkey, and end the GP's visits in other browsers: the device may be in other hands."""
    passkey = my_passkeys.mine_named(passkey_id)
    if not _stepped_up():
        return redirect(url_for("gp.account"), 303)
    my_passkeys.remove(passkey)
    flash(gettext("The passkey is removed, and you are logged out in all other places."))
    return redirect(url_for("gp.account"), 303)


def _page(*, step_up: StepUpForm | None = None, passkey: PasskeyForm | None = None) -> str:
    return render_template(
        "gp/account.html",
        me=visitor(),
        stepped_up=_stepped_up(),
        step_up=step_up or StepUpForm(),
        **my_passkeys.shown(passkey),
    )


def _me() -> Person:
    with database.short_session() as short:
        return short.get_one(Person, visitor().person_id)


def _stepped_up() -> bool:
    at: float = session.get("stepped_up", 0.0)
    return now().timestamp() - at < STEP_UP_LASTS
