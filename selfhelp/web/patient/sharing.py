"""What each doctor sees now, parts switched on and off, sharing ended at once, and who has looked."""

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
    """Show the very page a doctor sees now, or would see, and choose the parts."""
    if not visitor().consent_version:
        return redirect(url_for("patient.consent"), 303)  # nothing is shared before it was agreed to there
    links = _links()
    if request.method != "POST" and not links:
        return render_template("patient/alone.html", begins=False)
    link = _asked_for(links)
    if request.method != "POST" or not link.is_open:
        return _page(link, link.agreed(mine().programme), links)
    if database.only_looks():
        return _page(link, ticked(), links)
    deeds.share(database.session(), link_id=link.id, categories=ticked())
    deeds.agree(database.session(), enrolment_id=mine().enrolment_id, programme=mine().programme)
    database.session().commit()
    flash(gettext("Your choices are saved."))
    return _back_to(link, links)


@bp.post("/sharing/end")
def end_sharing() -> ResponseReturnValue:
    """End one doctor's permission to read."""
    links = _links()
    link = _asked_for(links)
    deeds.end(database.session(), link_id=link.id, now=now())
    database.session().commit()
    return _back_to(link, links)


@bp.post("/sharing/again")
def share_again() -> ResponseReturnValue:
    """Let the same doctor read again."""
    links = _links()
    link = _asked_for(links)
    if deeds.begin_again(database.session(), link_id=link.id):
        database.session().commit()
    return _back_to(link, links)


def _page(link: Link, parts: frozenset[str], links: list[Link]) -> str:
    return render_template(
        "patient/sharing.html",
        link=link,
        links=links,
        programme=mine().programme,
        chosen=chosen(link, parts),
        looks=lines_of(deeds.looks(database.session(), mine().enrolment_id, most=MOST_SHOWN)),
    )


def _back_to(link: Link, links: list[Link]) -> ResponseReturnValue:
    """Go back to the same doctor, whom the address names only where there are several."""
    doctor = link.id if len(links) > 1 else None
    return redirect(url_for("patient.sharing", doctor=doctor), 303)


def _asked_for(links: list[Link]) -> Link:
    """Return the permission that is asked for, or the newest one. 404 for one that is not the patient's."""
    asked = request.values.get("doctor")
    found = links if asked is None else [link for link in links if str(link.id) == asked]
    return found[0] if found else abort(404)


def _links() -> list[Link]:
    return deeds.my_links(database.session(), mine().enrolment_id)
