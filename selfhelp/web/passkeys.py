"""Log-in with one touch: a passkey answers a challenge, and the page that was asked for opens.

The page's script asks for the challenge, hands it to the browser, and sends the answer as an ordinary form.
"""

import logging

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from selfhelp.care import passkeys
from selfhelp.exercises.words import Message
from selfhelp.web import database, limits
from selfhelp.web.account import UNAUTHORISED, LogInForm, bp, let_in, log_in_page
from selfhelp.web.challenges import asked, challenge
from selfhelp.web.desk import now, party_here

log = logging.getLogger(__name__)
NOT_LET_IN = Message(
    "This passkey does not open anything here now. Try again, or log in with your user name and passphrase."
)


@bp.post("/log-in/passkey/challenge")
def passkey_challenge() -> ResponseReturnValue:
    """Give whoever wants to come in a challenge for their authenticator."""
    limits.count("passkey-address", limits.address())
    party = party_here()
    if party is None:
        return {}, UNAUTHORISED
    with database.short_session() as short:
        return asked("get", passkeys.ask_to_log_in(short, party, now()))


@bp.route("/log-in/passkey", methods=["GET", "POST"])
def passkey_log_in() -> ResponseReturnValue:
    """Sign somebody in by the passkey's answer, and open the page that was asked for."""
    if request.method != "POST":
        return redirect(url_for("account.log_in"), 303)
    limits.count("log-in-address", limits.address())
    party, person = party_here(), None
    if party is not None:
        answer = request.form.get("credential", "")
        with database.short_session() as short:
            person = passkeys.log_in(short, party, challenge=challenge(), answer=answer, now=now())
    if person is None:
        log.warning("passkey refused: at=%s", "log-in")
        form = LogInForm()
        form.form_errors.append(NOT_LET_IN)
        return log_in_page(form, code=UNAUTHORISED)
    return let_in(person, second_factor=True)
