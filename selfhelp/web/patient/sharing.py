"""What the doctor sees now, parts switched on and off, sharing ended at once, and who has looked."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from selfhelp.care import sharing as deeds
from selfhelp.care.sharing import Link
from selfhelp.web import database
from selfhelp.web.access import mine, visitor
from selfhelp.web.desk import now
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.chosen import chosen, ticked
from selfhelp.web.patient.looks import lines_of

MOST_SHOWN = 100  # looks on the page; the list to download has them all


@bp.route("/sharing", methods=["GET", "POST"])
def sharing() -> ResponseReturnValue:
    """Show the very page the doctor sees now, or would see, and choose the parts."""
    if not visitor().consent_version:
        return redirect(url_for("patient.consent"), 303)  # nothing is shared before it was agreed to there
    link = _link()
    if request.method != "POST":
        return _page(link, link.shares)
    if database.only_looks():
        return _page(link, ticked())
    deeds.share(database.session(), link_id=link.id, categories=ticked())
    database.session().commit()
    flash(gettext("Your choices are saved."))
    return redirect(url_for("patient.sharing"), 303)


@bp.post("/sharing/end")
def end_sharing() -> ResponseReturnValue:
    """End the doctor's permission to read."""
    deeds.end(database.session(), link_id=_link().id, now=now())
    database.session().commit()
    return redirect(url_for("patient.sharing"), 303)


@bp.post("/sharing/again")
def share_again() -> ResponseReturnValue:
    """Let the same doctor read again."""
    deeds.begin_again(database.session(), link_id=_link().id)
    database.session().commit()
    return redirect(url_for("patient.sharing"), 303)


def _page(link: Link, parts: frozenset[str]) -> str:
    return render_template(
        "patient/sharing.html",
        link=link,
        programme=mine().programme,
        chosen=chosen(link, parts),
        looks=lines_of(deeds.looks(database.session(), mine().enrolment_id, most=MOST_SHOWN)),
    )


def _link() -> Link:
    return deeds.my_link(database.session(), mine().enrolment_id) or abort(404)
