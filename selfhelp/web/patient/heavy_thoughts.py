"""The help page's words, right after an answer to the safety item, and at each log-in for a while."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from selfhelp.web import access
from selfhelp.web.access import mine
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.office import office_number


@bp.get("/before-you-go-on")
def heavy_thoughts() -> ResponseReturnValue:
    """Show whom to call, and go on to where the patient was going."""
    return heavy_page(onward_asked() or url_for("patient.home"))


def heavy_page(onward: str) -> str:
    """Return the page, from which one goes on to `onward`."""
    info = mine().programme.pages["heavy-thoughts"]
    return render_template(
        "patient/heavy_thoughts.html", info=info, onward=onward, place=mine(), office_number=office_number()
    )


def onward_asked() -> str:
    """Return the page of the patient's that the address asks to go on to; "" where it names none."""
    wanted = request.args.get("next", "")
    return wanted if wanted.startswith("/") and access.opens(wanted, "patient") else ""
