"""What a patient takes out of here as a file: it stays on the machine, so it takes a fresh log-in."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from selfhelp.web.access import is_fresh


def log_in_first(back: str = "", why: str = "") -> ResponseReturnValue | None:
    """Send whoever has been logged in for a while to the log-in page first; None for all others.

    From there the way leads `back`, or to what is shared. `why` says it in words, where it is no download.
    """
    if is_fresh():
        return None
    flash(why or gettext("Log in again before you download. It keeps the file from others at this machine."))
    return redirect(url_for("account.log_in", next=back or url_for("patient.sharing")), 303)
