"""What a page's script hears after it has saved in the background."""

from collections.abc import Mapping

from flask.typing import ResponseReturnValue
from flask_babel import format_time, gettext
from wtforms import Form

from selfhelp.web.desk import now
from selfhelp.web.words import in_words

CONFLICT = 409


def saved(revision: object, form: Form, *, danger: bool = False) -> ResponseReturnValue:
    """Tell the new revision, the sentence for the page, what could not be saved, and whether help is due."""
    at, errors = format_time(now(), "HH:mm"), wrong(form)
    said = (
        gettext("Not everything is saved: see what is marked")
        if errors
        else gettext("Saved %(time)s", time=at)
    )
    return {"revision": str(revision), "saved": said, "wrong": bool(errors), "errors": errors, "help": danger}


def wrong(form: Form) -> Mapping[str, str]:
    """Return what was typed and cannot be saved, by field name. A field still empty is not wrong yet."""
    return {
        name: in_words(one.errors[0])
        for name, one in form._fields.items()  # WTForms has no other way to the names
        if one.errors and one.raw_data and one.raw_data[0]
    }


def conflict(*, danger: bool = False) -> ResponseReturnValue:
    """Tell that another window has saved something else, and whether help is due all the same."""
    return {"conflict": True, "help": danger}, CONFLICT
