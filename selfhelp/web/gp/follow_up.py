"""The follow-up page. Every look is committed to the access log before the page is sent."""

from uuid import UUID

from flask import Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from selfhelp.care import sharing
from selfhelp.care.sharing import Link
from selfhelp.web import database, paper
from selfhelp.web.access import visitor
from selfhelp.web.follow_up_page import follow_up_of, fragment, sheet_page, sheet_pdf
from selfhelp.web.gp.blueprint import bp
from selfhelp.web.gp.looks import note_look
from selfhelp.web.record_note import as_text


@bp.get("/patients/<uuid:patient>")
def follow_up(patient: UUID) -> ResponseReturnValue:
    """Show the page a GP reads in one minute."""
    link = _link(patient)
    if link.ended_at is not None:
        return render_template("gp/ended.html", link=link)
    note_look(link, "follow-up")
    value, _ = follow_up_of(link)
    body = fragment(value, link.gp_locale)
    note = as_text(value, link.gp_locale)
    return render_template("gp/follow_up.html", page=value, body=body, note=note, patient=patient)


@bp.get("/patients/<uuid:patient>/note.txt")
def follow_up_text(patient: UUID) -> ResponseReturnValue:
    """Give the record note as plain text."""
    link = _link_in_force(patient)
    note_look(link, "record-note")
    value, _ = follow_up_of(link)
    return Response(as_text(value, link.gp_locale), mimetype="text/plain")


@bp.get("/patients/<uuid:patient>/sheet")
def follow_up_sheet(patient: UUID) -> ResponseReturnValue:
    """Show the page as one sheet of A4, to be printed."""
    link = _link_in_force(patient)
    note_look(link, "print")
    value, _ = follow_up_of(link)
    back, pdf = (url_for(page, patient=patient) for page in ("gp.follow_up", "gp.follow_up_pdf"))
    return sheet_page(value, link.gp_locale, back=back, pdf=pdf)


@bp.get("/patients/<uuid:patient>/sheet.pdf")
def follow_up_pdf(patient: UUID) -> ResponseReturnValue:
    """Give the same sheet as a PDF."""
    link = _link_in_force(patient)
    if not paper.can_make_pdf():
        return paper.no_pdf(url_for("gp.follow_up_sheet", patient=patient))
    note_look(link, "pdf")
    value, _ = follow_up_of(link)
    return sheet_pdf(value, link.gp_locale)


def _link(patient: UUID) -> Link:
    """Return the permission by which this GP reads; 404 for another's patient and for none at all."""
    return sharing.link_for_gp(database.session(), gp_id=visitor().person_id, enrolment_id=patient) or abort(
        404
    )


def _link_in_force(patient: UUID) -> Link:
    """Return the permission where it has not ended; otherwise 404."""
    link = _link(patient)
    return link if link.ended_at is None else abort(404)
