"""Consent: what the doctor will see, before anything is shared."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from selfhelp.care import sharing
from selfhelp.care.sharing import Link
from selfhelp.records.course import Enrolment
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.chosen import chosen, ticked


@bp.route("/consent", methods=["GET", "POST"])
def consent() -> ResponseReturnValue:
    """Show the very page the doctor will read, before anything is shared; each part can be left out."""
    link = sharing.my_link(database.session(), mine().enrolment_id)
    if request.method != "POST":
        defaults = (share.id for share in mine().programme.shares.values() if share.default)
        return _page(link, frozenset(defaults))
    if database.only_looks():
        return _page(link, ticked())
    if link is not None:
        sharing.share(database.session(), link_id=link.id, categories=ticked())
    enrolment = database.session().get_one(Enrolment, mine().enrolment_id)
    enrolment.consent_version = mine().programme.consent_version
    database.session().commit()
    return redirect(url_for("patient.home"), 303)


def _page(link: Link | None, parts: frozenset[str]) -> str:
    return render_template(
        "patient/consent.html", programme=mine().programme, link=link, chosen=chosen(link, parts)
    )
