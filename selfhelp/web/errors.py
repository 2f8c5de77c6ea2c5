"""What a person reads when something goes wrong: what happened, what to do, nothing lost, nothing personal.

A page that was being written comes back with its text, and where the answer to PHQ-9's item 9 was among
it, the help page's words come in the same response: also when the log-in has run out or the database is down.
"""

import logging
import secrets

from flask import Flask, Request, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from selfhelp.care.hashing import TooBusyError
from selfhelp.exercises.exercise import field_name
from selfhelp.exercises.instrument import Instrument
from selfhelp.web.access import OUT_OF_REACH, forget_visitor, is_from_elsewhere
from selfhelp.web.desk import catalogue
from selfhelp.web.language import locale

log = logging.getLogger(__name__)
UNAVAILABLE = 503
KEPT_WORDS = 64  # fields carried over a lapsed log-in
# Deeds without a page of their own: after a new log-in their page is shown, and the deed waits there.
PAGE_OF = {
    "patient.end_sharing": "patient.sharing",
    "patient.share_again": "patient.sharing",
    "patient.appointment": "patient.home",
    "patient.remove_entry": "patient.toolbox",
    "patient.remove_passkey": "patient.passkeys",
    "patient.end_device": "patient.devices",
    "patient.log_out_everywhere": "patient.devices",
    "patient.no_reminders": "patient.account",
    "gp.withdraw": "gp.patients",
    "gp.renew": "gp.patients",
    "gp.add_passkey": "gp.account",
    "gp.remove_passkey": "gp.account",
}
CARRIED = frozenset(
    {"patient.step", "patient.card", "patient.entry", "patient.entry_begun", "gp.invite"}
)  # forms in which somebody writes
NOT_CARRIED = frozenset({"csrf_token", "passphrase", "code"})


def init_app(app: Flask) -> None:
    """Answer every error in the reader's words."""
    app.register_error_handler(CSRFError, _stale_page)
    app.register_error_handler(401, _logged_out)
    app.register_error_handler(HTTPException, _told)
    for error in (*OUT_OF_REACH, TooBusyError):
        app.register_error_handler(error, _no_database)
    app.register_error_handler(Exception, _our_fault)


def wants_json() -> bool:
    """Tell whether the page's script asks."""
    return request.accept_mimetypes.best == "application/json"


def danger_in(sent: Request) -> bool:
    """Tell whether a safety item in what was sent is more than "not at all". Needs no database."""
    found = (sent.view_args or {}).get("module_id"), (sent.view_args or {}).get("step_id")
    module = catalogue().source.modules.get(str(found[0]))
    step = module.step(str(found[1])) if module else None
    for exercise in step.asking if step else ():
        if isinstance(exercise, Instrument):
            answer = sent.form.get(field_name(exercise.id, exercise.questionnaire.safety_item), "0")
            if answer in {"1", "2", "3"}:
                return True
    return False


def kept_fields() -> list[tuple[str, str]]:
    """Return what was being written, to be carried over a new log-in."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_CARRIED]
    return fields if request.endpoint in CARRIED else []


def _logged_out(_error: HTTPException) -> ResponseReturnValue:
    if wants_json():
        return {"login": True, "help": danger_in(request)}, 401
    back = PAGE_OF.get(request.endpoint or "")
    return _page("log_in_again", 401, kept=kept_fields(), back=url_for(back) if back else request.path)


def _stale_page(error: CSRFError) -> ResponseReturnValue:
    """Answer a form whose session is gone. From another site it is refused; from our own the text is kept."""
    if is_from_elsewhere():
        return _told(error)
    return _logged_out(error)


def _told(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if error.response is not None:
        return error
    if wants_json():
        return {"error": code, "help": danger_in(request)}, code
    return _page("error", code)


def _no_database(error: Exception) -> ResponseReturnValue:
    log.error("database out of reach: error=%s", type(error).__name__)
    forget_visitor()
    if wants_json():
        return {"help": danger_in(request)}, UNAVAILABLE
    return _page("not_saved", UNAVAILABLE, kept=kept_fields())


def _our_fault(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    log.error("unforeseen: error=%s number=%s", type(error).__name__, number, exc_info=error)
    forget_visitor()
    if wants_json():
        return {"help": danger_in(request)}, 500
    return _page("error", 500, number=number, kept=kept_fields())


def _page(
    name: str, code: int, *, number: str = "", back: str = "", kept: list[tuple[str, str]] | None = None
) -> ResponseReturnValue:
    """Return a page that needs neither database nor session."""
    programme = catalogue()[locale()]
    said = {
        403: gettext("You do not have access to this page."),
        404: gettext("There is no such page here."),
        405: gettext("This page cannot be opened like that."),
        410: gettext("This has been erased."),
        413: gettext("That is more text than we can save at once."),
        429: gettext("That was many tries in a short time. Please wait a quarter of an hour, and try again."),
    }
    page = render_template(
        f"errors/{name}.html",
        code=code,
        said=said.get(code, gettext("Something went wrong on our side. What you had saved is still there.")),
        number=number,
        back=back,
        kept=kept or [],
        programme=programme,
        danger=request.method == "POST" and danger_in(request),
    )
    return page, code
