"""Consent: what the doctor will see, before anything is shared, and again when there is more to share."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from selfhelp.care import sharing
from selfhelp.care.sharing import Link
from selfhelp.records.course import Enrolment
from selfhelp.web import database
from selfhelp.web.access import mine, visitor
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.chosen import chosen, ticked


@bp.route("/consent", methods=["GET", "POST"])
def consent() -> ResponseReturnValue:
    """Show the very page the doctor will read, before anything is shared; each part can be left out."""
    link = sharing.my_link(database.session(), mine().enrolment_id)
    if request.method != "POST":
        return _page(link, _ticked_at_first(link))
    if database.only_looks():
        return _page(link, ticked())
    if link is not None:
        sharing.share(database.session(), link_id=link.id, categories=ticked())
    enrolment = database.session().get_one(Enrolment, mine().enrolment_id)
    enrolment.consent_version = mine().programme.consent_version
    database.session().commit()
    return redirect(url_for("patient.home"), 303)


def _ticked_at_first(link: Link | None) -> frozenset[str]:
    """Return what is ticked when the page opens: the defaults, or what a patient who has agreed shares now.

    So a part that is new since then is not ticked.
    """
    shares = mine().programme.shares
    if visitor().consent_version and link is not None:
        return link.shares.intersection(shares)
    return frozenset(share.id for share in shares.values() if share.default)


def _page(link: Link | None, parts: frozenset[str]) -> str:
    programme = mine().programme
    return render_template(
        "patient/consent.html",
        programme=programme,
        link=link,
        chosen=chosen(link, parts),
        asked_again=0 < visitor().consent_version < programme.consent_version,
    )
