"""Who has looked, as a list the patient can keep."""

from collections.abc import Sequence

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from selfhelp.care import access_log, sharing
from selfhelp.care.days import day_of
from selfhelp.records.log import AccessLog
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import now
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.download import log_in_first
from selfhelp.web.words import clock

Line = tuple[str, str, str]  # when, who, what


@bp.get("/sharing/looks.txt")
def looks() -> ResponseReturnValue:
    """Give every look as a plain text: made here and now, kept nowhere, under a name that tells nothing.

    It ends with the log's newest row: rows taken away later can be shown with it. Whoever has been logged in
    for a while logs in again first, for what is downloaded stays on the machine.
    """
    if first := log_in_first():
        return first
    lines = lines_of(sharing.looks(database.session(), mine().enrolment_id))
    head = access_log.newest(database.session())
    heads = (gettext("When"), gettext("Who"), gettext("What"))
    table = _in_columns([heads, *lines]) if lines else []
    text = render_template("patient/looks.txt", lines=table, head=head, made=now())
    named = f"attachment; filename={day_of(now()).isoformat()}.txt"
    return Response(text, mimetype="text/plain", headers={"Content-Disposition": named})


def lines_of(found: Sequence[AccessLog]) -> list[Line]:
    """Return looks in the reader's words."""
    what = {
        "list": gettext("Your line in the doctor’s list"),
        "follow-up": gettext("The page for the appointment"),
        "record-note": gettext("The text for the medical record"),
        "print": gettext("The page for the appointment, to print"),
        "pdf": gettext("The page for the appointment, as a PDF"),
    }
    return [(clock(look.at), look.actor, what.get(look.what, look.what)) for look in found]


def _in_columns(lines: Sequence[Line]) -> list[str]:
    """Write a table with spaces, each column as wide as its longest words."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(words.ljust(width) for words, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
