"""A GP's own account: passkeys are named, added and removed here, after the passphrase once more."""

import logging
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form, PasswordField
from wtforms.validators import InputRequired, Length

from selfhelp.care import passkeys, visits
from selfhelp.exercises import fields
from selfhelp.exercises.words import Message
from selfhelp.records.people import LONGEST_PASSKEY_NAME, Passkey, Person
from selfhelp.web import database, limits
from selfhelp.web.access import visitor
from selfhelp.web.challenges import asked, challenge
from selfhelp.web.desk import catalogue, desk, now, party_here
from selfhelp.web.gp.blueprint import bp
from selfhelp.web.language import locale

log = logging.getLogger(__name__)
CANNOT_SAVE, UNAUTHORISED = 422, 401
STEP_UP_LASTS = 300  # seconds during which passkeys may be changed
WRONG = Message("The passphrase is not right. Try again.")
NOT_MADE = Message("No passkey was added. Try again, and touch the device when the browser asks for it.")


class StepUpForm(Form):
    """The passphrase once more."""

    passphrase = PasswordField(validators=[InputRequired(Message("Enter your passphrase.")), Length(max=200)])


class PasskeyForm(Form):
    """What the GP calls a new passkey; left empty, it has a name all the same."""

    name = fields.text(LONGEST_PASSKEY_NAME)


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
    party = party_here()
    if party is None or not _stepped_up():
        return {}, UNAUTHORISED
    service, me = catalogue()[locale()].title, _me()
    with database.short_session() as short:
        return asked("create", passkeys.ask_to_register(short, party, service=service, person=me, now=now()))


@bp.route("/account/passkeys", methods=["GET", "POST"])
def add_passkey() -> ResponseReturnValue:
    """Keep a new passkey under the name the GP gives it."""
    if request.method != "POST" or not _stepped_up():
        return redirect(url_for("gp.account"), 303)
    form = PasskeyForm(request.form)
    if form.validate() and not _added(form):
        log.warning("passkey refused: at=%s", "account")
        form.form_errors.append(NOT_MADE)
    if form.errors or form.form_errors:
        return _page(passkey=form), CANNOT_SAVE
    flash(gettext("The passkey is added. From now on one touch lets you in."))
    return redirect(url_for("gp.account"), 303)


@bp.post("/account/passkeys/<uuid:passkey_id>/remove")
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Remove a passkey, and end the GP's visits in other browsers: the device may be in other hands."""
    me, passkey = visitor(), _my_passkey(passkey_id)
    if not _stepped_up():
        return redirect(url_for("gp.account"), 303)
    with database.short_session() as short:
        passkeys.remove(short, person_id=me.person_id, passkey_id=passkey.id)
        visits.end_others(short, me.person_id, but=me.login)
    flash(gettext("The passkey is removed, and you are logged out in all other places."))
    return redirect(url_for("gp.account"), 303)


def _my_passkey(passkey_id: UUID) -> Passkey:
    """Return a passkey of this GP's. 404 for another's and for none at all."""
    found = database.session().get(Passkey, passkey_id)
    return found if found is not None and found.person_id == visitor().person_id else abort(404)


def _added(form: PasskeyForm) -> bool:
    party, name = party_here(), form.name.data or gettext("Passkey")
    if party is None:
        return False
    with database.short_session() as short:
        added = passkeys.register(
            short,
            party,
            person_id=visitor().person_id,
            challenge=challenge(),
            answer=request.form.get("credential", ""),
            name=name,
            now=now(),
        )
    return added is not None


def _page(*, step_up: StepUpForm | None = None, passkey: PasskeyForm | None = None) -> str:
    return render_template(
        "gp/account.html",
        me=visitor(),
        passkeys=passkeys.passkeys_of(database.session(), visitor().person_id),
        most=passkeys.MOST_PASSKEYS,
        stepped_up=_stepped_up(),
        step_up=step_up or StepUpForm(),
        form=passkey or PasskeyForm(),
        address=desk().settings.public_url if desk().settings.relying_party else "",
    )


def _me() -> Person:
    with database.short_session() as short:
        return short.get_one(Person, visitor().person_id)


def _stepped_up() -> bool:
    at: float = session.get("stepped_up", 0.0)
    return now().timestamp() - at < STEP_UP_LASTS
