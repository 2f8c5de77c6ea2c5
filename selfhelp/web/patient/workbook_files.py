"""The workbook as files to keep: one to read, one for other programs. Made in memory, kept nowhere here."""

import json

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from selfhelp.care.days import day_of
from selfhelp.care.workbook.along import Along, along, as_document
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import now
from selfhelp.web.language import locale
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.download import log_in_first
from selfhelp.web.patient.looks import lines_of
from selfhelp.web.words import STATIC, answer


@bp.get("/workbook/file.html")
def workbook_to_read() -> ResponseReturnValue:
    """Give everything as one page that needs nothing else: to be read and printed without the internet."""
    if first := log_in_first(url_for("patient.workbook")):
        return first
    taken = _taken()
    # Inside the file, which no policy of this site reaches: it must look right with nothing beside it.
    style = Markup("<style>{}</style>").format(Markup((STATIC / "file.css").read_text("utf-8")))  # noqa: S704
    page = render_template(
        "paper/file.html", taken=taken, looks=lines_of(taken.looks), language=locale(), style=style
    )
    return _file(page, "text/html", "html")


@bp.get("/workbook/file.json")
def workbook_data() -> ResponseReturnValue:
    """Give the same as JSON, in the shape that docs/download.md describes."""
    if first := log_in_first(url_for("patient.workbook")):
        return first
    written = json.dumps(as_document(_taken(), answer), ensure_ascii=False, indent=1)
    return _file(written, "application/json", "json")


def _taken() -> Along:
    return along(database.session(), mine(), now())


def _file(content: str, kind: str, ending: str) -> Response:
    """Return a file whose name is only a date."""
    named = f"attachment; filename={day_of(now()).isoformat()}.{ending}"
    return Response(content, mimetype=kind, headers={"Content-Disposition": named})
