"""Where the links in mails lead: a page with one button. Opening it changes nothing, for mail is scanned.

The pages leave the browser's session alone: whoever comes from a mail program stays logged in where they
were. So no form token is asked for; the token in the address is all it takes.
"""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, refresh
from flask_login import current_user

from selfhelp.care import reminders
from selfhelp.web import database
from selfhelp.web.access import HOME, is_from_elsewhere
from selfhelp.web.desk import catalogue, now

bp = Blueprint("reminders", __name__, url_prefix="/reminders")
GONE = 410


@bp.get("/go-on/<language>")
def go_on(language: str) -> ResponseReturnValue:
    """Lead whoever was reminded on to the start page; who is not logged in is asked to log in first."""
    if current_user.is_authenticated:  # only a web page's link withholds the cookie, not a mail program's own
        return redirect(url_for(HOME[current_user.role]))
    _speak(language)
    return render_template("reminders/go_on.html")


@bp.route("/on/<token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    """Let whoever reads the mail say that the address is right."""
    language = reminders.asked_by(database.session(), token, now())
    _speak(language)
    if language is None:
        return _gone(
            gettext(
                "It is more than seven days old, or a newer e-mail has come, or reminders were turned off. "
                "You can ask for a new e-mail in My account."
            )
        )
    if request.method != "POST":
        return render_template("reminders/confirm.html")
    _refuse_other_sites()
    with database.short_session() as short:
        reminders.confirm(short, token, now())
    return render_template("reminders/confirmed.html")


@bp.route("/off/<token>", methods=["GET", "POST"])
def off(token: str) -> ResponseReturnValue:
    """Turn reminders off, by the button or by a mail program's own (RFC 8058)."""
    language = reminders.language_of(database.session(), token)
    _speak(language)
    if language is None:
        return _gone(
            gettext(
                "Reminders may be off already. If e-mails still come, use the link in the newest one, "
                "or turn them off in My account."
            )
        )
    if request.method != "POST":
        return render_template("reminders/off.html")
    _refuse_other_sites()
    with database.short_session() as short:
        reminders.turn_off(short, token)
    return render_template("reminders/is_off.html")


def _gone(why: str) -> ResponseReturnValue:
    return render_template("reminders/gone.html", why=why), GONE


def _refuse_other_sites() -> None:
    if is_from_elsewhere():
        abort(400)


def _speak(language: str | None) -> None:
    """Speak the language of the mail that led here."""
    if language in catalogue().locales:
        g.locale = language
        refresh()
