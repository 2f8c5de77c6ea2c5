"""Consent: what the doctor will see, before anything is shared, and again when there is more to share."""

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from selfhelp.care import sharing
from selfhelp.care.sharing import Link
from selfhelp.web import database
from selfhelp.web.access import mine, visitor
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.chosen import chosen, ticked

EVERYTHING = "everything"  # the button that shares every part
# Where one comes to rest. Nobody is stopped in the middle of a step, an entry or the card.
ASKED_AT = frozenset({"patient.home", "patient.module", "patient.toolbox"})


@bp.before_request
def ask_first() -> ResponseReturnValue | None:
    """Ask whoever has not agreed yet, or not to what can be shared by now. Until then all stays as it was."""
    if request.endpoint in ASKED_AT and visitor().consent_version < mine().programme.consent_version:
        return redirect(url_for("patient.consent"))
    return None


@bp.route("/consent", methods=["GET", "POST"])
def consent() -> ResponseReturnValue:
    """Show the very page the doctor will read, before anything is shared; each part can be left out."""
    link = sharing.my_link(database.session(), mine().enrolment_id)
    if link is None and request.method != "POST":
        return render_template("patient/alone.html", begins=True)
    if request.method != "POST":
        parts = _ticked_at_first(link)
        return _page(link, parts, shown=parts or frozenset(mine().programme.shares))
    if database.only_looks():
        return _page(link, ticked(), shown=ticked())
    everything = request.form.get("go") == EVERYTHING
    parts = frozenset(mine().programme.shares) if everything else ticked()
    if link is not None:
        sharing.share(database.session(), link_id=link.id, categories=parts)
    sharing.agree(database.session(), enrolment_id=mine().enrolment_id, programme=mine().programme)
    database.session().commit()
    return redirect(url_for("patient.home"), 303)


def _ticked_at_first(link: Link | None) -> frozenset[str]:
    """Return what is ticked when the page opens: what a patient who has agreed before shares now.

    Else nothing, for a box that was ticked beforehand is no consent.
    """
    if link is None or not link.has_agreed:
        return frozenset()
    programme = mine().programme
    return link.agreed(programme).intersection(programme.shares)


def _page(link: Link | None, parts: frozenset[str], *, shown: frozenset[str]) -> str:
    """Show these parts ticked, and the doctor's page with the parts that are shown: at first with all."""
    programme = mine().programme
    return render_template(
        "patient/consent.html",
        programme=programme,
        link=link,
        chosen=replace(chosen(link, shown), ticked=parts),
        shows_everything=shown != parts,
        everything=EVERYTHING,
        asked_again=0 < visitor().consent_version < programme.consent_version,
    )
