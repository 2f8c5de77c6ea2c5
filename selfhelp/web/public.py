"""Pages open to all. Help-now needs neither log-in, nor JavaScript, nor the database."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from flask import (
    Blueprint,
    abort,
    redirect,
    render_template,
    request,
    send_file,
    send_from_directory,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from selfhelp.web.access import HOME
from selfhelp.web.desk import catalogue, desk, now
from selfhelp.web.fragments import fragment
from selfhelp.web.language import locale
from selfhelp.web.patient.office import office_number
from selfhelp.web.person import set_language

bp = Blueprint("public", __name__)
# Systems differ in what they know of these, and a browser may not guess: see nosniff in `headers.py`.
RECORDINGS = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
}
STATIC = Path(__file__).parent / "static"
RECEIPT_LASTS = timedelta(minutes=15)


@bp.get("/")
def front() -> ResponseReturnValue:
    """Say what this is; someone signed in goes straight on."""
    if current_user.is_authenticated:
        return redirect(url_for(HOME[current_user.role]))
    return _page("front", "public/front.html", alone=desk().settings.self_enrolment)


@bp.get("/help-now")
def help_now() -> ResponseReturnValue:
    """Show the numbers to call; to a patient the office's own too, where it can be looked up now."""
    info = catalogue()[locale()].pages["help-now"]
    return render_template("public/help_now.html", info=info, office=_office())


@bp.get("/away")
def away() -> ResponseReturnValue:
    """Give the page that a proxy keeps as a file and shows when no process answers, in every language."""
    parts = [
        fragment("public/away_part.html", language=code, info=programme.pages["help-now"])
        for code, programme in catalogue().programmes.items()
    ]
    return render_template("public/away.html", parts=parts)


@bp.get("/right-for-me")
def right_for_me() -> ResponseReturnValue:
    """Tell for whom this is, and for whom something else is better now."""
    return _page("right-for-me")


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Tell what is stored, and who sees what."""
    return _page("privacy")


@bp.get("/evidence")
def evidence() -> ResponseReturnValue:
    """Tell what is known about programmes like this."""
    return _page("evidence")


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Tell how this can be used, and what is not yet right."""
    return _page("accessibility")


@bp.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Send the mark to browsers that ask for it by its old address: beside plain text no page names it."""
    return send_from_directory(STATIC, "favicon.svg")


@bp.get("/media/<name>")
def media(name: str) -> ResponseReturnValue:
    """Send a drawing of the programme, or a recording: all of it, or the part a player asks for."""
    found = desk().library.media(name)
    if found is None:
        abort(404)
    mark = sha256(found).hexdigest()[:16]
    return send_file(BytesIO(found), RECORDINGS.get(Path(name).suffix), download_name=name, etag=mark)


@bp.post("/language")
def language() -> ResponseReturnValue:
    """Change the language and come back to the same page."""
    set_language(request.form.get("locale", ""))
    return redirect(safe_path(request.form.get("next", "")), 303)


@bp.get("/deleted")
def deleted() -> ResponseReturnValue:
    """Show the receipt to whoever has just deleted everything; this browser holds it for a short while."""
    receipt = session.get("receipt", {"at": 0})
    at = datetime.fromtimestamp(receipt["at"], UTC)
    if now() - at > RECEIPT_LASTS:
        session.pop("receipt", None)
        return redirect(url_for("public.front"))
    return render_template("public/deleted.html", number=receipt["number"], at=at)


def safe_path(wanted: str) -> str:
    """Return a path on this site; anything else becomes the front page."""
    odd = "\\" in wanted or any(ord(letter) <= ord(" ") for letter in wanted)
    is_path = wanted.startswith("/") and not wanted.startswith("//")
    return wanted if is_path and not odd else url_for("public.front")


def _office() -> str:
    """Return the number of the patient's own office. The page must stand without it, whatever is gone."""
    if current_user.role != "patient":
        return ""
    try:
        return office_number()
    except (SQLAlchemyError, HTTPException):
        return ""


def _page(name: str, template: str = "public/page.html", **more: bool) -> str:
    info = catalogue()[locale()].pages.get(name) or abort(404)
    return render_template(template, info=info, programme=catalogue()[locale()], **more)
