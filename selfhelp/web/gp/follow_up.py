"""The follow-up page. Every look is committed to the access log before the page is sent."""

from uuid import UUID

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from selfhelp.care import sharing
from selfhelp.care.sharing import Link
from selfhelp.web import database
from selfhelp.web.access import visitor
from selfhelp.web.desk import catalogue
from selfhelp.web.follow_up_page import follow_up_of, fragment
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
    link = _link(patient)
    if link.ended_at is not None:
        abort(404)
    note_look(link, "record-note")
    value, _ = follow_up_of(link)
    return Response(as_text(value, link.gp_locale), mimetype="text/plain")


@bp.get("/modules")
def brief() -> ResponseReturnValue:
    """Show every module in four sentences, with its questions."""
    programme = catalogue()[visitor().locale]
    return render_template("gp/brief.html", programme=programme, chosen=request.args.get("module", ""))


def _link(patient: UUID) -> Link:
    """Return the permission by which this GP reads; 404 for another's patient and for none at all."""
    return sharing.link_for_gp(database.session(), gp_id=visitor().person_id, enrolment_id=patient) or abort(
        404
    )
