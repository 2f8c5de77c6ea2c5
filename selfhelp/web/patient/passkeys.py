"""A patient's passkeys: log in with one touch. They are changed shortly after a log-in, and never later."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from selfhelp.web import my_passkeys
from selfhelp.web.access import is_fresh
from selfhelp.web.my_passkeys import PasskeyForm
from selfhelp.web.patient.blueprint import bp

CANNOT_SAVE = 422


@bp.route("/my-account/passkeys", methods=["GET", "POST"])
def passkeys() -> ResponseReturnValue:
    """Show the passkeys, and keep a new one. A screen left open must not be enough for that."""
    if request.method != "POST":
        return _page()
    if not is_fresh():
        return redirect(url_for("patient.passkeys"), 303)
    form = PasskeyForm(request.form)
    if not my_passkeys.is_added(form):
        return _page(form), CANNOT_SAVE
    flash(gettext("The passkey is added. From now on one touch lets you in."))
    return redirect(url_for("patient.passkeys"), 303)


@bp.post("/my-account/passkeys/challenge")
def new_passkey() -> ResponseReturnValue:
    """Give the page's script what the browser needs to make a passkey."""
    return my_passkeys.ask_for_new(allowed=is_fresh())


@bp.post("/my-account/passkeys/<uuid:passkey_id>/remove")
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Remove a passkey, and end the visits in other browsers: the device may be in other hands."""
    passkey = my_passkeys.mine_named(passkey_id)
    if is_fresh():
        my_passkeys.remove(passkey)
        flash(gettext("The passkey is removed, and you are logged out in all other places."))
    return redirect(url_for("patient.passkeys"), 303)


def _page(form: PasskeyForm | None = None) -> str:
    return render_template("patient/passkeys.html", fresh=is_fresh(), **my_passkeys.shown(form))
