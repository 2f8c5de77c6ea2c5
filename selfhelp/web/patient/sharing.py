"""What the doctor sees now, parts switched on and off, sharing ended at once, and who has looked."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from selfhelp.care import sharing as deeds
from selfhelp.care.sharing import Link
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import now
from selfhelp.web.follow_up_page import preview_of
from selfhelp.web.patient.blueprint import bp


@bp.route("/sharing", methods=["GET", "POST"])
def sharing() -> ResponseReturnValue:
    """Show the very page the doctor sees now, and choose the parts."""
    link = _link()
    if request.method == "POST":
        chosen = [share for share in request.form.getlist("share") if share in mine().programme.shares]
        deeds.share(database.session(), link_id=link.id, categories=chosen)
        database.session().commit()
        return redirect(url_for("patient.sharing"), 303)
    return render_template(
        "patient/sharing.html",
        link=link,
        programme=mine().programme,
        preview=preview_of(mine(), link),
        looks=deeds.looks(database.session(), mine().enrolment_id),
    )


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


def _link() -> Link:
    return deeds.my_link(database.session(), mine().enrolment_id) or abort(404)
