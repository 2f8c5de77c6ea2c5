"""The very page the doctor gets, for the patient: a note, a page to print, a PDF. No look of the doctor's."""

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue

from selfhelp.care import sharing
from selfhelp.care.follow_up import FollowUp
from selfhelp.web import database, paper
from selfhelp.web.access import mine
from selfhelp.web.follow_up_page import follow_up_of, sheet_page, sheet_pdf
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.download import log_in_first
from selfhelp.web.record_note import as_text


@bp.get("/sharing/note.txt")
def note() -> ResponseReturnValue:
    """Give the record note as plain text."""
    value, language = _page()
    return Response(as_text(value, language), mimetype="text/plain")


@bp.get("/sharing/sheet")
def sheet() -> ResponseReturnValue:
    """Show the page as one sheet of A4, to be printed."""
    value, language = _page()
    return sheet_page(value, language, back=url_for("patient.sharing"), pdf=url_for("patient.sheet_as_pdf"))


@bp.get("/sharing/sheet.pdf")
def sheet_as_pdf() -> ResponseReturnValue:
    """Give the same sheet as a PDF."""
    value, language = _page()
    if first := log_in_first():
        return first
    if not paper.can_make_pdf():
        return paper.no_pdf(url_for("patient.sheet"))
    return sheet_pdf(value, language)


def _page() -> tuple[FollowUp, str]:
    """Return the page as it is shared now, and its language: the doctor's. 404 where nothing is shared."""
    link = sharing.my_link(database.session(), mine().enrolment_id)
    if link is None or link.ended_at is not None or not link.has_agreed:
        abort(404)
    value, _ = follow_up_of(link)
    return value, link.gp_locale
